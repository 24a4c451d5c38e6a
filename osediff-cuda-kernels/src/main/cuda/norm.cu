// Norms of pictures [batch, pixels, channels] and of token rows, with SiLU behind them where wanted. Mean first, then the
// squares of the distances from it: a sum of squares alone loses the variance of what lies far from 0.
// Blocks of 256 threads; thread t takes the elements t, t + 256, ...
#include "common.cuh"

struct NormArgs {
    const void* x;
    void* y;
    const float* gamma;
    const float* beta;
    float* statistics;  // two-pass form: mean and sum of squared distances per [batch, group, slab]
    int pixels;
    int channels;
    int groups;
    int slabs;  // parts of the pixels, each of the same number but the last
    float epsilon;
    int silu;  // not 0: y = z sigmoid(z) of the normalised z
};

constexpr int NORM_THREADS = 256;

// A picture's group within some pixels, its elements numbered pixel by pixel.
template <typename T>
struct Slab {
    const T* x;
    T* y;
    int firstChannel;
    int width;
    int channels;
    int count;

    OSEDIFF_MEMBER Slab(const NormArgs& args, int batch, int group, int firstPixel, int pixels) {
        channels = args.channels;
        width = channels / args.groups;
        firstChannel = group * width;
        count = pixels > 0 ? pixels * width : 0;
        long long start = (static_cast<long long>(batch) * args.pixels + firstPixel) * channels + firstChannel;
        x = static_cast<const T*>(args.x) + start;
        y = static_cast<T*>(args.y) + start;
    }

    OSEDIFF_MEMBER long long at(int index) const {
        return static_cast<long long>(index / width) * channels + index % width;
    }
};

// The sum over the block, in every thread. Shared memory: a float for each warp.
OSEDIFF_DEVICE float blockSum(float value) {
    OSEDIFF_SHARED(shared);
    for (int mask = 16; mask > 0; mask /= 2) {
        value += OSEDIFF_SHUFFLE_XOR(value, mask);
    }
    if (threadIdx.x % 32 == 0) {
        shared[threadIdx.x / 32] = value;
    }
    __syncthreads();
    float sum = 0.0f;
    for (int warp = 0; warp < NORM_THREADS / 32; warp++) {
        sum += shared[warp];
    }
    __syncthreads();
    return sum;
}

template <typename T>
OSEDIFF_DEVICE void measure(const Slab<T>& slab, float* mean, float* squares) {
    float sum = 0.0f;
    for (int i = threadIdx.x; i < slab.count; i += NORM_THREADS) {
        sum += toFloat(slab.x[slab.at(i)]);
    }
    *mean = slab.count > 0 ? blockSum(sum) / slab.count : blockSum(sum);
    float distances = 0.0f;
    for (int i = threadIdx.x; i < slab.count; i += NORM_THREADS) {
        float distance = toFloat(slab.x[slab.at(i)]) - *mean;
        distances = fmaf(distance, distance, distances);
    }
    *squares = blockSum(distances);
}

template <typename T>
OSEDIFF_DEVICE void apply(const Slab<T>& slab, const NormArgs& args, float mean, float variance) {
    float inverse = 1.0f / sqrtf(variance + args.epsilon);
    for (int i = threadIdx.x; i < slab.count; i += NORM_THREADS) {
        int channel = slab.firstChannel + i % slab.width;
        float value = (toFloat(slab.x[slab.at(i)]) - mean) * inverse;
        value = fmaf(value, args.gamma[channel], args.beta[channel]);
        if (args.silu) {
            value = value / (1.0f + expf(-value));
        }
        fromFloat(value, slab.y + slab.at(i));
    }
}

// Grid: groups x batch.
template <typename T>
OSEDIFF_DEVICE void groupNormSingle(const NormArgs& args) {
    Slab<T> slab(args, blockIdx.y, blockIdx.x, 0, args.pixels);
    float mean;
    float squares;
    measure(slab, &mean, &squares);
    apply(slab, args, mean, squares / slab.count);
}

OSEDIFF_DEVICE int slabPixels(const NormArgs& args, int slab) {
    int most = (args.pixels + args.slabs - 1) / args.slabs;
    int left = args.pixels - slab * most;
    return left < most ? left : most;
}

OSEDIFF_DEVICE int firstPixel(const NormArgs& args, int slab) {
    return slab * ((args.pixels + args.slabs - 1) / args.slabs);
}

// Grid: slabs x groups x batch.
template <typename T>
OSEDIFF_DEVICE void groupNormStatistics(const NormArgs& args) {
    Slab<T> slab(args, blockIdx.z, blockIdx.y, firstPixel(args, blockIdx.x), slabPixels(args, blockIdx.x));
    float mean;
    float squares;
    measure(slab, &mean, &squares);
    if (threadIdx.x == 0) {
        long long entry = (static_cast<long long>(blockIdx.z) * args.groups + blockIdx.y) * args.slabs + blockIdx.x;
        args.statistics[2 * entry] = mean;
        args.statistics[2 * entry + 1] = squares;
    }
}

// Grid: slabs x groups x batch, after groupNormStatistics. Slabs are joined as Chan, Golub and LeVeque (1983) do.
template <typename T>
OSEDIFF_DEVICE void groupNormApply(const NormArgs& args) {
    int width = args.channels / args.groups;
    const float* entries =
        args.statistics + 2 * (static_cast<long long>(blockIdx.z) * args.groups + blockIdx.y) * args.slabs;
    float count = 0.0f;
    float mean = 0.0f;
    float squares = 0.0f;
    for (int slab = 0; slab < args.slabs; slab++) {
        int pixels = slabPixels(args, slab);
        if (pixels > 0) {
            float more = static_cast<float>(pixels) * width;
            float distance = entries[2 * slab] - mean;
            float all = count + more;
            mean += distance * (more / all);
            squares += entries[2 * slab + 1] + distance * distance * (count * (more / all));
            count = all;
        }
    }
    Slab<T> mine(args, blockIdx.z, blockIdx.y, firstPixel(args, blockIdx.x), slabPixels(args, blockIdx.x));
    apply(mine, args, mean, squares / count);
}

// Grid: rows. A row is a picture of one pixel and one group.
template <typename T>
OSEDIFF_DEVICE void layerNorm(const NormArgs& args) {
    Slab<T> slab(args, blockIdx.x, 0, 0, 1);
    float mean;
    float squares;
    measure(slab, &mean, &squares);
    apply(slab, args, mean, squares / slab.count);
}

#define OSEDIFF_NORMS(suffix, T)                                                                            \
    OSEDIFF_KERNEL(group_norm_single_##suffix, NormArgs, NORM_THREADS) { groupNormSingle<T>(args); }         \
    OSEDIFF_KERNEL(group_norm_statistics_##suffix, NormArgs, NORM_THREADS) { groupNormStatistics<T>(args); } \
    OSEDIFF_KERNEL(group_norm_apply_##suffix, NormArgs, NORM_THREADS) { groupNormApply<T>(args); }           \
    OSEDIFF_KERNEL(layer_norm_##suffix, NormArgs, NORM_THREADS) { layerNorm<T>(args); }

OSEDIFF_NORMS(f32, float)
OSEDIFF_NORMS(f16, Half)
OSEDIFF_NORMS(bf16, BFloat)
