package dev.osediff.prompt;

/** Asks a vision-language model one question about one picture. Thread-safe. */
public interface VisionLanguageClient {
    /** Returns a short name for provenance and cache keys: provider and model. */
    String name();

    /**
     * Returns the model's raw answer, which nobody should trust.
     *
     * @param instruction what is asked
     * @param png the picture as a PNG file
     * @throws dev.osediff.error.PromptException if there is no answer: refused, certificate, time limit, too large, interrupted
     */
    String answer(String instruction, byte[] png);
}
