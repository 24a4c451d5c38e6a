package dev.osediff.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Availability;
import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Each state of a machine is one sentence with one remedy, and none is a crash. */
class CudaRuntimeTest {
    private static final long GIB = 1L << 30;

    private record FakeDriver(int initialise, int version, List<GpuDevice> devices) implements DriverCalls {
        @Override
        public int deviceCount() {
            return devices.size();
        }

        @Override
        public GpuDevice device(int index) {
            return devices.get(index);
        }
    }

    private static GpuDevice gpu(int capability, long bytes) {
        return new GpuDevice(0, "Test GPU", capability, bytes, 99 << 10, 40);
    }

    private static Availability found(int code, int version, GpuDevice... devices) {
        return CudaRuntime.probe(() -> new FakeDriver(code, version, List.of(devices)))
                .availability(6 * GIB);
    }

    private static void assertAbsent(String part, Availability availability) {
        assertFalse(availability.available());
        assertTrue(availability.detail().contains(part), availability.detail());
        assertFalse(availability.remedy().isBlank());
    }

    @Test
    void aMachineWithoutDriverSaysSo() {
        Assumptions.assumeFalse(
                Files.exists(Path.of("/dev/nvidiactl")), "this machine has an NVIDIA driver: nothing is absent");
        assertAbsent("No NVIDIA driver", CudaRuntime.get().availability(0));
        assertTrue(CudaRuntime.get().devices().isEmpty());
    }

    @Test
    void missingLibrariesAreToldApart() {
        assertEquals(
                MissingLibrary.TOOLKIT_RUNTIME,
                MissingLibrary.of(new UnsatisfiedLinkError("libcudart.so.13: cannot open shared object file")));
        assertEquals(
                MissingLibrary.BRIDGE,
                MissingLibrary.of(new UnsatisfiedLinkError("no jnicudart in java.library.path")));
        assertEquals(MissingLibrary.DRIVER, MissingLibrary.of((LinkageError)
                new NoClassDefFoundError("Could not initialize class")
                        .initCause(new UnsatisfiedLinkError("libcuda.so.1: cannot open shared object file"))));
    }

    @Test
    void anOldDriverAnOldDeviceAndNoDeviceSaySo() {
        assertAbsent("serves CUDA 12.9", found(0, 12090, gpu(90, 80 * GIB)));
        assertAbsent("sees no GPU", found(100, 13000));
        assertAbsent("sees no GPU", found(0, 13000));
        assertAbsent("error 999", found(999, 13000));
        assertAbsent("need sm_75", found(0, 13000, gpu(61, 80 * GIB)));
    }

    @Test
    void tooLittleMemorySaysBothFigures() {
        Availability availability = found(0, 13000, gpu(86, 4 * GIB));
        assertAbsent("4096 MiB", availability);
        assertAbsent("6144 MiB", availability);
    }

    @Test
    void aFailingCallSaysWhichOne() {
        CudaRuntime runtime = CudaRuntime.probe(() -> {
            throw new BackendException(new Problem("to ask", "cuDeviceGet answered with error 3", "0", "Repair it."));
        });
        assertAbsent("cuDeviceGet answered with error 3", runtime.availability(0));
    }

    @Test
    void theFirstDeviceThatIsLargeEnoughIsTaken() {
        GpuDevice small = gpu(75, 4 * GIB);
        GpuDevice large = new GpuDevice(1, "Large GPU", 90, 80 * GIB, 227 << 10, 132);
        CudaRuntime runtime = CudaRuntime.probe(() -> new FakeDriver(0, 13000, List.of(small, large)));
        assertEquals(large, runtime.deviceWith(6 * GIB).orElseThrow());
        assertEquals(
                "Large GPU, sm_90, 81920 MiB of memory.",
                runtime.availability(6 * GIB).detail());
    }
}
