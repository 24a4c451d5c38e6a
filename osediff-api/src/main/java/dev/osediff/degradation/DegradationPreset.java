package dev.osediff.degradation;

import static dev.osediff.degradation.ResizeMethod.AREA;
import static dev.osediff.degradation.ResizeMethod.BICUBIC;
import static dev.osediff.degradation.ResizeMethod.BICUBIC_ANTIALIASED;
import static dev.osediff.degradation.ResizeMethod.BILINEAR;
import static dev.osediff.degradation.ResizeMethod.BILINEAR_ANTIALIASED;

import java.util.List;

/** Ready degradation chains, all for scale 4; another one by {@link DegradationConfig#withScale}. */
public enum DegradationPreset {
    /** The second-order chain of Real-ESRGAN with the parameters OSEDiff trains with. */
    REFERENCE(second(new Range(0.2, 3), 0.15, new Range(1, 30), new Range(0.05, 3), new Range(30, 95))),
    /** One round: blur, reduction, noise, compression; what the embedded model trains on mostly. */
    FIRST_ORDER(first(new Range(0.2, 2.8), new Range(0, 14), new Range(45, 95), 0.8)),
    /** One light round: little blur and noise, good JPEG. */
    MILD(first(new Range(0.2, 1.4), new Range(0, 6), new Range(70, 98), 0.6)),
    /** One light round that always adds noise and compresses. */
    COMPRESSED(first(new Range(0.4, 1.7), new Range(1, 8), new Range(60, 92), 1)),
    /** Only reduction, with one of three good methods. */
    CLEAN(new DegradationConfig(4, List.of(), FinishConfig.of(goodMethods(), JpegConfig.NONE))),
    /** Evaluation: antialiased bicubic reduction and nothing else. */
    EVALUATION_CLEAN(
            new DegradationConfig(4, List.of(), FinishConfig.of(List.of(BICUBIC_ANTIALIASED), JpegConfig.NONE))),
    /** Evaluation: Gaussian blur of 1 pixel, antialiased bicubic reduction, noise of 4 levels, JPEG 75. */
    EVALUATION_MILD(new DegradationConfig(
            4,
            List.of(new StageConfig(
                    BlurConfig.gaussian(1, 13, KernelMix.ISOTROPIC, Range.of(1)),
                    ResizeConfig.toOutput(List.of(BICUBIC_ANTIALIASED)),
                    NoiseConfig.gaussian(1, Range.of(4), 0),
                    JpegConfig.NONE)),
            FinishConfig.of(List.of(BICUBIC_ANTIALIASED), JpegConfig.of(1, Range.of(75))))),
    /** Evaluation: a second-order chain drawn from the seed, without its most extreme parameters. */
    EVALUATION_HEAVY(second(new Range(0.5, 2.4), 0.4, new Range(1, 9), new Range(0.05, 0.9), new Range(50, 95)));

    private final DegradationConfig config;

    DegradationPreset(DegradationConfig config) {
        this.config = config;
    }

    /** Returns the chain. */
    public DegradationConfig config() {
        return config;
    }

    private static List<ResizeMethod> goodMethods() {
        return List.of(AREA, BILINEAR_ANTIALIASED, BICUBIC_ANTIALIASED);
    }

    private static DegradationConfig first(Range sigma, Range noise, Range quality, double probability) {
        StageConfig stage = new StageConfig(
                BlurConfig.gaussian(1, 13, KernelMix.ANISOTROPIC, sigma),
                ResizeConfig.toOutput(goodMethods()),
                NoiseConfig.gaussian(probability, noise, 0.4),
                JpegConfig.NONE);
        return new DegradationConfig(
                4, List.of(stage), FinishConfig.of(goodMethods(), JpegConfig.of(probability, quality)));
    }

    /** The second stage is milder than the first by Real-ESRGAN's own proportions. */
    private static DegradationConfig second(
            Range sigma, double smallestFactor, Range noise, Range poisson, Range quality) {
        List<ResizeMethod> methods = List.of(AREA, BILINEAR, BICUBIC);
        JpegConfig jpeg = JpegConfig.of(1, quality);
        StageConfig one = new StageConfig(
                blur(1, sigma),
                new ResizeConfig(ResizeConfig.Base.CURRENT, 0.2, 0.7, 1.5, smallestFactor, methods),
                new NoiseConfig(1, 0.5, noise, poisson, 0.4),
                jpeg);
        StageConfig two = new StageConfig(
                blur(0.8, new Range(sigma.low(), sigma.high() / 2)),
                new ResizeConfig(ResizeConfig.Base.OUTPUT, 0.3, 0.4, 1.2, 2 * smallestFactor, methods),
                new NoiseConfig(
                        1,
                        0.5,
                        new Range(noise.low(), noise.high() / 1.2),
                        new Range(poisson.low(), poisson.high() / 1.2),
                        0.4),
                JpegConfig.NONE);
        FinishConfig finish =
                new FinishConfig(methods, 0.8, 7, 21, new Range(StrictMath.PI / 3, StrictMath.PI), 0.5, jpeg, true);
        return new DegradationConfig(4, List.of(one, two), finish);
    }

    private static BlurConfig blur(double probability, Range sigma) {
        return new BlurConfig(
                probability, 7, 21, 0.1, KernelMix.REAL_ESRGAN, sigma, new Range(0.5, 4), new Range(1, 2));
    }
}
