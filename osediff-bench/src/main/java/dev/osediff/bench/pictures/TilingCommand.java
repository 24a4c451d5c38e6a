package dev.osediff.bench.pictures;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what tiles cost. */
@Command(
        name = "tiling",
        mixinStandardHelpOptions = true,
        description = "Times one picture whole and in tiles: what their margins cost.")
public final class TilingCommand implements Callable<Integer> {
    @Mixin
    private PictureOptions options;

    @Option(names = "--size", defaultValue = "2048", description = "Side of the enlarged picture, pixels.")
    private int size;

    @Option(
            names = "--tile",
            split = ",",
            defaultValue = "0,2048,1024,512",
            description = "Longest sides of a tile, pixels of the enlarged picture; 0 for the model's own choice.")
    private List<Integer> tiles = List.of();

    @Spec
    private CommandSpec spec;

    /** Returns 0, also where rows could not be measured: they say why. */
    @Override
    public Integer call() {
        int side = PictureOptions.requireSide(size);
        tiles.forEach(tile -> PictureOptions.require("tile", tile, 0));
        List<PictureOptions.Variant> variants = tiles.stream()
                .map(tile -> new PictureOptions.Variant(side, tile, 1))
                .toList();
        options.measure(options.rows(PictureRow.TILING, variants), spec.commandLine());
        return 0;
    }
}
