package dev.osediff.quantise;

/**
 * What became of one layer.
 *
 * @param network name of its network
 * @param layer checkpoint key of its weight
 * @param signalToNoise of its output in 8 bits, by itself, in decibels; infinite if nothing was rounded
 * @param harm mean squared change of the result, in squares of 255ths, when this layer alone is quantised; NaN if not measured
 * @param quantised whether it computes in 8 bits
 * @param reason why it does not; empty if it does
 */
public record LayerReport(
        String network, String layer, double signalToNoise, double harm, boolean quantised, String reason) {}
