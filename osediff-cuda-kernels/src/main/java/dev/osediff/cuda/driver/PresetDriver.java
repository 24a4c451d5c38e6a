package dev.osediff.cuda.driver;

import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;
import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.SizeTPointer;

/** The driver's calls through the JavaCPP preset. Creating it loads the preset, which fails where no driver is. */
final class PresetDriver implements DriverCalls {
    private static final int NAME_BYTES = 256;

    /** @throws UnsatisfiedLinkError when the preset or a library that it needs is missing */
    PresetDriver() {
        Loader.load(cudart.class);
    }

    @Override
    public int initialise() {
        return cudart.cuInit(0);
    }

    @Override
    public int version() {
        int[] version = new int[1];
        check("cuDriverGetVersion", cudart.cuDriverGetVersion(version));
        return version[0];
    }

    @Override
    public int deviceCount() {
        int[] count = new int[1];
        check("cuDeviceGetCount", cudart.cuDeviceGetCount(count));
        return count[0];
    }

    @Override
    public GpuDevice device(int index) {
        int[] handle = new int[1];
        check("cuDeviceGet", cudart.cuDeviceGet(handle, index));
        try (BytePointer name = new BytePointer(NAME_BYTES);
                SizeTPointer bytes = new SizeTPointer(1)) {
            check("cuDeviceGetName", cudart.cuDeviceGetName(name, NAME_BYTES, handle[0]));
            check("cuDeviceTotalMem", cudart.cuDeviceTotalMem(bytes, handle[0]));
            int major = attribute(cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, handle[0]);
            int minor = attribute(cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, handle[0]);
            return new GpuDevice(
                    index,
                    name.getString(StandardCharsets.UTF_8),
                    10 * major + minor,
                    bytes.get(),
                    attribute(cudart.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, handle[0]),
                    attribute(cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, handle[0]));
        }
    }

    private static int attribute(int attribute, int device) {
        int[] value = new int[1];
        check("cuDeviceGetAttribute", cudart.cuDeviceGetAttribute(value, attribute, device));
        return value[0];
    }

    private static void check(String call, int code) {
        if (code != cudart.CUDA_SUCCESS) {
            throw new BackendException(new Problem(
                    "to ask the NVIDIA driver about its devices",
                    call + " answered with error " + code,
                    "0 means success",
                    "Run nvidia-smi: where it fails too, the driver has to be repaired."));
        }
    }
}
