package dev.osediff.bench.machine;

import dev.osediff.backend.Availability;
import dev.osediff.backend.Backend;
import dev.osediff.backend.Backends;
import java.util.LinkedHashMap;
import java.util.Map;

/** The engines on the class path and their versions. */
public final class InstalledEngines {
    private InstalledEngines() {}

    /** Returns what each runs on by its name ("ONNX Runtime 1.29.0, cpu"); loads them. */
    public static Map<String, String> here() {
        Map<String, String> engines = new LinkedHashMap<>();
        for (Backend backend : Backends.all()) {
            Availability availability = backend.availability();
            engines.put(backend.name(), (availability.available() ? "" : "absent: ") + availability.detail());
        }
        return engines;
    }
}
