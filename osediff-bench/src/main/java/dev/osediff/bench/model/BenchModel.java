package dev.osediff.bench.model;

import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A one-step model: three networks and the arithmetic between them. Immutable.
 *
 * @param name for tables
 * @param encoder picture [1, 3, H, W] to latent, or to a posterior's mean and logarithm of variance
 * @param denoiser latent and conditions to a prediction
 * @param decoder latent to picture
 * @param downFactor picture pixels per latent pixel along one axis
 * @param latentChannels channels of the latent
 * @param latentScale factor between the autoencoder's latent and the denoiser's
 * @param conditions the denoiser's further inputs
 * @param latentGain a of the one step a · z − b · prediction
 * @param predictionGain b of the one step
 * @param resources what is freed on close
 */
public record BenchModel(
        String name,
        BenchPart encoder,
        BenchPart denoiser,
        BenchPart decoder,
        int downFactor,
        int latentChannels,
        float latentScale,
        List<Tensor> conditions,
        float latentGain,
        float predictionGain,
        Runnable resources)
        implements AutoCloseable {
    private static final long SEED = 20;

    /** Returns the parts in their order. */
    public List<BenchPart> parts() {
        return List.of(encoder, denoiser, decoder);
    }

    /** Returns a picture of random grey levels in [-1, 1]. */
    public Tensor picture(int size) {
        return RandomWeights.uniform(SEED, 0, 0.5, 1, 3, size, size);
    }

    /** Returns a random latent of a picture's size. */
    public Tensor latent(int size) {
        return RandomWeights.uniform(SEED, 0, 1, 1, latentChannels, size / downFactor, size / downFactor);
    }

    /** Returns the denoiser's latent from the encoder's output: the mean, scaled. */
    public Tensor toLatent(Tensor encoded) {
        int h = encoded.dim(2);
        int w = encoded.dim(3);
        float[] latent = new float[latentChannels * h * w];
        for (int i = 0; i < latent.length; i++) {
            latent[i] = latentScale * encoded.data()[i];
        }
        return Tensor.of(latent, 1, latentChannels, h, w);
    }

    /** Returns the decoder's input after the one step. */
    public Tensor step(Tensor latent, Tensor prediction) {
        float[] out = new float[latent.data().length];
        for (int i = 0; i < out.length; i++) {
            out[i] =
                    (latentGain * latent.data()[i] - predictionGain * prediction.data()[i]) / latentScale;
        }
        return Tensor.of(out, latent.shape());
    }

    /** Returns the denoiser's inputs. */
    public List<Tensor> denoiserInputs(Tensor latent) {
        List<Tensor> inputs = new ArrayList<>();
        inputs.add(latent);
        inputs.addAll(conditions);
        return inputs;
    }

    /** Returns the inputs that a part is timed alone with. */
    public List<Tensor> inputs(BenchPart part, int size) {
        if (part == encoder) {
            return List.of(picture(size));
        }
        return part == denoiser ? denoiserInputs(latent(size)) : List.of(latent(size));
    }

    /** Returns the shapes of a part's inputs for a picture of that side. */
    public List<int[]> inputShapes(BenchPart part, int size) {
        int side = size / downFactor;
        int[] latent = {1, latentChannels, side, side};
        if (part == encoder) {
            return List.of(new int[] {1, 3, size, size});
        }
        List<int[]> shapes = new ArrayList<>();
        shapes.add(latent);
        if (part == denoiser) {
            conditions.forEach(condition -> shapes.add(condition.shape()));
        }
        return shapes;
    }

    @Override
    public void close() {
        resources.run();
    }
}
