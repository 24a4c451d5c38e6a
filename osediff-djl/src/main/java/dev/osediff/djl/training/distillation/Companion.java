package dev.osediff.djl.training.distillation;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.training.data.Batch;
import dev.osediff.network.Tensor;
import java.util.List;

/** A network that is trained beside the generator, on what the generator's loss reported, and serves that loss. */
interface Companion {
    /** Returns what it is called in logs. */
    String name();

    /** Returns its own loss. */
    Loss loss();

    /** Returns the shapes of that loss's inputs. */
    List<int[]> shapes();

    /** Returns the name of the reported value that it learns from. */
    String report();

    /**
     * Returns the inputs of one batch.
     *
     * @param reported the generator's value before its update
     * @param draw number of the batch, for noise
     */
    List<Tensor> inputs(Batch batch, Tensor reported, long draw);
}
