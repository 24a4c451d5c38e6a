package dev.osediff.examples.cli;

import dev.osediff.error.OsediffException;
import dev.osediff.examples.evaluation.ContactSheet;
import dev.osediff.examples.evaluation.PairTable;
import dev.osediff.image.ImageFiles;
import dev.osediff.metrics.Metrics;
import dev.osediff.metrics.NiqeModel;
import dev.osediff.metrics.NiqeModelFile;
import dev.osediff.metrics.evaluation.FolderPairs;
import dev.osediff.metrics.evaluation.PairEvaluation;
import dev.osediff.metrics.evaluation.PairScores;
import dev.osediff.metrics.evaluation.PicturePair;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How {@code osediff evaluate GT_DIR SR_DIR} pairs and measures. */
final class PairOptions {
    private static final String SHIPPED = "shipped";
    private static final String NONE = "none";

    /** What makes two pictures a pair. */
    enum PairBy {
        /** Equal names, whatever their endings. */
        NAME,
        /** The place in the order of names, as in the reference's script. */
        ORDER
    }

    @Option(
            names = "--pair-by",
            description = "Two folders: what makes two pictures a pair: ${COMPLETION-CANDIDATES}. Default: NAME.")
    private PairBy pairBy = PairBy.NAME;

    @Option(
            names = "--suffix",
            paramLabel = "TEXT",
            description = "Two folders: what names in the second have at the end besides, such as _x4.")
    private String suffix = "";

    @Option(
            names = "--crop",
            paramLabel = "PX",
            description = "Two folders: border that PSNR and SSIM leave out. Default: 0, as the OSEDiff authors.")
    private int crop;

    @Option(
            names = "--niqe",
            paramLabel = "MODEL",
            description = "Two folders: pristine model of NIQE: shipped (default), none, or a file of fit-niqe.")
    private String niqe = SHIPPED;

    /** Measures all pairs; returns the exit code. */
    int evaluate(Path truths, Path pictures, Path csv, Path contactSheet, Messages messages) {
        PairEvaluation evaluation = new PairEvaluation(Metrics.standard(crop, pristine()));
        PairTable table = new PairTable(evaluation);
        ContactSheet sheet = new ContactSheet(List.of("picture", "original"));
        List<PicturePair> pairs = pairBy == PairBy.NAME
                ? FolderPairs.byName(truths, pictures, suffix)
                : FolderPairs.byOrder(truths, pictures);
        messages.result(table.title());
        int failed = 0;
        for (PicturePair pair : pairs) {
            try {
                PairEvaluation.Pictures read = PairEvaluation.read(pair);
                PairScores scores = evaluation.add(pair, read);
                messages.result(table.line(scores));
                scores.notes().forEach((metric, note) -> messages.warning(pair.name() + ": " + metric + ": " + note));
                if (contactSheet != null) {
                    sheet.add(table.line(scores), List.of(read.picture(), read.truth()));
                }
            } catch (OsediffException e) {
                messages.failure(e);
                failed++;
            }
        }
        table.means().forEach(messages::result);
        if (csv != null) {
            CsvFile.write(csv, table.csv());
        }
        if (contactSheet != null && failed < pairs.size()) {
            ImageFiles.write(sheet.draw(), contactSheet).forEach(messages::warning);
        }
        return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private Optional<NiqeModel> pristine() {
        return switch (niqe) {
            case SHIPPED -> Optional.of(NiqeModelFile.shipped());
            case NONE -> Optional.empty();
            default -> Optional.of(NiqeModelFile.read(Path.of(niqe)));
        };
    }
}
