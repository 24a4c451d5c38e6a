/** Two files of figures against each other. */
package dev.osediff.bench.compare;
