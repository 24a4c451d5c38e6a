package dev.osediff.cuda.driver;

/** The few calls of the CUDA driver that tell whether a GPU can be used; none of them creates a context. */
interface DriverCalls {
    /** Calls {@code cuInit}; returns its result code, 0 for success. */
    int initialise();

    /** Returns the newest CUDA version that the driver serves, as 1000 × major + 10 × minor. */
    int version();

    /** Returns the number of devices, 0 when there is none. */
    int deviceCount();

    /** Returns what a device is and can do; {@code index} is below {@link #deviceCount()}. */
    GpuDevice device(int index);
}
