package dev.osediff.djl.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.SuperResolver;
import dev.osediff.UpscaleOptions;
import dev.osediff.backend.Backend;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.backend.plain.PlainBackend;
import dev.osediff.network.Network;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.GoldenModel;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the two precisions keep: against the plain-Java engine and against each other. */
class TorchScriptPrecisionTest {
    private static final AutoencoderConfig WIDE = new AutoencoderConfig(3, 4, List.of(128, 160), 1, 8, 0.18215f);

    /** Of a picture; random weights magnify what is rounded more than trained ones do. */
    private static final double LEAST_DECIBELS = 45;

    private static final double LEAST_DECIBELS_OF_RANDOM_WEIGHTS = 42;

    /** Wide enough for Winograd's filtering, whole and with a border of odd size. */
    @ParameterizedTest
    @CsvSource({"8,8", "9,5"})
    void wideNetworksComputeWhatPlainJavaComputes(int height, int width) {
        Tensor latent = OpsCases.random(5, 1, 4, height, width);
        Tensor picture = OpsCases.random(6, 1, 3, 2 * height, 2 * width);
        compare(new VaeDecoder(WIDE), latent);
        compare(new VaeEncoder(WIDE), picture);
    }

    private static void compare(Network network, Tensor input) {
        RandomWeights weights = new RandomWeights(network, 4);
        Tensor expected = run(new PlainBackend(), network, weights, Precision.FP32, input);
        Tensor exact = run(new TorchScriptBackend(), network, weights, Precision.FP32, input);
        Tensor rounded = run(new TorchScriptBackend(), network, weights, Precision.BF16, input);
        assertArrayEquals(expected.shape(), exact.shape());
        assertTrue(difference(expected, exact) < 2e-5, network.name() + " fp32 " + difference(expected, exact));
        assertTrue(difference(expected, rounded) < 0.03, network.name() + " bf16 " + difference(expected, rounded));
    }

    @Test
    void theGoldenDecoderIsKeptInBfloat16() {
        GoldenModel model = new GoldenModel();
        Tensor latent = model.expected("x0");
        float[] input = latent.data().clone();
        for (int i = 0; i < input.length; i++) {
            input[i] /= model.vaeConfig().scalingFactor();
        }
        VaeDecoder decoder = new VaeDecoder(model.vaeConfig());
        Tensor picture = run(
                new TorchScriptBackend(),
                decoder,
                model.vaeWeights(),
                Precision.BF16,
                Tensor.of(input, latent.shape()));
        Tensor expected = model.expected("output");
        double squares = 0;
        for (int i = 0; i < picture.data().length; i++) {
            double found = Math.max(-1, Math.min(1, picture.data()[i]));
            squares += Math.pow(found - expected.data()[i], 2);
        }
        double decibels = 10 * Math.log10(4 * picture.data().length / squares);
        assertTrue(decibels >= LEAST_DECIBELS_OF_RANDOM_WEIGHTS, decibels + " dB");
    }

    @Test
    void theEmbeddedModelsPictureIsTheSame() {
        BufferedImage image = picture();
        BufferedImage expected = upscale("java", Precision.FP32, image);
        BufferedImage exact = upscale("torchscript", Precision.FP32, image);
        BufferedImage rounded = upscale("torchscript", Precision.BF16, image);
        int worst = 0;
        double squares = 0;
        int samples = 0;
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int e = expected.getRGB(x, y) >> shift & 0xFF;
                    worst = Math.max(worst, Math.abs(e - (exact.getRGB(x, y) >> shift & 0xFF)));
                    squares += Math.pow(e - (rounded.getRGB(x, y) >> shift & 0xFF), 2);
                    samples++;
                }
            }
        }
        assertTrue(worst <= 2, "float32 differs by " + worst + " levels");
        double decibels = 10 * Math.log10(255.0 * 255 * samples / squares);
        assertTrue(decibels >= LEAST_DECIBELS, "bfloat16 " + decibels + " dB");
    }

    private static BufferedImage upscale(String backend, Precision precision, BufferedImage image) {
        try (SuperResolver resolver =
                SuperResolver.builder().backend(backend).precision(precision).build()) {
            return resolver.upscale(image, UpscaleOptions.builder().build()).image();
        }
    }

    private static BufferedImage picture() {
        BufferedImage image = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                boolean disc = Math.hypot(x - 20, y - 18) < 11;
                image.setRGB(x, y, Color.HSBtoRGB((x + y) / 90f, disc ? 0.8f : 0.3f, disc ? 0.5f : 0.8f));
            }
        }
        return image;
    }

    private static Tensor run(
            Backend backend, Network network, TensorSource weights, Precision precision, Tensor input) {
        CompileSpec spec = new CompileSpec(Device.CPU, precision, 2);
        try (CompiledNetwork compiled = backend.compile(network, weights, spec)) {
            return compiled.run(List.of(input), Cancellation.NONE);
        }
    }

    /** Root of the mean squared difference, relative to the expected values'. */
    private static double difference(Tensor expected, Tensor found) {
        double squares = 0;
        double power = 0;
        for (int i = 0; i < expected.data().length; i++) {
            squares += Math.pow((double) expected.data()[i] - found.data()[i], 2);
            power += Math.pow(expected.data()[i], 2);
        }
        return Math.sqrt(squares / power);
    }
}
