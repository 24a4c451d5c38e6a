/** Models as the benchmarks see them: three networks, their weights and inputs for them. */
package dev.osediff.bench.model;
