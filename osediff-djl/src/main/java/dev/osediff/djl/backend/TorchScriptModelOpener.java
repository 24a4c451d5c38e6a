package dev.osediff.djl.backend;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.ModelFileOpener;
import dev.osediff.backend.OpenedModelFile;
import dev.osediff.error.BackendException;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Opens TorchScript files with one network from pictures [1, 3, h, w] in [0, 1] to larger ones, of callers who vouch for them:
 * such a file is a program. Scale and alignment are found by running small pictures.
 */
public final class TorchScriptModelOpener implements ModelFileOpener {
    private static final int PROBE_SIDE = 64;
    private static final int MOST_SCALE = 8;

    @Override
    public String backend() {
        return "torchscript";
    }

    @Override
    public String formats() {
        return "TorchScript (.pt)";
    }

    @Override
    public boolean accepts(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().map(ZipEntry::getName).anyMatch(name -> name.matches("[^/]*/code/.+\\.py"));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public OpenedModelFile open(Path file, CompileSpec spec, boolean trusted) {
        if (!trusted) {
            throw refused(
                    file,
                    "a program that nobody vouches for: TorchScript can do what this process can",
                    "a file that the caller trusts",
                    "If you trust its author as you would trust a program's, say so:"
                            + " SuperResolver.builder().trustedModel(file).");
        }
        new TorchScriptBackend().requireSupported(spec);
        TrustedTorchScript network = TrustedTorchScript.of(file, spec.threads());
        try {
            int scale = scale(file, network);
            return new OpenedModelFile(name(file), sha256(file), scale, alignment(network, scale), network);
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    private static int scale(Path file, TrustedTorchScript network) {
        int[] shape = run(network, PROBE_SIDE);
        int scale = shape.length == 4 ? shape[2] / PROBE_SIDE : 0;
        if (scale < 1 || scale > MOST_SCALE || !Arrays.equals(shape, enlarged(PROBE_SIDE, scale))) {
            throw refused(
                    file,
                    "a picture of 64 x 64 that becomes " + Arrays.toString(shape),
                    "[1, 3, 64 s, 64 s] with s from 1 to " + MOST_SCALE,
                    "Export a super-resolution network whose output is the enlarged picture.");
        }
        return scale;
    }

    /** Returns the smallest power of two whose odd multiples the network takes. */
    private static int alignment(TrustedTorchScript network, int scale) {
        for (int alignment = 1; alignment < PROBE_SIDE / 2; alignment *= 2) {
            if (takes(network, PROBE_SIDE / 2 + alignment, scale)) {
                return alignment;
            }
        }
        return takes(network, PROBE_SIDE / 2, scale) ? PROBE_SIDE / 2 : PROBE_SIDE;
    }

    private static boolean takes(TrustedTorchScript network, int side, int scale) {
        try {
            return Arrays.equals(run(network, side), enlarged(side, scale));
        } catch (BackendException e) {
            return false;
        }
    }

    private static int[] run(TrustedTorchScript network, int side) {
        return network.run(List.of(Tensor.zeros(1, 3, side, side)), Cancellation.NONE)
                .shape();
    }

    private static int[] enlarged(int side, int scale) {
        return new int[] {1, 3, side * scale, side * scale};
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String sha256(Path file) {
        try {
            return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
        } catch (IOException e) {
            throw new ModelException(
                    new Problem(
                            "TorchScript model " + file, e.toString(), "a file that can be read", "Check its rights."),
                    e);
        }
    }

    private static ModelException refused(Path file, String found, String limit, String nextStep) {
        return new ModelException(new Problem("TorchScript model " + file, found, limit, nextStep));
    }
}
