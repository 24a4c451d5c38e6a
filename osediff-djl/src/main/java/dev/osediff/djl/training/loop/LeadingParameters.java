package dev.osediff.djl.training.loop;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.ParameterLayout;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * A loss whose frozen parameters begin with those that another learner trains, in that learner's order: one copy then
 * keeps them up to date ({@link Learner#follow}).
 *
 * @param loss the loss
 * @param first where the other's trained parameters lie
 */
public record LeadingParameters(Loss loss, ParameterLayout first) implements Loss {
    @Override
    public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
        for (String name : first.names()) {
            frozen.tensor(name, first.shape(name));
        }
        return loss.compute(ops, trained, frozen, inputs);
    }

    @Override
    public String name() {
        return loss.name();
    }
}
