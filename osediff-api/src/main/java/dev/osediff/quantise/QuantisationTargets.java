package dev.osediff.quantise;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.List;
import java.util.Objects;

/**
 * When a quantisation is good enough.
 *
 * @param mostLoss PSNR-Y to the originals that it may cost, in decibels, more than 0
 * @param leastAgreement PSNR that its result must have to the float32 result, in decibels, 0 or more
 * @param floatLayers texts; layers whose key has one of them stay in floating point
 * @param measuresPictures whether each layer's harm to the pictures is measured, which takes as many runs as there are layers;
 *     otherwise layers are ordered by their own noise
 */
public record QuantisationTargets(
        double mostLoss, double leastAgreement, List<String> floatLayers, boolean measuresPictures) {
    /** At most 0.1 dB lost and at least 38 dB to float32, by the harm to the pictures. */
    public static final QuantisationTargets DEFAULT = new QuantisationTargets(0.1, 38, List.of(), true);

    /** Copies the list; refuses numbers out of range. */
    public QuantisationTargets {
        if (!(mostLoss > 0) || !(leastAgreement >= 0)) {
            throw new InvalidOptionException(new Problem(
                    "targets of a quantisation",
                    "a loss of " + mostLoss + " dB and an agreement of " + leastAgreement + " dB",
                    "a loss above 0 and an agreement of at least 0",
                    "Use values in that range; 0.1 and 38 are the defaults."));
        }
        floatLayers = List.copyOf(floatLayers);
        floatLayers.forEach(text -> Objects.requireNonNull(text, "text"));
    }

    boolean areMet(double loss, double agreement) {
        return loss <= mostLoss && agreement >= leastAgreement;
    }

    boolean keepsFloat(String layer) {
        return floatLayers.stream().anyMatch(layer::contains);
    }
}
