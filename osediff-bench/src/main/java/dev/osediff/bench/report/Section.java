package dev.osediff.bench.report;

import dev.osediff.bench.result.Measure;
import java.util.List;

/**
 * A part of a report. Immutable.
 *
 * @param title heading
 * @param charts pictures
 * @param notes sentences below them
 * @param measures rows of the table
 */
record Section(String title, List<Chart> charts, List<String> notes, List<Measure> measures) {
    /**
     * A picture.
     *
     * @param alternative what it shows
     * @param uri data URI
     */
    record Chart(String alternative, String uri) {}

    /** Copies the lists. */
    Section {
        charts = List.copyOf(charts);
        notes = List.copyOf(notes);
        measures = List.copyOf(measures);
    }
}
