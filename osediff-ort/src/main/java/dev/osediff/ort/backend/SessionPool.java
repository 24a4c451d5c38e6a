package dev.osediff.ort.backend;

import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.RunGate;
import dev.osediff.error.BackendException;
import dev.osediff.network.cost.NetworkCost;
import dev.osediff.ort.writer.WrittenNetwork;
import dev.osediff.pipeline.MachineMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A few sessions of one network, for the graphs used last. Input shapes with equal graphs share one. Thread-safe. */
final class SessionPool implements AutoCloseable {
    private static final int SESSIONS_KEPT = 4;
    private static final int PLANS_KEPT = 256;
    private static final long LARGE_BYTES = 256L << 20;

    /** A machine of so much memory has room for what several networks' runs have left. */
    private static final long PLENTY_BYTES = 16L << 30;

    private static final String MADE = "made";

    private final NetworkFiles files;
    private final CompileSpec spec;
    private final Map<String, Shared> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);

    SessionPool(NetworkFiles files, CompileSpec spec) {
        this.files = files;
        this.spec = spec;
    }

    /** A session and who uses it. */
    private record Shared(NetworkSession session, RunGate gate) {}

    /**
     * What is known of input shapes.
     *
     * @param key of their graph
     * @param frees whether activations take so much memory that another network must not find it taken
     */
    private record Plan(String key, boolean frees) {}

    /** A session for the time of one run. */
    record Lease(NetworkSession session, boolean frees, RunGate.Run run) implements AutoCloseable {
        @Override
        public void close() {
            run.close();
        }
    }

    /** Returns a session for input shapes, made now if there is none. */
    synchronized Lease lease(List<int[]> shapes) {
        Plan plan = plans.computeIfAbsent(
                shapes.stream().map(Arrays::toString).collect(Collectors.joining()), text -> plan(shapes));
        drop(plans, PLANS_KEPT, forgotten -> {});
        Shared shared = sessions.get(plan.key());
        if (shared == null) {
            shared = open(plan.key(), files.write(shapes));
            sessions.put(plan.key(), shared);
            drop(sessions, SESSIONS_KEPT, old -> old.gate().close());
        }
        return new Lease(shared.session(), plan.frees(), shared.gate().enter());
    }

    private Plan plan(List<int[]> shapes) {
        byte[] graph = files.graph(files.write(shapes), new ParameterFile(Path.of(MADE)));
        long bytes = NetworkCost.of(files.network(), files.names(), shapes).peakActivationBytes();
        return new Plan(Fingerprint.of(graph), bytes >= LARGE_BYTES && MachineMemory.totalBytes() < PLENTY_BYTES);
    }

    private Shared open(String key, WrittenNetwork written) {
        NetworkSession session = spec.cache().isPresent()
                ? cached(new GraphCache(spec.cache().get()), key, written)
                : load(key, written, NetworkSession.Manner.PLAIN);
        return new Shared(session, new RunGate(files.network().name(), session::close));
    }

    private NetworkSession load(String key, WrittenNetwork written, NetworkSession.Manner manner) {
        ParameterFile made = files.made(key);
        Path graph = files.save(key, files.graph(written, made), written, made);
        return NetworkSession.open(files.network().name(), graph, spec, manner);
    }

    /** Loads what an earlier start has saved, or optimises and saves. */
    private NetworkSession cached(GraphCache cache, String key, WrittenNetwork written) {
        String entry = Fingerprint.of(
                key, spec.device().toString(), OrtRuntime.environment().getVersion(), Machine.description());
        Optional<Path> known = cache.find(entry);
        if (known.isPresent()) {
            try {
                return NetworkSession.open(files.network().name(), known.get(), spec, SessionSettings::asItIs);
            } catch (BackendException e) {
                cache.discard(entry, e.getMessage());
            }
        }
        NetworkSession made =
                cache.make(entry, folder -> load(key, written, options -> SessionSettings.saveTo(options, folder)));
        Optional<Path> saved = cache.made(entry);
        if (saved.isEmpty()) {
            return made;
        }
        // What was saved is mapped, so that its pages are shared and can be dropped; what was made is not.
        made.close();
        return NetworkSession.open(files.network().name(), saved.get(), spec, SessionSettings::asItIs);
    }

    private static <T> void drop(Map<String, T> map, int kept, Consumer<T> dropped) {
        Iterator<T> oldest = map.values().iterator();
        while (map.size() > kept) {
            T value = oldest.next();
            oldest.remove();
            dropped.accept(value);
        }
    }

    @Override
    public synchronized void close() {
        try {
            new ArrayList<>(sessions.values()).forEach(shared -> shared.gate().close());
            sessions.clear();
        } finally {
            files.close();
        }
    }
}
