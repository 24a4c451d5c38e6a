package dev.osediff.examples.cli;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.examples.cost.CostTable;
import dev.osediff.examples.cost.CostedModel;
import dev.osediff.model.EmbeddedModel;
import dev.osediff.model.Model;
import dev.osediff.model.ModelFolder;
import dev.osediff.network.rrdb.RrdbConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code osediff cost}: counts a model's work, parameters and activations without running it. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        description = "Counts multiply-adds, parameters and activation bytes of a model; runs nothing.",
        footer = {
            "",
            "GMAC: 10^9 multiply-adds of convolutions and linear layers; attention: those of queries, keys and values",
            "with each other. Written: all float32 results; peak: those alive at one time. The 2265 GMAC that the",
            "OSEDiff paper states are sd21 as published without attention, and about 122 of the tagger, which is not",
            "counted here; its 1775 M parameters have the tagger's 482.5 M and adapters of 4.4 M."
        })
final class CostCommand implements Callable<Integer> {
    private static final String STABLE_DIFFUSION = "sd21";
    private static final String RRDB = "rrdbnet";
    private static final int UNIT = 64;
    private static final int MOST = 16_384;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            defaultValue = STABLE_DIFFUSION,
            description =
                    "sd21 (default: sizes of Stable Diffusion 2.1-base, no files needed), rrdbnet (Real-ESRGAN's and"
                            + " BSRGAN's x4 network), embedded, a model folder or a GAN's file.")
    private String model;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "512",
            description = "Side of the square picture, a multiple of 64. Default: 512.")
    private int size;

    @Option(names = "--layers", description = "One line per layer.")
    private boolean layers;

    @Mixin
    private Messages messages;

    @Override
    public Integer call() {
        if (size < UNIT || size > MOST || size % UNIT != 0) {
            throw new InvalidOptionException(new Problem(
                    "picture side",
                    size + " pixels",
                    "a multiple of " + UNIT + " from " + UNIT + " to " + MOST,
                    "Choose such a side."));
        }
        CostTable table = new CostTable(messages::result, layers);
        if (model.equals(STABLE_DIFFUSION)) {
            table.print(CostedModel.stableDiffusion(size));
        } else if (model.equals(RRDB)) {
            table.print(CostedModel.rrdb(RRDB, RrdbConfig.X4, size));
        } else if (model.equals(EngineOptions.EMBEDDED)) {
            table.print(CostedModel.of(EmbeddedModel.load(), size));
        } else {
            try (Model opened = ModelFolder.open(Path.of(model))) {
                table.print(CostedModel.of(opened, size));
            }
        }
        return ExitCode.OK;
    }
}
