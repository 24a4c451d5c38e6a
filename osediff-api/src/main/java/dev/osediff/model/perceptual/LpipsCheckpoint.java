package dev.osediff.model.perceptual;

import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.checkpoint.TorchFile;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.perceptual.FeatureLayout;
import dev.osediff.network.perceptual.Lpips;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of {@link Lpips}, read from public files as data only and held on the heap (59 MB for VGG-16, 10 MB for
 * AlexNet): torchvision's file of the feature network ({@code vgg16-397923af.pth}, {@code alexnet-owt-7be5be79.pth}) and
 * LPIPS' file of the weights ({@code lpips/weights/v0.1/vgg.pth}, {@code alex.pth}). Either may be safetensors instead; one
 * file may hold both. Immutable and thread-safe.
 */
public final class LpipsCheckpoint implements TensorSource {
    private static final String SAFETENSORS = ".safetensors";

    /** What torchvision's files hold besides: the layers that name a picture's class. */
    private static final String CLASSIFIER = "classifier.";

    private static final String WEIGHTS = "lin";

    private final Map<String, Tensor> tensors;
    private final String origin;

    private LpipsCheckpoint(Map<String, Tensor> tensors, String origin) {
        this.tensors = tensors;
        this.origin = origin;
    }

    /**
     * Reads files; their order does not matter.
     *
     * @param layout the feature network that they are of
     * @throws ModelException if a file cannot be read or is damaged; if a parameter is missing, in two files, has another
     *     shape or a value that is not finite; if a weight is negative; if there is a tensor that belongs to no such file
     */
    public static LpipsCheckpoint read(FeatureLayout layout, Path... files) {
        Map<String, int[]> needed = ParameterShapes.of(new Lpips(layout), Set.of());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Path path : files) {
            if (path.toString().toLowerCase(Locale.ROOT).endsWith(SAFETENSORS)) {
                try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
                    addAll(tensors, file, needed, layout);
                }
            } else {
                try (TorchFile file = TorchFile.open(path)) {
                    addAll(tensors, file.tensors(), needed, layout);
                }
            }
        }
        String origin =
                String.join(" and ", Arrays.stream(files).map(Path::toString).toList());
        for (String name : needed.keySet()) {
            if (!tensors.containsKey(name)) {
                throw new ModelException(new Problem(
                        "tensor " + name + " of " + layout.name() + " in " + (files.length == 0 ? "no file" : origin),
                        "no such tensor (" + (needed.size() - tensors.size()) + " of " + needed.size()
                                + " are missing)",
                        "shape " + Arrays.toString(needed.get(name)),
                        "Give torchvision's file of the network and LPIPS' file of the weights, version 0.1."));
            }
        }
        return new LpipsCheckpoint(Collections.unmodifiableMap(tensors), origin);
    }

    private static void addAll(
            Map<String, Tensor> tensors, TensorSource file, Map<String, int[]> needed, FeatureLayout layout) {
        for (String name : file.names()) {
            if (!name.startsWith(CLASSIFIER)) {
                add(tensors, file, name, needed.get(name), layout);
            }
        }
    }

    private static void add(
            Map<String, Tensor> tensors, TensorSource file, String name, int[] shape, FeatureLayout layout) {
        if (shape == null) {
            throw refused(file, name, "a tensor that " + layout.name() + " does not have", "its own tensors");
        }
        if (!Arrays.equals(shape, file.shape(name))) {
            throw refused(file, name, "shape " + Arrays.toString(file.shape(name)), "shape " + Arrays.toString(shape));
        }
        Tensor values = file.load(name);
        for (float value : values.data()) {
            if (!Float.isFinite(value)) {
                throw refused(file, name, "the value " + value, "finite values");
            }
            if (value < 0 && name.startsWith(WEIGHTS)) {
                throw refused(file, name, "the weight " + value, "at least 0, or the distance is none");
            }
        }
        if (tensors.put(name, values) != null) {
            throw refused(file, name, "the tensor in two files", "each tensor once");
        }
    }

    private static ModelException refused(TensorSource file, String name, String found, String limit) {
        return new ModelException(new Problem(
                "tensor " + name + " of " + file.origin(),
                found,
                limit,
                "Take the files that belong to this feature network, as they were published."));
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public int[] shape(String name) {
        return tensors.get(name).shape();
    }

    /** Returns a copy. */
    @Override
    public Tensor load(String name) {
        Tensor tensor = tensors.get(name);
        return Tensor.of(tensor.data().clone(), tensor.shape());
    }

    @Override
    public String origin() {
        return origin;
    }
}
