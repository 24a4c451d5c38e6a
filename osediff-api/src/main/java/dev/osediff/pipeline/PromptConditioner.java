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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs a prompt through tokenizer, text encoder and the cross-attentions' projections. Both networks are read for a prompt
 * that is new and freed at once; what became of the last prompts is kept, in files too where the engine has a cache, so that a
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
    public Conditions of(String prompt, Cancellation cancellation) {
        Conditions known = kept.getIfPresent(prompt);
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            known = kept.getIfPresent(prompt);
            if (known == null) {
                known = compute(prompt, cancellation);
                kept.put(prompt, known);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String fitted(String prompt) {
        return tokenizer.fitted(prompt);
    }

    private Conditions compute(String prompt, Cancellation cancellation) {
        Tokens tokens = tokenizer.encode(prompt);
        Tensor conditions = files.flatMap(kept -> kept.find(tokens)).orElseGet(() -> {
            Tensor computed = compute(tokens, cancellation);
            files.ifPresent(kept -> kept.keep(tokens, computed));
            return computed;
        });
        List<String> warnings = tokens.truncated()
                ? List.of("The prompt was cut after " + (tokens.ids().length - 2)
                        + " tokens, which is all that the text encoder reads.")
                : List.of();
        return new Conditions(List.of(conditions), warnings);
    }

    private Tensor compute(Tokens tokens, Cancellation cancellation) {
        float[] ids = new float[tokens.ids().length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = tokens.ids()[i];
        }
        Tensor embedding = run("text", encoder, Tensor.of(ids, 1, ids.length), cancellation);
        return run("projections", projections, embedding, cancellation);
    }

    private Tensor run(String name, TextPart part, Tensor input, Cancellation cancellation) {
        try (CompiledNetwork network = engine.compile(name, part.network(), part.weights(), QuantisationTable.NONE)) {
            return network.run(List.of(input), cancellation);
        }
    }
}
