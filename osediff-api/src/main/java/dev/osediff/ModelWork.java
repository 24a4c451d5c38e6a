package dev.osediff;

import dev.osediff.model.Model;
import dev.osediff.model.RrdbModel;
import dev.osediff.model.SmallModel;
import dev.osediff.model.StableDiffusionModel;
import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import dev.osediff.network.cost.NetworkCost;
import dev.osediff.network.stablediffusion.OneStepUNet;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.util.List;

/** Counts the work of one picture, so that an engine can be chosen for it. */
final class ModelWork {
    /** Side of the picture that is counted. */
    private static final int SIDE = 512;

    private static final double GIGA = 1e9;

    private ModelWork() {}

    /** Returns the multiply-adds of a picture of 512 × 512 output pixels, in units of 10⁹. */
    static double gigaMacs(Model model) {
        if (model instanceof StableDiffusionModel published) {
            return of(published);
        }
        return model instanceof RrdbModel gan ? of(gan) : of((SmallModel) model);
    }

    private static double of(SmallModel model) {
        int f = model.manifest().autoencoder().downFactor();
        int[] latent = {1, model.manifest().autoencoder().latentChannels(), SIDE / f, SIDE / f};
        return macs(model.encoder(), model.encoderWeights(), new int[] {1, 3, SIDE, SIDE})
                + macs(
                        model.denoiser(),
                        model.denoiserWeights(),
                        latent,
                        model.timeSinusoid().shape())
                + macs(model.decoder(), model.decoderWeights(), latent);
    }

    private static double of(RrdbModel model) {
        int side = SIDE / model.config().scale();
        return macs(
                model.network(), model.weights(), new int[] {1, model.config().imageChannels(), side, side});
    }

    private static double of(StableDiffusionModel model) {
        StableDiffusionModel.Settings settings = model.settings();
        int f = settings.autoencoder().downFactor();
        int[] latent = {1, settings.autoencoder().latentChannels(), SIDE / f, SIDE / f};
        int[] text = {1, settings.textEncoder().positions(), settings.unet().keysValuesChannels()};
        TensorSource autoencoder = model.weights().autoencoder();
        return macs(new VaeEncoder(settings.autoencoder()), autoencoder, new int[] {1, 3, SIDE, SIDE})
                + macs(new OneStepUNet(settings.unet()), model.weights().unet(), latent, text)
                + macs(new VaeDecoder(settings.autoencoder()), autoencoder, latent);
    }

    private static double macs(Network network, TensorSource weights, int[]... shapes) {
        return NetworkCost.of(network, weights.names(), List.of(shapes)).multiplyAdds() / GIGA;
    }
}
