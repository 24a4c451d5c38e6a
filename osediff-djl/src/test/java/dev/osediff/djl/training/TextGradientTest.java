package dev.osediff.djl.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.osediff.djl.ops.DjlOps;
import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.djl.torchscript.ScriptLoss;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.Ops;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gradients through embedding and causal attention, and ids in a narrow compute type. */
class TextGradientTest {
    private static final int ROWS = 300;
    private static final int CHANNELS = 6;
    private static final int LENGTH = 7;

    private static final Tensor IDS = Tensor.of(new float[] {0, 5, 257, 5, 299, 258, 1}, 1, LENGTH);
    private static final Tensor FACTORS = OpsCases.random(2, 1, LENGTH, CHANNELS);

    private static <T> T product(Ops<T> ops, T ids, T table) {
        T tokens = ops.embedding(ids, table);
        return ops.multiply(ops.causalAttention(tokens, tokens, tokens, 2), ops.constant(FACTORS));
    }

    private static final Loss LOSS = new Loss() {
        @Override
        public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
            return ops.mean(product(ops, inputs.get(0), trained.tensor("table", ROWS, CHANNELS)));
        }
    };

    private static double loss(float[] table) {
        double sum = 0;
        for (float value :
                product(new NaiveOps(), IDS, Tensor.of(table, ROWS, CHANNELS)).data()) {
            sum += value;
        }
        return sum / FACTORS.data().length;
    }

    private static float[] eagerGradient(float[] values) {
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector();
                DjlOps ops = new DjlOps(manager)) {
            NDArray table = manager.create(values, new Shape(ROWS, CHANNELS));
            table.setRequiresGradient(true);
            gradients.backward(ops.mean(product(ops, ops.constant(IDS), table)));
            return table.getGradient().toFloatArray();
        }
    }

    private static float[] scriptedGradient(float[] values) {
        try (ScriptLoss script = ScriptLoss.compile(LOSS, List.of(IDS.shape()), false);
                NDManager manager = script.manager().newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray table = manager.create(values);
            table.setRequiresGradient(true);
            NDArray ids = manager.create(IDS.data(), new Shape(1, LENGTH));
            gradients.backward(script.forward(table, manager.create(new float[1]), new NDList(ids)));
            return table.getGradient().toFloatArray();
        }
    }

    @Test
    void gradientIsTheSlopeOfTheOraclesLoss() {
        float[] table = OpsCases.random(1, ROWS, CHANNELS).data();
        float[] gradient = eagerGradient(table);
        assertArrayEquals(gradient, scriptedGradient(table), 1e-6f);
        double squared = 0;
        float[] along = table.clone();
        float[] against = table.clone();
        double step = 0.05;
        for (int i = 0; i < gradient.length; i++) {
            squared += (double) gradient[i] * gradient[i];
            along[i] += (float) (step * gradient[i]);
            against[i] -= (float) (step * gradient[i]);
        }
        assertTrue(squared > 1e-3, "the gradient must not vanish: " + squared);
        assertEquals(squared, (loss(along) - loss(against)) / (2 * step), 0.01 * squared);
        assertEquals(0, gradient[2 * CHANNELS], "a row that is not used");
    }

    @Test
    void idsAreExactInBfloat16() {
        float[] table = new float[ROWS];
        table[257] = 1;
        Tensor ids = Tensor.of(new float[] {257}, 1, 1);
        Loss row = new Loss() {
            @Override
            public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
                return ops.toFloat32(ops.mean(ops.embedding(inputs.get(0), trained.tensor("table", ROWS, 1))));
            }
        };
        try (ScriptLoss script = ScriptLoss.compile(row, List.of(ids.shape()), true);
                NDManager manager = script.manager().newSubManager()) {
            NDArray input = manager.create(ids.data(), new Shape(1, 1));
            NDArray found = script.forward(manager.create(table), manager.create(new float[1]), new NDList(input));
            assertEquals(1f, found.getFloat());
        }
    }
}
