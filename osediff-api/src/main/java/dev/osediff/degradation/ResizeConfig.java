package dev.osediff.degradation;

import java.util.List;

/**
 * How a stage changes the size.
 *
 * @param base what the factor multiplies
 * @param upProbability how often the factor is drawn from [1, largestFactor]
 * @param downProbability how often the factor is drawn from [smallestFactor, 1]; otherwise it is 1
 * @param largestFactor at least 1
 * @param smallestFactor above 0, at most 1
 * @param methods one of them is drawn uniformly
 */
public record ResizeConfig(
        Base base,
        double upProbability,
        double downProbability,
        double largestFactor,
        double smallestFactor,
        List<ResizeMethod> methods) {
    /** What the factor of a stage refers to. */
    public enum Base {
        /** The size the picture has now. */
        CURRENT,
        /** The size the degraded picture will have in the end. */
        OUTPUT
    }

    /** Leaves the size as it is. */
    public static final ResizeConfig NONE =
            new ResizeConfig(Base.CURRENT, 0, 0, 1, 1, List.of(ResizeMethod.BICUBIC_ANTIALIASED));

    /** Refuses factors on the wrong side of 1, wrong probabilities and an empty list. */
    public ResizeConfig {
        methods = List.copyOf(methods);
        Checks.probability("up", upProbability);
        Checks.probability("down", downProbability);
        Checks.probability("up and down together", upProbability + downProbability);
        Checks.atLeast("largest factor", 1, largestFactor);
        if (!(smallestFactor > 0 && smallestFactor <= 1)) {
            throw new IllegalArgumentException("smallest factor must be in (0, 1], found " + smallestFactor);
        }
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("at least one resize method is needed");
        }
    }

    /** Returns the step that goes straight to the output size with one of the methods. */
    public static ResizeConfig toOutput(List<ResizeMethod> methods) {
        return new ResizeConfig(Base.OUTPUT, 0, 0, 1, 1, methods);
    }

    /** Draws the factor; always takes two numbers. */
    double drawFactor(SeededRandom random) {
        double choice = random.nextDouble();
        double position = random.nextDouble();
        if (choice < upProbability) {
            return 1 + (largestFactor - 1) * position;
        }
        if (choice < upProbability + downProbability) {
            return smallestFactor + (1 - smallestFactor) * position;
        }
        return 1;
    }
}
