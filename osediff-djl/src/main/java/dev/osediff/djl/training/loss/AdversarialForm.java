package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Tensor;
import java.util.Arrays;

/** The form of an adversarial loss. Scores are higher for real pictures; means are over all patches of the batch. */
public enum AdversarialForm {
    /** mean max(0, 1 − D(real)) + mean max(0, 1 + D(fake)) against −mean D(fake) (arXiv 1705.02894, eq. 3 and 4). */
    HINGE {
        @Override
        <T> T ofGenerator(TrainingOps<T> ops, T fake) {
            return ops.scale(ops.mean(fake), -1);
        }

        @Override
        <T> T ofDiscriminator(TrainingOps<T> ops, T real, T fake) {
            return ops.add(hinge(ops, ops.scale(real, -1)), hinge(ops, fake));
        }
    },
    /** mean softplus(−D(real)) + mean softplus(D(fake)) against mean softplus(−D(fake)) (arXiv 1406.2661, §3). */
    SOFTPLUS {
        @Override
        <T> T ofGenerator(TrainingOps<T> ops, T fake) {
            return ops.mean(ops.softplus(ops.scale(fake, -1)));
        }

        @Override
        <T> T ofDiscriminator(TrainingOps<T> ops, T real, T fake) {
            return ops.add(ops.mean(ops.softplus(ops.scale(real, -1))), ops.mean(ops.softplus(fake)));
        }
    };

    /** The generator's loss from the scores of its pictures. */
    abstract <T> T ofGenerator(TrainingOps<T> ops, T fake);

    /** The discriminator's loss from the scores of real and of generated pictures. */
    abstract <T> T ofDiscriminator(TrainingOps<T> ops, T real, T fake);

    /** mean max(0, 1 + x). */
    private static <T> T hinge(TrainingOps<T> ops, T x) {
        Tensor ones = Tensor.zeros(ops.shape(x));
        Arrays.fill(ones.data(), 1);
        return ops.mean(ops.leakyRelu(ops.add(x, ops.toFloat32(ops.constant(ones))), 0));
    }
}
