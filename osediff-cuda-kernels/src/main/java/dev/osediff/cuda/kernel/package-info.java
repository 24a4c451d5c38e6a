/** How our kernels are launched: sizes, tiles, shared memory and arguments, computed without a GPU. */
package dev.osediff.cuda.kernel;
