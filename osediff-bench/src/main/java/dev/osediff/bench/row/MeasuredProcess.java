package dev.osediff.bench.row;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A Java process with this program's class path. It ends with this one at the latest, however this one ends; its messages go to this one's standard error.
 * Serves one thread.
 */
public final class MeasuredProcess implements AutoCloseable {
    private static final String PROPERTIES = "osediff.bench.";
    private static final String PARENT = "osediff.parent";

    private final Process process;
    private final Thread hook;

    private MeasuredProcess(Process process) {
        this.process = process;
        this.hook = new Thread(process::destroyForcibly);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The virtual machine is ending already; await() says so.
            process.destroyForcibly();
        }
    }

    /**
     * Starts one.
     *
     * @param threads of engines that take their number from a system property
     * @param output what becomes of its standard output
     * @throws IOException if it cannot be started
     */
    public static MeasuredProcess start(
            Class<?> main, int threads, List<String> javaOptions, List<String> args, ProcessBuilder.Redirect output)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.awt.headless=true");
        command.add("-Dai.djl.pytorch.num_threads=" + threads);
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PROPERTIES))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add("-D" + PARENT + "=" + ProcessHandle.current().pid());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(args);
        return new MeasuredProcess(new ProcessBuilder(command)
                .redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Called first in such a process: lets it end as soon as its parent has, which may have been killed or be gone already. */
    public static void endWithParent() {
        ProcessHandle.of(Long.getLong(PARENT))
                .map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .thenRun(() -> Runtime.getRuntime().halt(1));
    }

    /** Returns the process. */
    public Process process() {
        return process;
    }

    /**
     * Waits for its end and returns its code.
     *
     * @throws InterruptedException also if this virtual machine ends
     */
    public int await() throws InterruptedException {
        int code = process.waitFor();
        if (isEnding()) {
            throw new InterruptedException("the virtual machine ends");
        }
        return code;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        isEnding();
    }

    /** Removes the hook; tells whether the virtual machine is ending already and the hook runs. */
    private boolean isEnding() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
