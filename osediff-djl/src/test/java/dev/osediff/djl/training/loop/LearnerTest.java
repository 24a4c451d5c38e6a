package dev.osediff.djl.training.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LearnerTest {
    /** mean(a · b · x), a trained and b another's. */
    private static final Loss PRODUCT = new Loss() {
        @Override
        public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
            T c = frozen.tensor("c", 1);
            T product = ops.multiply(trained.tensor("a", 1), ops.multiply(frozen.tensor("b", 1), c));
            return ops.mean(ops.multiply(product, inputs.get(0)));
        }
    };

    /** mean(b · x) */
    private static final Loss OTHER = new Loss() {
        @Override
        public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
            return ops.mean(ops.multiply(trained.tensor("b", 1), inputs.get(0)));
        }
    };

    private static final Map<String, Tensor> VALUES = Map.of("a", of(2), "b", of(5), "c", of(10));

    private static Tensor of(float value) {
        return Tensor.of(new float[] {value}, 1);
    }

    private static Learner learner(Loss loss) {
        return new Learner("test", loss, List.of(new int[] {1}), false, VALUES, AdamWSettings.PAPER);
    }

    @Test
    void aLearnerFollowsWhatAnotherHasLearnt() {
        try (Learner other = learner(OTHER);
                Learner learner = learner(new LeadingParameters(PRODUCT, other.trained()))) {
            List<Tensor> input = List.of(of(1));
            assertEquals(100, learner.judge(input, Set.of()).loss(), 1e-4);
            other.backward(input, Set.of());
            other.update(0.5f);
            double learnt = other.judge(input, Set.of()).loss();
            assertEquals(5 * (1 - 0.5 * 0.01) - 0.5, learnt, 1e-4);
            assertEquals(100, learner.judge(input, Set.of()).loss(), 1e-4, "not yet");
            learner.follow(other);
            assertEquals(20 * learnt, learner.judge(input, Set.of()).loss(), 1e-3, "b has changed and c has not");
            assertEquals(20 * learnt, learner.backward(input, Set.of()).loss(), 1e-3);
        }
    }

    @Test
    void passesAreAveraged() {
        try (Learner learner = learner(OTHER)) {
            learner.backward(List.of(of(0.2f)), Set.of());
            learner.backward(List.of(of(0.6f)), Set.of());
            assertEquals(0.4, learner.update(0.1f), 1e-6);
            learner.backward(List.of(of(0.3f)), Set.of());
            assertEquals(0.3, learner.update(0.1f), 1e-6, "the former passes are gone");
            assertEquals(2, learner.step());
        }
    }

    @Test
    void stepsLeaveNoArraysBehind() {
        try (Learner other = learner(OTHER);
                Learner learner = learner(new LeadingParameters(PRODUCT, other.trained()))) {
            int held = 0;
            for (int i = 0; i < 4; i++) {
                for (Learner each : List.of(other, learner)) {
                    each.backward(List.of(of(1)), Set.of());
                    each.update(0.1f);
                    each.judge(List.of(of(1)), Set.of());
                    each.state();
                }
                learner.follow(other);
                int now = other.arrays() + learner.arrays();
                assertTrue(i == 0 || now == held, "step " + i + ": " + now + " arrays after " + held);
                held = now;
            }
            assertTrue(held >= 10, "four of each optimiser and the frozen vector: " + held);
        }
    }
}
