package dev.osediff.network;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The inputs of {@link OpsContract}: seeded values in shapes with a remainder for every likely block size. */
public final class OpsCases {
    private OpsCases() {}

    /** Seeded values of zero mean and unit deviation. */
    public static Tensor random(long seed, int... shape) {
        Tensor x = Tensor.zeros(shape);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** Seeded whole numbers from 0 to limit − 1, the last one among them. */
    public static Tensor ids(long seed, int limit, int... shape) {
        Tensor x = Tensor.zeros(shape);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = random.nextInt(limit);
        }
        x.data()[x.data().length - 1] = limit - 1;
        return x;
    }

    static Stream<int[]> shapes() {
        return Stream.of(
                new int[] {1, 1},
                new int[] {3, 17},
                new int[] {2, 5, 7},
                new int[] {1, 64, 32},
                new int[] {1, 1, 1, 1},
                new int[] {2, 3, 5, 7},
                new int[] {1, 4, 8, 16},
                new int[] {2, 5, 33, 65});
    }

    /** One convolution's shapes. */
    record Convolution(int n, int in, int out, int h, int w, int kh, int kw, Conv2dSpec spec) {
        Tensor input() {
            return random(1, n, in, h, w);
        }

        Tensor weight() {
            return random(2, out, in, kh, kw);
        }

        Tensor bias() {
            return random(3, out);
        }
    }

    static Stream<Convolution> convolutions() {
        List<Convolution> cases = new ArrayList<>();
        // Batch, channels in and out, height, width.
        int[][] sizes = {
            {1, 1, 1, 1, 1}, {2, 3, 5, 7, 9}, {1, 8, 8, 16, 16}, {1, 5, 13, 33, 65}, {1, 32, 32, 8, 8},
            {1, 48, 40, 12, 20}, {2, 17, 31, 9, 11}, {1, 16, 3, 65, 33}, {1, 12, 20, 40, 64}, {2, 6, 9, 1, 37},
            {1, 4, 33, 2, 2}, {1, 65, 4, 5, 4}
        };
        for (int[] s : sizes) {
            cases.add(new Convolution(s[0], s[1], s[2], s[3], s[4], 3, 3, Conv2dSpec.SAME_3X3));
            cases.add(new Convolution(s[0], s[1], s[2], s[3], s[4], 1, 1, Conv2dSpec.POINTWISE));
            cases.add(new Convolution(s[0], s[1], s[2], s[3], s[4], 3, 3, Conv2dSpec.DOWN_3X3));
            if (s[3] > 1) {
                cases.add(new Convolution(s[0], s[1], s[2], s[3], s[4], 3, 3, Conv2dSpec.DOWN_3X3_BOTTOM_RIGHT));
            }
        }
        cases.add(new Convolution(2, 3, 8, 12, 20, 4, 4, Conv2dSpec.padded(4, 0)));
        cases.add(new Convolution(1, 4, 6, 11, 10, 5, 3, new Conv2dSpec(1, 2, 1, 0, 3)));
        cases.add(new Convolution(1, 3, 5, 9, 33, 7, 7, Conv2dSpec.padded(1, 3)));
        cases.add(new Convolution(2, 5, 4, 6, 9, 2, 2, new Conv2dSpec(1, 1, 0, 0, 1)));
        cases.add(new Convolution(1, 9, 7, 17, 16, 2, 2, new Conv2dSpec(1, 0, 1, 1, 0)));
        cases.add(new Convolution(1, 3, 4, 16, 17, 3, 3, Conv2dSpec.padded(3, 2)));
        cases.add(new Convolution(1, 7, 12, 6, 66, 3, 3, Conv2dSpec.padded(1, 0)));
        cases.add(new Convolution(1, 10, 6, 9, 8, 1, 1, Conv2dSpec.padded(2, 0)));
        return cases.stream();
    }

    /** Channels in and out, height and width, target height and width. */
    static Stream<Arguments> upsamplings() {
        List<Arguments> cases = new ArrayList<>();
        int[][] sizes = {{3, 5, 1, 1}, {8, 8, 5, 7}, {16, 12, 8, 16}, {5, 33, 17, 33}};
        for (int[] s : sizes) {
            for (int oddness = 0; oddness < 4; oddness++) {
                cases.add(Arguments.of(s[0], s[1], s[2], s[3], 2 * s[2] - oddness / 2, 2 * s[3] - oddness % 2));
            }
        }
        return cases.stream();
    }

