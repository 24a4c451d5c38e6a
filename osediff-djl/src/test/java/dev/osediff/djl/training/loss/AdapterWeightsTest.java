package dev.osediff.djl.training.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.djl.ops.ParameterLayout;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.OpsCases;
import dev.osediff.network.SinusoidalEmbedding;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import dev.osediff.network.lora.LoraNetwork;
import dev.osediff.network.lora.LoraPlan;
import dev.osediff.network.lora.OsediffTargets;
import dev.osediff.network.small.SmallAutoencoderConfig;
import dev.osediff.network.small.SmallDecoder;
import dev.osediff.network.small.SmallEncoder;
import dev.osediff.network.small.SmallUNet;
import dev.osediff.network.small.SmallUNetConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Losses of a tiny generator and regulariser with adapters over one shared base. */
class AdapterWeightsTest {
    private static final int[] PICTURE = {1, 3, 16, 16};
    private static final int[] LATENT = {1, 4, 4, 4};
    private static final SmallAutoencoderConfig AUTOENCODER = new SmallAutoencoderConfig(3, 4, 6, 1, 1, 4);
    private static final SmallUNet UNET = new SmallUNet(new SmallUNetConfig(4, List.of(6, 6), 1, 1, 6, 8));
    private static final SmallEncoder ENCODER = new SmallEncoder(AUTOENCODER);

    private static final LoraPlan OF_ENCODER = LoraPlan.of(ENCODER, OsediffTargets.smallEncoder(2));
    private static final LoraPlan OF_UNET = LoraPlan.of(UNET, OsediffTargets.generator(2));
    private static final LoraPlan OF_REGULARISER = LoraPlan.of(UNET, OsediffTargets.regulariser(2));
    private static final AdapterWeights PARTS = new AdapterWeights(
            Map.of(
                    PartWeights.ENCODER, OF_ENCODER,
                    PartWeights.UNET, OF_UNET,
                    Regularisers.TUNED, OF_REGULARISER),
            Map.of(PartWeights.UNET, Regularisers.TEACHER, Regularisers.TUNED, Regularisers.TEACHER));
    private static final Regularisers REGULARISERS =
            new Regularisers(UNET, new LoraNetwork(UNET, OF_REGULARISER), false, PARTS);

    private static GeneratorLoss loss() {
        SmallGenerator generator = new SmallGenerator(
                new LoraNetwork(ENCODER, OF_ENCODER),
                new LoraNetwork(UNET, OF_UNET),
                new SmallDecoder(AUTOENCODER),
                AUTOENCODER,
                0.5f,
                PARTS);
        return new GeneratorLoss(
                generator,
                List.of(
                        new GeneratorLoss.Term(new SquaredError(), 1),
                        new GeneratorLoss.Term(new LatentDistillation(new ScoreDistillation(1), REGULARISERS), 1)));
    }

    private static List<Tensor> inputs() {
        List<Tensor> inputs = new ArrayList<>(List.of(
                OpsCases.random(1, PICTURE),
                SinusoidalEmbedding.of(new float[] {500}, 6),
                OpsCases.random(2, PICTURE)));
        inputs.addAll(new NoiseTimes(StraightPath.INSTANCE, 0.05, 0.75).draw(LATENT, 6, 3, 4));
        return inputs;
    }

