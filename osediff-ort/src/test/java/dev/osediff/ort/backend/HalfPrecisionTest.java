package dev.osediff.ort.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.network.Network;
import dev.osediff.network.SinusoidalEmbedding;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.stablediffusion.ClipTextEncoder;
import dev.osediff.network.stablediffusion.GoldenModel;
import dev.osediff.network.stablediffusion.UNet2DCondition;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What half precision keeps of the golden model: encoder, one step and decoder, each from what the one before has rounded. */
class HalfPrecisionTest {
    private static final double LEAST_DECIBELS = 45;
    private static final double ALPHA_CUMPROD = 0.0046600985;
    private static final int TIMESTEP = 999;

    private final GoldenModel model = new GoldenModel();

    @Test
    void thePictureIsKept() {
        Tensor context = run(new ClipTextEncoder(model.textConfig()), model.textWeights(), model.expectedText("ids"));
        assertTrue(decibels(model.expectedText("context"), context, 1) >= LEAST_DECIBELS, "context");
        Tensor latent = encoded();
        Tensor eps = predicted(latent);
        float[] clean = new float[latent.data().length];
        for (int i = 0; i < clean.length; i++) {
            double noise = Math.sqrt(1 - ALPHA_CUMPROD) * eps.data()[i];
            double x0 = (latent.data()[i] - noise) / Math.sqrt(ALPHA_CUMPROD);
            clean[i] = (float) (x0 / model.vaeConfig().scalingFactor());
        }
        Tensor picture = run(new VaeDecoder(model.vaeConfig()), model.vaeWeights(), Tensor.of(clean, latent.shape()));
        for (int i = 0; i < picture.data().length; i++) {
            picture.data()[i] = Math.max(-1, Math.min(1, picture.data()[i]));
        }
        double decibels = decibels(model.expected("output"), picture, 2);
        assertTrue(decibels >= LEAST_DECIBELS, decibels + " dB");
    }

    private Tensor encoded() {
        Tensor moments = run(new VaeEncoder(model.vaeConfig()), model.vaeWeights(), model.expected("image"));
        int[] shape = model.expected("latent").shape();
        float[] mean = new float[Math.toIntExact(Tensor.elements(shape))];
        int half = mean.length / shape[0];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = moments.data()[i / half * 2 * half + i % half]
                    * model.vaeConfig().scalingFactor();
        }
        return Tensor.of(mean, shape);
    }

    private Tensor predicted(Tensor latent) {
        float[] timesteps = new float[latent.dim(0)];
        Arrays.fill(timesteps, TIMESTEP);
        UNet2DCondition unet = new UNet2DCondition(model.unetConfig());
        Tensor time = SinusoidalEmbedding.of(timesteps, model.unetConfig().timeChannels());
        return run(unet, model.unetWeights(), latent, time, model.expected("context"));
    }

    private static Tensor run(Network network, TensorSource weights, Tensor... inputs) {
        CompileSpec spec = new CompileSpec(Device.CPU, Precision.FP16, 2);
        try (CompiledNetwork compiled = new OrtBackend().compile(network, weights, spec)) {
            return compiled.run(List.of(inputs), Cancellation.NONE);
        }
    }

    private static double decibels(Tensor expected, Tensor found, double range) {
        assertArrayEquals(expected.shape(), found.shape());
        double squares = 0;
        for (int i = 0; i < expected.data().length; i++) {
            squares += Math.pow((double) expected.data()[i] - found.data()[i], 2);
        }
        return 10 * Math.log10(range * range * expected.data().length / squares);
    }
}
