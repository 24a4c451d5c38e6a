package dev.osediff.ort.foreign;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses by name what cannot be run as a super-resolution model, before the engine sees the file. */
final class OnnxChecks {
    static final int FLOAT = 1;
    static final int FLOAT16 = 10;

    /** Versions of the standard operators that ONNX Runtime 1.29 knows. */
    private static final long FIRST_OPSET = 7;

    private static final long LAST_OPSET = 25;

    private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "com.microsoft");

    /** Operators that repeat a subgraph, as often as the file says. */
    private static final Set<String> ENDLESS = Set.of("Loop", "Scan");

    private static final int COLOURS = 3;

    private final Path file;
    private final OnnxContent content;

    private OnnxChecks(Path file, OnnxContent content) {
        this.file = file;
        this.content = content;
    }

    /** Throws {@link ModelException} unless the file can be tried. */
    static void require(Path file, OnnxContent content) {
        OnnxChecks checks = new OnnxChecks(file, content);
        checks.operators();
        checks.externalFiles();
        checks.ports();
    }

    private void operators() {
        for (Map.Entry<String, Long> opset : content.opsets().entrySet()) {
            require(
                    DOMAINS.contains(opset.getKey()),
                    "operators of the domain " + opset.getKey(),
                    "standard operators and those of ONNX Runtime",
                    "Export the model without custom operators.");
            boolean known = !opset.getKey().isEmpty() && !opset.getKey().equals("ai.onnx")
                    || opset.getValue() >= FIRST_OPSET && opset.getValue() <= LAST_OPSET;
            require(
                    known,
                    "operator set " + opset.getValue(),
                    FIRST_OPSET + " to " + LAST_OPSET,
                    "Export the model with an operator set in that range, 17 for example.");
        }
        for (String operator : content.operators()) {
            String domain = operator.substring(0, operator.indexOf(':'));
            String name = operator.substring(operator.indexOf(':') + 1);
            require(
                    DOMAINS.contains(domain),
                    "the operator " + name + " of the domain " + domain,
                    "standard operators and those of ONNX Runtime",
                    "Export the model without custom operators.");
            require(
                    !ENDLESS.contains(name),
                    "the operator " + name,
                    "a graph that ends by itself",
                    "Export the model with its loops unrolled.");
        }
    }

    private void externalFiles() {
        for (String location : content.externalFiles()) {
            require(
                    isInside(location),
                    "weights in '" + location + "'",
                    "regular files in the model's own folder, named without '..' and without links",
                    "Put the weights beside the model, or export it as one file.");
        }
    }

    private boolean isInside(String location) {
        try {
            Path folder = file.toAbsolutePath().normalize().getParent();
            Path named = Path.of(location);
            Path data = folder.resolve(named).normalize();
            boolean plain =
                    !location.isEmpty() && !named.isAbsolute() && !location.contains("..") && data.startsWith(folder);
            return plain
                    && Files.isRegularFile(data, LinkOption.NOFOLLOW_LINKS)
                    && data.toRealPath().startsWith(folder.toRealPath());
        } catch (InvalidPathException | IOException e) {
            return false;
        }
    }

    private void ports() {
        require(
                content.inputs().size() == 1 && content.outputs().size() == 1,
                content.inputs().size() + " inputs and " + content.outputs().size() + " outputs",
                "one of each",
                "Export the network from picture to picture alone.");
        OnnxContent.Port input = content.inputs().get(0);
        OnnxContent.Port output = content.outputs().get(0);
        for (OnnxContent.Port port : List.of(input, output)) {
            require(
                    port.elementType() == FLOAT || port.elementType() == FLOAT16,
                    port.name() + " of element type " + port.elementType(),
                    "float32 (1) or float16 (10)",
                    "Export the model in floating point.");
        }
        List<Long> axes = input.axes();
        require(
                axes.size() == 4,
                "input " + input.name() + " of rank " + axes.size(),
                "[1, 3, height, width]",
                "Export the model for pictures in NCHW order.");
        require(
                axes.get(0) == 1 || axes.get(0) == OnnxContent.OPEN,
                "batches of " + axes.get(0) + " pictures",
                "1 or an open length",
                "Export the model with an open batch axis.");
        require(
                axes.get(1) == COLOURS || axes.get(1) == OnnxContent.OPEN && axes.get(3) != COLOURS,
                "an input of shape " + axes,
                "3 channels at the second axis",
                "Export the model for colour pictures in NCHW order.");
        require(
                axes.get(2) == OnnxContent.OPEN && axes.get(3) == OnnxContent.OPEN,
                "pictures of fixed size, " + axes.get(3) + " x " + axes.get(2),
                "open height and width",
                "Export the model with dynamic axes for height and width.");
    }

    private void require(boolean right, String found, String limit, String nextStep) {
        if (!right) {
            throw failure(file, found, limit, nextStep, null);
        }
    }

    static ModelException failure(Path file, String found, String limit, String nextStep, Exception cause) {
        Problem problem = new Problem("ONNX model " + file, found, limit, nextStep);
        return cause == null ? new ModelException(problem) : new ModelException(problem, cause);
    }
}
