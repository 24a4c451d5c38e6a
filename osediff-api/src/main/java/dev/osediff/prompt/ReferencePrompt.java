package dev.osediff.prompt;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.List;

/** The prompt that the OSEDiff reference makes of a picture's tags and the user's words. Stateless and thread-safe. */
public final class ReferencePrompt {
    private static final String SEPARATOR = ", ";

    private ReferencePrompt() {}

    /**
     * Composes a prompt: the tags joined by ", ", then ", ", the user's words and ",". Without words this ends in ", ,", as
     * the model was trained. Without tags it is the user's words as they are.
     *
     * @param tags in the order of the tagger's list; none where there is no tagger
     * @param userPrompt the user's words, empty for none
     * @throws InvalidOptionException if an argument or a tag is null
     */
    public static String compose(List<String> tags, String userPrompt) {
        if (tags == null || tags.stream().anyMatch(tag -> tag == null)) {
            throw missing("tags of a prompt");
        }
        if (userPrompt == null) {
            throw missing("prompt");
        }
        return tags.isEmpty() ? userPrompt : String.join(SEPARATOR, tags) + SEPARATOR + userPrompt + ",";
    }

    private static InvalidOptionException missing(String asked) {
        return new InvalidOptionException(
                new Problem(asked, "null", "a text, which may be empty", "Give an empty text for none."));
    }
}
