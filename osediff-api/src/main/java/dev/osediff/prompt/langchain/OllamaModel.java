package dev.osediff.prompt.langchain;

import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.prompt.VisionLanguageClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * Vision-language models of an Ollama server; LLaVA, as in Table 4 of the paper, on the own machine unless told otherwise. Asked
 * with temperature 0 and a fixed seed, at most 128 tokens, no retries. Pictures go to that server and nowhere else. Stateless
 * and thread-safe.
 */
public final class OllamaModel {
    /** Where Ollama listens on the own machine. */
    public static final String DEFAULT_URL = "http://localhost:11434";

    /** LLaVA in the size that Ollama gives by this name. */
    public static final String DEFAULT_MODEL = "llava";

    /** Most time of one answer: the first loads the model. */
    public static final Duration DEFAULT_TIME_LIMIT = Duration.ofMinutes(2);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_TOKENS = 128;
    private static final int SEED = 42;
    private static final int MOST_NAME = 256;

    private OllamaModel() {}

    /** Returns a client of the defaults; asks nothing yet. */
    public static VisionLanguageClient client() {
        return client(DEFAULT_URL, DEFAULT_MODEL, DEFAULT_TIME_LIMIT);
    }

    /**
     * Returns a client; asks nothing yet.
     *
     * @param url http or https, host, and a port where it is not the scheme's; no user name
     * @param model as the server lists it, "llava:13b"
     * @param timeLimit of one answer, more than 0 and at most a day
     * @throws InvalidOptionException if an argument is out of these limits
     */
    public static VisionLanguageClient client(String url, String model, Duration timeLimit) {
        requireUrl(url);
        if (model == null
                || model.isBlank()
                || model.length() > MOST_NAME
                || model.chars().anyMatch(Character::isISOControl)) {
            throw refused("vision-language model", String.valueOf(model), "1 to " + MOST_NAME + " characters", null);
        }
        ChatModelClient.requireTimeLimit(timeLimit);
        Duration connect = timeLimit.compareTo(CONNECT_TIMEOUT) < 0 ? timeLimit : CONNECT_TIMEOUT;
        return ChatModelClient.of(
                "ollama/" + model,
                OllamaChatModel.builder()
                        .httpClientBuilder(
                                new BoundedHttp().connectTimeout(connect).readTimeout(timeLimit))
                        .baseUrl(url)
                        .modelName(model)
                        .temperature(0.0)
                        .seed(SEED)
                        .numPredict(MOST_TOKENS)
                        .maxRetries(0)
                        .timeout(timeLimit)
                        .build(),
                timeLimit);
    }

    private static void requireUrl(String url) {
        URI parsed;
        try {
            parsed = new URI(String.valueOf(url));
        } catch (URISyntaxException e) {
            throw refused("address of a vision-language model", e.getMessage(), "an http or https address", e);
        }
        boolean isHttp = "http".equalsIgnoreCase(parsed.getScheme()) || "https".equalsIgnoreCase(parsed.getScheme());
        if (!isHttp || parsed.getHost() == null || parsed.getRawUserInfo() != null || parsed.getPort() > 65_535) {
            throw refused(
                    "address of a vision-language model",
                    parsed.getRawUserInfo() == null ? String.valueOf(url) : "an address with a user name",
                    "http or https and a host, such as " + DEFAULT_URL,
                    null);
        }
    }

    private static InvalidOptionException refused(String asked, String found, String limit, Throwable cause) {
        Problem problem = new Problem(
                asked,
                found,
                limit,
                "Give an Ollama server's address and a model of its list (ollama list), or leave both to the defaults.");
        return cause == null ? new InvalidOptionException(problem) : new InvalidOptionException(problem, cause);
    }
}
