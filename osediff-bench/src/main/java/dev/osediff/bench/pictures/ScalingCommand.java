package dev.osediff.bench.pictures;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how time and memory grow with the pixels. */
@Command(
        name = "scaling",
        mixinStandardHelpOptions = true,
        description =
                "Times pictures from small to large and fits lines: seconds and peak memory against pixels of the result.")
public final class ScalingCommand implements Callable<Integer> {
    @Mixin
    private PictureOptions options;

    @Option(
            names = "--size",
            split = ",",
            defaultValue = "512,1024,2048,4096,8192",
            description = "Sides of the enlarged pictures, pixels; 512 to 8192 are 0.26 to 67 megapixels.")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--tile",
            defaultValue = "1024",
            description =
                    "Longest side of a tile, pixels; 0 for the model's own choice, which takes what memory there is. "
                            + "Default: ${DEFAULT-VALUE}.")
    private int tile;

    @Spec
    private CommandSpec spec;

    /** Returns 0, also where rows could not be measured: they say why. */
    @Override
    public Integer call() {
        PictureOptions.require("tile", tile, 0);
        List<PictureOptions.Variant> variants = sizes.stream()
                .map(PictureOptions::requireSide)
                .map(side -> new PictureOptions.Variant(side, tile, 1))
                .toList();
        LinearFit.lines(options.measure(options.rows(PictureRow.SCALING, variants), spec.commandLine()))
                .forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
