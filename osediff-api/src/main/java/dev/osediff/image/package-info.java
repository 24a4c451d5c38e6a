/** Float planes, exact conversion from and to {@code BufferedImage}, resampling, bounded reading and writing. */
package dev.osediff.image;
