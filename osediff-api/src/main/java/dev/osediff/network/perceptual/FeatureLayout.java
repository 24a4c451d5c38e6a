package dev.osediff.network.perceptual;

import java.util.ArrayList;
import java.util.List;

/**
 * The architecture of a feature network as torchvision numbers its layers, cut where LPIPS (arXiv 1801.03924) reads
 * features. Immutable.
 *
 * @param name for error texts and profiles
 * @param slices in order, from the picture on
 */
public record FeatureLayout(String name, List<FeatureSlice> slices) {
    /** VGG-16 (arXiv 1409.1556, configuration D), read after relu1_2, relu2_2, relu3_3, relu4_3 and relu5_3. */
    public static final FeatureLayout VGG16 =
            new FeatureLayout("VGG-16", blocks(new int[] {64, 128, 256, 512, 512}, new int[] {2, 2, 3, 3, 3}));

    /** AlexNet as torchvision has it (arXiv 1404.5997), read after each of its five convolutions. */
    public static final FeatureLayout ALEXNET = new FeatureLayout(
            "AlexNet",
            List.of(
                    new FeatureSlice(0, 0, List.of(new FeatureSlice.Convolution(0, 3, 64, 11, 4, 2))),
                    new FeatureSlice(3, 2, List.of(new FeatureSlice.Convolution(3, 64, 192, 5, 1, 2))),
                    new FeatureSlice(3, 2, List.of(new FeatureSlice.Convolution(6, 192, 384, 3, 1, 1))),
                    new FeatureSlice(0, 0, List.of(new FeatureSlice.Convolution(8, 384, 256, 3, 1, 1))),
                    new FeatureSlice(0, 0, List.of(new FeatureSlice.Convolution(10, 256, 256, 3, 1, 1)))));

    /**
     * A small network of VGG's form for the embedded model's training, where VGG-16 would cost several times the model
     * itself. A stand-in: distances in its features are no LPIPS and not to be compared with published figures.
     */
    public static final FeatureLayout STAND_IN =
            new FeatureLayout("stand-in features", blocks(new int[] {16, 32, 64, 64}, new int[] {2, 2, 2, 2}));

    /** Copies the list and refuses slices that do not fit one another. */
    public FeatureLayout {
        slices = List.copyOf(slices);
        int channels = 3;
        for (FeatureSlice slice : slices) {
            for (FeatureSlice.Convolution convolution : slice.convolutions()) {
                if (convolution.in() != channels) {
                    throw new IllegalArgumentException("features." + convolution.index() + " reads " + convolution.in()
                            + " channels, and there are " + channels);
                }
                channels = convolution.out();
            }
        }
    }

    /** Blocks of 3×3 convolutions with ReLU, each block but the first after pooling by 2. */
    private static List<FeatureSlice> blocks(int[] channels, int[] convolutions) {
        List<FeatureSlice> slices = new ArrayList<>();
        int index = 0;
        int in = 3;
        for (int block = 0; block < channels.length; block++) {
            List<FeatureSlice.Convolution> layers = new ArrayList<>();
            for (int i = 0; i < convolutions[block]; i++) {
                layers.add(new FeatureSlice.Convolution(index, in, channels[block], 3, 1, 1));
                in = channels[block];
                index += 2;
            }
            index++;
            slices.add(new FeatureSlice(block == 0 ? 0 : 2, 2, layers));
        }
        return slices;
    }

    /** Returns the smallest side of a picture in pixels: 16 for VGG-16, 31 for AlexNet. */
    public int smallestSide() {
        int side = 1;
        for (int i = slices.size() - 1; i >= 0; i--) {
            side = slices.get(i).inputSide(side);
        }
        return side;
    }
}
