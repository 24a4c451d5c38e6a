package dev.osediff.checkpoint;

/** Where the numbers of a PyTorch file lie. */
interface TorchStorages {
    /**
     * Returns the elements of a storage that the file's pickle names.
     *
     * @throws dev.osediff.error.ModelException if they are damaged
     */
    ElementRun elements(TorchStorage storage);
}
