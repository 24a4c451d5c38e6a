/** What models cost, counted without running them. */
package dev.osediff.examples.cost;
