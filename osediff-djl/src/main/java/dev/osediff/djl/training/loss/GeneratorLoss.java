package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import dev.osediff.network.perceptual.Lpips;
import java.util.List;

/**
 * A generator's loss: the weighted sum of parts. Inputs: the generator's, the target picture [N, 3, H, W] in [-1, 1], then
 * those of each part in order. Reports each part by its name, unweighted, {@value #LATENT} z_H for the regulariser's own
 * loss and {@value #IMAGE} x_H for a discriminator's.
 *
 * @param generator from low quality to high quality
 * @param terms the summands, at least one, of different names
 */
public record GeneratorLoss(OneStepGenerator generator, List<Term> terms) implements Loss {
    /** What the clean latent is reported as. */
    public static final String LATENT = "latent";

    /** What the picture is reported as. */
    public static final String IMAGE = "image";

    /**
     * A summand.
     *
     * @param part what is computed
     * @param weight its factor, a positive number
     */
    public record Term(LossPart part, float weight) {
        /** Refuses a weight that is not a positive number. */
        public Term {
            Refused.unless(
                    weight > 0 && Float.isFinite(weight),
                    "weight of the loss " + part.name(),
                    weight,
                    "a positive number",
                    "Leave out a loss that is not to count.");
        }
    }

    /** Copies the list; refuses an empty one and equal names. */
    public GeneratorLoss {
        terms = List.copyOf(terms);
        List<String> names = terms.stream().map(term -> term.part().name()).toList();
        Refused.unless(
                !terms.isEmpty() && names.stream().distinct().count() == names.size(),
                "parts of a generator's loss",
                names,
                "at least one, each once",
                "Add the weights of equal parts.");
    }

    /** The paper's sum: L2 + 2 · LPIPS + VSD in latent space with guidance 7.5 (osediff.md §2.4). */
    public static GeneratorLoss ofPaper(OneStepGenerator generator, Lpips lpips, Regularisers regularisers) {
        return new GeneratorLoss(
                generator,
                List.of(
                        new Term(new SquaredError(), 1),
                        new Term(new PerceptualLoss(lpips), 2),
                        new Term(
                                new LatentDistillation(new ScoreDistillation(ScoreDistillation.GUIDANCE), regularisers),
                                1)));
    }

    @Override
    public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
        int own = generator.inputs();
        int all =
                own + 1 + terms.stream().mapToInt(term -> term.part().inputs()).sum();
        Refused.unlessCounted(name(), inputs, all);
        OneStep<T> step = generator.generate(ops, trained, frozen, inputs.subList(0, own), inputs.get(own));
        Refused.unlessShaped(ops, name(), "target picture", step.target(), ops.shape(step.image()));
        ops.report(LATENT, step.latent());
        ops.report(IMAGE, step.image());
        T sum = null;
        int from = own + 1;
        for (Term term : terms) {
            int to = from + term.part().inputs();
            T value = ops.report(term.part().name(), term.part().compute(ops, step, frozen, inputs.subList(from, to)));
            T weighted = term.weight() == 1 ? value : ops.scale(value, term.weight());
            sum = sum == null ? weighted : ops.add(sum, weighted);
            from = to;
        }
        return sum;
    }

    @Override
    public String name() {
        return "generator";
    }
}
