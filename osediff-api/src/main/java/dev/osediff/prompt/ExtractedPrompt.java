package dev.osediff.prompt;

import java.util.List;

/**
 * What an extractor said of a picture.
 *
 * @param prompt the whole prompt, without control characters
 * @param warnings what the user should know of it
 */
public record ExtractedPrompt(String prompt, List<String> warnings) {
    /** Copies the list. */
    public ExtractedPrompt {
        warnings = List.copyOf(warnings);
    }
}
