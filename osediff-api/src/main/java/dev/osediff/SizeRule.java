package dev.osediff;

/** How the size of the output follows from a scale. */
public enum SizeRule {
    /** Exactly round(scale · width) × round(scale · height), halves up: the picture is padded for the network and cropped. */
    EXACT,
    /**
     * The OSEDiff reference script's own rounding: sides are scaled, then resized (Lanczos) down to multiples of 8, and a
     * picture whose short side is below the working size is returned at the enlarged size. For comparison with it only.
     */
    REFERENCE
}
