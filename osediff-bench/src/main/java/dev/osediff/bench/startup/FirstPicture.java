package dev.osediff.bench.startup;

import dev.osediff.SuperResolver;
import dev.osediff.UpscaleOptions;
import dev.osediff.backend.Precision;
import dev.osediff.bench.model.BenchModels;
import dev.osediff.bench.row.MeasuredProcess;
import dev.osediff.error.OsediffException;
import java.awt.image.BufferedImage;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** The measured process: enlarges one small picture, says so with one character, and ends. */
final class FirstPicture {
    /** What it says as soon as there is a picture. */
    static final char DONE = '.';

    private static final int SIDE = 64;
    private static final int SCALE = 4;

    private FirstPicture() {}

    /**
     * Runs.
     *
     * @param args model, backend, precision, threads, folder for what engines compile
     */
    public static void main(String[] args) {
        MeasuredProcess.endWithParent();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        SuperResolver.Builder builder = SuperResolver.builder()
                .backend(args[1])
                .threads(Integer.parseInt(args[3]))
                .cacheFolder(Path.of(args[4]));
        try {
            builder.precision(Precision.valueOf(args[2].toUpperCase(Locale.ROOT)));
            if (!args[0].equals(BenchModels.EMBEDDED)) {
                builder.model(Path.of(args[0]));
            }
            BufferedImage small = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
            try (SuperResolver resolver = builder.build()) {
                BufferedImage large = resolver.upscale(
                                small, UpscaleOptions.builder().scale(SCALE).build())
                        .image();
                out.println(large.getWidth() == SCALE * SIDE ? DONE : '?');
            }
        } catch (OsediffException e) {
            out.println(e.getMessage().replaceAll("\\s+", " "));
        }
        // Engines may have left threads behind that do not end by themselves.
        System.exit(0);
    }
}
