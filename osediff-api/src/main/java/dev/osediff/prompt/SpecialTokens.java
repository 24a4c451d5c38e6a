package dev.osediff.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens with a meaning of their own, as {@code special_tokens_map.json} and {@code tokenizer_config.json} name them:
 * the first file wins over the second, and both over CLIP's defaults.
 *
 * @param start first token of every prompt
 * @param end last token of every prompt
 * @param pad the padding: "!" for Stable Diffusion 2, the end of text by default
 * @param unknown what the vocabulary does not have
 */
record SpecialTokens(SpecialToken start, SpecialToken end, SpecialToken pad, SpecialToken unknown) {
    private static final String START_TEXT = "<|startoftext|>";
    private static final String END_TEXT = "<|endoftext|>";
    private static final List<String> UNSUPPORTED = List.of("lstrip", "rstrip", "single_word");

    static SpecialTokens of(Vocabulary vocabulary, Optional<TokenizerFile> config, Optional<TokenizerFile> map) {
        Map<String, SpecialToken> named = new HashMap<>();
        config.ifPresent(file -> readInto(named, vocabulary, file));
        map.ifPresent(file -> readInto(named, vocabulary, file));
        return new SpecialTokens(
                orDefault(named, vocabulary, Role.BOS_TOKEN, START_TEXT),
                orDefault(named, vocabulary, Role.EOS_TOKEN, END_TEXT),
                orDefault(named, vocabulary, Role.PAD_TOKEN, END_TEXT),
                orDefault(named, vocabulary, Role.UNK_TOKEN, END_TEXT));
    }

    /** The files' names of the roles, in lower case. */
    private enum Role {
        BOS_TOKEN,
        EOS_TOKEN,
        PAD_TOKEN,
        UNK_TOKEN;

        String field() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static SpecialToken orDefault(
            Map<String, SpecialToken> named, Vocabulary vocabulary, Role role, String text) {
        SpecialToken token = named.get(role.field());
        return token != null ? token : new SpecialToken(text, vocabulary.require(role.field(), text), false);
    }

    private static void readInto(Map<String, SpecialToken> named, Vocabulary vocabulary, TokenizerFile file) {
        JsonNode root = file.object();
        for (Role role : Role.values()) {
            JsonNode value = root.path(role.field());
            if (!value.isMissingNode() && !value.isNull()) {
                named.put(role.field(), token(vocabulary, file, role.field(), value));
            }
        }
    }

    /** A token is a text, or an object with its text and how it is looked for. */
    private static SpecialToken token(Vocabulary vocabulary, TokenizerFile file, String role, JsonNode value) {
        JsonNode content = value.isObject() ? value.path("content") : value;
        boolean strips = UNSUPPORTED.stream().anyMatch(flag -> value.path(flag).asBoolean());
        if (!content.isTextual() || content.asText().isEmpty() || strips) {
            throw file.failure(
                    role + " " + value, "a text, or an object with content and none of " + UNSUPPORTED, null);
        }
        String text = content.asText();
        return new SpecialToken(
                text, vocabulary.require(role, text), value.path("normalized").asBoolean());
    }
}
