/** The benchmarks' entry point. */
package dev.osediff.bench;
