/** What the machine is and what it can do at most. */
package dev.osediff.bench.machine;
