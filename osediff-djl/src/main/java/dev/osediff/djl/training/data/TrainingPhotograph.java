package dev.osediff.djl.training.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A freely licensed photograph to train on.
 *
 * @param path where its package installs it, relative to the root of the file system
 * @param debianPackage the Debian package that holds it
 * @param author whom its licence asks to name
 * @param licence the licence by its SPDX name, as the package's copyright file states it for this file
 */
public record TrainingPhotograph(String path, String debianPackage, String author, String licence) {
    private static final String LIST = "photographs.tsv";

    /** Returns the list that comes with this module. */
    public static List<TrainingPhotograph> listed() {
        try (InputStream stream = TrainingPhotograph.class.getResourceAsStream(LIST)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + LIST + " is missing from the jar");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            return reader.lines().skip(1).map(TrainingPhotograph::parse).collect(Collectors.toUnmodifiableList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TrainingPhotograph parse(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length != 4) {
            throw new IllegalStateException(LIST + ": found " + parts.length + " columns instead of 4: " + line);
        }
        return new TrainingPhotograph(parts[0], parts[1], parts[2], parts[3]);
    }
}
