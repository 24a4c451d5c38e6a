/** Measures of a picture and of the distance between two, as the super-resolution literature computes them. Depends on images only. */
package dev.osediff.metrics;
