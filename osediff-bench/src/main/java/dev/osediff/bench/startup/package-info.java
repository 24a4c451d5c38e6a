/** How long a process takes from its start to its first picture. */
package dev.osediff.bench.startup;
