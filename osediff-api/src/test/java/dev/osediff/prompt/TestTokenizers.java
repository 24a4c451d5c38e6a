package dev.osediff.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The part of CLIP's tokenizer that is in the fixture, under the three settings of its README. */
final class TestTokenizers {
    static final int START = 49406;
    static final int END = 49407;

    private static final String PAD_OF_STABLE_DIFFUSION_2 = "{\"pad_token\": \"!\"}";
    private static final String NORMALIZED = """
            {"bos_token": {"content": "<|startoftext|>", "lstrip": false, "normalized": true},
             "eos_token": {"content": "<|endoftext|>", "lstrip": false, "normalized": true},
             "unk_token": {"content": "<|endoftext|>", "lstrip": false, "normalized": true}, "pad_token": "!"}
            """;

    private TestTokenizers() {}

    /** Returns the tokenizer of one of the settings. */
    static ClipTokenizer named(String setting) {
        return switch (setting) {
            case "clip" -> of(files());
            case "stable-diffusion-2" -> of(with("special_tokens_map.json", PAD_OF_STABLE_DIFFUSION_2));
            case "stable-diffusion-2-normalized" -> of(with("special_tokens_map.json", NORMALIZED));
            default -> throw new IllegalArgumentException(setting);
        };
    }

    static ClipTokenizer of(Map<String, byte[]> files) {
        return ClipTokenizer.of(files, "test");
    }

    /** Returns the two files that a tokenizer must have; the caller may change the map. */
    static Map<String, byte[]> files() {
        Map<String, byte[]> files = new HashMap<>();
        files.put("vocab.json", resource("vocab.json"));
        files.put("merges.txt", resource("merges.txt"));
        return files;
    }

    /** Returns the files with one more, or another one. */
    static Map<String, byte[]> with(String name, String content) {
        Map<String, byte[]> files = files();
        files.put(name, content.getBytes(StandardCharsets.UTF_8));
        return files;
    }

    static byte[] resource(String name) {
        try (InputStream in = TestTokenizers.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
