package dev.osediff.checkpoint;

/**
 * A run of numbers in a PyTorch archive, which tensors are views of.
 *
 * @param key its name under {@code data/}
 * @param type element type
 * @param elements number of elements
 */
record TorchStorage(String key, DataType type, long elements) {}
