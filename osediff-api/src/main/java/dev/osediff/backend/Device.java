package dev.osediff.backend;

/**
 * A place to run.
 *
 * @param kind processor family
 * @param index number among the devices of that kind, from 0
 */
public record Device(Kind kind, int index) {
    /** Processor families. */
    public enum Kind {
        /** The host's processor. */
        CPU,
        /** An NVIDIA GPU. */
        CUDA
    }

    /** The host's processor. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    /** Refuses a negative index. */
    public Device {
        if (index < 0) {
            throw new IllegalArgumentException("device index must be at least 0, found " + index);
        }
    }

    /** Returns "cpu" or "cuda:0". */
    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }
}
