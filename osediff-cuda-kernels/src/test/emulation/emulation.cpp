// Runs one kernel: reads a launch from a file, writes the buffers back to another. See EmulatedDevice in Java.
// Every buffer lies between guards: a write outside ends the program, a read outside gives NaN. Shared memory is exactly
// as large as the launch says, lies before a guard too, and is NaN when a block begins.
#include <setjmp.h>
#include <ucontext.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common.cuh"

Dim threadIdx, blockIdx, blockDim, gridDim;

float toFloat(Half value) {
    int exponent = value.bits >> 10 & 31;
    int fraction = value.bits & 1023;
    float magnitude = exponent == 0    ? std::ldexp(static_cast<float>(fraction), -24)
                      : exponent == 31 ? (fraction ? NAN : INFINITY)
                                       : std::ldexp(static_cast<float>(1024 + fraction), exponent - 25);
    return value.bits & 0x8000 ? -magnitude : magnitude;
}

void fromFloat(float value, Half* to) {
    unsigned sign = __float_as_uint(value) >> 16 & 0x8000u;
    float magnitude = std::fabs(value);
    unsigned bits;
    if (std::isnan(value)) {
        bits = 0x7e00;
    } else if (magnitude >= 65520.0f) {
        bits = 0x7c00;
    } else if (magnitude < 6.103515625e-05f) {
        bits = static_cast<unsigned>(std::nearbyint(std::ldexp(magnitude, 24)));
    } else {
        int exponent;
        float fraction = std::frexp(magnitude, &exponent);
        // The fraction is in [0.5, 1): 1024 to 2048 after scaling; a carry runs into the exponent as it should.
        unsigned scaled = static_cast<unsigned>(std::nearbyint(std::ldexp(fraction, 11)));
        bits = (static_cast<unsigned>(exponent + 14) << 10) + (scaled - 1024);
    }
    to->bits = static_cast<unsigned short>(sign | bits);
}

namespace {
constexpr int WARP = 32;
constexpr int STACK_BYTES = 1 << 17;
constexpr int GUARD_BYTES = 256;
constexpr unsigned char GUARD = 0xff;  // NaN in each element type

enum Event { AT_SHUFFLE, AT_BARRIER, AT_END };

struct KernelEntry {
    size_t argumentBytes;
    int threads;
    void (*body)(const void*);
};

std::map<std::string, KernelEntry>& kernels() {
    static std::map<std::string, KernelEntry> all;
    return all;
}

struct Fiber {
    ucontext_t context;
    jmp_buf resume;
    std::unique_ptr<char[]> stack;
    bool started = false;
    Event event = AT_END;
    int shuffles = 0;
    int mask = 0;
};

std::vector<Fiber> fibers;
jmp_buf scheduler;
int current;
std::vector<float> exchange;
const KernelEntry* kernel;
std::vector<char> arguments;

[[noreturn]] void fail(int code, const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(code);
}

void pauseAt(Event event) {
    fibers[current].event = event;
    if (_setjmp(fibers[current].resume) == 0) {
        _longjmp(scheduler, 1);
    }
}

void fiberBody() {
    for (;;) {
        kernel->body(arguments.data());
        pauseAt(AT_END);
    }
}

void advance(int index) {
    current = index;
    threadIdx = {index, 0, 0};
    if (_setjmp(scheduler) == 0) {
        Fiber& fiber = fibers[index];
        if (fiber.started) {
            _longjmp(fiber.resume, 1);
        }
        fiber.started = true;
        setcontext(&fiber.context);
    }
}

Event runWarp(int warp, bool reversed) {
    for (;;) {
        for (int lane = 0; lane < WARP; lane++) {
            advance(warp * WARP + (reversed ? WARP - 1 - lane : lane));
        }
        const Fiber& first = fibers[warp * WARP];
        for (int lane = 1; lane < WARP; lane++) {
            const Fiber& other = fibers[warp * WARP + lane];
            if (other.event != first.event || other.shuffles != first.shuffles ||
                (first.event == AT_SHUFFLE && other.mask != first.mask)) {
                fail(3, "the lanes of warp " + std::to_string(warp) + " are not at the same barrier or shuffle");
            }
        }
        if (first.event != AT_SHUFFLE) {
            return first.event;
        }
    }
}

void runBlock(bool reversed) {
    int warps = blockDim.x / WARP;
    for (;;) {
        Event first = AT_END;
        for (int count = 0; count < warps; count++) {
            Event event = runWarp(reversed ? warps - 1 - count : count, reversed);
            if (count > 0 && event != first) {
                fail(3, "not all warps reach the barrier of the block");
            }
            first = event;
        }
        if (first == AT_END) {
            return;
        }
    }
}

void checkGuard(const unsigned char* guard, const std::string& where) {
    for (int i = 0; i < GUARD_BYTES; i++) {
        if (guard[i] != GUARD) {
            fail(4, "a write outside " + where);
        }
    }
}

struct Reader {
    FILE* file;
    int integer() {
        int value;
        bytes(&value, sizeof value);
        return value;
    }
    void bytes(void* to, size_t count) {
        if (count > 0 && std::fread(to, 1, count, file) != count) {
            fail(2, "the launch file ends early");
        }
    }
};

struct Buffer {
    std::vector<unsigned char> memory;
    int size;
};
}  // namespace

