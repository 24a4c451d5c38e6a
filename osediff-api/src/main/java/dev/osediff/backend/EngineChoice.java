package dev.osediff.backend;

import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * An engine and why it was taken.
 *
 * @param backend the engine
 * @param reason for a result's provenance: what spoke for it, and for each other one what spoke against it
 */
public record EngineChoice(Backend backend, String reason) {
    /** Pictures that a start is spread over. */
    static final int PICTURES = 10;

    private record Candidate(Backend backend, Speed speed) {}

    /** Returns the engine that a caller named. */
    public static EngineChoice named(String name) {
        return new EngineChoice(Backends.byName(name), "asked for");
    }

    /** Chooses among all engines on the class path; see {@link #among}. */
    public static EngineChoice automatic(Workload work) {
        return among(Backends.all(), work);
    }

    /**
     * Takes the engine that can run here, on that device and in that precision, and needs the least time for a start and
     * {@value #PICTURES} pictures. Loads the native code of engines that could be taken.
     *
     * @throws BackendException if none can; gives the reason of each
     */
    static EngineChoice among(List<Backend> all, Workload work) {
        List<String> refused = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        for (Backend backend : all) {
            String against = against(backend, work);
            if (against.isEmpty()) {
                candidates.add(new Candidate(backend, backend.speed(work)));
            } else {
                refused.add(backend.name() + ": " + against);
            }
        }
        candidates.sort(Comparator.comparingDouble((Candidate c) -> c.speed().total(PICTURES))
                .thenComparing(c -> c.backend().name()));
        if (candidates.isEmpty()) {
            throw new BackendException(new Problem(
                    "a backend on " + work.device() + " in " + work.precision(),
                    refused.isEmpty() ? "none on the class path" : String.join("; ", refused),
                    "at least one that can run here",
                    "Repair or add one of the modules, or choose another device or precision."));
        }
        Candidate best = candidates.remove(0);
        List<String> reasons = new ArrayList<>();
        reasons.add("chosen: " + time(best.speed()));
        candidates.forEach(c -> reasons.add(c.backend().name() + ": " + time(c.speed())));
        reasons.addAll(refused);
        return new EngineChoice(best.backend(), String.join("; ", reasons));
    }

    private static String against(Backend backend, Workload work) {
        if (!backend.precisions(work.device()).contains(work.precision())) {
            return "not on " + work.device() + " in " + work.precision();
        }
        Availability availability = backend.availability();
        return availability.available() ? "" : availability.detail();
    }

    private static String time(Speed speed) {
        return speed.equals(Speed.UNKNOWN)
                ? "speed unknown"
                : String.format(
                        Locale.ROOT,
                        "start %.1f s and %.2g s a picture on the reference machine",
                        speed.startSeconds(),
                        speed.pictureSeconds());
    }
}
