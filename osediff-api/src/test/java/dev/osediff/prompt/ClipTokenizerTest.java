package dev.osediff.prompt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTokenizerTest {
    private final ClipTokenizer tokenizer = TestTokenizers.named("stable-diffusion-2");

    private static int[] used(ClipTokenizer tokenizer, String text) {
        Tokens tokens = tokenizer.encode(text);
        return Arrays.copyOf(tokens.ids(), tokens.used());
    }

    @Test
    void padsAShortPrompt() {
        Tokens tokens = tokenizer.encode("a photo of a cat");
        int[] expected = new int[77];
        System.arraycopy(new int[] {49406, 320, 1125, 539, 320, 2368, 49407}, 0, expected, 0, 7);
        assertArrayEquals(expected, tokens.ids());
        assertEquals(7, tokens.used());
        assertFalse(tokens.truncated());
        assertEquals("Tokens[49406, 320, 1125, 539, 320, 2368, 49407]", tokens.toString());
        assertEquals(77, tokenizer.length());
    }

    @ParameterizedTest
    @CsvSource({"74, 76, false", "75, 77, false", "76, 77, true", "100000, 77, true"})
    void keepsTheEndOfALongPrompt(int words, int used, boolean truncated) {
        Tokens tokens = tokenizer.encode("cat ".repeat(words));
        assertEquals(used, tokens.used());
        assertEquals(truncated, tokens.truncated());
        assertEquals(TestTokenizers.END, tokens.ids()[used - 1]);
        assertEquals(2368, tokens.ids()[used - 2]);
    }

    @Test
    void readsAFolder(@TempDir Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : TestTokenizers.with("tokenizer_config.json", "{\"model_max_length\": 9}")
                .entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        ClipTokenizer read = ClipTokenizer.open(folder);
        int end = TestTokenizers.END;
        assertArrayEquals(
                new int[] {TestTokenizers.START, 2368, end, end, end, end, end, end, end},
                read.encode("cat").ids());
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', 77",
        "'{\"model_max_length\": null}', 77",
        "'{\"model_max_length\": 1000000000000000019884624838656}', 77",
        "'{\"model_max_length\": 2}', 2",
        "'{\"model_max_length\": 1024}', 1024"
    })
    void takesTheLengthOfTheConfiguration(String json, int length) {
        ClipTokenizer other = TestTokenizers.of(TestTokenizers.with("tokenizer_config.json", json));
        assertEquals(length, other.length());
        assertEquals(length, other.encode("a cat").ids().length);
    }

    @Test
    void theMapOfSpecialTokensWins() {
        Map<String, byte[]> files =
                TestTokenizers.with("tokenizer_config.json", "{\"pad_token\": \"<|startoftext|>\"}");
        assertEquals(TestTokenizers.START, TestTokenizers.of(files).encode("").ids()[2]);
        files.putAll(Map.of("special_tokens_map.json", "{\"pad_token\": \"!\"}".getBytes()));
        assertEquals(0, TestTokenizers.of(files).encode("").ids()[2]);
    }

    @Test
    void halvesOfSurrogatePairsAreReplaced() {
        int[] replaced = used(tokenizer, "a\uFFFDb");
        assertArrayEquals(replaced, used(tokenizer, "a\uD83Db"));
        assertArrayEquals(replaced, used(tokenizer, "a\uDE00b"));
        assertArrayEquals(used(tokenizer, "\uFFFD\uFFFD"), used(tokenizer, "\uDE00\uD83D"));
        assertTrue(used(tokenizer, "\uD83D\uDE00").length > 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr", "lt", "az", "el"})
    void theLanguageOfTheMachineChangesNothing(String language) {
        String text = "ISTANBUL \u0130\u0049\u0307 \u00CC \u03A3\u0391\u03A3";
        int[] expected = used(tokenizer, text);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(language));
            assertArrayEquals(expected, used(TestTokenizers.named("stable-diffusion-2"), text));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theLongestPromptEnds() {
        int most = ClipTokenizer.MAX_PROMPT_CHARACTERS;
        for (String piece : List.of("a", "lo", "\uD83D\uDE00", ".", "!", " ", "e\u0301", "\u732B", "\uD800")) {
            String text = piece.repeat(most / piece.length());
            assertEquals(!piece.isBlank(), tokenizer.encode(text).truncated(), piece);
        }
        String tooLong = "a".repeat(most + 1);
        InvalidOptionException e = assertThrows(InvalidOptionException.class, () -> tokenizer.encode(tooLong));
        assertEquals("1000001 characters", e.problem().found());
    }

    @Test
    void refusesNullAndTowersOfMarks() {
        assertEquals(
                "null",
                assertThrows(InvalidOptionException.class, () -> tokenizer.encode(null))
                        .problem()
                        .found());
        String most = "a" + "\u0301\u0316".repeat(PromptLimits.MOST_MARKS / 2);
        assertTrue(tokenizer.encode(most + "b" + most).truncated());
        assertThrows(InvalidOptionException.class, () -> tokenizer.encode(most + "\u0301"));
    }

    @Test
    void bytesThatTheVocabularyLacksAreUnknown() {
        Map<String, byte[]> files = TestTokenizers.with(
                "vocab.json", "{\"a\": 3, \"b</w>\": 4, \"<|startoftext|>\": 1, \"<|endoftext|>\": 2}");
        files.put("merges.txt", new byte[0]);
        ClipTokenizer tiny = TestTokenizers.of(files);
        assertArrayEquals(new int[] {1, 3, 4, 2, 4, 2}, used(tiny, "ab cb"));
        assertArrayEquals(new int[] {1, 2, 2, 2}, used(tiny, "\u00E9"));
    }

    @Test
    void manyThreadsGetTheSame() throws InterruptedException, ExecutionException {
        List<String> texts = IntStream.range(0, 6000)
                .mapToObj(i -> "cat" + i + " photo" + i % 7)
                .toList();
        List<Tokens> expected = texts.stream().map(tokenizer::encode).toList();
        ClipTokenizer shared = TestTokenizers.named("stable-diffusion-2");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<Tokens>>> results = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(
                            () -> texts.stream().map(shared::encode).toList()))
                    .toList();
            for (Future<List<Tokens>> result : results) {
                assertEquals(expected, result.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void tokensAreValues() {
        Tokens tokens = tokenizer.encode("a cat");
        tokens.ids()[1] = 99;
        assertEquals(tokenizer.encode("A  CAT"), tokens);
        assertEquals(tokenizer.encode("A  CAT").hashCode(), tokens.hashCode());
        assertArrayEquals(new int[] {1, 77}, tokens.toTensor().shape());
        assertEquals(49406f, tokens.toTensor().data()[0]);
        assertFalse(tokens.equals(tokenizer.encode("a dog")));
    }
}
