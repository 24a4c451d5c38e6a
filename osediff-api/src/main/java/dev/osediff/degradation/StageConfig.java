package dev.osediff.degradation;

import java.util.Objects;

/**
 * One round of the classic degradation model, applied in the order of the components.
 *
 * @param blur first the lens
 * @param resize then the sampling
 * @param noise then the sensor; the result is clipped to [0, 1]
 * @param jpeg then the file
 */
public record StageConfig(BlurConfig blur, ResizeConfig resize, NoiseConfig noise, JpegConfig jpeg) {
    /** Refuses null. */
    public StageConfig {
        Objects.requireNonNull(blur, "blur");
        Objects.requireNonNull(resize, "resize");
        Objects.requireNonNull(noise, "noise");
        Objects.requireNonNull(jpeg, "jpeg");
    }
}
