/**
 * Checkpoint files as data only: strict readers of safetensors, of its sharded form and of PyTorch archives, and
 * deterministic writers. Nothing in a file is ever run.
 */
package dev.osediff.checkpoint;
