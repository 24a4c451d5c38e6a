package dev.osediff.ort.backend;

import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;

/** Turns what the engine and the disk report into this library's exceptions. */
final class OrtFailures {
    private OrtFailures() {}

    static BackendException of(String asked, Exception cause) {
        return new BackendException(
                new Problem(
                        asked,
                        String.valueOf(cause.getMessage()),
                        "ONNX Runtime does it",
                        "If memory is short, use smaller tiles; otherwise report it with this message."),
                cause);
    }

    static BackendException ofFiles(String asked, Exception cause) {
        return new BackendException(
                new Problem(
                        asked,
                        String.valueOf(cause),
                        "files that can be written and read back, with room for the network's weights",
                        "Free disk space, or name another folder for temporary files (-Djava.io.tmpdir) or for the"
                                + " cache."),
                cause);
    }
}
