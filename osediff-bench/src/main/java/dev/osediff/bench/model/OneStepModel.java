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
 * @param extras networks beside these; the text encoder reads token ids [1, {@link #TOKENS}]
 * @param downFactor picture pixels per latent pixel along one axis
 * @param latentChannels channels of the latent
 * @param latentScale factor between the autoencoder's latent and the denoiser's
 * @param conditions the denoiser's further inputs
 * @param latentGain a of the one step a · z − b · prediction
 * @param predictionGain b of the one step
 * @param resources what is freed on close
 */
record OneStepModel(
        String name,
        BenchPart encoder,
        BenchPart denoiser,
        BenchPart decoder,
        List<BenchPart> extras,
        int downFactor,
        int latentChannels,
        float latentScale,
        List<Tensor> conditions,
        float latentGain,
        float predictionGain,
        Runnable resources)
        implements BenchModel {
    /** Tokens of a prompt. */
    static final int TOKENS = 77;

    /** Name of the text encoder's stage. */
    static final String TEXT = "text";

    private static final long SEED = 20;

    /** Copies the lists. */
    OneStepModel {
        extras = List.copyOf(extras);
        conditions = List.copyOf(conditions);
    }

    @Override
    public List<BenchPart> parts() {
        return List.of(encoder, denoiser, decoder);
    }

    @Override
    public boolean hasSteps() {
        return true;
    }

    /** The denoiser's later runs take the same latent: their time is what counts, not their picture. */
    @Override
    public Tensor pass(int size, int steps, Runner runner) {
        Tensor latent = toLatent(runner.run(encoder, inputs(encoder, size)));
        Tensor prediction = runner.run(denoiser, denoiserInputs(latent));
        for (int step = 1; step < steps; step++) {
            prediction = runner.run(denoiser, denoiserInputs(latent));
        }
        return runner.run(decoder, List.of(step(latent, prediction)));
    }

    /** Returns the denoiser's latent from the encoder's output: the mean, scaled. */
    private Tensor toLatent(Tensor encoded) {
        int h = encoded.dim(2);
        int w = encoded.dim(3);
        float[] latent = new float[latentChannels * h * w];
        for (int i = 0; i < latent.length; i++) {
            latent[i] = latentScale * encoded.data()[i];
        }
        return Tensor.of(latent, 1, latentChannels, h, w);
    }

    /** Returns the decoder's input after the one step. */
    Tensor step(Tensor latent, Tensor prediction) {
        float[] out = new float[latent.data().length];
        for (int i = 0; i < out.length; i++) {
            out[i] =
                    (latentGain * latent.data()[i] - predictionGain * prediction.data()[i]) / latentScale;
        }
        return Tensor.of(out, latent.shape());
    }

    private List<Tensor> denoiserInputs(Tensor latent) {
        List<Tensor> inputs = new ArrayList<>();
        inputs.add(latent);
        inputs.addAll(conditions);
        return inputs;
    }

    @Override
    public List<Tensor> inputs(BenchPart part, int size) {
        if (part == encoder) {
            return List.of(RandomWeights.uniform(SEED, 0, 0.5, 1, 3, size, size));
        }
        if (part.name().equals(TEXT)) {
            return List.of(tokens());
        }
        Tensor latent = RandomWeights.uniform(SEED, 0, 1, 1, latentChannels, size / downFactor, size / downFactor);
        return part == denoiser ? denoiserInputs(latent) : List.of(latent);
    }

    private static Tensor tokens() {
        float[] ids = new float[TOKENS];
        for (int i = 0; i < TOKENS; i++) {
            ids[i] = i + 1;
        }
        return Tensor.of(ids, 1, TOKENS);
    }

    @Override
    public List<int[]> inputShapes(BenchPart part, int size) {
        if (part == encoder) {
            return List.of(new int[] {1, 3, size, size});
        }
        if (part.name().equals(TEXT)) {
            return List.of(new int[] {1, TOKENS});
        }
        int side = size / downFactor;
        List<int[]> shapes = new ArrayList<>();
        shapes.add(new int[] {1, latentChannels, side, side});
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
