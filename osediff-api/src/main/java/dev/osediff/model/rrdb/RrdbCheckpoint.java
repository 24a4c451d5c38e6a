package dev.osediff.model.rrdb;

import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.checkpoint.TorchFile;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.rrdb.RrdbConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A published file of an RRDB network, as data only: {@code .pth} of PyTorch (tensors at the top, or under
 * {@code params_ema}, {@code params}, {@code state_dict} or {@code model}, in this order), or safetensors. Its tensors have
 * Real-ESRGAN's names whatever the file calls them; the network's sizes are those of the tensors. Thread-safe.
 */
public final class RrdbCheckpoint implements TensorSource, AutoCloseable {
    private static final List<String> KEYS = List.of("params_ema", "params", "state_dict", "model");
    private static final String SAFETENSORS = ".safetensors";

    private final TensorSource tensors;
    private final Runnable file;
    private final RrdbLayout layout;
    private final Map<String, String> fileNames = new LinkedHashMap<>();
    private final RrdbConfig config;

    private RrdbCheckpoint(TensorSource tensors, Runnable file) {
        this.tensors = tensors;
        this.file = file;
        this.layout = RrdbLayout.of(tensors.names())
                .orElseThrow(
                        () -> refused(
                                tensors.names().size() + " tensors"
                                        + tensors.names().stream()
                                                .findFirst()
                                                .map(name -> ", the first one " + name)
                                                .orElse(""),
                                "an RRDB network as Real-ESRGAN, BSRGAN, LDL or ESRGAN publish it",
                                "Other architectures are not known here; where there is an ONNX file of the model, take that."));
        for (String name : tensors.names()) {
            String before = fileNames.put(layout.canonical(name, tensors.names()), name);
            if (before != null) {
                throw refused("both " + before + " and " + name, "one name of a tensor", "The file is damaged.");
            }
        }
        this.config = sizes();
    }

    /**
     * Opens a file.
     *
     * @throws ModelException if it cannot be read, is damaged, or holds another network
     */
    public static RrdbCheckpoint open(Path path) {
        if (path.toString().toLowerCase(Locale.ROOT).endsWith(SAFETENSORS)) {
            SafeTensorsFile file = SafeTensorsFile.open(path);
            return of(() -> file, file::close);
        }
        TorchFile file = TorchFile.open(path);
        return of(() -> tensors(file), file::close);
    }

    private static TensorSource tensors(TorchFile file) {
        return KEYS.stream()
                .filter(file::isTensors)
                .findFirst()
                .map(file::tensors)
                .orElseGet(file::tensors);
    }

    private static RrdbCheckpoint of(Supplier<TensorSource> tensors, Runnable file) {
        try {
            return new RrdbCheckpoint(tensors.get(), file);
        } catch (RuntimeException | Error e) {
            file.run();
            throw e;
        }
    }

    private RrdbConfig sizes() {
        int[] first = axes("conv_first.weight");
        int[] growth = axes("body.0.rdb1.conv1.weight");
        int[] last = axes("conv_last.weight");
        long blocks = fileNames.keySet().stream()
                .filter(name -> name.startsWith("body.") && name.endsWith(".rdb1.conv1.weight"))
                .count();
        int doublings = 0;
        while (fileNames.containsKey("conv_up" + (doublings + 1) + ".weight")) {
            doublings++;
        }
        int images = Math.max(1, last[0]);
        int unshuffle = (int) Math.round(Math.sqrt(first[1] / (double) images));
        try {
            RrdbConfig sizes =
                    new RrdbConfig(images, unshuffle, doublings, first[0], Math.toIntExact(blocks), growth[0]);
            if (sizes.inputChannels() != first[1]) {
                throw new IllegalArgumentException(first[1] + " input and " + images + " output channels");
            }
            return sizes;
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage(), "the sizes of an RRDB network", "The file holds another network.");
        }
    }

    private int[] axes(String name) {
        String inFile = fileNames.get(name);
        int[] shape = inFile == null ? new int[0] : tensors.shape(inFile);
        if (shape.length != 4) {
            throw refused(
                    inFile == null ? "no tensor " + name : name + " with " + shape.length + " axes",
                    "a convolution's weight",
                    "The file is incomplete or holds another network.");
        }
        return shape;
    }

    private ModelException refused(String found, String limit, String nextStep) {
        return new ModelException(new Problem("model file " + tensors.origin(), found, limit, nextStep));
    }

    /** Returns the sizes. */
    public RrdbConfig config() {
        return config;
    }

    /** Returns how the file names its tensors. */
    public RrdbLayout layout() {
        return layout;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(fileNames.keySet());
    }

    @Override
    public int[] shape(String name) {
        return tensors.shape(fileNames.get(name));
    }

    @Override
    public Tensor load(String name) {
        return tensors.load(fileNames.get(name));
    }

    @Override
    public String origin() {
        return tensors.origin();
    }

    /** Lets the file go; a second call does nothing. */
    @Override
    public void close() {
        file.run();
    }
}
