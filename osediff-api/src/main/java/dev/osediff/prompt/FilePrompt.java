package dev.osediff.prompt;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Objects;

/** The text of a file, which is read each time. Immutable. */
record FilePrompt(Path file) implements PromptExtractor {
    FilePrompt {
        Objects.requireNonNull(file, "file");
    }

    @Override
    public String name() {
        return "file " + file.getFileName();
    }

    @Override
    public boolean readsPicture() {
        return false;
    }

    @Override
    public String prompt(BufferedImage picture, String words) {
        return FixedPrompt.joined(PromptFile.read(file), words);
    }
}
