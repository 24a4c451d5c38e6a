package dev.osediff.cuda.emulation;

import org.junit.jupiter.api.Assumptions;

/** Skips a test where a program is missing, with the reason on standard output. */
final class NeedsProgram {
    private NeedsProgram() {}

    static void check(String program, String purpose) {
        boolean there = EmulatedDevice.Commands.isThere(program);
        if (!there) {
            System.out.println("SKIPPED: " + purpose + ", because there is no " + program + " on the search path");
        }
        Assumptions.assumeTrue(there, program + " is not on the search path");
    }
}
