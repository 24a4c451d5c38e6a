package dev.osediff.ort.foreign;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.ModelFileOpener;
import dev.osediff.backend.OpenedModelFile;
import dev.osediff.error.BackendException;
import dev.osediff.network.Tensor;
import dev.osediff.ort.backend.ForeignSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Opens ONNX files with one network from pictures [1, 3, h, w] in [0, 1] to larger ones, such as an exported Real-ESRGAN. Scale
 * and alignment are found by running small pictures.
 */
public final class OnnxModelOpener implements ModelFileOpener {
    private static final String ENDING = ".onnx";

    /** One message of protocol buffers has no more. */
    private static final long MOST_BYTES = Integer.MAX_VALUE;

    /** Side that is a multiple of every alignment that is tried. */
    private static final int PROBE_SIDE = 64;

    private static final int MOST_SCALE = 8;

    @Override
    public String backend() {
        return "ort";
    }

    @Override
    public String formats() {
        return "ONNX (" + ENDING + ")";
    }

    @Override
    public boolean accepts(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    @Override
    public OpenedModelFile open(Path file, CompileSpec spec, boolean trusted) {
        OnnxContent content = content(file);
        OnnxChecks.require(file, content);
        ForeignSession session = ForeignSession.open(
                file,
                content.inputs().get(0).name(),
                content.inputs().get(0).elementType() == OnnxChecks.FLOAT16,
                spec);
        try {
            int scale = scale(file, session);
            String name = file.getFileName().toString();
            return new OpenedModelFile(
                    name.substring(0, name.length() - ENDING.length()),
                    sha256(file),
                    scale,
                    alignment(session, scale),
                    session);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    private static OnnxContent content(Path file) {
        try {
            long bytes = Files.size(file);
            if (!Files.isRegularFile(file) || bytes == 0 || bytes > MOST_BYTES) {
                throw OnnxChecks.failure(
                        file,
                        Files.isRegularFile(file) ? bytes + " bytes" : "not a file",
                        "a file of 1 to " + MOST_BYTES + " bytes",
                        "Export larger models with their weights in files beside them.",
                        null);
            }
            return OnnxReader.read(file);
        } catch (IOException e) {
            throw OnnxChecks.failure(
                    file,
                    e.getMessage() == null
                            ? e.toString()
                            : e.getMessage().lines().findFirst().orElse(""),
                    "a whole ONNX file that can be read",
                    "The file is damaged or of another format; export or copy it again.",
                    e);
        }
    }

    private static String sha256(Path file) {
        try {
            return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
        } catch (IOException e) {
            throw OnnxChecks.failure(file, e.toString(), "a file that can be read", "Check its rights.", e);
        }
    }

    private static int scale(Path file, ForeignSession session) {
        int[] shape = session.run(List.of(Tensor.zeros(1, 3, PROBE_SIDE, PROBE_SIDE)), Cancellation.NONE)
                .shape();
        boolean fits = shape.length == 4
                && shape[0] == 1
                && shape[1] == 3
                && shape[2] == shape[3]
                && shape[2] % PROBE_SIDE == 0
                && shape[2] / PROBE_SIDE >= 1
                && shape[2] / PROBE_SIDE <= MOST_SCALE;
        if (!fits) {
            throw OnnxChecks.failure(
                    file,
                    "a picture of 64 x 64 that becomes " + Arrays.toString(shape),
                    "[1, 3, 64 s, 64 s] with s from 1 to " + MOST_SCALE,
                    "Export a super-resolution network whose output is the enlarged picture.",
                    null);
        }
        return shape[2] / PROBE_SIDE;
    }

    /** Returns the smallest power of two whose odd multiples the network takes. */
    private static int alignment(ForeignSession session, int scale) {
        for (int alignment = 1; alignment < PROBE_SIDE / 2; alignment *= 2) {
            if (takes(session, PROBE_SIDE / 2 + alignment, scale)) {
                return alignment;
            }
        }
        return takes(session, PROBE_SIDE / 2, scale) ? PROBE_SIDE / 2 : PROBE_SIDE;
    }

    private static boolean takes(ForeignSession session, int side, int scale) {
        try {
            int[] shape = session.run(List.of(Tensor.zeros(1, 3, side, side)), Cancellation.NONE)
                    .shape();
            return shape.length == 4 && shape[2] == side * scale && shape[3] == side * scale;
        } catch (BackendException e) {
            return false;
        }
    }
}
