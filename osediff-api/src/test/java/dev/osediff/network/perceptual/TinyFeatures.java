package dev.osediff.network.perceptual;

import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.List;
import java.util.Set;

/** Feature networks of VGG's and AlexNet's kinds of layers with few channels, seeded weights, and their layers in words. */
public enum TinyFeatures {
    /** 3×3 convolutions in pairs, pooling by 2. */
    VGG_LIKE(
            new FeatureLayout(
                    "tiny VGG",
                    List.of(
                            new FeatureSlice(0, 0, List.of(conv(0, 3, 4, 3, 1, 1), conv(2, 4, 4, 3, 1, 1))),
                            new FeatureSlice(2, 2, List.of(conv(5, 4, 6, 3, 1, 1))),
                            new FeatureSlice(2, 2, List.of(conv(8, 6, 5, 3, 1, 1), conv(10, 5, 7, 3, 1, 1))))),
            "conv 0 4 3 1 1",
            "conv 2 4 3 1 1",
            "read",
            "pool 2 2",
            "conv 5 6 3 1 1",
            "read",
            "pool 2 2",
            "conv 8 5 3 1 1",
            "conv 10 7 3 1 1",
            "read"),

    /** A wide first convolution with stride, overlapping pooling. */
    ALEX_LIKE(
            new FeatureLayout(
                    "tiny AlexNet",
                    List.of(
                            new FeatureSlice(0, 0, List.of(conv(0, 3, 5, 7, 3, 2))),
                            new FeatureSlice(3, 2, List.of(conv(3, 5, 6, 5, 1, 2))),
                            new FeatureSlice(0, 0, List.of(conv(6, 6, 4, 3, 1, 1))))),
            "conv 0 5 7 3 2",
            "read",
            "pool 3 2",
            "conv 3 6 5 1 2",
            "read",
            "conv 6 4 3 1 1",
            "read");

    private final FeatureLayout layout;
    private final String[] layers;

    TinyFeatures(FeatureLayout layout, String... layers) {
        this.layout = layout;
        this.layers = layers;
    }

    private static FeatureSlice.Convolution conv(int index, int in, int out, int kernel, int stride, int padding) {
        return new FeatureSlice.Convolution(index, in, out, kernel, stride, padding);
    }

    public Lpips network() {
        return new Lpips(layout);
    }

    public NaiveLpips naive(TensorSource weights) {
        return new NaiveLpips(weights, layers);
    }

    /** Seeded parameters; the weights of the distances are not negative. */
    public TensorSource weights(long seed) {
        RandomWeights random = new RandomWeights(network(), seed);
        return new TensorSource() {
            @Override
            public Set<String> names() {
                return random.names();
            }

            @Override
            public int[] shape(String name) {
                return random.shape(name);
            }

            @Override
            public Tensor load(String name) {
                Tensor values = random.load(name);
                for (int i = 0; name.startsWith("lin") && i < values.data().length; i++) {
                    values.data()[i] = Math.abs(values.data()[i]);
                }
                return values;
            }

            @Override
            public String origin() {
                return random.origin();
            }
        };
    }
}
