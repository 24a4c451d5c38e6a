// What is computed element by element behind a matrix product. Blocks of 256 threads, one element each.
#include "common.cuh"

struct GegluArgs {
    const void* x;  // [rows, 2 channels]: values, then gates
    void* y;        // [rows, channels]
    long long count;
    int channels;
    int unused;
};

struct EpilogueArgs {
    const void* x;
    const float* bias;     // [channels]
    const void* residual;  // as x; read if hasResidual is not 0
    void* y;
    long long count;
    int channels;
    int hasResidual;
};

// y = value * gelu(gate) with the exact gelu, gate / 2 (1 + erf(gate / sqrt 2)).
template <typename T>
OSEDIFF_DEVICE void geglu(const GegluArgs& args) {
    long long index = static_cast<long long>(blockIdx.x) * 256 + threadIdx.x;
    if (index < args.count) {
        const T* row = static_cast<const T*>(args.x) + index / args.channels * 2 * args.channels;
        int channel = static_cast<int>(index % args.channels);
        float gate = toFloat(row[args.channels + channel]);
        float gelu = 0.5f * gate * (1.0f + erff(gate * 0.70710678118654752f));
        fromFloat(toFloat(row[channel]) * gelu, static_cast<T*>(args.y) + index);
    }
}

// y = x + bias + residual, channels last.
template <typename T>
OSEDIFF_DEVICE void biasResidual(const EpilogueArgs& args) {
    long long index = static_cast<long long>(blockIdx.x) * 256 + threadIdx.x;
    if (index < args.count) {
        float value = toFloat(static_cast<const T*>(args.x)[index]) + args.bias[index % args.channels];
        if (args.hasResidual) {
            value += toFloat(static_cast<const T*>(args.residual)[index]);
        }
        fromFloat(value, static_cast<T*>(args.y) + index);
    }
}

#define OSEDIFF_ELEMENTWISE(suffix, T)                                       \
    OSEDIFF_KERNEL(geglu_##suffix, GegluArgs, 256) { geglu<T>(args); }       \
    OSEDIFF_KERNEL(bias_residual_##suffix, EpilogueArgs, 256) { biasResidual<T>(args); }

OSEDIFF_ELEMENTWISE(f32, float)
OSEDIFF_ELEMENTWISE(f16, Half)
OSEDIFF_ELEMENTWISE(bf16, BFloat)
