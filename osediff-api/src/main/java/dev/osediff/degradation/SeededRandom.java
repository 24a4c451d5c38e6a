package dev.osediff.degradation;

/**
 * A small random generator whose numbers are fixed for ever: SplitMix64 (Steele, Lea, Flood 2014) in our own code,
 * because the JDK promises neither the algorithm of {@code SplittableRandom} nor that of {@code nextGaussian}. Equal
 * seeds give equal numbers on every JVM. Not thread-safe.
 */
public final class SeededRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** Creates a generator; every seed is good. */
    public SeededRandom(long seed) {
        this.state = mix(seed + GOLDEN_GAMMA);
    }

    /** Returns a seed that depends on both numbers, for the independent stream {@code index} of {@code seed}. */
    public static long derive(long seed, long index) {
        return mix(mix(seed + GOLDEN_GAMMA) ^ (index * 0xD1342543DE82EF95L + GOLDEN_GAMMA));
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Returns 64 random bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Returns a uniform number in [0, 1) with 53 random bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Returns a uniform number in [low, high). */
    public double nextDouble(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** Returns a uniform whole number in [0, bound). */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1, found " + bound);
        }
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** Returns true with the given probability; always takes exactly one number. */
    public boolean nextBoolean(double probability) {
        return nextDouble() < probability;
    }

    /** Returns a normal number of mean 0 and deviation 1, within ± 4.2 (see {@link NormalQuantiles}). */
    public float nextGaussian() {
        return NormalQuantiles.at((int) (nextLong() >>> 48));
    }

    /** Fills the array with normal numbers of mean 0 and the given deviation. */
    public void fillGaussian(float[] target, float deviation) {
        int i = 0;
        for (; i + 4 <= target.length; i += 4) {
            long bits = nextLong();
            target[i] = deviation * NormalQuantiles.at((int) (bits & 0xFFFF));
            target[i + 1] = deviation * NormalQuantiles.at((int) (bits >>> 16 & 0xFFFF));
            target[i + 2] = deviation * NormalQuantiles.at((int) (bits >>> 32 & 0xFFFF));
            target[i + 3] = deviation * NormalQuantiles.at((int) (bits >>> 48));
        }
        for (; i < target.length; i++) {
            target[i] = deviation * nextGaussian();
        }
    }
}
