/**
 * The one-step pipeline: orders the stages and owns sizes, tiles and memory. Knows networks by their parts and engines by
 * {@link dev.osediff.backend.Backend} alone.
 */
package dev.osediff.pipeline;
