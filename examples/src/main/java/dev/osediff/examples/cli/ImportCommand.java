package dev.osediff.examples.cli;

import dev.osediff.model.ImportReport;
import dev.osediff.model.ModelImport;
import dev.osediff.model.RamImport;
import dev.osediff.model.RrdbImport;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code osediff import}: turns the published files into a model folder. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Turns the published files, a Stable Diffusion 2.1-base folder and osediff.pkl, into one model folder;",
            "or the file of a GAN (Real-ESRGAN, BSRGAN, LDL, ESRGAN);",
            "or the files of the picture tagger RAM, with DAPE.",
            "Nothing in the files is executed."
        })
final class ImportCommand implements Callable<Integer> {
    private static final List<String> PARTS = List.of("unet", "vae", "text_encoder");

    @ArgGroup(multiplicity = "1")
    private Source source;

    /** The files to import: those of one kind of model. */
    static final class Source {
        @ArgGroup(exclusive = false, multiplicity = "1")
        private Diffusion diffusion;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private Gan gan;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private Ram ram;
    }

    /** The files of a diffusion model. */
    static final class Diffusion {
        @Option(
                names = "--base",
                required = true,
                paramLabel = "DIR",
                description =
                        "Folder with unet/, vae/, text_encoder/, tokenizer/ and scheduler/ of Stable Diffusion 2.1-base.")
        private Path base;

        @Option(
                names = "--osediff",
                required = true,
                paramLabel = "FILE",
                description = "osediff.pkl or osediff_face.pkl: the base model alone does not enlarge pictures.")
        private Path osediff;
    }

    /** The file of a GAN. */
    static final class Gan {
        @Option(
                names = "--gan",
                required = true,
                paramLabel = "FILE",
                description = ".pth or .safetensors of an RRDB network, as it is published.")
        private Path file;

        @Option(
                names = "--licence",
                paramLabel = "TEXT",
                defaultValue = RrdbImport.UNKNOWN_LICENCE,
                description = "Licence of the GAN's weights, for the manifest.")
        private String licence;
    }

    /** The files of a picture tagger. */
    static final class Ram {
        @Option(
                names = "--ram",
                required = true,
                paramLabel = "FILE",
                description = "ram_swin_large_14m.pth, the picture tagger.")
        private Path ram;

        @Option(
                names = "--dape",
                paramLabel = "FILE",
                description = "DAPE.pth, which teaches it degraded pictures. Default: RAM alone.")
        private Path dape;

        @Option(
                names = "--tags",
                required = true,
                paramLabel = "FILE",
                description = "ram_tag_list.txt, one tag a line.")
        private Path tags;

        @Option(
                names = "--thresholds",
                paramLabel = "FILE",
                description = "Threshold of each tag, one a line. Default: NAME_threshold.txt beside the tag list.")
        private Path thresholds;
    }

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "The model folder. Default: osediff-model, of a tagger osediff-tagger.")
    private Path out;

    @Option(
            names = "--dtype",
            description =
                    "Element type of the weights: ${COMPLETION-CANDIDATES}. Default: FP32, exactly the published ones.")
    private ModelImport.WeightType type = ModelImport.WeightType.FP32;

    @Mixin
    private Messages messages;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        if (out == null) {
            out = Path.of(source.ram == null ? "osediff-model" : "osediff-tagger");
        }
        if (source.ram != null) {
            importRam(source.ram);
        } else if (source.gan != null) {
            importGan(source.gan);
        } else {
            importDiffusion(source.diffusion);
        }
        messages.result(
                String.format(Locale.ROOT, "model folder %s in %.1f s", out, (System.nanoTime() - start) / 1e9));
        return ExitCode.OK;
    }

    private void importGan(Gan gan) {
        RrdbImport.Imported imported = RrdbImport.run(gan.file, out, type, gan.licence);
        messages.result(String.format(
                Locale.ROOT,
                "%s: x%d, %,d parameters in %d blocks; named as %s names them",
                imported.name(),
                imported.config().scale(),
                imported.parameters(),
                imported.config().blocks(),
                imported.layout()));
    }

    private void importRam(Ram ram) {
        Path thresholds = ram.thresholds == null ? RamImport.Sources.thresholdsBeside(ram.tags) : ram.thresholds;
        RamImport.Sources sources = new RamImport.Sources(ram.ram, Optional.ofNullable(ram.dape), ram.tags, thresholds);
        RamImport.Imported imported = RamImport.run(sources, out, type);
        messages.result(String.format(
                Locale.ROOT,
                "%s: %,d tags, %,d parameters; adapters merged into %d tensors, %d for unused ones; %d tensors unused",
                imported.name(),
                imported.config().labels(),
                imported.parameters(),
                imported.adapted(),
                imported.unusedAdapters(),
                imported.unusedTensors()));
    }

    private void importDiffusion(Diffusion files) {
        ImportReport report =
                ModelImport.run(files.base, files.osediff, out, type, part -> messages.progress("importing " + part));
        if (messages.isVerbose()) {
            report.rows()
                    .forEach(row -> messages.result(String.format(
                            Locale.ROOT, "%-12s %-12s %s %s", row.fate(), row.part(), row.name(), row.shape())));
        }
        PARTS.forEach(part -> messages.result(summary(report, part)));
    }

    private static String summary(ImportReport report, String part) {
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%-12s %,d parameters; tensors:", part, report.parameters(part)));
        Map<ImportReport.Fate, Long> counts = report.counts(part);
        counts.forEach((fate, count) -> line.append(' ')
                .append(count)
                .append(' ')
                .append(fate.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .append(','));
        line.setLength(line.length() - 1);
        line.append(", 0 missing");
        ImportReport.FineTuning tuning = report.fineTuning().get(part);
        if (tuning.adapterParameters() + tuning.replacedParameters() > 0) {
            line.append(String.format(
                    Locale.ROOT,
                    "; from osediff.pkl: %,d parameters of adapters, %,d replaced",
                    tuning.adapterParameters(),
                    tuning.replacedParameters()));
        }
        return line.toString();
    }
}
