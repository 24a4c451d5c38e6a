package dev.osediff;

import dev.osediff.color.ColorFix;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.model.RrdbModel;
import dev.osediff.network.quantised.QuantisationTable;
import dev.osediff.network.rrdb.RrdbNet;
import dev.osediff.pipeline.Conditioner;
import dev.osediff.pipeline.DirectModel;
import dev.osediff.pipeline.LatentModel;
import dev.osediff.pipeline.StageTiling;
import java.util.List;

/** Fits networks of the RRDB family (ESRGAN, Real-ESRGAN, BSRGAN, LDL) to the pipeline. */
final class GanResolverModels {
    /**
     * Pixels of the picture around a tile. The network can look ten times as far, but the reference scripts read 10, and what is
     * farther than this is not seen.
     */
    private static final int MARGIN = 32;

    private static final int PREFERRED_TILE = 512;
    private static final int COLOURS = 3;

    private GanResolverModels() {}

    static ResolverModel of(RrdbModel model) {
        if (model.config().imageChannels() != COLOURS) {
            throw new ModelException(new Problem(
                    "model " + model.name(),
                    "a network for " + model.config().imageChannels() + " plane",
                    "three planes: red, green and blue",
                    "Use a model for colour pictures; grey ones it enlarges too."));
        }
        int alignment = model.config().unshuffle();
        RrdbNet network = model.network();
        LatentModel.Part part = new LatentModel.Part(
                network,
                model.weights(),
                new StageTiling.Halo(Math.min(MARGIN, model.config().radius()), alignment, PREFERRED_TILE),
                model.quantisation().getOrDefault(network.name(), QuantisationTable.NONE));
        return new ResolverModel(
                DirectModel.of(model.name(), model.config().scale(), part),
                ModelTiles.withMargins(model.name()),
                Conditioner.fixed(List.of(), model.name()),
                model.name(),
                model.sha256(),
                model.config().scale(),
                0,
                Rounding.NEAREST,
                ColorFix.NONE,
                model::close);
    }
}
