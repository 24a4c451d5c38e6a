package dev.osediff.djl.training.loop;

import dev.osediff.djl.training.data.Batch;
import dev.osediff.djl.training.data.SampleStream;
import dev.osediff.error.CancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The loop of all training runs: batches, steps, validations, state on disk, listeners. An interrupt ends it between two
 * steps with the state saved. For one thread.
 */
public final class TrainingLoop {
    private final LoopSettings settings;
    private final StateFile state;
    private final List<TrainingListener> listeners;
    private double averageLoss;
    private double rate;
    private double seconds;

    /**
     * Prepares a run.
     *
     * @param listeners in the order in which they hear
     */
    public TrainingLoop(LoopSettings settings, StateFile state, List<TrainingListener> listeners) {
        this.settings = settings;
        this.state = state;
        this.listeners = List.copyOf(listeners);
    }

    /** Opens the stream of batches from a given batch on. */
    @FunctionalInterface
    public interface Streams {
        /** Opens it; the loop closes it. */
        SampleStream open(long firstBatch);
    }

    /**
     * Trains from the trainee's step on.
     *
     * @param secondsBefore training time of earlier runs
     * @return training time in seconds, that of earlier runs included
     * @throws InterruptedException if interrupted; the state has been saved then
     * @throws dev.osediff.error.TrainingException if something is not finite
     * @throws dev.osediff.error.OutputException if the state cannot be written; the former one is whole then
     */
    public double run(Trainee trainee, Streams streams, double secondsBefore) throws InterruptedException {
        seconds = secondsBefore;
        if (isOver(trainee)) {
            return seconds;
        }
        try (SampleStream stream = streams.open(trainee.step() * settings.batchesPerStep())) {
            while (!isOver(trainee)) {
                step(trainee, stream);
            }
        }
        return seconds;
    }

    private boolean isOver(Trainee trainee) {
        boolean spent = settings.budget()
                .map(budget -> seconds >= budget.toNanos() / 1e9)
                .orElse(false);
        return trainee.step() >= settings.steps() || spent;
    }

    private void step(Trainee trainee, SampleStream stream) throws InterruptedException {
        long start = System.nanoTime();
        Trainee.Outcome outcome = trainee.train(batches(trainee, stream));
        Progress progress = progress(trainee.step(), outcome, lap(start));
        listeners.forEach(listener -> listener.onStep(progress));
        long step = trainee.step();
        boolean last = isOver(trainee);
        Map<String, Double> figures = Map.of();
        if (last || step % settings.stepsBetweenValidations() == 0) {
            long from = System.nanoTime();
            figures = trainee.judge();
            lap(from);
        }
        // Before the listeners, so that what they fail at loses nothing.
        if (last || step % settings.stepsBetweenSaves() == 0) {
            state.save(trainee.state(), step, seconds);
        }
        if (!figures.isEmpty()) {
            Map<String, Double> heard = figures;
            listeners.forEach(listener -> listener.onValidation(progress, heard));
        }
    }

    private double lap(long start) {
        double lap = (System.nanoTime() - start) / 1e9;
        seconds += lap;
        return lap;
    }

    private Progress progress(long step, Trainee.Outcome outcome, double lap) {
        rate = rate == 0 ? 1 / lap : 0.95 * rate + 0.05 / lap;
        averageLoss = averageLoss == 0 ? outcome.loss() : 0.98 * averageLoss + 0.02 * outcome.loss();
        double pictures = rate * settings.batchesPerStep() * settings.batchSize();
        return new Progress(
                settings.stage(), step, settings.steps(), outcome.loss(), averageLoss, outcome.parts(), rate, pictures);
    }

    /** Waits for batches; an interrupt before or meanwhile saves the state and ends the run. */
    private List<Batch> batches(Trainee trainee, SampleStream stream) throws InterruptedException {
        List<Batch> batches = new ArrayList<>();
        CancelledException cause = null;
        if (!Thread.currentThread().isInterrupted()) {
            try {
                while (batches.size() < settings.batchesPerStep()) {
                    batches.add(stream.next());
                }
                return batches;
            } catch (CancelledException e) {
                cause = e;
            }
        }
        // An interrupt that is still set would close the file that the state is written to.
        Thread.interrupted();
        state.save(trainee.state(), trainee.step(), seconds);
        throw interrupted("after step " + trainee.step(), cause);
    }

    /** Takes the first batches of a stream, to judge by. */
    public static List<Batch> first(int count, SampleStream opened) throws InterruptedException {
        List<Batch> batches = new ArrayList<>();
        try (SampleStream stream = opened) {
            while (batches.size() < count) {
                batches.add(stream.next());
            }
        } catch (CancelledException e) {
            throw interrupted("before its first step", e);
        }
        return batches;
    }

    private static InterruptedException interrupted(String when, CancelledException cause) {
        Thread.interrupted();
        InterruptedException e = new InterruptedException("training was interrupted " + when);
        e.initCause(cause);
        return e;
    }
}
