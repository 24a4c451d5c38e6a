/** The kernels' sources, as the jar holds them, and their compilation at run time. */
package dev.osediff.cuda.compile;
