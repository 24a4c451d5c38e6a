package dev.osediff.backend.plain;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single-precision matrix product that all heavy operations end in. The sum over k is formed in one order for every
 * column, so results do not depend on how callers cut columns or rows into blocks. Stateless and thread-safe.
 */
interface Gemm {
    /**
     * C[m×n] = A[m×k] · B[k×n], all row-major; C must not overlap A or B.
     *
     * @param lda distance between rows of A, likewise the others
     */
    void multiply(
            int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb, float[] c, int cAt, int ldc);

    /** Returns what it computes with, for people ("512-bit vectors"). */
    String describe();

    /** Returns the fastest one this JVM offers, chosen once. */
    static Gemm best() {
        return Choice.BEST;
    }

    /** Chooses on first use. */
    final class Choice {
        private static final Logger LOG = LoggerFactory.getLogger(PlainBackend.class);
        private static final String SWITCH = "osediff.vector";
        private static final String MODULE = "jdk.incubator.vector";
        static final Gemm BEST = choose();

        private Choice() {}

        private static Gemm choose() {
            if (Boolean.parseBoolean(System.getProperty(SWITCH, "true"))) {
                Module vectors = ModuleLayer.boot().findModule(MODULE).orElse(null);
                if (vectors == null) {
                    LOG.info("Running without the Vector API; start Java with --add-modules {} for more speed", MODULE);
                } else {
                    Gemm.class.getModule().addReads(vectors);
                    return load();
                }
            }
            return new ScalarGemm();
        }

        private static Gemm load() {
            try {
                return (Gemm) Class.forName("dev.osediff.backend.plain.VectorGemm")
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException | LinkageError e) {
                LOG.warn("The Vector API is there but cannot be used, continuing without it", e);
                return new ScalarGemm();
            }
        }
    }
}
