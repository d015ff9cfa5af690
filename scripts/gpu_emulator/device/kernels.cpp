// The driver: modules, their functions, and launches.  A "cubin" is the path of a shared object that g++ has made.
#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "device.h"
#include "kernel.h"

static const size_t STACK = 65536;  // bytes of a fibre's stack
static const unsigned LARGEST_BLOCK = 1024;

struct Function {
    std::string name;
    const HostKernel* kernel;
};

// ---- Fibres: the threads of a block take turns at each __syncthreads.

static std::vector<void*> tops;  // of the stacks of the fibres that wait
static std::vector<char> finished;
static void* scheduler;
static size_t running;
static const HostKernel* kernel_of_block;
static void** arguments_of_block;

// Keeps the registers that a call must not change on the stack, and goes on with the other stack.
extern "C" void emulator_switch(void** kept, void* next);
__asm__(
    ".globl emulator_switch\n"
    "emulator_switch:\n"
    "  push %rbx\n  push %rbp\n  push %r12\n  push %r13\n  push %r14\n  push %r15\n"
    "  mov %rsp, (%rdi)\n"
    "  mov %rsi, %rsp\n"
    "  pop %r15\n  pop %r14\n  pop %r13\n  pop %r12\n  pop %rbp\n  pop %rbx\n"
    "  ret\n");

extern "C" void emulator_syncthreads() { emulator_switch(&tops[running], scheduler); }

static void fibre() {
    kernel_of_block->call(arguments_of_block);
    finished[running] = 1;
    emulator_syncthreads();
    abort();  // a finished fibre is never switched to
}

static Index3 thread_of(size_t number, Index3 size) {
    return {unsigned(number % size.x), unsigned(number / size.x % size.y), unsigned(number / size.x / size.y)};
}

static void run_fibres(const HostKernel* kernel, void** arguments, size_t count) {
    static std::vector<char*> stacks;
    while (stacks.size() < count) stacks.push_back((char*)aligned_alloc(64, STACK));
    kernel_of_block = kernel;
    arguments_of_block = arguments;
    tops.resize(count);
    finished.assign(count, 0);
    for (size_t i = 0; i < count; i++) {
        void** top = (void**)(stacks[i] + STACK) - 8;  // as a call leaves it: 16 bytes aligned, less one address
        *--top = nullptr;
        *--top = (void*)fibre;
        tops[i] = top - 6;
    }
    for (size_t left = count; left;) {
        for (running = 0; running < count; running++) {
            if (finished[running]) continue;
            kernel->place->thread = thread_of(running, kernel->place->block_size);
            emulator_switch(&scheduler, tops[running]);
            left -= finished[running];
        }
    }
}

static void run_block(const HostKernel* kernel, void** arguments, size_t count) {
    if (kernel->threads == FIBRES) return run_fibres(kernel, arguments, count);
    for (size_t i = 0; i < count; i++) {
        kernel->place->thread = thread_of(i, kernel->place->block_size);
        kernel->call(arguments);
    }
}

static void run(const HostKernel* kernel, void** arguments, Index3 grid, Index3 block) {
    if (kernel->threads == ONE_LOOPS) grid = block = {1, 1, 1};
    *kernel->place = {{0, 0, 0}, {0, 0, 0}, block, grid};
    Index3& at = kernel->place->block;
    for (at.z = 0; at.z < grid.z; at.z++)
        for (at.y = 0; at.y < grid.y; at.y++)
            for (at.x = 0; at.x < grid.x; at.x++) run_block(kernel, arguments, size_t(block.x) * block.y * block.z);
}

// ---- Launches keep a copy of every argument, as CUDA does.

struct Arguments {
    std::vector<std::max_align_t> memory;
    std::vector<void*> pointers;

    Arguments(const HostKernel* kernel, void** given) {
        const size_t unit = sizeof(std::max_align_t);
        std::vector<size_t> starts;
        size_t units = 0;
        for (size_t i = 0; i < kernel->count; i++) {
            starts.push_back(units);
            units += (kernel->sizes[i] + unit - 1) / unit;
        }
        memory.resize(units + 1);
        for (size_t i = 0; i < kernel->count; i++) {
            pointers.push_back(&memory[starts[i]]);
            memcpy(pointers[i], given[i], kernel->sizes[i]);
        }
    }
};

extern "C" {

int cuModuleLoadData(void** module, const void* path) {
    *module = dlopen((const char*)path, RTLD_NOW | RTLD_LOCAL);
    if (!*module) fprintf(stderr, "GPU emulator: %s\n", dlerror());
    return *module ? SUCCESS : INVALID_VALUE;
}

int cuModuleUnload(void*) { return SUCCESS; }  // a graph may still launch its kernels

int cuModuleGetFunction(void** function, void* module, const char* name) {
    auto* kernel = (const HostKernel*)dlsym(module, (std::string("emulated_kernel_") + name).c_str());
    if (!kernel) return NOT_FOUND;
    *function = new Function{name, kernel};
    return SUCCESS;
}

int cuLaunchKernel(void* handle, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned,
                   void* stream, void** given, void**) {
    auto* function = (Function*)handle;
    size_t threads = size_t(bx) * by * bz;
    if (!gx || !gy || !gz || !threads || threads > LARGEST_BLOCK) return INVALID_VALUE;
    const HostKernel* kernel = function->kernel;
    auto kept = std::make_shared<Arguments>(kernel, given);
    return send(stream, "kernel " + function->name + kernel->describe(kept->pointers.data()), [=] {
        run(kernel, kept->pointers.data(), {gx, gy, gz}, {bx, by, bz});
    });
}

}  // extern "C"
