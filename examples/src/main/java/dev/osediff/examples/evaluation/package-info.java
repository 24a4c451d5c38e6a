/** Measures a model on good photographs that it never saw: degrade, enlarge, compare with the original and with bicubic. */
package dev.osediff.examples.evaluation;
