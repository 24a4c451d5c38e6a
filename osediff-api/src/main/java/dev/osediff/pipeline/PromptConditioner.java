package dev.osediff.pipeline;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Engine;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.quantised.QuantisationTable;
import dev.osediff.prompt.ClipTokenizer;
import dev.osediff.prompt.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs a prompt through tokenizer, text encoder and the cross-attentions' projections. Both networks are read for prompts
 * that are new and freed at once; what became of the last prompts is kept, in files too where the engine has a cache, so that a
 * fixed prompt needs neither again.
 * Thread-safe; new prompts are computed one at a time.
 */
public final class PromptConditioner implements Conditioner {
    private static final int KEPT_PROMPTS = 16;

    private final ClipTokenizer tokenizer;
    private final TextPart encoder;
    private final TextPart projections;
    private final Engine engine;
    private final Optional<ConditionFiles> files;
    private final Cache<String, Conditions> kept =
            CacheBuilder.newBuilder().maximumSize(KEPT_PROMPTS).build();
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * One network of the text's way, with its weights.
     *
     * @param network takes one input
     * @param weights its parameters
     */
    public record TextPart(Network network, TensorSource weights) {}

    /**
     * Prepares; reads no weights.
     *
     * @param encoder token ids [1, L] to the text embedding [1, L, D]
     * @param projections the text embedding to the denoiser's input
     */
    public PromptConditioner(ClipTokenizer tokenizer, TextPart encoder, TextPart projections, Engine engine) {
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.projections = projections;
        this.engine = engine;
        this.files = ConditionFiles.of(engine);
    }

    @Override
    public List<Conditions> of(List<String> prompts, Cancellation cancellation) {
        Map<String, Conditions> known = known(prompts);
        if (!known.keySet().containsAll(prompts)) {
            lock.lock();
            try {
                known = known(prompts);
                for (Encoded each : compute(missing(prompts, known.keySet()), cancellation)) {
                    kept.put(each.prompt(), each.conditions());
                    known.put(each.prompt(), each.conditions());
                }
            } finally {
                lock.unlock();
            }
        }
        return prompts.stream().map(known::get).toList();
    }

    private Map<String, Conditions> known(List<String> prompts) {
        return new HashMap<>(kept.getAllPresent(prompts));
    }

    private static List<String> missing(List<String> prompts, Set<String> known) {
        return prompts.stream()
                .distinct()
                .filter(prompt -> !known.contains(prompt))
                .toList();
    }

    @Override
    public String fitted(String prompt) {
        return tokenizer.fitted(prompt);
    }

    /** A prompt and what became of it. */
    private record Encoded(String prompt, Conditions conditions) {}

    private List<Encoded> compute(List<String> prompts, Cancellation cancellation) {
        Map<Tokens, Tensor> found = new HashMap<>();
        List<Tokens> all = prompts.stream().map(tokenizer::encode).toList();
        all.forEach(tokens -> files.flatMap(kept -> kept.find(tokens)).ifPresent(value -> found.put(tokens, value)));
        List<Tokens> fresh = all.stream()
                .distinct()
                .filter(tokens -> !found.containsKey(tokens))
                .toList();
        List<Tensor> embeddings =
                run("text", encoder, fresh.stream().map(Tokens::toTensor).toList(), cancellation);
        List<Tensor> projected = run("projections", projections, embeddings, cancellation);
        for (int i = 0; i < fresh.size(); i++) {
            Tokens tokens = fresh.get(i);
            Tensor value = projected.get(i);
            found.put(tokens, value);
            files.ifPresent(kept -> kept.keep(tokens, value));
        }
        List<Encoded> encoded = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Tensor value = found.get(all.get(i));
            encoded.add(new Encoded(prompts.get(i), new Conditions(List.of(value), warnings(all.get(i)))));
        }
        return encoded;
    }

    private static List<String> warnings(Tokens tokens) {
        return tokens.truncated()
                ? List.of("The prompt was cut after " + (tokens.ids().length - 2)
                        + " tokens, which is all that the text encoder reads.")
                : List.of();
    }

    /** Runs a network on each input; one that has none is not read. */
    private List<Tensor> run(String name, TextPart part, List<Tensor> inputs, Cancellation cancellation) {
        if (inputs.isEmpty()) {
            return List.of();
        }
        try (CompiledNetwork network = engine.compile(name, part.network(), part.weights(), QuantisationTable.NONE)) {
            return inputs.stream()
                    .map(input -> network.run(List.of(input), cancellation))
                    .toList();
        }
    }
}
