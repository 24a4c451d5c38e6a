package dev.osediff.degradation;

/** The quantisation tables of ITU-T T.81 annex K, scaled to a quality as libjpeg does. */
final class JpegTables {
    private static final int[] LUMA = {
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29,
        51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121,
        120, 101, 72, 92, 95, 98, 112, 100, 103, 99
    };

    /** The upper left 4 × 4 of the table for colour; all else is 99. */
    private static final int[] CHROMA_CORNER = {17, 18, 24, 47, 18, 21, 26, 66, 24, 26, 56, 99, 47, 66, 99, 99};

    private JpegTables() {}

    /** Returns 64 steps, row-major. */
    static float[] luma(double quality) {
        float[] table = new float[64];
        for (int i = 0; i < 64; i++) {
            table[i] = step(LUMA[i], quality);
        }
        return table;
    }

    /** Returns 64 steps, row-major. */
    static float[] chroma(double quality) {
        float[] table = new float[64];
        for (int i = 0; i < 64; i++) {
            boolean corner = i / 8 < 4 && i % 8 < 4;
            table[i] = step(corner ? CHROMA_CORNER[i / 8 * 4 + i % 8] : 99, quality);
        }
        return table;
    }

    private static float step(int base, double quality) {
        double percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        return (float) Math.max(1, Math.min(255, Math.floor((base * percent + 50) / 100)));
    }
}