    /** Adapters begin as nothing: B is zero, and what is trained as a whole begins as its base. */
    private static Map<String, Tensor> values(ParameterLayout layout, boolean begun) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (String name : layout.names()) {
            String base =
                    name.startsWith("unet.") ? name.replace(".base_layer.", ".").replace("unet.", "teacher.") : name;
            Tensor value = OpsCases.random(base.hashCode(), layout.shape(name));
            boolean zero = !begun && name.contains("lora_B");
            for (int i = 0; i < value.data().length; i++) {
                value.data()[i] *= zero ? 0 : 0.25f;
            }
            values.put(name, value);
        }
        return values;
    }

    private static Set<String> names(String part, LoraPlan plan) {
        Set<String> names = new TreeSet<>();
        plan.shapes().keySet().forEach(name -> names.add(part + "." + name));
        return names;
    }

    @Test
    void onlyThePlansAreTrainedAndOneBaseServesThreeNetworks() {
        try (LossRun run = new LossRun(loss(), inputs())) {
            Set<String> expected = names("encoder", OF_ENCODER);
            expected.addAll(names("unet", OF_UNET));
            assertEquals(expected, new TreeSet<>(run.trained().names()));
            Set<String> frozen = Set.copyOf(run.frozen().names());
            assertTrue(frozen.containsAll(names("regulariser", OF_REGULARISER)), frozen.toString());
            assertTrue(frozen.contains("teacher.conv_in.weight"), frozen.toString());
            assertTrue(frozen.stream().noneMatch(name -> name.startsWith("unet.")), frozen.toString());
        }
    }

    @Test
    void adaptersThatHaveNotBegunChangeNothing() {
        List<Tensor> inputs = inputs();
        PartWeights none = PartWeights.whole();
        SmallGenerator plain =
                new SmallGenerator(ENCODER, UNET, new SmallDecoder(AUTOENCODER), AUTOENCODER, 0.5f, none);
        GeneratorLoss withoutAdapters = new GeneratorLoss(
                new OneStepGenerator() {
                    @Override
                    public int inputs() {
                        return plain.inputs();
                    }

                    @Override
                    public <T> OneStep<T> generate(
                            TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> values, T target) {
                        return plain.generate(ops, frozen, frozen, values, target);
                    }
                },
                List.of(new GeneratorLoss.Term(new SquaredError(), 1)));
        try (LossRun adapted = new LossRun(loss(), inputs);
                LossRun bare = new LossRun(withoutAdapters, inputs.subList(0, 3))) {
            Map<String, Tensor> frozen = values(adapted.frozen(), false);
            Map<String, Tensor> base = new LinkedHashMap<>();
            for (String name : bare.frozen().names()) {
                base.put(name, frozen.get(name.replace("unet.", "teacher.")));
            }
            LossRun.Result with = adapted.forward(values(adapted.trained(), false), frozen, inputs);
            LossRun.Result without = bare.forward(Map.of(), base, inputs.subList(0, 3));
            float expected = without.loss();
            assertEquals(expected, with.reported().get("l2").data()[0], 1e-5 * expected);
            assertArrayEquals(
                    without.reported().get(GeneratorLoss.LATENT).data(),
                    with.reported().get(GeneratorLoss.LATENT).data(),
                    1e-4f);
            // Teacher and student are the same network then, and agree.
            assertEquals(0, with.reported().get("vsd").data()[0], 1e-8);
        }
    }

    @Test
    void theRegularisersAdaptersLearnItsLoss() {
        List<Tensor> inputs = new ArrayList<>(List.of(OpsCases.random(1, LATENT)));
        inputs.addAll(new NoiseTimes(StraightPath.INSTANCE, 0, 1).draw(LATENT, 6, 3, 4));
        try (LossRun run = new LossRun(new RegulariserLoss(REGULARISERS), inputs)) {
            assertEquals(
                    names("regulariser", OF_REGULARISER),
                    new TreeSet<>(run.trained().names()));
            Map<String, Tensor> trained = values(run.trained(), true);
            Map<String, Tensor> frozen = values(run.frozen(), true);
            LossRun.Result scripted = run.scripted(trained, frozen, inputs);
            LossRun.Result eager = run.eager(trained, frozen, inputs);
            double length = Math.sqrt(Slopes.product(eager.gradients(), eager.gradients()));
            eager.gradients()
                    .forEach((name, gradient) -> assertArrayEquals(
                            gradient.data(), scripted.gradients().get(name).data(), (float) (1e-4 * length), name));
            Slopes.check(moved -> run.forward(moved, frozen, inputs).loss(), trained, scripted.gradients(), 1e-3, 0.01);
        }
    }
}
