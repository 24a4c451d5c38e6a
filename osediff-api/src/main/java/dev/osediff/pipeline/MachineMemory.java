package dev.osediff.pipeline;

import java.lang.management.ManagementFactory;

/** How much memory the machine, or the container, has. */
public final class MachineMemory {
    private MachineMemory() {}

    /** Returns the bytes of physical memory; those of the heap's limit where the JVM does not tell. */
    public static long totalBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }
}
