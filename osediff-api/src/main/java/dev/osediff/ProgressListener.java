package dev.osediff;

/** Hears of the progress of a run, on the thread that called {@code upscale}. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = progress -> {};

    /**
     * Takes one report; called after each tile and at the end of each stage. What it throws ends the run and reaches the
     * caller of {@code upscale} unchanged. It may start another run on the same resolver and may close the resolver: the
     * run it is called from still completes, and the resolver's memory is freed when that run ends. It must not wait for
     * another thread that closes the resolver, since that thread waits for this run.
     */
    void onProgress(Progress progress);
}
