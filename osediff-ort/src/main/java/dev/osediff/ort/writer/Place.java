package dev.osediff.ort.writer;

/**
 * Where a constant's little-endian elements are.
 *
 * @param file name of a file in the folder of the graph
 * @param offset of the first byte
 */
public record Place(String file, long offset) {}