    /** An operation and arguments that it must refuse. */
    record Misfit(String name, OpsContract.Call call, Tensor... inputs) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Misfit> misfits() {
        Tensor map = random(1, 1, 6, 4, 5);
        Tensor tokens = random(2, 1, 20, 6);
        return Stream.of(
                new Misfit("add", (ops, x) -> ops.add(x[0], x[1]), map, random(3, 1, 6, 1, 1)),
                new Misfit("multiply", (ops, x) -> ops.multiply(x[0], x[1]), map, random(3, 1, 6, 1, 1)),
                new Misfit("addChannelBias", (ops, x) -> ops.addChannelBias(x[0], x[1]), map, random(3, 1, 1)),
                new Misfit(
                        "conv2d",
                        (ops, x) -> ops.conv2d(x[0], x[1], null, Conv2dSpec.SAME_3X3),
                        map,
                        random(3, 2, 5, 3, 3)),
                new Misfit("maxPool2d", (ops, x) -> ops.maxPool2d(x[0], 5, 1), map),
                new Misfit("groupNorm", (ops, x) -> ops.groupNorm(x[0], 4, x[1], x[1], 1e-5f), map, random(3, 6)),
                new Misfit("groupMoments", (ops, x) -> ops.groupMoments(x[0], 4), map),
                new Misfit(
                        "groups of moments",
                        (ops, x) -> ops.normaliseGroups(x[0], x[1], x[2], x[2], 1e-5f),
                        map,
                        random(3, 1, 4, 2),
                        random(4, 6)),
                new Misfit(
                        "pairs of moments",
                        (ops, x) -> ops.normaliseGroups(x[0], x[1], x[2], x[2], 1e-5f),
                        map,
                        random(3, 1, 3, 3),
                        random(4, 6)),
                new Misfit("linear", (ops, x) -> ops.linear(x[0], x[1], null), tokens, random(3, 2, 5)),
                new Misfit("attention heads", (ops, x) -> ops.attention(x[0], x[0], x[0], 4), tokens),
                new Misfit(
                        "attention keys", (ops, x) -> ops.attention(x[0], x[0], x[1], 2), tokens, random(3, 1, 9, 6)),
                new Misfit("causal heads", (ops, x) -> ops.causalAttention(x[0], x[0], x[0], 4), tokens),
                new Misfit(
                        "causal keys",
                        (ops, x) -> ops.causalAttention(x[0], x[1], x[1], 2),
                        tokens,
                        random(3, 1, 9, 6)),
                new Misfit(
                        "bias of another number of heads",
                        (ops, x) -> ops.windowAttention(x[0], x[0], x[0], x[1], null, 3),
                        tokens,
                        random(3, 1, 2, 5, 5)),
                new Misfit(
                        "tokens that are no windows",
                        (ops, x) -> ops.windowAttention(x[0], x[0], x[0], x[1], null, 2),
                        tokens,
                        random(3, 1, 2, 7, 7)),
                new Misfit(
                        "mask of other windows",
                        (ops, x) -> ops.windowAttention(x[0], x[0], x[0], x[1], x[2], 2),
                        tokens,
                        random(3, 1, 2, 5, 5),
                        random(4, 3, 1, 5, 5)),
                new Misfit(
                        "keys of another number of windows",
                        (ops, x) -> ops.windowAttention(x[0], x[1], x[1], x[2], null, 2),
                        tokens,
                        random(3, 1, 10, 6),
                        random(4, 1, 2, 5, 5)),
                new Misfit("selected token", (ops, x) -> ops.selectTokens(x[0], new int[] {3, 20}), tokens),
                new Misfit("no selected token", (ops, x) -> ops.selectTokens(x[0], new int[0]), tokens),
                new Misfit("embedding", (ops, x) -> ops.embedding(x[0], x[0]), tokens),
                new Misfit("tokensToMap", (ops, x) -> ops.tokensToMap(x[0], 4, 4), tokens),
                new Misfit("pixelUnshuffle", (ops, x) -> ops.pixelUnshuffle(x[0], 2), map),
                new Misfit("pixelShuffle", (ops, x) -> ops.pixelShuffle(x[0], 2), map),
                new Misfit("concat", (ops, x) -> ops.concat(List.of(x[0], x[1]), 2), map, random(3, 1, 5, 4, 5)),
                new Misfit("slice", (ops, x) -> ops.slice(x[0], 1, 3, 7), map));
    }
}
