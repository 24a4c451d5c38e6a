package dev.osediff.examples;

import dev.osediff.SuperResolver;
import dev.osediff.UpscaleOptions;
import dev.osediff.UpscaleResult;
import java.nio.file.Path;

/** The shortest useful program: reads a picture and writes it four times as large. */
public final class QuickStart {
    private QuickStart() {}

    /** Takes the paths of the picture to read and of the one to write. */
    public static void main(String[] args) {
        try (SuperResolver resolver = SuperResolver.create()) {
            UpscaleResult result = resolver.upscale(Path.of(args[0]), Path.of(args[1]), UpscaleOptions.defaults());
            System.out.println(result.provenance().toJson());
        }
    }
}
