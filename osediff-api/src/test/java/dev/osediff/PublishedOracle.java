package dev.osediff;

import dev.osediff.color.ColorFix;
import dev.osediff.image.FloatImage;
import dev.osediff.image.LevelResampler;
import dev.osediff.image.ResampleFilter;
import dev.osediff.model.StableDiffusionModel;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.Network;
import dev.osediff.network.SinusoidalEmbedding;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.Weights;
import dev.osediff.network.stablediffusion.ClipTextEncoder;
import dev.osediff.network.stablediffusion.UNet2DCondition;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.awt.image.BufferedImage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * OSEDiff step by step as its paper and osediff.md §1 say, with plain loops: nothing folded, nothing tiled, the one step in
 * double precision with the published figures.
 *
 * @param model read anew for each picture
 */
record PublishedOracle(StableDiffusionModel model) {
    /** √ᾱ and √(1 − ᾱ) of timestep 999, as published. */
    private static final double SIGNAL = 0.0682649142;

    private static final double NOISE = 0.9976672298;
    private static final NaiveOps NAIVE = new NaiveOps();
    private static final int CHANNELS = 3;

    /**
     * Classifier-free guidance by its formula, from two predictions.
     *
     * @param negative prompt
     * @param scale 1 gives the prompt's prediction
     */
    record Guided(String negative, double scale) {}

    /** Returns the levels, 0 to 255, of each channel at the size that the network works at, for every colour fix. */
    Map<ColorFix, double[][]> pictures(BufferedImage small, int width, int height, String prompt) {
        return pictures(small, width, height, prompt, new Guided("", 1));
    }

    /** Returns the same with guidance. */
    Map<ColorFix, double[][]> pictures(BufferedImage small, int width, int height, String prompt, Guided guided) {
        FloatImage source = LevelResampler.resizeRows(levels(small), width, height, ResampleFilter.BICUBIC, 0, height);
        int factor = model.settings().autoencoder().downFactor();
        Tensor encoded = run(
                new VaeEncoder(model.settings().autoencoder()),
                model.weights().autoencoder(),
                input(source, roundUp(width, factor), roundUp(height, factor)));
        Tensor decoded = run(
                new VaeDecoder(model.settings().autoencoder()),
                model.weights().autoencoder(),
                oneStep(encoded, prompt, guided));
        double[][] result = new double[CHANNELS][width * height];
        for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < width * height; i++) {
                int at = (c * decoded.dim(2) + i / width) * decoded.dim(3) + i % width;
                double value = Math.max(-1, Math.min(1, decoded.data()[at]));
                result[c][i] = (int) ((value * 0.5 + 0.5) * 255);
            }
        }
        Map<ColorFix, double[][]> fixed = new EnumMap<>(ColorFix.class);
        for (ColorFix fix : ColorFix.values()) {
            fixed.put(fix, new double[CHANNELS][]);
            for (int c = 0; c < CHANNELS; c++) {
                fixed.get(fix)[c] = OracleColorFix.of(fix, result[c], source.plane(c), width);
            }
        }
        return fixed;
    }

    private Tensor oneStep(Tensor encoded, String prompt, Guided guided) {
        double scale = model.settings().autoencoder().scalingFactor();
        int half = encoded.data().length / 2;
        Tensor latent = Tensor.zeros(1, encoded.dim(1) / 2, encoded.dim(2), encoded.dim(3));
        for (int i = 0; i < half; i++) {
            latent.data()[i] = (float) (encoded.data()[i] * scale);
        }
        float[] noise = noise(latent, prompt);
        float[] negative = guided.scale() == 1 ? noise : noise(latent, guided.negative());
        Tensor clean = Tensor.zeros(latent.shape());
        for (int i = 0; i < half; i++) {
            double mixed = negative[i] + guided.scale() * ((double) noise[i] - negative[i]);
            clean.data()[i] = (float) ((latent.data()[i] - NOISE * mixed) / SIGNAL / scale);
        }
        return clean;
    }

    private float[] noise(Tensor latent, String prompt) {
        Tensor context = run(
                new ClipTextEncoder(model.settings().textEncoder()),
                model.weights().textEncoder(),
                model.tokenizer().encode(prompt).toTensor());
        Tensor time = SinusoidalEmbedding.of(
                new float[] {999}, model.settings().unet().timeChannels());
        return run(new UNet2DCondition(model.settings().unet()), model.weights().unet(), latent, time, context)
                .data();
    }

    private static Tensor run(Network network, TensorSource weights, Tensor... inputs) {
        return network.forward(NAIVE, Weights.of(new CheckpointWeights<>(weights, NAIVE::constant)), List.of(inputs));
    }

    private static FloatImage levels(BufferedImage image) {
        FloatImage levels = FloatImage.black(image.getWidth(), image.getHeight(), CHANNELS);
        for (int c = 0; c < CHANNELS; c++) {
            image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), c, levels.plane(c));
        }
        return levels;
    }

    /** From levels to −1 … 1, the last row and column repeated. */
    private static Tensor input(FloatImage levels, int width, int height) {
        Tensor input = Tensor.zeros(1, CHANNELS, height, width);
        for (int i = 0; i < input.data().length; i++) {
            int x = Math.min(i % width, levels.width() - 1);
            int y = Math.min(i / width % height, levels.height() - 1);
            float level = levels.plane(i / width / height)[y * levels.width() + x];
            input.data()[i] = (float) (level / 255.0 * 2 - 1);
        }
        return input;
    }

    private static int roundUp(int side, int factor) {
        return (side + factor - 1) / factor * factor;
    }
}
