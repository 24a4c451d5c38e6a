package dev.osediff;

import dev.osediff.backend.CompileCache;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.Device;
import dev.osediff.backend.Engine;
import dev.osediff.backend.EngineChoice;
import dev.osediff.backend.Precision;
import dev.osediff.backend.Workload;
import dev.osediff.error.BackendException;
import dev.osediff.error.CancelledException;
import dev.osediff.error.ClosedException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.error.PromptException;
import dev.osediff.image.AlphaBleed;
import dev.osediff.image.FloatImage;
import dev.osediff.image.PictureConverter;
import dev.osediff.model.RamModel;
import dev.osediff.model.ram.TagList;
import dev.osediff.network.Tensor;
import dev.osediff.network.cost.NetworkCost;
import dev.osediff.network.ram.RamPicture;
import dev.osediff.network.ram.RamPicture.Shrinking;
import dev.osediff.network.ram.RamTagger;
import dev.osediff.prompt.PictureTagger;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * RAM with DAPE's weights as an extractor of tags (osediff.md §1.3 and §4.5), on any engine in fp32. The folder is checked when
 * the tagger is made; weights are read and an engine started for the first picture. Thread-safe; pictures may be asked about at
 * the same time. Close it to free the engine: that waits for running questions.
 */
public final class RamPictureTagger implements PictureTagger, AutoCloseable {
    private static final int LEAST_SIDE = 8;
    private static final int NAME_DIGITS = 16;
    private static final String AUTO = "auto";

    private final RamModel model;
    private final EngineChoice choice;
    private final Shrinking shrinking;
    private final TaggerNetwork network;

    /**
     * A tag of a picture.
     *
     * @param text the tag
     * @param probability that the picture shows it, 0 to 1
     * @param threshold that the probability is above
     */
    public record Tag(String text, float probability, float threshold) {}

