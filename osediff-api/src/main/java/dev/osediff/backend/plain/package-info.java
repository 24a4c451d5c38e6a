/** The plain-Java engine: blocked matrix products that the JIT vectorises, Winograd convolutions, no native code. */
package dev.osediff.backend.plain;
