/**
 * Tiles: which rectangles of a picture a network reads, which part of each result counts, and how overlapping results are
 * blended. Plans are values; assemblers put tile results together. Depends on {@code dev.osediff.network.Tensor} and
 * {@code dev.osediff.error} only.
 */
package dev.osediff.tile;
