package dev.osediff.backend;

import java.nio.file.Path;

/**
 * Opens super-resolution models that come in an engine's own file format, such as an exported Real-ESRGAN in ONNX; found with
 * {@link java.util.ServiceLoader}. Stateless and thread-safe; constructors load no native code.
 */
public interface ModelFileOpener {
    /** Returns the name of the backend whose engine runs the model. */
    String backend();

    /** Returns what it opens, for error texts: "ONNX (.onnx)". */
    String formats();

    /** Tells by name and first bytes whether a file is of its format; never throws. */
    boolean accepts(Path file);

    /**
     * Opens a model.
     *
     * @param trusted whether the caller vouches for the file: formats that are programs are opened only then
     * @throws dev.osediff.error.ModelException if it is damaged, of a form that cannot be run, or not trusted
     * @throws dev.osediff.error.BackendException if the engine cannot run here, or not on that device or precision
     */
    OpenedModelFile open(Path file, CompileSpec spec, boolean trusted);
}
