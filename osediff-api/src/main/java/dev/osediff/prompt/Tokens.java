package dev.osediff.prompt;

import dev.osediff.network.Tensor;
import java.util.Arrays;

/**
 * A prompt as a text encoder reads it: token ids, padded to the encoder's length. Immutable and thread-safe.
 *
 * @param ids start of text, the prompt's tokens, end of text, padding; copied on the way in and out
 * @param used ids before the padding, start and end included
 * @param truncated whether the prompt had more tokens than fit, so that its end was left out
 */
public record Tokens(int[] ids, int used, boolean truncated) {
    /** Copies the ids. */
    public Tokens {
        ids = ids.clone();
    }

    @Override
    public int[] ids() {
        return ids.clone();
    }

    /** Returns the ids as the input of a text encoder, [1, L]. */
    public Tensor toTensor() {
        float[] values = new float[ids.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ids[i];
        }
        return Tensor.of(values, 1, values.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tokens tokens
                && used == tokens.used
                && truncated == tokens.truncated
                && Arrays.equals(ids, tokens.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return "Tokens" + Arrays.toString(Arrays.copyOf(ids, used)) + (truncated ? " truncated" : "");
    }
}
