package dev.osediff.djl.backend;

import ai.djl.pytorch.jni.JniUtils;

/** Settings of PyTorch that belong to the calling thread. */
final class EngineThreads {
    private EngineThreads() {}

    /**
     * Sets the number of threads that one operation is spread over. PyTorch keeps it per calling thread, and as the default of
     * threads that have not computed yet. Scripts run as they are written: profiling them first would cost two slow calls
     * per shape and gains nothing on large operations.
     */
    static void use(int threads) {
        if (JniUtils.getNumThreads() != threads) {
            JniUtils.setNumThreads(threads);
        }
        JniUtils.setGraphExecutorOptimize(false);
    }
}
