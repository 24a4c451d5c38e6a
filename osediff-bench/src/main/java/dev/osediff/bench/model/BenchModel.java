package dev.osediff.bench.model;

import dev.osediff.network.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** Networks that make a larger picture of a picture, and the arithmetic between them. Immutable. */
public interface BenchModel extends AutoCloseable {
    /** Runs one of the networks. */
    interface Runner {
        /** Returns the part's output. */
        Tensor run(BenchPart part, List<Tensor> inputs);
    }

    /** Returns its name in tables. */
    String name();

    /** Returns the networks that each picture passes, in their order. */
    List<BenchPart> parts();

    /** Returns networks that belong to it and run beside the pictures, such as the text encoder: once for a prompt. */
    default List<BenchPart> extras() {
        return List.of();
    }

    /** Tells whether one of the networks can run several times for a picture. */
    default boolean hasSteps() {
        return false;
    }

    /**
     * Sends a picture through all parts.
     *
     * @param size side of the enlarged picture, pixels
     * @param steps how often the network that has steps runs
     */
    Tensor pass(int size, int steps, Runner runner);

    /** Returns the shape of what a pass makes: a picture, unless the model says otherwise. */
    default int[] resultShape(int size) {
        return new int[] {1, 3, size, size};
    }

    /** Returns the inputs that a part is timed alone with, for an enlarged picture of that side. */
    List<Tensor> inputs(BenchPart part, int size);

    /** Returns the shapes of a part's inputs for an enlarged picture of that side. */
    List<int[]> inputShapes(BenchPart part, int size);

    /** Returns the multiply-adds of one run of a part, in units of 10⁹. */
    default double gigaMacs(BenchPart part, int size) {
        return part.cost(inputShapes(part, size)).multiplyAdds() / 1e9;
    }

    /**
     * Returns parts and extras by their stage's name.
     *
     * @throws IllegalArgumentException if there is no such stage
     */
    default BenchPart part(String stage) {
        return Stream.concat(parts().stream(), extras().stream())
                .filter(candidate -> candidate.name().equals(stage))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no stage " + stage + " in model " + name()));
    }

    @Override
    void close();
}
