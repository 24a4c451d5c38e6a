package dev.osediff.bench.pictures;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what several callers of one resolver get. */
@Command(
        name = "throughput",
        mixinStandardHelpOptions = true,
        description = "Times pictures that 1 to 8 callers of one resolver ask for at the same time.")
public final class ThroughputCommand implements Callable<Integer> {
    @Mixin
    private PictureOptions options;

    @Option(names = "--size", defaultValue = "512", description = "Side of the enlarged pictures, pixels.")
    private int size;

    @Option(names = "--callers", split = ",", defaultValue = "1,2,4,8", description = "Callers at the same time.")
    private List<Integer> callers = List.of();

    @Spec
    private CommandSpec spec;

    /** Returns 0, also where rows could not be measured: they say why. */
    @Override
    public Integer call() {
        int side = PictureOptions.requireSide(size);
        callers.forEach(count -> PictureOptions.require("callers", count, 1));
        List<PictureOptions.Variant> variants = callers.stream()
                .map(count -> new PictureOptions.Variant(side, 0, count))
                .toList();
        options.measure(options.rows(PictureRow.THROUGHPUT, variants), spec.commandLine());
        return 0;
    }
}
