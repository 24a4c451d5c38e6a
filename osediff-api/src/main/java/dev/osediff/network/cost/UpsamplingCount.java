package dev.osediff.network.cost;

/** How a nearest ×2 upsampling with the 3 × 3 convolution after it is counted. */
public enum UpsamplingCount {
    /** As it is computed here: four 2 × 2 convolutions at the low resolution. */
    FOUR_PHASES,
    /** As published counts have it: a 3 × 3 convolution at the high resolution. */
    HIGH_RESOLUTION
}
