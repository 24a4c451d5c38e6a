// What all kernels share: element types, conversions, and the few words that differ between nvcc, NVRTC and the
// emulation of the tests. Needs no header of the CUDA toolkit, so that NVRTC can compile it anywhere.
#pragma once

#ifdef OSEDIFF_EMULATION
#include "emulation.h"
#else
#define OSEDIFF_DEVICE __device__ __forceinline__
#define OSEDIFF_MEMBER __device__ __forceinline__
#define OSEDIFF_UNROLL _Pragma("unroll")
#define OSEDIFF_SHARED(name) extern __shared__ __align__(16) float name[]
#define OSEDIFF_KERNEL(name, Args, threads) \
    extern "C" __global__ void __launch_bounds__(threads) name(const Args args)
#define OSEDIFF_SHUFFLE_XOR(value, mask) __shfl_xor_sync(0xffffffffu, value, mask)
#define OSEDIFF_INFINITY __int_as_float(0x7f800000)
#endif

struct Half {
    unsigned short bits;
};

struct BFloat {
    unsigned short bits;
};

OSEDIFF_DEVICE float toFloat(float value) { return value; }
OSEDIFF_DEVICE void fromFloat(float value, float* to) { *to = value; }

#ifndef OSEDIFF_EMULATION
OSEDIFF_DEVICE float toFloat(Half value) {
    float result;
    asm("cvt.f32.f16 %0, %1;" : "=f"(result) : "h"(value.bits));
    return result;
}

OSEDIFF_DEVICE void fromFloat(float value, Half* to) {
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(to->bits) : "f"(value));
}
#endif

OSEDIFF_DEVICE float toFloat(BFloat value) { return __uint_as_float(static_cast<unsigned>(value.bits) << 16); }

// Rounds to the nearest, ties to even; a NaN stays a NaN.
OSEDIFF_DEVICE void fromFloat(float value, BFloat* to) {
    unsigned bits = __float_as_uint(value);
    if ((bits & 0x7fffffffu) > 0x7f800000u) {
        to->bits = static_cast<unsigned short>((bits >> 16) | 0x40u);
    } else {
        to->bits = static_cast<unsigned short>((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
    }
}
