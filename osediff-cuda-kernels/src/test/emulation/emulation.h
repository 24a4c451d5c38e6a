// Plays a CUDA device on the CPU: the threads of a block are fibers that run one after another from barrier to barrier.
// A barrier that not all threads reach, and a shuffle that not all lanes of a warp reach, end the program with a message.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#define OSEDIFF_DEVICE static inline
#define OSEDIFF_MEMBER inline
#define OSEDIFF_UNROLL
#define OSEDIFF_SHARED(name) float* name = emulation::sharedMemory
#define OSEDIFF_SHUFFLE_XOR(value, mask) emulation::shuffleXor(value, mask)
#define OSEDIFF_INFINITY std::numeric_limits<float>::infinity()
#define OSEDIFF_KERNEL(name, Args, threads)                                                            \
    static void name(const Args& args);                                                                \
    static const emulation::Kernel kernel_##name(                                                      \
        #name, sizeof(Args), threads, [](const void* args) { name(*static_cast<const Args*>(args)); }); \
    static void name(const Args& args)

struct Dim {
    int x, y, z;
};

struct alignas(16) float4 {
    float x, y, z, w;
};

extern Dim threadIdx, blockIdx, blockDim, gridDim;

namespace emulation {
extern float* sharedMemory;
float shuffleXor(float value, int mask);
void blockBarrier();

struct Kernel {
    Kernel(const char* name, size_t argumentBytes, int threads, void (*body)(const void*));
};
}  // namespace emulation

static inline void __syncthreads() { emulation::blockBarrier(); }

static inline float __uint_as_float(unsigned bits) {
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

static inline unsigned __float_as_uint(float value) {
    unsigned bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

struct Half;
float toFloat(Half value);
void fromFloat(float value, Half* to);
