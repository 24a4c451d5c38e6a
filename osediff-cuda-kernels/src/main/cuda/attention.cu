// Attention without a stored score matrix: softmax(scale * Q K^T) V, tile by tile with a running maximum and sum.
//
// One block of 128 threads owns BR queries of one head and passes over the keys in tiles of BC. The threads form a
// grid of 8 x 16: thread (ty, tx) owns the queries ty, ty + 8, ..., of a score tile the keys tx, tx + 16, ..., and of
// the result the channels tx, tx + 16, ... Products and sums are fp32 for every element type.
// Recurrence (Milakov and Gimelshein 2018), per query over tiles: m' = max(m, max s), l' = l 2^(m-m') + sum 2^(s-m'),
// o' = o 2^(m-m') + sum 2^(s-m') v, with s in units of log2; the result is o / l. Every thread keeps its own part of l.
#include "common.cuh"

struct AttentionArgs {
    const void* q;
    const void* k;
    const void* v;
    void* o;
    // Distances in elements between batches, heads, rows and channels, for q, k, v and o.
    long long strides[4][4];
    int heads;
    int queries;
    int keys;
    int causal;       // not 0: query i sees the keys 0..i
    float scaleLog2;  // scale of the scores times log2(e)
    int unused;
};

template <typename T, int D, int PADDED, int ROWS>
OSEDIFF_DEVICE void loadTile(float* tile, const T* from, const long long* strides, int first, int count) {
    for (int index = threadIdx.x; index < ROWS * PADDED; index += 128) {
        int row = index / PADDED;
        int channel = index % PADDED;
        float value = 0.0f;
        if (first + row < count && channel < D) {
            value = toFloat(from[(first + row) * strides[2] + channel * strides[3]]);
        }
        tile[row * (PADDED + 4) + channel] = value;
    }
}

