package dev.osediff.bench.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that was timed several times, or why it was not. Immutable.
 *
 * @param group kind of measurement ("stages")
 * @param subject what was measured and how, without what differs from run to run ("full 512, ort, fp32, 2 threads")
 * @param item part of the subject ("decode")
 * @param seconds one time per run after warm-up, in the order of the runs; empty if nothing was measured
 * @param processes that the times come from, equally many times from each, one process after another
 * @param work done in one run, in units of {@code workUnit}; 0 where none is counted
 * @param workUnit "GMAC" (10⁹ multiply-adds), "GB" (10⁹ bytes), "MP" (10⁶ pixels), or empty
 * @param peakBytes most memory that the process held so far; 0 if unknown
 * @param note why nothing was measured, or what a reader must know; empty if nothing
 */
public record Measure(
        String group,
        String subject,
        String item,
        List<Double> seconds,
        int processes,
        double work,
        String workUnit,
        long peakBytes,
        String note) {
    /** Multiply-adds, 10⁹ of them; one is two floating-point operations. */
    public static final String GMAC = "GMAC";

    /** Bytes, 10⁹ of them. */
    public static final String GB = "GB";

    /** Pixels, 10⁶ of them. */
    public static final String MEGAPIXEL = "MP";

    /** Copies the list; refuses times that do not come equally from the processes. */
    public Measure {
        seconds = List.copyOf(seconds);
        if (processes < 1 || seconds.size() % processes != 0) {
            throw new IllegalArgumentException(seconds.size() + " times from " + processes + " processes");
        }
    }

    /** Times of one process. */
    public Measure(
            String group,
            String subject,
            String item,
            List<Double> seconds,
            double work,
            String workUnit,
            long peakBytes,
            String note) {
        this(group, subject, item, seconds, 1, work, workUnit, peakBytes, note);
    }

    /** Returns a row that says why there is no figure. */
    public static Measure absent(String group, String subject, String item, String why) {
        return new Measure(group, subject, item, List.of(), 0, "", 0, why);
    }

    /**
     * Returns these times followed by those that another process took for the same. Where one of the two has none, the other's
     * remain, and the note says so.
     */
    public Measure and(Measure other) {
        if (!other.isMeasured() || !isMeasured()) {
            Measure figures = isMeasured() ? this : other;
            String missing = isMeasured() ? other.note : note;
            return figures.isMeasured() && figures.note.isEmpty()
                    ? figures.withNote("not every process measured it: " + missing)
                    : figures;
        }
        List<Double> all = new ArrayList<>(seconds);
        all.addAll(other.seconds);
        return new Measure(
                group,
                subject,
                item,
                all,
                processes + other.processes,
                work,
                workUnit,
                Math.max(peakBytes, other.peakBytes),
                note);
    }

    /** Returns the same figures with another note. */
    public Measure withNote(String text) {
        return new Measure(group, subject, item, seconds, processes, work, workUnit, peakBytes, text);
    }

    /** Tells whether there are figures. */
    @JsonIgnore
    public boolean isMeasured() {
        return !seconds.isEmpty();
    }

    /** Returns what tells it from all others of a file. */
    @JsonIgnore
    public String key() {
        return group + " | " + subject + " | " + item;
    }

    /** Returns the statistics of the times; only where there are any. */
    public Samples samples() {
        return new Samples(seconds, processes);
    }

    /** Returns work per second at the median time, GMAC as GFLOP (two per multiply-add); 0 where no work is counted. */
    public double rate() {
        double units = workUnit.equals(GMAC) ? 2 * work : work;
        return isMeasured() && work > 0 ? units / samples().median() : 0;
    }
}
