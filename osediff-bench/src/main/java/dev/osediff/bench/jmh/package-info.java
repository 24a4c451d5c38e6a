/** The JMH benchmarks. */
package dev.osediff.bench.jmh;
