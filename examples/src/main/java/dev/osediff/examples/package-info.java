/** Programs to run and to read. */
package dev.osediff.examples;
