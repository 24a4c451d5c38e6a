package dev.osediff.ort.backend;

import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.RunGate;
import dev.osediff.ort.writer.WrittenNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A few sessions of one network, for the graphs used last. Input shapes with equal graphs share one. Thread-safe. */
final class SessionPool implements AutoCloseable {
    private static final int KEPT = 4;
    private static final String MADE = "made";

    private final NetworkFiles files;
    private final CompileSpec spec;
    private final Map<String, Shared> sessions = new LinkedHashMap<>(16, 0.75f, true);

    SessionPool(NetworkFiles files, CompileSpec spec) {
        this.files = files;
        this.spec = spec;
    }

    /** A session and who uses it. */
    private record Shared(NetworkSession session, RunGate gate) {}

    /** A session for the time of one run. */
    record Lease(NetworkSession session, RunGate.Run run) implements AutoCloseable {
        @Override
        public void close() {
            run.close();
        }
    }

    /** Returns a session for input shapes, made now if there is none. */
    synchronized Lease lease(List<int[]> shapes) {
        WrittenNetwork written = files.write(shapes);
        String key = Fingerprint.of(files.graph(written, new ParameterFile(Path.of(MADE))));
        Shared shared = sessions.get(key);
        if (shared == null) {
            shared = open(key, written);
            sessions.put(key, shared);
            dropOldest();
        }
        return new Lease(shared.session(), shared.gate().enter());
    }

    private Shared open(String key, WrittenNetwork written) {
        ParameterFile made = files.made(key);
        Path graph = files.save(key, files.graph(written, made), written, made);
        NetworkSession session = NetworkSession.open(files.network().name(), graph, spec);
        return new Shared(session, new RunGate(files.network().name(), session::close));
    }

    private void dropOldest() {
        Iterator<Shared> oldest = sessions.values().iterator();
        while (sessions.size() > KEPT) {
            Shared dropped = oldest.next();
            oldest.remove();
            dropped.gate().close();
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
