package dev.osediff.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptCacheTest {
    private static final ExtractedPrompt CAT = new ExtractedPrompt("a cat", List.of("a warning"));

    private final PromptCache cache = new PromptCache();

    private static PromptCache.Key key(String picture) {
        return new PromptCache.Key("test", "words", picture);
    }

    @Test
    void pictureExtractorAndWordsMakeTheKey() {
        cache.put(key("1"), CAT);
        assertEquals(Optional.of(CAT), cache.get(key("1")));
        assertEquals(Optional.empty(), cache.get(key("2")));
        assertEquals(Optional.empty(), cache.get(new PromptCache.Key("other", "words", "1")));
        assertEquals(Optional.empty(), cache.get(new PromptCache.Key("test", "", "1")));
    }

    @Test
    void whatWasNotUsedForLongestGoesFirst() {
        ExtractedPrompt large = new ExtractedPrompt("a".repeat(PromptCache.MOST_CHARACTERS / 4), List.of());
        cache.put(key("cat"), CAT);
        int kept = 0;
        for (int i = 0; i < 10; i++) {
            cache.put(key(String.valueOf(i)), large);
            assertEquals(Optional.of(CAT), cache.get(key("cat")), "it is used again and again");
        }
        for (int i = 0; i < 10; i++) {
            kept += cache.get(key(String.valueOf(i))).isPresent() ? 1 : 0;
        }
        assertEquals(3, kept);
        assertTrue(cache.get(key("9")).isPresent());
    }
}
