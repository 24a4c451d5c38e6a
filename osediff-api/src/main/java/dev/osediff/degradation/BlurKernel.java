package dev.osediff.degradation;

/**
 * A square blur kernel whose weights sum to 1.
 *
 * @param size its side in pixels, odd
 * @param weights size · size weights, row-major
 */
record BlurKernel(int size, float[] weights) {
    /** Weights below this share of the sum are dropped: no sample moves by a tenth of an 8-bit level. */
    private static final double NEGLIGIBLE = 1e-6;

    /** Draws a kernel. */
    static BlurKernel draw(BlurConfig config, SeededRandom random) {
        int size = drawSize(config.smallestSizePixels(), config.largestSizePixels(), random);
        if (random.nextBoolean(config.sincProbability())) {
            double lowest = StrictMath.PI / (size < 13 ? 3 : 5);
            return sinc(size, new Range(lowest, StrictMath.PI).draw(random));
        }
        KernelMix mix = config.mix();
        double sum = mix.isotropic()
                + mix.anisotropic()
                + mix.generalizedIsotropic()
                + mix.generalizedAnisotropic()
                + mix.plateauIsotropic()
                + mix.plateauAnisotropic();
        double choice = random.nextDouble() * sum;
        double sigmaX = config.sigmaPixels().draw(random);
        double sigmaY = config.sigmaPixels().draw(random);
        double angle = new Range(-StrictMath.PI, StrictMath.PI).draw(random);
        boolean flat = random.nextBoolean(0.5);
        double shape = random.nextDouble();
        if ((choice -= mix.isotropic()) < 0) {
            return gaussian(size, sigmaX, sigmaX, 0, 1);
        }
        if ((choice -= mix.anisotropic()) < 0) {
            return gaussian(size, sigmaX, sigmaY, angle, 1);
        }
        double beta = beta(config.gaussianBeta(), flat, shape);
        if ((choice -= mix.generalizedIsotropic()) < 0) {
            return gaussian(size, sigmaX, sigmaX, 0, beta);
        }
        if ((choice -= mix.generalizedAnisotropic()) < 0) {
            return gaussian(size, sigmaX, sigmaY, angle, beta);
        }
        beta = beta(config.plateauBeta(), flat, shape);
        if (choice < mix.plateauIsotropic()) {
            return plateau(size, sigmaX, sigmaX, 0, beta);
        }
        return plateau(size, sigmaX, sigmaY, angle, beta);
    }

    static int drawSize(int smallest, int largest, SeededRandom random) {
        return smallest + 2 * random.nextInt((largest - smallest) / 2 + 1);
    }

    private static double beta(Range range, boolean below, double position) {
        double middle = Math.min(Math.max(1, range.low()), range.high());
        return below ? range.low() + (middle - range.low()) * position : middle + (range.high() - middle) * position;
    }

    /** Returns exp(-q^β / 2): a Gaussian for β = 1. */
    static BlurKernel gaussian(int size, double sigmaX, double sigmaY, double angle, double beta) {
        double[] q = squaredDistances(size, sigmaX, sigmaY, angle);
        for (int i = 0; i < q.length; i++) {
            q[i] = StrictMath.exp(-0.5 * (beta == 1 ? q[i] : StrictMath.pow(q[i], beta)));
        }
        return normalized(size, q);
    }

    /** Returns 1 / (q^β + 1). */
    static BlurKernel plateau(int size, double sigmaX, double sigmaY, double angle, double beta) {
        double[] q = squaredDistances(size, sigmaX, sigmaY, angle);
        for (int i = 0; i < q.length; i++) {
            q[i] = 1 / ((beta == 1 ? q[i] : StrictMath.pow(q[i], beta)) + 1);
        }
        return normalized(size, q);
    }

    /** Returns the circular low-pass ω J1(ω d) / (2 π d) with cut-off ω in radians per pixel. */
    static BlurKernel sinc(int size, double cutoff) {
        int centre = size / 2;
        double[] weights = new double[size * size];
        for (int y = 0; y <= centre; y++) {
            for (int x = 0; x <= centre; x++) {
                double distance = StrictMath.sqrt((double) x * x + y * y);
                double weight = distance == 0
                        ? cutoff * cutoff / (4 * StrictMath.PI)
                        : cutoff * BesselJ1.of(cutoff * distance) / (2 * StrictMath.PI * distance);
                weights[(centre + y) * size + centre + x] = weight;
                weights[(centre + y) * size + centre - x] = weight;
                weights[(centre - y) * size + centre + x] = weight;
                weights[(centre - y) * size + centre - x] = weight;
            }
        }
        return normalized(size, weights);
    }

    /** q = pᵀ Σ⁻¹ p with Σ = R diag(σx², σy²) Rᵀ. */
    private static double[] squaredDistances(int size, double sigmaX, double sigmaY, double angle) {
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        int centre = size / 2;
        double[] q = new double[size * size];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double along = (cos * (x - centre) + sin * (y - centre)) / sigmaX;
                double across = (cos * (y - centre) - sin * (x - centre)) / sigmaY;
                q[y * size + x] = along * along + across * across;
            }
        }
        return q;
    }

    private static BlurKernel normalized(int size, double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double kept = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.abs(weights[i]) < NEGLIGIBLE * sum ? 0 : weights[i];
            kept += weights[i];
        }
        float[] result = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            result[i] = (float) (weights[i] / kept);
        }
        return new BlurKernel(size, result);
    }
}