template <typename T, int D, int BR, int BC>
OSEDIFF_DEVICE void attention(const AttentionArgs& args) {
    constexpr int PADDED = (D + 15) / 16 * 16;
    constexpr int PITCH = PADDED + 4;
    constexpr int PROBABILITY_PITCH = BC + 4;
    constexpr int MY_ROWS = BR / 8;
    constexpr int MY_KEYS = BC / 16;
    constexpr int MY_CHANNELS = PADDED / 16;
    OSEDIFF_SHARED(shared);
    float* queries = shared;
    float* tile = queries + BR * PITCH;
    float* probabilities = tile + BC * PITCH;

    const int tx = threadIdx.x % 16;
    const int ty = threadIdx.x / 16;
    const int firstRow = blockIdx.x * BR;
    const long long batch = blockIdx.z;
    const long long head = blockIdx.y;
    const T* q = static_cast<const T*>(args.q) + batch * args.strides[0][0] + head * args.strides[0][1];
    const T* k = static_cast<const T*>(args.k) + batch * args.strides[1][0] + head * args.strides[1][1];
    const T* v = static_cast<const T*>(args.v) + batch * args.strides[2][0] + head * args.strides[2][1];
    T* o = static_cast<T*>(args.o) + batch * args.strides[3][0] + head * args.strides[3][1];

    float highest[MY_ROWS];
    float sum[MY_ROWS];
    float result[MY_ROWS][MY_CHANNELS];
    OSEDIFF_UNROLL
    for (int i = 0; i < MY_ROWS; i++) {
        highest[i] = -OSEDIFF_INFINITY;
        sum[i] = 0.0f;
        OSEDIFF_UNROLL
        for (int c = 0; c < MY_CHANNELS; c++) {
            result[i][c] = 0.0f;
        }
    }

    loadTile<T, D, PADDED, BR>(queries, q, args.strides[0], firstRow, args.queries);
    int end = args.keys;
    if (args.causal && firstRow + BR < end) {
        end = firstRow + BR;
    }
    for (int firstKey = 0; firstKey < end; firstKey += BC) {
        __syncthreads();
        loadTile<T, D, PADDED, BC>(tile, k, args.strides[1], firstKey, args.keys);
        __syncthreads();

        float score[MY_ROWS][MY_KEYS] = {};
        for (int channel = 0; channel < PADDED; channel += 4) {
            float4 mine[MY_ROWS];
            OSEDIFF_UNROLL
            for (int i = 0; i < MY_ROWS; i++) {
                mine[i] = *reinterpret_cast<const float4*>(queries + (ty + 8 * i) * PITCH + channel);
            }
            OSEDIFF_UNROLL
            for (int j = 0; j < MY_KEYS; j++) {
                float4 key = *reinterpret_cast<const float4*>(tile + (tx + 16 * j) * PITCH + channel);
                OSEDIFF_UNROLL
                for (int i = 0; i < MY_ROWS; i++) {
                    score[i][j] = fmaf(mine[i].x, key.x, score[i][j]);
                    score[i][j] = fmaf(mine[i].y, key.y, score[i][j]);
                    score[i][j] = fmaf(mine[i].z, key.z, score[i][j]);
                    score[i][j] = fmaf(mine[i].w, key.w, score[i][j]);
                }
            }
        }

        OSEDIFF_UNROLL
        for (int i = 0; i < MY_ROWS; i++) {
            float tileHighest = -OSEDIFF_INFINITY;
            OSEDIFF_UNROLL
            for (int j = 0; j < MY_KEYS; j++) {
                int key = firstKey + tx + 16 * j;
                bool seen = key < args.keys && !(args.causal && key > firstRow + ty + 8 * i);
                score[i][j] = seen ? score[i][j] * args.scaleLog2 : -OSEDIFF_INFINITY;
                tileHighest = fmaxf(tileHighest, score[i][j]);
            }
            OSEDIFF_UNROLL
            for (int mask = 8; mask > 0; mask /= 2) {
                tileHighest = fmaxf(tileHighest, OSEDIFF_SHUFFLE_XOR(tileHighest, mask));
            }
            // The first key of all is seen by every query, so that this is finite from the first tile on.
            float newHighest = fmaxf(highest[i], tileHighest);
            float shrink = exp2f(highest[i] - newHighest);
            highest[i] = newHighest;
            sum[i] *= shrink;
            OSEDIFF_UNROLL
            for (int j = 0; j < MY_KEYS; j++) {
                float probability = exp2f(score[i][j] - newHighest);
                sum[i] += probability;
                probabilities[(ty + 8 * i) * PROBABILITY_PITCH + tx + 16 * j] = probability;
            }
            OSEDIFF_UNROLL
            for (int c = 0; c < MY_CHANNELS; c++) {
                result[i][c] *= shrink;
            }
        }
        __syncthreads();
        loadTile<T, D, PADDED, BC>(tile, v, args.strides[2], firstKey, args.keys);
        __syncthreads();

        for (int key = 0; key < BC; key += 4) {
            float4 weight[MY_ROWS];
            OSEDIFF_UNROLL
            for (int i = 0; i < MY_ROWS; i++) {
                weight[i] = *reinterpret_cast<const float4*>(probabilities + (ty + 8 * i) * PROBABILITY_PITCH + key);
            }
            OSEDIFF_UNROLL
            for (int c = 0; c < MY_CHANNELS; c++) {
                const float* value = tile + key * PITCH + tx + 16 * c;
                OSEDIFF_UNROLL
                for (int i = 0; i < MY_ROWS; i++) {
                    result[i][c] = fmaf(weight[i].x, value[0], result[i][c]);
                    result[i][c] = fmaf(weight[i].y, value[PITCH], result[i][c]);
                    result[i][c] = fmaf(weight[i].z, value[2 * PITCH], result[i][c]);
                    result[i][c] = fmaf(weight[i].w, value[3 * PITCH], result[i][c]);
                }
            }
        }
    }

    OSEDIFF_UNROLL
    for (int i = 0; i < MY_ROWS; i++) {
        float total = sum[i];
        OSEDIFF_UNROLL
        for (int mask = 8; mask > 0; mask /= 2) {
            total += OSEDIFF_SHUFFLE_XOR(total, mask);
        }
        int row = firstRow + ty + 8 * i;
        OSEDIFF_UNROLL
        for (int c = 0; c < MY_CHANNELS; c++) {
            int channel = tx + 16 * c;
            if (row < args.queries && channel < D) {
                fromFloat(result[i][c] / total, o + row * args.strides[3][2] + channel * args.strides[3][3]);
            }
        }
    }
}

// The tile sizes are those of AttentionTile in Java, which plans shared memory and the grid.
#define OSEDIFF_ATTENTION(D, BR, BC)                                                                        \
    OSEDIFF_KERNEL(attention_f32_d##D##_##BR##x##BC, AttentionArgs, 128) { attention<float, D, BR, BC>(args); } \
    OSEDIFF_KERNEL(attention_f16_d##D##_##BR##x##BC, AttentionArgs, 128) { attention<Half, D, BR, BC>(args); }  \
    OSEDIFF_KERNEL(attention_bf16_d##D##_##BR##x##BC, AttentionArgs, 128) { attention<BFloat, D, BR, BC>(args); }

OSEDIFF_ATTENTION(40, 64, 64)
OSEDIFF_ATTENTION(64, 64, 64)
OSEDIFF_ATTENTION(80, 64, 32)
OSEDIFF_ATTENTION(128, 64, 32)
OSEDIFF_ATTENTION(160, 32, 32)
OSEDIFF_ATTENTION(512, 16, 16)
OSEDIFF_ATTENTION(512, 8, 16)
