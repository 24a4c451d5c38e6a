package dev.osediff.cuda.compile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A file of kernels that is compiled as one module. */
public enum KernelSource {
    /** Attention of all head sizes. */
    ATTENTION("attention.cu"),
    /** Group and layer norms. */
    NORM("norm.cu"),
    /** GEGLU and the epilogue of bias and residual. */
    ELEMENTWISE("elementwise.cu"),
    /** Convolution, after upsampling too. */
    CONVOLUTION("convolution.cu");

    private static final String FOLDER = "/dev/osediff/cuda/source/";
    private static final String COMMON = "common.cuh";

    private final String file;

    KernelSource(String file) {
        this.file = file;
    }

    /** Returns the file's name. */
    public String file() {
        return file;
    }

    /** Returns the CUDA C++ text with its one header put in: it compiles without any other file. */
    public String text() {
        return read(file).replace("#include \"" + COMMON + "\"", read(COMMON).replace("#pragma once", ""));
    }

    private static String read(String name) {
        try (InputStream in = KernelSource.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks its own resource " + FOLDER + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
