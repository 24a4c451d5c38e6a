package dev.osediff.cuda.driver;

/** Which library the preset lacked, told from the linker's message, and what helps. */
enum MissingLibrary {
    DRIVER(
            "No NVIDIA driver is installed: libcuda was not found.",
            "Install the NVIDIA driver (CUDA 13 or later), or use another backend."),
    TOOLKIT_RUNTIME(
            "The CUDA 13 runtime library (libcudart) was not found.",
            "Install the CUDA 13 runtime of NVIDIA and put its folder on the library path."),
    BRIDGE(
            "The bridge between Java and the NVIDIA driver is not on the class path or does not load here.",
            "Add org.bytedeco:cuda and org.bytedeco:javacpp with the classifier of this platform.");

    private final String detail;
    private final String remedy;

    MissingLibrary(String detail, String remedy) {
        this.detail = detail;
        this.remedy = remedy;
    }

    static MissingLibrary of(Throwable failure) {
        StringBuilder messages = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        if (messages.indexOf("libcuda.so") >= 0 || messages.indexOf("nvcuda") >= 0) {
            return DRIVER;
        }
        return messages.indexOf("libcudart.so") >= 0 ? TOOLKIT_RUNTIME : BRIDGE;
    }

    CudaRuntime asRuntime() {
        return CudaRuntime.without(detail, remedy);
    }
}
