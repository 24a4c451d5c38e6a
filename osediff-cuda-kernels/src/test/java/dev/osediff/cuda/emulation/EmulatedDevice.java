package dev.osediff.cuda.emulation;

import dev.osediff.cuda.kernel.KernelArguments;
import dev.osediff.cuda.kernel.LaunchPlan;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The kernels compiled by g++ against {@code src/test/emulation}, where a block's threads are played on the CPU. */
final class EmulatedDevice {
    private static final long MOST_SECONDS = 300;

    private static EmulatedDevice instance;

    private final Path folder;
    private final Path program;

    private EmulatedDevice(Path folder, Path program) {
        this.folder = folder;
        this.program = program;
    }

    /** Returns the one device of this process, compiled at the first call; skips the test where g++ is missing. */
    static synchronized EmulatedDevice get() throws IOException, InterruptedException {
        NeedsProgram.check("g++", "the kernels are not run on the emulated device");
        if (instance == null) {
            instance = build("g++", Files.createDirectories(Path.of("target", "emulation")));
        }
        return instance;
    }

    private static EmulatedDevice build(String compiler, Path folder) throws IOException, InterruptedException {
        Path program = folder.resolve("kernels");
        List<String> command = new ArrayList<>(List.of(
                compiler,
                "-std=c++17",
                "-O2",
                "-ffp-contract=off",
                "-U_FORTIFY_SOURCE",
                "-Wall",
                "-Wextra",
                "-Werror"));
        if (System.getProperty("os.arch").equals("amd64")) {
            command.add("-mfma");
        }
        command.addAll(List.of("-DOSEDIFF_EMULATION", "-Isrc/main/cuda", "-Isrc/test/emulation", "-x", "c++"));
        command.addAll(KernelSources.all());
        command.addAll(List.of("src/test/emulation/emulation.cpp", "-o", program.toString()));
        Commands.Result result = Commands.run(command, MOST_SECONDS);
        if (result.code() != 0) {
            throw new AssertionError("g++ refuses the kernels:\n" + result.output());
        }
        return new EmulatedDevice(folder, program);
    }

    /**
     * Runs a kernel.
     *
     * @param buffers contents of the buffers whose addresses begin the arguments, in their order
     * @param reversed whether threads take their turns in reverse order, which must not matter
     * @return the buffers after the run
     */
    List<byte[]> run(LaunchPlan launch, KernelArguments arguments, List<byte[]> buffers, boolean reversed)
            throws IOException, InterruptedException {
        Path in = folder.resolve("launch");
        Path out = folder.resolve("result");
        Files.write(in, launchFile(launch, arguments.toBytes(), buffers, reversed));
        Commands.Result result = Commands.run(List.of(program.toString(), in.toString(), out.toString()), MOST_SECONDS);
        if (result.code() != 0) {
            throw new AssertionError(launch.kernel() + " ended with " + result.code() + ": " + result.output());
        }
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(out));
        List<byte[]> results = new ArrayList<>();
        for (byte[] buffer : buffers) {
            byte[] bytes = new byte[buffer.length];
            all.get(bytes);
            results.add(bytes);
        }
        return results;
    }

    /** Runs kernels that share their arguments one after another, in both orders of threads, which must agree. */
    List<byte[]> runAll(List<LaunchPlan> launches, KernelArguments arguments, List<byte[]> buffers)
            throws IOException, InterruptedException {
        List<byte[]> forward = buffers;
        List<byte[]> backward = buffers;
        for (LaunchPlan launch : launches) {
            forward = run(launch, arguments, forward, false);
            backward = run(launch, arguments, backward, true);
        }
        for (int i = 0; i < buffers.size(); i++) {
            if (!Arrays.equals(forward.get(i), backward.get(i))) {
                throw new AssertionError("the order of the threads matters in buffer " + i + ": a barrier is missing");
            }
        }
        return forward;
    }

    private static byte[] launchFile(LaunchPlan launch, byte[] arguments, List<byte[]> buffers, boolean reversed) {
        byte[] name = launch.kernel().getBytes(StandardCharsets.US_ASCII);
        int size = 9 * Integer.BYTES + name.length + arguments.length;
        for (byte[] buffer : buffers) {
            size += 2 * Integer.BYTES + buffer.length;
        }
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(name.length).put(name);
        file.putInt(launch.gridX()).putInt(launch.gridY()).putInt(launch.gridZ());
        file.putInt(launch.threads()).putInt(launch.sharedBytes()).putInt(reversed ? 1 : 0);
        file.putInt(arguments.length).put(arguments).putInt(buffers.size());
        for (int i = 0; i < buffers.size(); i++) {
            file.putInt(i * Long.BYTES).putInt(buffers.get(i).length).put(buffers.get(i));
        }
        return file.array();
    }

    /** Programs that are started and waited for. */
    static final class Commands {
        private Commands() {}

        record Result(int code, String output) {}

        /** Returns whether the search path holds a program of this name. */
        static boolean isThere(String name) {
            for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
                if (!place.isEmpty() && Files.isExecutable(Path.of(place, name))) {
                    return true;
                }
            }
            return false;
        }

        static Result run(List<String> command, long seconds) throws IOException, InterruptedException {
            Path output = Files.createTempFile("osediff-command", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(command.get(0) + " did not end within " + seconds + " s");
                }
                return new Result(process.exitValue(), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        }
    }
}
