package dev.osediff.pipeline;

import dev.osediff.backend.Cancellation;
import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Turns a prompt into the denoiser's further inputs. Thread-safe. */
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

        /**
         * Returns these inputs [1, ...] and another prompt's of the same model as two samples [2, ...] of each.
         */
        public List<Tensor> beside(Conditions other) {
            List<Tensor> both = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                both.add(Guidance.samples(inputs.get(i), other.inputs.get(i)));
            }
            return both;
        }
    }

    /** Returns the conditions of each prompt; the same prompt gives the same values. */
    List<Conditions> of(List<String> prompts, Cancellation cancellation);

    /** Returns whether prompts have an effect. */
    default boolean readsText() {
        return true;
    }

    /** Returns a prompt that is read whole if there is one: the text, or a beginning that ends with a clause or a word. */
    default String fitted(String prompt) {
        return prompt;
    }

    /** Returns a conditioner of a model that has no text encoder. */
    static Conditioner fixed(List<Tensor> inputs, String modelName) {
        Conditions silent = new Conditions(inputs, List.of());
        String ignored = "The prompt was ignored: the model " + modelName + " has no text encoder.";
        Conditions warning = new Conditions(inputs, List.of(ignored));
        return new Conditioner() {
            @Override
            public List<Conditions> of(List<String> prompts, Cancellation cancellation) {
                return prompts.stream()
                        .map(prompt -> prompt.isEmpty() ? silent : warning)
                        .toList();
            }

            @Override
            public boolean readsText() {
                return false;
            }
        };
    }
}
