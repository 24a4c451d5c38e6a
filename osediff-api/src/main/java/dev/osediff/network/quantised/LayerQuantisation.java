package dev.osediff.network.quantised;

import java.util.Objects;

/**
 * What one layer needs to compute in 8 bits: its input comes as 8-bit numbers, is multiplied by 8-bit weights and summed in 32
 * bits. The result of a convolution leaves as 8-bit numbers again: engines have fast kernels for that form only. That of a
 * linear layer, whose weight is a matrix, leaves in float32, and its output's levels are for engines that have other kernels.
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
