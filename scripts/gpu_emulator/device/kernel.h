// What a compiled kernel tells the device about itself; kernels and the device both include this.
#pragma once
#include <cstddef>
#include <string>

struct Index3 {
    unsigned x, y, z;
};

struct ThreadPlace {
    Index3 thread, block, block_size, grid_size;
};

// How the threads of a launch are run: one that loops over all elements, all in turn, or as fibres that can wait.
enum Threads { ONE_LOOPS, IN_TURN, FIBRES };

struct HostKernel {
    void (*call)(void** arguments);
    std::string (*describe)(void** arguments);  // the arrays among them, with shapes and strides
    size_t count;
    const size_t* sizes;  // of the arguments, in bytes
    Threads threads;
    ThreadPlace* place;  // where the kernel reads threadIdx and its like
};
