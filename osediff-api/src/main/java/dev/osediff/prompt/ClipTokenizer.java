package dev.osediff.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.ModelException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * CLIP's tokenizer (Radford et al. 2021, §2.4; osediff.md §1.3), with the results of Hugging Face's fast one: NFC, white
 * space to one space, lower case, words, byte-pair encoding of their bytes, start and end of text around them, cut and
 * padded to the encoder's length. Special tokens written in the text are those tokens. That includes the padding: for
 * Stable Diffusion 2, whose padding is "!", every exclamation mark is the token 0. Halves of surrogate pairs count as
 * U+FFFD. Kinds of characters, lower case and NFC are those of the JVM's Unicode, whatever its language. Immutable and
 * thread-safe; a prompt takes time n log n in its length.
 */
public final class ClipTokenizer {
    /** Longest prompt in UTF-16 units. */
    public static final int MAX_PROMPT_CHARACTERS = 1_000_000;

    private static final String MODEL_MAX_LENGTH = "model_max_length";
    private static final int DEFAULT_LENGTH = 77;
    private static final int LEAST_LENGTH = 2;
    private static final int MOST_LENGTH = 1 << 16;

    private final SpecialTokens special;
    private final TextEncoding encoding;
    private final int length;
    private final int largestId;

    private ClipTokenizer(TokenizerFiles files) {
        Vocabulary vocabulary = new Vocabulary(files.vocabulary());
        special = SpecialTokens.of(vocabulary, files.config(), files.specialTokens());
        Merges merges = new Merges(files.merges(), vocabulary);
        encoding = new TextEncoding(
                special,
                new BytePairEncoder(vocabulary, merges, special.unknown().id()));
        largestId = vocabulary.largestId();
        length = files.config().map(ClipTokenizer::length).orElse(DEFAULT_LENGTH);
    }

    /**
     * Reads a tokenizer folder: {@code vocab.json} and {@code merges.txt}, and where they are there
     * {@code tokenizer_config.json} (length and special tokens) and {@code special_tokens_map.json}, which wins.
     *
     * @throws ModelException if a file is missing, too large, damaged, or does not fit the others
     */
    public static ClipTokenizer open(Path folder) {
        return new ClipTokenizer(TokenizerFiles.read(folder));
    }

    /**
     * Makes a tokenizer of files in memory.
     *
     * @param files file name, as in a folder, to content
     * @param origin where they come from, for messages
     * @throws ModelException if a file is missing, too large, damaged, or does not fit the others
     */
    public static ClipTokenizer of(Map<String, byte[]> files, String origin) {
        return new ClipTokenizer(TokenizerFiles.of(files, origin));
    }

    /** The libraries write a number beyond every int where a tokenizer has no length of its own. */
    private static int length(TokenizerFile config) {
        JsonNode value = config.object().path(MODEL_MAX_LENGTH);
        if (value.isMissingNode() || value.isNull() || value.isNumber() && value.doubleValue() > Integer.MAX_VALUE) {
            return DEFAULT_LENGTH;
        }
        if (!value.isInt() || value.intValue() < LEAST_LENGTH || value.intValue() > MOST_LENGTH) {
            throw config.failure(
                    MODEL_MAX_LENGTH + " " + value, "whole numbers from " + LEAST_LENGTH + " to " + MOST_LENGTH, null);
        }
        return value.intValue();
    }

    /** Returns the number of ids of every prompt, start, end and padding included; 77 for CLIP. */
    public int length() {
        return length;
    }

    /** Returns the largest id of the vocabulary. */
    public int largestId() {
        return largestId;
    }

    /**
     * Returns a prompt that {@link #encode} does not cut in the middle of a phrase: the text itself if it fits; else its longest
     * beginning that ends with a clause, or with a word where the clauses would leave less than half of what fits. A first word
     * that does not fit is left to {@link #encode}.
     *
     * @throws InvalidOptionException as {@link #encode}
     */
    public String fitted(String text) {
        String cut = ClauseCut.fit(text, part -> !encode(part).truncated());
        return cut.isEmpty() ? text : cut;
    }

    /**
     * Encodes a prompt.
     *
     * @param text any text of at most {@link #MAX_PROMPT_CHARACTERS}, with at most 1000 combining marks in a row
     * @return {@link #length()} ids: start, tokens, end, padding; of a longer prompt the last tokens are left out
     * @throws InvalidOptionException if the text is null or beyond these limits
     */
    public Tokens encode(String text) {
        PromptLimits.check(text);
        int most = length - 2;
        IdList found = encoding.encode(text, most + 1);
        int count = Math.min(most, found.size());
        int[] ids = new int[length];
        Arrays.fill(ids, special.pad().id());
        ids[0] = special.start().id();
        found.copyTo(ids, 1, count);
        ids[count + 1] = special.end().id();
        return new Tokens(ids, count + 2, found.size() > most);
    }
}
