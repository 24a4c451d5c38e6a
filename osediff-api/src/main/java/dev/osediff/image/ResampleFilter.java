package dev.osediff.image;

/** Interpolation kernels. Each is widened by the scale when shrinking, which is what keeps aliases out. */
public enum ResampleFilter {
    /** Mean over the covered source pixels; nearest neighbour when enlarging by whole factors. */
    BOX(0.5) {
        @Override
        double at(double x) {
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    },
    /** Triangle. */
    BILINEAR(1) {
        @Override
        double at(double x) {
            return Math.max(0, 1 - Math.abs(x));
        }
    },
    /** Cubic convolution with a = -0.5 (Keys, 1981, eq. 4). */
    BICUBIC(2) {
        @Override
        double at(double x) {
            double a = -0.5;
            double t = Math.abs(x);
            if (t < 1) {
                return ((a + 2) * t - (a + 3)) * t * t + 1;
            }
            return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
        }
    },
    /** Sinc windowed by a sinc of three lobes (Duchon, 1979). */
    LANCZOS3(3) {
        @Override
        double at(double x) {
            return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    };

    private final double support;

    ResampleFilter(double support) {
        this.support = support;
    }

    /** Returns the half width in source pixels at scale 1. */
    double support() {
        return support;
    }

    /** Returns the unnormalised weight at a distance in source pixels at scale 1. */
    abstract double at(double x);

    private static double sinc(double x) {
        return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
    }
}
