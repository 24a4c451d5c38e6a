package dev.osediff.network.quantised;

import java.util.Objects;

/**
 * What one layer needs to compute in 8 bits: its input comes as 8-bit numbers, is multiplied by 8-bit weights, summed in 32
 * bits, and leaves as 8-bit numbers again. Engines have fast kernels for that form only, so that the output is part of it.
 *
 * @param input of the convolution or linear layer
 * @param output of the same, bias included, before whatever follows it
 */
public record LayerQuantisation(Quantisation input, Quantisation output) {
    /** Refuses null. */
    public LayerQuantisation {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(output, "output");
    }
}
