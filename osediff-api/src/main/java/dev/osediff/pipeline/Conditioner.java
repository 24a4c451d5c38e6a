package dev.osediff.pipeline;

import dev.osediff.backend.Cancellation;
import dev.osediff.network.Tensor;
import java.util.List;

/** Turns a prompt into the denoiser's further inputs. Thread-safe. */
@FunctionalInterface
public interface Conditioner {
    /**
     * What a prompt became.
     *
     * @param inputs in the shapes that the model states
     * @param warnings what the user should know of it
     */
    record Conditions(List<Tensor> inputs, List<String> warnings) {
        /** Copies the lists. */
        public Conditions {
            inputs = List.copyOf(inputs);
            warnings = List.copyOf(warnings);
        }
    }

    /** Returns the conditions of a prompt; the same prompt gives the same values. */
    Conditions of(String prompt, Cancellation cancellation);

    /** Returns a conditioner of a model that has no text encoder. */
    static Conditioner fixed(List<Tensor> inputs, String modelName) {
        Conditions silent = new Conditions(inputs, List.of());
        String ignored = "The prompt was ignored: the model " + modelName + " has no text encoder.";
        Conditions warning = new Conditions(inputs, List.of(ignored));
        return (prompt, cancellation) -> prompt.isEmpty() ? silent : warning;
    }
}
