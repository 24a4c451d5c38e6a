/** Whole pictures through the public interface: sizes, tiles, and several callers at once. */
package dev.osediff.bench.pictures;