    private RamPictureTagger(Builder asked) {
        shrinking = asked.shrinking;
        model = RamModel.open(asked.folder);
        try {
            choice = asked.backend.equals(AUTO)
                    ? EngineChoice.automatic(new Workload(asked.device, Precision.FP32, gigaMacs(model.network())))
                    : EngineChoice.named(asked.backend);
            network = new TaggerNetwork(model, new Engine(choice.backend(), asked.spec(model.identity())));
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static double gigaMacs(RamTagger network) {
        return NetworkCost.of(network, Set.of(), network.exampleShapes()).multiplyAdds() / 1e9;
    }

    /**
     * Opens a folder that {@code osediff import --ram} wrote; pictures are reduced as in the reference, on the quickest engine.
     *
     * @throws ModelException if the folder or a file is missing, damaged, or holds no tagger
     * @throws BackendException if no engine can run here
     */
    public static RamPictureTagger open(Path folder) {
        return builder(folder).build();
    }

    /** Returns a builder for the tagger in a folder. */
    public static Builder builder(Path folder) {
        return new Builder(folder);
    }

    /** What is asked of a tagger. Not thread-safe. */
    public static final class Builder {
        private final Path folder;
        private String backend = AUTO;
        private Device device = Device.CPU;
        private int threads = Runtime.getRuntime().availableProcessors();
        private Shrinking shrinking = Shrinking.TWO_NEIGHBOURS;
        private Path cache;

        private Builder(Path folder) {
            this.folder = Objects.requireNonNull(folder, "folder");
            Path whole = folder.toAbsolutePath().normalize();
            this.cache = whole.resolveSibling(whole.getFileName() + ".compiled");
        }

        /** Sets the engine by name; default "auto", the one that is expected to be quickest. */
        public Builder backend(String name) {
            backend = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Sets the device; default CPU. */
        public Builder device(Device value) {
            device = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Sets the worker threads of one question, at least 1; default one per processor. */
        public Builder threads(int value) {
            if (value < 1) {
                throw new InvalidOptionException(new Problem(
                        "threads of a tagger", String.valueOf(value), "at least 1", "Leave the option out."));
            }
            threads = value;
            return this;
        }

        /** Sets how large pictures are reduced; the default is the reference's, which gives its tags. */
        public Builder shrinking(Shrinking value) {
            shrinking = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Sets where engines keep compiled networks; default beside the folder, its name with .compiled at the end. */
        public Builder cacheFolder(Path value) {
            cache = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Keeps nothing on disk. */
        public Builder withoutCache() {
            cache = null;
            return this;
        }

        private CompileSpec spec(String identity) {
            CompileSpec spec = new CompileSpec(device, Precision.FP32, threads);
            return cache == null ? spec : spec.withCache(new CompileCache(cache, identity));
        }

        /**
         * Checks the folder and chooses the engine.
         *
         * @throws ModelException if the folder or a file is missing, damaged, or holds no tagger
         * @throws InvalidOptionException if there is no engine of that name
         * @throws BackendException if an engine is to be chosen and none can run here
         */
        public RamPictureTagger build() {
            return new RamPictureTagger(this);
        }
    }

    /** Returns the names of the files it was made from, and a digest of weights, tags and thresholds. */
    @Override
    public String name() {
        return model.name() + " sha256:" + model.identity().substring(0, NAME_DIGITS)
                + (shrinking == Shrinking.ANTIALIASED ? " antialiased" : "");
    }

    /** Returns the engine and why it was taken. */
    public EngineChoice engine() {
        return choice;
    }

    /**
     * Returns the tags.
     *
     * @throws PromptException if the picture has fewer than 8 pixels on a side, the weights are damaged, the engine fails, or the
     *     thread was interrupted, which it still is then
     * @throws ClosedException after {@link #close()}
     */
    @Override
    public List<String> tags(BufferedImage picture) {
        try {
            return recognise(picture).stream().map(Tag::text).toList();
        } catch (ModelException | BackendException | CancelledException e) {
            throw new PromptException(e.problem(), e);
        }
    }

    /**
     * Returns the tags with their probabilities, in the order of the list.
     *
     * @throws PromptException if the picture has fewer than 8 pixels on a side, or the network gives what is no number
     * @throws ModelException if the weights are damaged
     * @throws BackendException if the engine fails
     * @throws CancelledException if the thread was interrupted, which it still is then
     * @throws ClosedException after {@link #close()}
     */
    public List<Tag> recognise(BufferedImage picture) {
        return tags(network.logits(prepared(picture)));
    }

    private Tensor prepared(BufferedImage picture) {
        if (picture == null || Math.min(picture.getWidth(), picture.getHeight()) < LEAST_SIDE) {
            throw failure(
                    picture == null
                            ? "no picture"
                            : "a picture of " + picture.getWidth() + " x " + picture.getHeight() + " pixels",
                    "at least " + LEAST_SIDE + " x " + LEAST_SIDE,
                    "Give the prompt in words for such a picture.");
        }
        FloatImage color =
                AlphaBleed.fill(PictureConverter.fromBufferedImage(picture)).color();
        float[][] rgb = new float[3][];
        for (int channel = 0; channel < 3; channel++) {
            rgb[channel] = color.plane(color.channels() == 1 ? 0 : channel);
        }
        return RamPicture.of(
                rgb, color.height(), color.width(), model.config().vision().imageSide(), shrinking);
    }

    private List<Tag> tags(float[] logits) {
        TagList list = model.tags();
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < logits.length; i++) {
            float probability = (float) (1 / (1 + Math.exp(-logits[i])));
            if (Float.isNaN(probability)) {
                throw failure("no number for tag " + list.tags().get(i), "finite logits", "Use another engine.");
            }
            float threshold = list.thresholds().get(i);
            if (probability > threshold) {
                tags.add(new Tag(list.tags().get(i), probability, threshold));
            }
        }
        return tags;
    }

    private PromptException failure(String found, String limit, String nextStep) {
        return new PromptException(new Problem("tags by " + name(), found, limit, nextStep));
    }

    /** Frees the engine after the running questions; a second call does nothing. */
    @Override
    public void close() {
        network.close();
    }
}
