package dev.osediff.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ModelException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokenizer files that are missing, damaged or not what they seem. */
class TokenizerFilesTest {
    private static final String SPECIAL = "\"<|startoftext|>\": 8, \"<|endoftext|>\": 9";

    private static ModelException refused(Map<String, byte[]> files) {
        return assertThrows(ModelException.class, () -> TestTokenizers.of(files));
    }

    private static void assertRefused(String file, String content, String found) {
        ModelException e = refused(TestTokenizers.with(file, content));
        assertEquals("tokenizer file test/" + file, e.problem().asked());
        assertTrue(e.problem().found().contains(found), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``; no object",
                "[]; no object",
                "7; no object",
                "null; no object",
                "{\"a\": 1; line 1: Unexpected end-of-input",
                "{\"a\": 1}\u007F; line 1",
                "{\"a\": 1} {}; line 1",
                "{\"a\": 1, \"a\": 2}; Duplicate field 'a'",
                "{\"a\": 1, \"b\": 1}; id 1 of token b again",
                "{\"a\": -1}; id -1 of token a",
                "{\"a\": 1.0}; id 1.0 of token a",
                "{\"a\": \"1\"}; id \"1\" of token a",
                "{\"a\": null}; id null of token a",
                "{\"a\": 16777216}; id 16777216 of token a",
                "{\"a\": 99999999999}; id 99999999999 of token a",
                "{\"<|startoftext|>\": 1}; no token <|endoftext|>",
                "{\"<|endoftext|>\": 1}; no token <|startoftext|>",
            })
    void badVocabularies(String json, String found) {
        assertRefused("vocab.json", json, found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "i; line 1: i",
                "#version: 0.2/i n/t h e; line 3: t h e",
                "i  n; line 1: i  n",
                "` i n`; line 1:  i n",
                "`i n `; line 1: i n",
                "i\tn; line 1: i\tn",
                "i n//t h; line 2: ",
                "i n/i n; line 2: i n again",
                "#version: 0.2/q qqq; line 2: token qqq",
                "q q; line 1: token qq",
            })
    void badMerges(String linesWithSlashes, String found) {
        assertRefused("merges.txt", linesWithSlashes.replace('/', '\n'), found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "special_tokens_map.json; {\"pad_token\": 7}; pad_token 7",
                "special_tokens_map.json; {\"pad_token\": \"\"}; pad_token \"\"",
                "special_tokens_map.json; {\"eos_token\": {}}; eos_token {}",
                "special_tokens_map.json; {\"bos_token\": {\"content\": \"!\", \"lstrip\": true}}; lstrip",
                "special_tokens_map.json; []; no object",
                "tokenizer_config.json; {\"model_max_length\": 1}; model_max_length 1",
                "tokenizer_config.json; {\"model_max_length\": -77}; model_max_length -77",
                "tokenizer_config.json; {\"model_max_length\": 77.5}; model_max_length 77.5",
                "tokenizer_config.json; {\"model_max_length\": \"77\"}; model_max_length \"77\"",
                "tokenizer_config.json; {\"model_max_length\": 65537}; model_max_length 65537",
            })
    void badConfigurations(String file, String json, String found) {
        assertRefused(file, json, found);
    }

    @Test
    void aSpecialTokenMustBeInTheVocabulary() {
        ModelException e = refused(TestTokenizers.with("special_tokens_map.json", "{\"pad_token\": \"<pad>\"}"));
        assertEquals("no token <pad>", e.problem().found());
        assertTrue(e.problem().asked().endsWith("vocab.json"), e.getMessage());
    }

    @Test
    void textMustBeUtf8() {
        Map<String, byte[]> files = TestTokenizers.files();
        files.put("merges.txt", "i \u00E9".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("bytes that are not UTF-8", refused(files).problem().found());
    }

    @Test
    void nestingAndLongNamesEnd() {
        assertRefused("vocab.json", "{\"a\":" + "[".repeat(1_000_000), "nesting depth");
        assertRefused("vocab.json", "{\"" + "a".repeat(1_000_000) + "\": 1, " + SPECIAL + "}", "exceeds the maximum");
    }

    @Test
    void aLongLineIsNotShownInFull() {
        Map<String, byte[]> files = TestTokenizers.with("merges.txt", "x".repeat(1_000_000));
        assertTrue(refused(files).getMessage().length() < 500);
    }

    @Test
    void filesOfOneLineMoreOrLess() {
        Map<String, byte[]> files = TestTokenizers.files();
        String merges = new String(files.get("merges.txt"), StandardCharsets.UTF_8);
        int[] expected = TestTokenizers.of(files).encode("a photo of a cat").ids();
        for (String same : new String[] {merges + "\n\n", merges.strip(), merges.replace("\n", "\r\n")}) {
            files.put("merges.txt", same.getBytes(StandardCharsets.UTF_8));
            assertEquals(
                    expected[2],
                    TestTokenizers.of(files).encode("a photo of a cat").ids()[2]);
        }
    }

    @Test
    void missingFilesAndFolders(@TempDir Path folder) throws IOException {
        ModelException e = assertThrows(ModelException.class, () -> ClipTokenizer.open(folder));
        assertEquals("no such file", e.problem().found());
        assertTrue(e.problem().asked().endsWith("vocab.json"), e.getMessage());
        Files.createDirectory(folder.resolve("vocab.json"));
        e = assertThrows(ModelException.class, () -> ClipTokenizer.open(folder));
        assertEquals("a folder, device or pipe", e.problem().found());
        Map<String, byte[]> files = TestTokenizers.files();
        files.remove("merges.txt");
        assertEquals("tokenizer file test/merges.txt", refused(files).problem().asked());
    }

    @Test
    void sizeIsCheckedBeforeReading(@TempDir Path folder) throws IOException {
        long bytes = 1L << 40;
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("vocab.json").toFile(), "rw")) {
            file.setLength(bytes);
        }
        Files.write(folder.resolve("merges.txt"), new byte[0]);
        ModelException e = assertThrows(ModelException.class, () -> ClipTokenizer.open(folder));
        assertEquals(bytes + " bytes", e.problem().found());
        Map<String, byte[]> files = TestTokenizers.files();
        files.put("merges.txt", new byte[(int) TokenizerFile.MOST_BYTES + 1]);
        assertEquals(
                TokenizerFile.MOST_BYTES + 1 + " bytes",
                refused(files).problem().found());
    }
}
