package dev.osediff.examples.cli;

import dev.osediff.SuperResolver;
import dev.osediff.backend.Availability;
import dev.osediff.backend.Backend;
import dev.osediff.backend.Backends;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.error.OsediffException;
import dev.osediff.image.ImageLimits;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code osediff doctor}: says what this machine offers, and why something does not run. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks the JVM, the memory, the backends and the model, and enlarges a small test picture.")
final class DoctorCommand implements Callable<Integer> {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final int TEST_SIDE = 32;
    private static final Device CUDA = new Device(Device.Kind.CUDA, 0);

    @Mixin
    private EngineOptions engine;

    @Option(names = "--no-run", description = "Do not enlarge a test picture.")
    private boolean noRun;

    @Mixin
    private Messages messages;

    @Override
    public Integer call() {
        machine();
        Backends.all().forEach(this::backend);
        try (SuperResolver resolver = engine.open(ImageLimits.DEFAULT)) {
            row("model", resolver.modelName() + ", weights SHA-256 " + resolver.modelSha256() + ", checked");
            row(
                    "chosen",
                    resolver.backendName() + " on " + resolver.device() + ", " + resolver.precision() + ", "
                            + resolver.threads() + " threads");
            row("", resolver.backendReason());
            if (!noRun) {
                run(resolver);
            }
            row("result", "all is well");
            return ExitCode.OK;
        } catch (OsediffException e) {
            messages.failure(e);
            return ExitCode.FAILED;
        }
    }

    private void backend(Backend backend) {
        Availability availability = backend.availability();
        row(
                "backend " + backend.name(),
                (availability.available() ? "available: " : "NOT available: ") + availability.detail() + "; cpu "
                        + precisions(backend, Device.CPU) + ", cuda " + precisions(backend, CUDA));
        if (!availability.remedy().isEmpty()) {
            row("", availability.remedy());
        }
    }

    private static String precisions(Backend backend, Device device) {
        Set<Precision> offered = new TreeSet<>(backend.precisions(device));
        return offered.isEmpty() ? "no" : offered.toString().toLowerCase(Locale.ROOT);
    }

    private void machine() {
        Runtime runtime = Runtime.getRuntime();
        row("osediff", Version.text());
        row(
                "Java",
                System.getProperty("java.vm.name") + " " + Runtime.version() + ", " + System.getProperty("java.home"));
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        row("JVM flags", flags.isEmpty() ? "none" : String.join(" ", flags));
        row("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        row("processors", String.valueOf(runtime.availableProcessors()));
        row("largest heap", ByteSize.text(runtime.maxMemory()) + " (-Xmx changes it)");
        boolean vectors = ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
        row("Vector API", vectors ? "on" : "off; start Java with --add-modules " + VECTOR_MODULE + " for more speed");
    }

    private void run(SuperResolver resolver) {
        BufferedImage picture = new BufferedImage(TEST_SIDE, TEST_SIDE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < TEST_SIDE * TEST_SIDE; i++) {
            picture.setRGB(i % TEST_SIDE, i / TEST_SIDE, 0x010203 * (i % 64));
        }
        long start = System.nanoTime();
        BufferedImage large = resolver.upscale(picture);
        row(
                "test picture",
                String.format(
                        Locale.ROOT,
                        "%d x %d to %d x %d in %.2f s, loading of classes included",
                        TEST_SIDE,
                        TEST_SIDE,
                        large.getWidth(),
                        large.getHeight(),
                        (System.nanoTime() - start) / 1e9));
    }

    private void row(String name, String text) {
        messages.result(String.format(Locale.ROOT, "%-14s %s", name, text));
    }
}
