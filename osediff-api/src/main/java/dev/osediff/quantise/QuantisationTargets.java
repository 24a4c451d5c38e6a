package dev.osediff.quantise;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.network.quantised.LevelChoice;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * How a quantisation is made, and when it is good enough.
 *
 * @param mostLoss PSNR-Y to the originals that it may cost, in decibels, more than 0
 * @param leastAgreement PSNR that its result must have to the float32 result, in decibels, 0 or more
 * @param floatLayers texts; layers whose key has one of them stay in floating point
 * @param measuresPictures whether each layer's harm to the pictures is measured, which takes as many runs as there are layers;
 *     otherwise layers are ordered by their own noise
 * @param levels how levels are chosen from what flows
 */
public record QuantisationTargets(
        double mostLoss,
        double leastAgreement,
        List<String> floatLayers,
        boolean measuresPictures,
        LevelChoice levels) {
    /** At most 0.1 dB lost and at least 38 dB to float32, by the harm to the pictures, on levels of least error. */
    public static final QuantisationTargets DEFAULT =
            new QuantisationTargets(0.1, 38, List.of(), true, LevelChoice.LEAST_ERROR);

    /** Copies the list; refuses numbers out of range. */
    public QuantisationTargets {
        if (!(mostLoss > 0) || !(leastAgreement >= 0)) {
            throw new InvalidOptionException(new Problem(
                    "targets of a quantisation",
                    "a loss of " + mostLoss + " dB and an agreement of " + leastAgreement + " dB",
                    "a loss above 0 and an agreement of at least 0",
                    "Use values in that range; 0.1 and 38 are the defaults."));
        }
        Objects.requireNonNull(levels, "levels");
        floatLayers = List.copyOf(floatLayers);
        floatLayers.forEach(text -> Objects.requireNonNull(text, "text"));
    }

    /** Returns the same with other levels. */
    public QuantisationTargets withLevels(LevelChoice choice) {
        return new QuantisationTargets(mostLoss, leastAgreement, floatLayers, measuresPictures, choice);
    }

    /** Throws if a text of {@link #floatLayers} is in no layer's key: it was meant for another model, or is misspelt. */
    void requireKnown(Collection<String> layers) {
        for (String text : floatLayers) {
            if (layers.stream().noneMatch(layer -> layer.contains(text))) {
                throw new InvalidOptionException(new Problem(
                        "layers to be kept in floating point",
                        "'" + text + "', which is in no layer's name",
                        "names such as " + layers.stream().limit(NAMES_SHOWN).toList(),
                        "Take a part of a name as 'osediff inspect' lists them."));
            }
        }
    }

    private static final int NAMES_SHOWN = 3;

    boolean areMet(double loss, double agreement) {
        return loss <= mostLoss && agreement >= leastAgreement;
    }

    boolean keepsFloat(String layer) {
        return floatLayers.stream().anyMatch(layer::contains);
    }
}
