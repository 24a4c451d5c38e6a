package dev.osediff.prompt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a tokenizer, none of them parsed yet.
 *
 * @param vocabulary token to id
 * @param merges the pairs that are joined
 * @param config length and special tokens, where it is there
 * @param specialTokens special tokens, where it is there
 */
record TokenizerFiles(
        TokenizerFile vocabulary,
        TokenizerFile merges,
        Optional<TokenizerFile> config,
        Optional<TokenizerFile> specialTokens) {
    private static final String VOCABULARY = "vocab.json";
    private static final String MERGES = "merges.txt";
    private static final String CONFIG = "tokenizer_config.json";
    private static final String SPECIAL_TOKENS = "special_tokens_map.json";

    static TokenizerFiles read(Path folder) {
        return new TokenizerFiles(
                TokenizerFile.read(folder.resolve(VOCABULARY)),
                TokenizerFile.read(folder.resolve(MERGES)),
                readIfPresent(folder.resolve(CONFIG)),
                readIfPresent(folder.resolve(SPECIAL_TOKENS)));
    }

    private static Optional<TokenizerFile> readIfPresent(Path file) {
        return Files.exists(file) ? Optional.of(TokenizerFile.read(file)) : Optional.empty();
    }

    static TokenizerFiles of(Map<String, byte[]> files, String origin) {
        return new TokenizerFiles(
                inMemory(files, origin, VOCABULARY).orElseThrow(() -> TokenizerFile.missing(origin + "/" + VOCABULARY)),
                inMemory(files, origin, MERGES).orElseThrow(() -> TokenizerFile.missing(origin + "/" + MERGES)),
                inMemory(files, origin, CONFIG),
                inMemory(files, origin, SPECIAL_TOKENS));
    }

    private static Optional<TokenizerFile> inMemory(Map<String, byte[]> files, String origin, String name) {
        return Optional.ofNullable(files.get(name)).map(content -> new TokenizerFile(origin + "/" + name, content));
    }
}
