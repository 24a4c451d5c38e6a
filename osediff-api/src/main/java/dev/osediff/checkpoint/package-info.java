/** Checkpoint files as data only: a strict safetensors reader and a deterministic writer. */
package dev.osediff.checkpoint;
