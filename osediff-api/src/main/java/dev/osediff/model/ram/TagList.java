package dev.osediff.model.ram;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a tagger can say, and when it says it. Immutable.
 *
 * @param tags in the order of the labels
 * @param thresholds of each; a tag is said if its probability is above it, so that 1 means never
 */
public record TagList(List<String> tags, List<Float> thresholds) {
    private static final int MOST_BYTES = 16 << 20;
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /** Copies the lists. */
    public TagList {
        tags = List.copyOf(tags);
        thresholds = List.copyOf(thresholds);
        if (tags.size() != thresholds.size()) {
            throw new IllegalArgumentException(tags.size() + " tags and " + thresholds.size() + " thresholds");
        }
    }

    /**
     * Reads {@code ram_tag_list.txt} and {@code ram_tag_list_threshold.txt}, or files of their layout: UTF-8, one a line.
     *
     * @throws ModelException if one is missing, too large or no UTF-8, a tag is empty, a threshold is no number from 0 to 1, or
     *     the two differ in length
     */
    public static TagList read(Path tags, Path thresholds) {
        return parse(bytes(tags), tags.toString(), bytes(thresholds), thresholds.toString());
    }

    /**
     * Reads from memory.
     *
     * @throws ModelException as {@link #read}
     */
    public static TagList parse(byte[] tags, String tagsOrigin, byte[] thresholds, String thresholdsOrigin) {
        List<String> words = lines(tags, tagsOrigin);
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).isEmpty() || words.get(i).chars().anyMatch(Character::isISOControl)) {
                throw refused(
                        "line " + (i + 1) + " of tag list " + tagsOrigin,
                        words.get(i).isEmpty() ? "nothing" : "control characters",
                        "a tag");
            }
        }
        List<Float> numbers = new ArrayList<>();
        for (String line : lines(thresholds, thresholdsOrigin)) {
            numbers.add(threshold(line, "line " + (numbers.size() + 1) + " of thresholds " + thresholdsOrigin));
        }
        if (words.size() != numbers.size()) {
            throw refused(
                    "thresholds " + thresholdsOrigin,
                    numbers.size() + " lines",
                    words.size() + ", one for each tag of " + tagsOrigin);
        }
        return new TagList(words, numbers);
    }

    private static float threshold(String line, String where) {
        float value = NUMBER.matcher(line).matches() ? Float.parseFloat(line) : Float.NaN;
        if (!(value >= 0 && value <= 1)) {
            throw refused(where, '"' + line.substring(0, Math.min(40, line.length())) + '"', "a number from 0 to 1");
        }
        return value;
    }

    private static List<String> lines(byte[] content, String origin) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString()
                    .lines()
                    .map(String::strip)
                    .toList();
        } catch (CharacterCodingException e) {
            throw refused(origin, "bytes that are no UTF-8", "a text in UTF-8");
        }
    }

    /**
     * Reads a small file whole.
     *
     * @throws ModelException if it cannot be read or has more than 16 MiB
     */
    public static byte[] bytes(Path file) {
        if (!Files.isRegularFile(file)) {
            throw refused(file.toString(), Files.exists(file) ? "not a file" : "no such file", "a text file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw refused(file.toString(), "more than " + MOST_BYTES + " bytes", "one line for each tag");
            }
            return content;
        } catch (IOException e) {
            throw refused(file.toString(), e.toString(), "a file that can be read");
        }
    }

    /**
     * Throws unless there is one tag for each label.
     *
     * @param origin of the labels, for messages
     */
    public void requireLabels(int labels, String origin) {
        if (tags.size() != labels) {
            throw refused("tag list", tags.size() + " tags", labels + ", one for each label of " + origin);
        }
    }

    private static ModelException refused(String what, String found, String limit) {
        return new ModelException(new Problem(
                what,
                found,
                limit,
                "Take ram_tag_list.txt and ram_tag_list_threshold.txt that belong to the RAM file."));
    }

    /** Returns the tags, one a line, as they are read. */
    public byte[] tagsText() {
        return String.join("\n", tags).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the thresholds, one a line, as they are read. */
    public byte[] thresholdsText() {
        return String.join("\n", thresholds.stream().map(String::valueOf).toList())
                .getBytes(StandardCharsets.UTF_8);
    }
}
