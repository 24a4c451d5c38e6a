/** Measured times, their statistics and their file. */
package dev.osediff.bench.result;
