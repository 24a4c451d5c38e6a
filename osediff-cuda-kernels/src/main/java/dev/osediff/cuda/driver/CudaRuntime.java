package dev.osediff.cuda.driver;

import dev.osediff.backend.Availability;
import dev.osediff.error.BackendException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What this machine offers for CUDA: the devices, or one sentence that says why there are none and one that says what
 * helps. Nothing here throws because a driver, a device or a library is missing. Thread-safe; the driver is asked once
 * per process.
 */
public final class CudaRuntime {
    /** The oldest driver for the bindings in use, as 1000 × major + 10 × minor of its CUDA version. */
    static final int MINIMUM_VERSION = 13000;

    /** The oldest compute capability that the kernels are written for. */
    static final int MINIMUM_CAPABILITY = 75;

    private static final long MIB = 1L << 20;

    private final List<GpuDevice> devices;
    private final Availability absence;

    private CudaRuntime(List<GpuDevice> devices, Availability absence) {
        this.devices = List.copyOf(devices);
        this.absence = absence;
    }

    private static final class Holder {
        static final CudaRuntime INSTANCE = probe(PresetDriver::new);
    }

    /** Returns what was found on this machine. The first call loads the driver and can take some seconds. */
    public static CudaRuntime get() {
        return Holder.INSTANCE;
    }

    /** Returns the devices that the kernels can run on, in the driver's order; empty when there are none. */
    public List<GpuDevice> devices() {
        return devices;
    }

    /** Returns the first device with at least {@code bytes} of memory. */
    public Optional<GpuDevice> deviceWith(long bytes) {
        return devices.stream().filter(device -> device.totalBytes() >= bytes).findFirst();
    }

    /**
     * Says whether a device with enough memory is there.
     *
     * @param bytes memory that the work needs, in bytes; compared with the whole memory of a device, since what is free
     *     changes until the work begins
     */
    public Availability availability(long bytes) {
        if (absence != null) {
            return absence;
        }
        return deviceWith(bytes)
                .map(device -> new Availability(true, sentence(device), ""))
                .orElseGet(() -> absent(
                        "The largest NVIDIA GPU has "
                                + devices.stream()
                                                .mapToLong(GpuDevice::totalBytes)
                                                .max()
                                                .orElse(0)
                                        / MIB
                                + " MiB of memory, and " + (bytes + MIB - 1) / MIB + " MiB are needed.",
                        "Use smaller tiles or another backend."));
    }

    static CudaRuntime probe(Supplier<DriverCalls> driver) {
        try {
            return ask(driver.get());
        } catch (BackendException failure) {
            return without(
                    "The NVIDIA driver failed: " + failure.problem().found() + ".",
                    failure.problem().nextStep());
        } catch (LinkageError missing) {
            return MissingLibrary.of(missing).asRuntime();
        }
    }

    private static CudaRuntime ask(DriverCalls driver) {
        int code = driver.initialise();
        if (code == 100) {
            return without(
                    "The NVIDIA driver is installed but sees no GPU.",
                    "Run nvidia-smi; in a container, start it with access to the GPU.");
        }
        if (code != 0) {
            return without(
                    "The NVIDIA driver could not be started: cuInit answered with error " + code + ".",
                    "Run nvidia-smi: where it fails too, the driver has to be repaired.");
        }
        int version = driver.version();
        if (version < MINIMUM_VERSION) {
            return without(
                    "The NVIDIA driver serves CUDA " + text(version) + ", and at least CUDA " + text(MINIMUM_VERSION)
                            + " is needed.",
                    "Install a newer NVIDIA driver.");
        }
        List<GpuDevice> found = new ArrayList<>();
        for (int index = 0; index < driver.deviceCount(); index++) {
            found.add(driver.device(index));
        }
        if (found.isEmpty()) {
            return without(
                    "The NVIDIA driver is installed but sees no GPU.",
                    "Run nvidia-smi; in a container, start it with access to the GPU.");
        }
        List<GpuDevice> usable = found.stream()
                .filter(device -> device.capability() >= MINIMUM_CAPABILITY)
                .toList();
        if (usable.isEmpty()) {
            return without(
                    sentence(found.get(0)) + " The kernels need sm_" + MINIMUM_CAPABILITY + " or later.",
                    "Use a GPU of the Turing generation or later, or another backend.");
        }
        return new CudaRuntime(usable, null);
    }

    static CudaRuntime without(String detail, String remedy) {
        return new CudaRuntime(List.of(), absent(detail, remedy));
    }

    private static Availability absent(String detail, String remedy) {
        return new Availability(false, detail, remedy);
    }

    private static String sentence(GpuDevice device) {
        return String.format(
                Locale.ROOT,
                "%s, sm_%d, %d MiB of memory.",
                device.name(),
                device.capability(),
                device.totalBytes() / MIB);
    }

    private static String text(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
