// Convolution of a picture [batch, height, width, channels] as a matrix product whose left side is gathered, never
// stored: row = output pixel, column = output channel, inner index = (tap, input channel). Also the nearest x2
// upsampling followed by 3x3, as four 2x2 convolutions, one for each of the four positions in a doubled pixel.
//
// A block of 256 threads makes 64 pixels x 64 channels, 16 inner indices at a time; thread (ty, tx) of 16 x 16 owns the
// pixels ty, ty + 16, ... and the channels tx, tx + 16, ... Sums are fp32, in the order of the inner index.
#include "common.cuh"

struct ConvolutionArgs {
    const void* x;
    const void* weights;   // [phases, outChannels, kernel, kernel, inChannels]
    const float* bias;     // [outChannels]
    const void* residual;  // as y; read if hasResidual is not 0
    void* y;               // [batch, outHeight, outWidth, outChannels], both doubled if there are 4 phases
    int height;
    int width;
    int inChannels;
    int outHeight;
    int outWidth;
    int outChannels;
    int kernel;
    int stride;
    int padding;  // above and to the left; with 4 phases 1 for the upper and left ones, 0 for the others
    int phases;   // 1 or 4
    int hasResidual;
    int unused;
};

template <typename T>
OSEDIFF_DEVICE void convolution(const ConvolutionArgs& args) {
    constexpr int TILE = 64;
    constexpr int STEP = 16;
    constexpr int PITCH = TILE + 4;
    OSEDIFF_SHARED(shared);
    float* pixels = shared;
    float* weights = shared + STEP * PITCH;

    const int tx = threadIdx.x % 16;
    const int ty = threadIdx.x / 16;
    const int phase = blockIdx.z % args.phases;
    const long long batch = blockIdx.z / args.phases;
    const int phaseY = phase / 2;
    const int phaseX = phase % 2;
    const int padY = args.phases == 4 ? 1 - phaseY : args.padding;
    const int padX = args.phases == 4 ? 1 - phaseX : args.padding;
    const int inner = args.kernel * args.kernel * args.inChannels;
    const int firstPixel = blockIdx.x * TILE;
    const int firstChannel = blockIdx.y * TILE;
    const int allPixels = args.outHeight * args.outWidth;
    const T* x = static_cast<const T*>(args.x) + batch * args.height * args.width * args.inChannels;
    const T* w = static_cast<const T*>(args.weights) + static_cast<long long>(phase) * args.outChannels * inner;

    float sum[4][4] = {};
    for (int first = 0; first < inner; first += STEP) {
        OSEDIFF_UNROLL
        for (int part = 0; part < 4; part++) {
            int row = ty + 16 * part;
            int k = first + tx;
            float pixel = 0.0f;
            float weight = 0.0f;
            if (k < inner) {
                int tap = k / args.inChannels;
                int position = firstPixel + row;
                int inY = position / args.outWidth * args.stride - padY + tap / args.kernel;
                int inX = position % args.outWidth * args.stride - padX + tap % args.kernel;
                if (position < allPixels && inY >= 0 && inY < args.height && inX >= 0 && inX < args.width) {
                    long long at = static_cast<long long>(inY) * args.width + inX;
                    pixel = toFloat(x[at * args.inChannels + k % args.inChannels]);
                }
                if (firstChannel + row < args.outChannels) {
                    weight = toFloat(w[static_cast<long long>(firstChannel + row) * inner + k]);
                }
            }
            pixels[tx * PITCH + row] = pixel;
            weights[tx * PITCH + row] = weight;
        }
        __syncthreads();
        OSEDIFF_UNROLL
        for (int k = 0; k < STEP; k++) {
            OSEDIFF_UNROLL
            for (int i = 0; i < 4; i++) {
                OSEDIFF_UNROLL
                for (int j = 0; j < 4; j++) {
                    sum[i][j] = fmaf(pixels[k * PITCH + ty + 16 * i], weights[k * PITCH + tx + 16 * j], sum[i][j]);
                }
            }
        }
        __syncthreads();
    }

    const int spread = args.phases == 4 ? 2 : 1;
    OSEDIFF_UNROLL
    for (int i = 0; i < 4; i++) {
        int position = firstPixel + ty + 16 * i;
        long long outY = static_cast<long long>(position / args.outWidth) * spread + phaseY;
        long long outX = static_cast<long long>(position % args.outWidth) * spread + phaseX;
        long long row = (batch * args.outHeight * spread + outY) * args.outWidth * spread + outX;
        OSEDIFF_UNROLL
        for (int j = 0; j < 4; j++) {
            int channel = firstChannel + tx + 16 * j;
            if (position < allPixels && channel < args.outChannels) {
                long long at = row * args.outChannels + channel;
                float value = sum[i][j] + args.bias[channel];
                if (args.hasResidual) {
                    value += toFloat(static_cast<const T*>(args.residual)[at]);
                }
                fromFloat(value, static_cast<T*>(args.y) + at);
            }
        }
    }
}

OSEDIFF_KERNEL(convolution_f32, ConvolutionArgs, 256) { convolution<float>(args); }
OSEDIFF_KERNEL(convolution_f16, ConvolutionArgs, 256) { convolution<Half>(args); }
OSEDIFF_KERNEL(convolution_bf16, ConvolutionArgs, 256) { convolution<BFloat>(args); }
