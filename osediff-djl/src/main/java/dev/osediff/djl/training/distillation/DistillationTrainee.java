package dev.osediff.djl.training.distillation;

import dev.osediff.djl.training.data.Batch;
import dev.osediff.djl.training.loop.LeadingParameters;
import dev.osediff.djl.training.loop.Learner;
import dev.osediff.djl.training.loop.StateFile;
import dev.osediff.djl.training.loop.Trainee;
import dev.osediff.djl.training.loss.GeneratorLoss;
import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The generator and what is trained beside it. One step (osediff.md §2.5): the generator's loss, its gradient limited, its
 * optimiser; then the companion's loss on what the generator made before its update, its gradient limited, its optimiser.
 */
final class DistillationTrainee implements Trainee, AutoCloseable {
    private static final String GENERATOR = "generator.";
    private static final String COMPANION = "companion.";
    private static final String STAGE = "distil";

    private final DistillationPlan plan;
    private final Losses losses;
    private final Learner generator;
    private final Optional<Learner> companion;
    private final Validation validation;

    DistillationTrainee(DistillationPlan plan, Losses losses, Map<String, Tensor> values, Validation validation) {
        this.plan = plan;
        this.losses = losses;
        this.validation = validation;
        companion = losses.companion()
                .map(c -> new Learner(STAGE, c.loss(), c.shapes(), plan.bfloat16(), values, plan.optimiser()));
        try {
            GeneratorLoss loss = losses.generator();
            generator = new Learner(
                    STAGE,
                    companion.isPresent()
                            ? new LeadingParameters(loss, companion.get().trained())
                            : loss,
                    losses.shapes(),
                    plan.bfloat16(),
                    values,
                    plan.optimiser());
        } catch (RuntimeException | Error e) {
            companion.ifPresent(Learner::close);
            throw e;
        }
    }

    /**
     * Goes on from a saved state.
     *
     * @throws dev.osediff.error.TrainingException if it is of other networks
     */
    void restore(StateFile.Saved saved) {
        generator.restore(saved.part(GENERATOR, generator.trained().total()), saved.step());
        companion.ifPresent(learner -> {
            learner.restore(saved.part(COMPANION, learner.trained().total()), saved.step());
            generator.follow(learner);
        });
    }

    @Override
    public long step() {
        return generator.step();
    }

    @Override
    public Outcome train(List<Batch> batches) {
        float rate = plan.learningRate().at(step(), plan.steps());
        long draw = step() * batches.size();
        Set<String> wanted = losses.companion().map(c -> Set.of(c.report())).orElse(Set.of());
        Map<String, Double> parts = new LinkedHashMap<>();
        List<Tensor> made = new ArrayList<>();
        double loss = 0;
        for (int i = 0; i < batches.size(); i++) {
            Learner.Pass pass = generator.backward(losses.inputs(batches.get(i), draw + i), wanted);
            loss += pass.loss() / batches.size();
            pass.scalars().forEach((name, value) -> parts.merge(name, value / batches.size(), Double::sum));
            made.addAll(pass.tensors().values());
        }
        parts.put("gradient_norm", (double) generator.update(rate));
        companion.ifPresent(learner -> parts.putAll(train(learner, batches, made, draw, rate)));
        parts.put("learning_rate", (double) rate);
        return new Outcome((float) loss, parts);
    }

    private Map<String, Double> train(Learner learner, List<Batch> batches, List<Tensor> made, long draw, float rate) {
        Companion beside = losses.companion().orElseThrow();
        double loss = 0;
        for (int i = 0; i < batches.size(); i++) {
            List<Tensor> inputs = beside.inputs(batches.get(i), made.get(i), draw + i);
            loss += learner.backward(inputs, Set.of()).loss() / batches.size();
        }
        double norm = learner.update(rate);
        generator.follow(learner);
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put(beside.name(), loss);
        parts.put(beside.name() + "_gradient_norm", norm);
        return parts;
    }

    @Override
    public Map<String, Double> judge() {
        List<Tensor> pictures = new ArrayList<>();
        double loss = 0;
        for (Batch batch : validation.batches()) {
            List<Tensor> inputs = losses.inputs(batch, -1 - batch.index());
            Learner.Pass pass = generator.judge(inputs, Set.of(GeneratorLoss.IMAGE));
            loss += pass.loss() / validation.batches().size();
            pictures.add(pass.tensors().get(GeneratorLoss.IMAGE));
        }
        Map<String, Double> figures = new LinkedHashMap<>(validation.judge(pictures));
        figures.put("loss", loss);
        return figures;
    }

    @Override
    public Map<String, float[]> state() {
        Map<String, float[]> state = new LinkedHashMap<>();
        generator.state().forEach((name, values) -> state.put(GENERATOR + name, values));
        companion.ifPresent(learner -> learner.state().forEach((name, values) -> state.put(COMPANION + name, values)));
        return state;
    }

    /** Returns the averaged values of what the generator trains. */
    Map<String, Tensor> averaged() {
        return generator.averaged();
    }

    @Override
    public void close() {
        generator.close();
        companion.ifPresent(Learner::close);
    }
}
