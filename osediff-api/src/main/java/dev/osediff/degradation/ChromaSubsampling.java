package dev.osediff.degradation;

/** Halving of a colour plane by 2 × 2 means and its return to full size with triangle weights, as decoders do it. */
final class ChromaSubsampling {
    private ChromaSubsampling() {}

    static float[] halve(float[] plane, int width, int height) {
        int halfWidth = (width + 1) / 2;
        int halfHeight = (height + 1) / 2;
        float[] half = new float[halfWidth * halfHeight];
        for (int y = 0; y < halfHeight; y++) {
            int upper = 2 * y * width;
            int lower = Math.min(2 * y + 1, height - 1) * width;
            for (int x = 0; x < halfWidth; x++) {
                int left = 2 * x;
                int right = Math.min(left + 1, width - 1);
                half[y * halfWidth + x] = 0.25f
                        * (plane[upper + left] + plane[upper + right] + plane[lower + left] + plane[lower + right]);
            }
        }
        return half;
    }

    static float[] twice(float[] half, int width, int height) {
        int halfWidth = (width + 1) / 2;
        int halfHeight = (height + 1) / 2;
        float[] plane = new float[width * height];
        float[] mixed = new float[halfWidth];
        for (int y = 0; y < height; y++) {
            int near = y / 2 * halfWidth;
            int far = Math.max(0, Math.min(halfHeight - 1, y / 2 + (y % 2 == 0 ? -1 : 1))) * halfWidth;
            for (int x = 0; x < halfWidth; x++) {
                mixed[x] = 0.75f * half[near + x] + 0.25f * half[far + x];
            }
            for (int x = 0; x < width; x++) {
                int other = Math.max(0, Math.min(halfWidth - 1, x / 2 + (x % 2 == 0 ? -1 : 1)));
                plane[y * width + x] = 0.75f * mixed[x / 2] + 0.25f * mixed[other];
            }
        }
        return plane;
    }
}