namespace emulation {
float* sharedMemory;

Kernel::Kernel(const char* name, size_t argumentBytes, int threads, void (*body)(const void*)) {
    kernels()[name] = {argumentBytes, threads, body};
}

void blockBarrier() { pauseAt(AT_BARRIER); }

float shuffleXor(float value, int mask) {
    Fiber& fiber = fibers[current];
    // Two sets of slots in turn: a lane that runs ahead to its next shuffle leaves the values of this one alone.
    float* slots = exchange.data() + fiber.shuffles++ % 2 * fibers.size();
    int me = current;
    slots[me] = value;
    fiber.mask = mask;
    pauseAt(AT_SHUFFLE);
    return slots[me ^ mask];
}
}  // namespace emulation

int main(int argc, char** argv) {
    if (argc != 3) {
        fail(2, "two files are needed: launch and result");
    }
    Reader in{std::fopen(argv[1], "rb")};
    if (!in.file) {
        fail(2, "the launch file does not open");
    }
    std::string name(in.integer(), ' ');
    in.bytes(&name[0], name.size());
    auto found = kernels().find(name);
    if (found == kernels().end()) {
        fail(2, "no kernel is named " + name);
    }
    kernel = &found->second;
    gridDim = {in.integer(), 0, 0};
    gridDim.y = in.integer();
    gridDim.z = in.integer();
    blockDim = {in.integer(), 1, 1};
    int sharedBytes = in.integer();
    bool reversed = in.integer() != 0;
    if (blockDim.x % WARP != 0 || blockDim.x > kernel->threads) {
        fail(2, "the block has " + std::to_string(blockDim.x) + " threads");
    }
    arguments.resize(in.integer());
    in.bytes(arguments.data(), arguments.size());
    if (arguments.size() != kernel->argumentBytes) {
        fail(2, "the arguments have " + std::to_string(arguments.size()) + " bytes, the kernel takes " +
                    std::to_string(kernel->argumentBytes));
    }
    std::vector<Buffer> buffers(in.integer());
    for (Buffer& buffer : buffers) {
        int offset = in.integer();
        buffer.size = in.integer();
        buffer.memory.assign(buffer.size + 2 * GUARD_BYTES, GUARD);
        in.bytes(buffer.memory.data() + GUARD_BYTES, buffer.size);
        void* pointer = buffer.memory.data() + GUARD_BYTES;
        std::memcpy(arguments.data() + offset, &pointer, sizeof pointer);
    }
    std::fclose(in.file);

    size_t sharedTotal = (sharedBytes + GUARD_BYTES + 15) / 16 * 16;
    auto* shared = static_cast<unsigned char*>(std::aligned_alloc(16, sharedTotal));
    emulation::sharedMemory = reinterpret_cast<float*>(shared);
    fibers = std::vector<Fiber>(blockDim.x);
    exchange.resize(2 * fibers.size());
    for (Fiber& fiber : fibers) {
        fiber.stack.reset(new char[STACK_BYTES]);
        getcontext(&fiber.context);
        fiber.context.uc_stack.ss_sp = fiber.stack.get();
        fiber.context.uc_stack.ss_size = STACK_BYTES;
        makecontext(&fiber.context, fiberBody, 0);
    }
    for (int z = 0; z < gridDim.z; z++) {
        for (int y = 0; y < gridDim.y; y++) {
            for (int x = 0; x < gridDim.x; x++) {
                blockIdx = {x, y, z};
                std::memset(shared, GUARD, sharedTotal);
                runBlock(reversed);
                checkGuard(shared + sharedBytes, "the shared memory of " + name);
            }
        }
    }
    FILE* out = std::fopen(argv[2], "wb");
    for (size_t i = 0; i < buffers.size(); i++) {
        Buffer& buffer = buffers[i];
        checkGuard(buffer.memory.data(), "buffer " + std::to_string(i) + " of " + name);
        checkGuard(buffer.memory.data() + GUARD_BYTES + buffer.size, "buffer " + std::to_string(i) + " of " + name);
        if (!out || std::fwrite(buffer.memory.data() + GUARD_BYTES, 1, buffer.size, out) !=
                        static_cast<size_t>(buffer.size)) {
            fail(2, "the result file cannot be written");
        }
    }
    std::fclose(out);
    return 0;
}
