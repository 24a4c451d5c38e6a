package dev.osediff.degradation;

/** How samples are interpolated when a picture changes its size. */
public enum ResizeMethod {
    /** Mean over the covered input pixels (PyTorch {@code interpolate(mode="area")}). */
    AREA,
    /** Two taps without antialiasing (PyTorch {@code bilinear}, {@code align_corners=False}). */
    BILINEAR,
    /** Four taps, a = -0.75, without antialiasing (PyTorch {@code bicubic}, {@code align_corners=False}). */
    BICUBIC,
    /** Triangle filter that widens with the reduction (Pillow's BILINEAR). */
    BILINEAR_ANTIALIASED,
    /** Cubic filter, a = -0.5, that widens with the reduction (Pillow's BICUBIC). */
    BICUBIC_ANTIALIASED
}
