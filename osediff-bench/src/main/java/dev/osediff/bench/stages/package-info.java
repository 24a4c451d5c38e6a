/** The table of stages: each row measured in a process of its own. */
package dev.osediff.bench.stages;
