package dev.osediff.backend;

/**
 * Whether a backend can run here.
 *
 * @param available true if {@link Backend#compile} can be expected to work
 * @param detail if available, what it runs on ("2 threads, 512-bit vectors"); if not, the reason
 * @param remedy what would make it available or faster; empty if nothing would
 */
public record Availability(boolean available, String detail, String remedy) {}
