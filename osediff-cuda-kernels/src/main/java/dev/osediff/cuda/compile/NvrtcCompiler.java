package dev.osediff.cuda.compile;

import dev.osediff.backend.Availability;
import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;
import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * Compiles the kernels to PTX with NVIDIA's run-time compiler, where its library is. Needs no GPU, but the preset loads it
 * together with libcudart and the driver's library. Thread-safe.
 */
public final class NvrtcCompiler {
    private static final String REMEDY =
            "Install NVIDIA's CUDA 13 run-time compiler (libnvrtc) and put its folder on the"
                    + " library path; org.bytedeco:cuda with the classifier of this platform has to be on the class path.";

    private NvrtcCompiler() {}

    private static final class Holder {
        static final Availability AVAILABILITY = load();

        private static Availability load() {
            try {
                Loader.load(nvrtc.class);
                return new Availability(true, "NVIDIA's run-time compiler.", "");
            } catch (LinkageError missing) {
                return new Availability(
                        false,
                        "NVIDIA's run-time compiler does not load: one of libnvrtc, libcudart and libcuda is missing.",
                        REMEDY);
            }
        }
    }

    /** Says whether {@link #compile} can work here. The first call loads the library. */
    public static Availability availability() {
        return Holder.AVAILABILITY;
    }

    /**
     * Compiles a file of kernels.
     *
     * @param capability compute capability to compile for, as 10 × major + minor; the result runs on it and later ones
     * @return PTX for the driver to load
     * @throws BackendException if the compiler is not there or refuses the source; then with what it says
     */
    public static String compile(KernelSource source, int capability) {
        if (!availability().available()) {
            throw failed(source, availability().detail(), availability().remedy());
        }
        try (_nvrtcProgram program = new _nvrtcProgram();
                BytePointer text = new BytePointer(source.text(), StandardCharsets.UTF_8);
                BytePointer name = new BytePointer(source.file(), StandardCharsets.UTF_8)) {
            int code = nvrtc.nvrtcCreateProgram(
                    program, text, name, 0, (PointerPointer<?>) null, (PointerPointer<?>) null);
            if (code != nvrtc.NVRTC_SUCCESS) {
                throw failed(source, "the compiler answered with error " + code, REMEDY);
            }
            try {
                return compile(program, source, capability);
            } finally {
                nvrtc.nvrtcDestroyProgram(program);
            }
        }
    }

    private static String compile(_nvrtcProgram program, KernelSource source, int capability) {
        String[] options = {"--gpu-architecture=compute_" + capability, "--std=c++17"};
        try (PointerPointer<BytePointer> pointers = new PointerPointer<>(options);
                SizeTPointer size = new SizeTPointer(1)) {
            int code = nvrtc.nvrtcCompileProgram(program, options.length, pointers);
            if (code != nvrtc.NVRTC_SUCCESS) {
                nvrtc.nvrtcGetProgramLogSize(program, size);
                try (BytePointer log = new BytePointer(size.get())) {
                    nvrtc.nvrtcGetProgramLog(program, log);
                    throw failed(source, log.getString(StandardCharsets.UTF_8), "Install a newer libnvrtc.");
                }
            }
            nvrtc.nvrtcGetPTXSize(program, size);
            try (BytePointer ptx = new BytePointer(size.get())) {
                nvrtc.nvrtcGetPTX(program, ptx);
                return ptx.getString(StandardCharsets.UTF_8);
            }
        }
    }

    private static BackendException failed(KernelSource source, String found, String nextStep) {
        return new BackendException(
                new Problem("to compile the kernels of " + source.file(), found, "they need CUDA 13", nextStep));
    }
}
