package dev.osediff.model;

import static dev.osediff.model.PublishedConfigs.entry;
import static dev.osediff.model.PublishedConfigs.fields;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small but valid CLIP tokenizer in the published files: all bytes, inside a word and at its end, a few merges,
 * placeholders up to the vocabulary's size, start and end of text as the last two ids, and "!", the id 0, as padding.
 */
final class PublishedTokenizer {
    /** Smallest vocabulary that has all of them. */
    static final int LEAST_VOCABULARY = 526;

    private static final String START = "<|startoftext|>";
    private static final String END = "<|endoftext|>";
    private static final String END_OF_WORD = "</w>";
    private static final List<String> MERGES = List.of(
            "i n",
            "t h",
            "a n",
            "r e",
            "th e</w>",
            "c a",
            "ca t</w>",
            "o f</w>",
            "p h",
            "t o</w>",
            "ph o",
            "pho to</w>");

    private PublishedTokenizer() {}

    static void write(Path folder, int vocabulary, int length) {
        PublishedConfigs.write(folder.resolve("vocab.json"), vocabulary(vocabulary));
        PublishedConfigs.write(folder.resolve("special_tokens_map.json"), specialTokens());
        PublishedConfigs.write(
                folder.resolve("tokenizer_config.json"),
                fields(
                        entry("add_prefix_space", false),
                        entry("bos_token", special(START)),
                        entry("do_lower_case", true),
                        entry("eos_token", special(END)),
                        entry("errors", "replace"),
                        entry("model_max_length", length),
                        entry("pad_token", END),
                        entry("tokenizer_class", "CLIPTokenizer"),
                        entry("unk_token", special(END))));
        try {
            Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", MERGES) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Integer> vocabulary(int size) {
        if (size < LEAST_VOCABULARY) {
            throw new IllegalArgumentException("a vocabulary of " + size + ", at least " + LEAST_VOCABULARY);
        }
        List<String> symbols = byteSymbols();
        Map<String, Integer> ids = new LinkedHashMap<>();
        symbols.forEach(symbol -> ids.put(symbol, ids.size()));
        symbols.forEach(symbol -> ids.put(symbol + END_OF_WORD, ids.size()));
        MERGES.forEach(merge -> ids.put(merge.replace(" ", ""), ids.size()));
        while (ids.size() < size - 2) {
            ids.put("placeholder" + ids.size() + END_OF_WORD, ids.size());
        }
        ids.put(START, ids.size());
        ids.put(END, ids.size());
        return ids;
    }

    /** Visible Latin-1 characters stand for themselves and come first; the other bytes are characters from U+0100 on. */
    private static List<String> byteSymbols() {
        List<String> symbols = new ArrayList<>();
        for (char c = '!'; c <= 0xFF; c++) {
            if (c <= '~' || c >= 0xA1 && c != 0xAD) {
                symbols.add(String.valueOf(c));
            }
        }
        for (char c = 0x100; symbols.size() < 256; c++) {
            symbols.add(String.valueOf(c));
        }
        return symbols;
    }

    private static Map<String, Object> specialTokens() {
        return fields(
                entry("bos_token", special(START)),
                entry("eos_token", special(END)),
                entry("pad_token", "!"),
                entry("unk_token", special(END)));
    }

    private static Map<String, Object> special(String content) {
        return fields(
                entry("content", content),
                entry("lstrip", false),
                entry("normalized", true),
                entry("rstrip", false),
                entry("single_word", false));
    }
}
