package dev.osediff.prompt;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.util.Optional;

/**
 * The prompts that were extracted last, by picture, extractor and words; at most {@value #MOST_CHARACTERS} characters with
 * their keys, the least recently used go first. Thread-safe.
 */
public final class PromptCache {
    /** Characters of all prompts and keys. */
    public static final int MOST_CHARACTERS = 4 << 20;

    /** Objects and references of an entry, in characters. */
    private static final int ENTRY = 128;

    private final Cache<Key, ExtractedPrompt> kept = CacheBuilder.newBuilder()
            .concurrencyLevel(1)
            .maximumWeight(MOST_CHARACTERS)
            .<Key, ExtractedPrompt>weigher((key, value) -> key.characters() + characters(value))
            .build();

    /**
     * What a prompt depends on.
     *
     * @param extractor its name
     * @param words the user's
     * @param picture hash of the picture at the size that is described
     */
    public record Key(String extractor, String words, String picture) {
        private int characters() {
            return extractor.length() + words.length() + picture.length() + ENTRY;
        }
    }

    private static int characters(ExtractedPrompt value) {
        return value.prompt().length()
                + value.warnings().stream().mapToInt(String::length).sum();
    }

    /** Returns what was kept. */
    public Optional<ExtractedPrompt> get(Key key) {
        return Optional.ofNullable(kept.getIfPresent(key));
    }

    /** Keeps a prompt for the next time. */
    public void put(Key key, ExtractedPrompt prompt) {
        kept.put(key, prompt);
    }
}
