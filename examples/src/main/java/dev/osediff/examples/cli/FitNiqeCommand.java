package dev.osediff.examples.cli;

import dev.osediff.djl.training.data.TrainingPhotograph;
import dev.osediff.error.OsediffException;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ImageFiles;
import dev.osediff.image.PictureConverter;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import dev.osediff.metrics.NiqeFit;
import dev.osediff.metrics.NiqeModel;
import dev.osediff.metrics.NiqeModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osediff fit-niqe}: fits NIQE's model of good pictures. */
@Command(
        name = "fit-niqe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Fits NIQE's model of good pictures, for evaluate --niqe FILE.")
final class FitNiqeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(arity = "0..*", paramLabel = "PHOTO", description = "Good pictures, or folders of them.")
    private List<Path> inputs = List.of();

    @Option(
            names = {"-r", "--recursive"},
            description = "Search the folders in folders too.")
    private boolean recursive;

    @Option(
            names = "--training-photographs",
            paramLabel = "ROOT",
            description =
                    "Take the photographs that the embedded model was trained on; their paths are relative to this"
                            + " folder (see train --photos).")
    private Path root;

    @Option(
            names = "--long-side",
            paramLabel = "PX",
            description = "Reduce pictures to this long side first, so that they are sharp; 0: as they are (default).")
    private int longSide;

    @Option(names = "--origin", paramLabel = "TEXT", description = "What the pictures are, for people.")
    private String origin = "";

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description = "The model, as JSON.")
    private Path out;

    @Mixin
    private Messages messages;

    @Override
    public Integer call() throws Exception {
        List<Path> pictures = pictures();
        NiqeFit fit = new NiqeFit();
        int failed = 0;
        for (Path picture : pictures) {
            try {
                int blocks = fit.add(read(picture));
                messages.progress(picture.getFileName() + ": " + blocks + " blocks");
            } catch (OsediffException e) {
                messages.failure(e);
                failed++;
            }
        }
        NiqeModel model = fit.model(origin);
        NiqeModelFile.write(model, out);
        messages.result("model " + out + ": " + model.blocks() + " blocks of " + model.pictures() + " pictures");
        return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<Path> pictures() throws Exception {
        if (longSide < 0 || inputs.isEmpty() == (root == null)) {
            throw new ParameterException(
                    command.commandLine(),
                    longSide < 0
                            ? "--long-side " + longSide + " must be at least 0"
                            : "give pictures, or --training-photographs");
        }
        List<Path> pictures = new ArrayList<>();
        if (root != null) {
            TrainingPhotograph.listed().forEach(photograph -> pictures.add(root.resolve(photograph.path())));
        }
        for (Path input : inputs) {
            InputFiles.list(input, recursive).forEach(found -> pictures.add(found.path()));
        }
        return pictures;
    }

    private FloatImage read(Path file) {
        FloatImage image = PictureConverter.fromBufferedImage(
                        ImageFiles.read(file).image())
                .color();
        int longest = Math.max(image.width(), image.height());
        if (longSide == 0 || longest <= longSide) {
            return image;
        }
        double factor = (double) longSide / longest;
        return Resampler.resize(
                image,
                (int) Math.max(1, Math.round(image.width() * factor)),
                (int) Math.max(1, Math.round(image.height() * factor)),
                ResampleFilter.LANCZOS3);
    }
}
