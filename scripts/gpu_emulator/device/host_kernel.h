// Stands before the source of each kernel, so that g++ can make a function of the host of it.
#pragma once
#include <algorithm>
#include <cfloat>
#include <climits>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>

#include <cuda_fp16.h>

#include "kernel.h"

// ---- The words of CUDA that mean nothing here, or something simple.

#undef __device__
#undef __global__
#undef __host__
#undef __constant__
#undef __shared__
#undef __launch_bounds__
#define __device__
#define __global__
#define __host__
#define __constant__ static
#define __shared__ static
#define __launch_bounds__(...)
#ifndef __forceinline__
#define __forceinline__ inline
#endif
#ifndef __noinline__
#define __noinline__
#endif
#define __CUDACC_VER_MAJOR__ 13

static ThreadPlace emulated_place;
#define threadIdx emulated_place.thread
#define blockIdx emulated_place.block
#define blockDim emulated_place.block_size
#define gridDim emulated_place.grid_size
#define warpSize 32

// ---- Functions of the device. One thread runs at a time, so that atomic operations are plain ones.

extern "C" void emulator_syncthreads();
static inline void __syncthreads() { emulator_syncthreads(); }
static inline void __syncwarp(unsigned = 0) { emulator_syncthreads(); }
static inline void __threadfence() {}

using std::isfinite;
using std::isinf;
using std::isnan;
using std::signbit;

template <class T, class U>
static inline std::common_type_t<T, U> max(T a, U b) {
    return a > b ? a : b;
}
template <class T, class U>
static inline std::common_type_t<T, U> min(T a, U b) {
    return a < b ? a : b;
}
static inline float rsqrt(float x) { return 1 / sqrtf(x); }
static inline double rsqrt(double x) { return 1 / sqrt(x); }

template <class T>
static inline T __ldg(const T* from) {
    return *from;
}
template <class T, class Change>
static inline T emulated_exchange(T* at, Change change) {
    T before = *at;
    *at = change(before);
    return before;
}
template <class T>
static inline T atomicAdd(T* at, T value) {
    return emulated_exchange(at, [=](T now) { return T(now + value); });
}
template <class T>
static inline T atomicMax(T* at, T value) {
    return emulated_exchange(at, [=](T now) { return std::max(now, value); });
}
template <class T>
static inline T atomicMin(T* at, T value) {
    return emulated_exchange(at, [=](T now) { return std::min(now, value); });
}
template <class T>
static inline T atomicExch(T* at, T value) {
    return emulated_exchange(at, [=](T) { return value; });
}
template <class T>
static inline T atomicCAS(T* at, T expected, T value) {
    return emulated_exchange(at, [=](T now) { return now == expected ? value : now; });
}

template <class To, class From>
static inline To emulated_bits(From value) {
    static_assert(sizeof(To) == sizeof(From), "the same bits");
    To found;
    memcpy(&found, &value, sizeof found);
    return found;
}
static inline float __int_as_float(int x) { return emulated_bits<float>(x); }
static inline int __float_as_int(float x) { return emulated_bits<int>(x); }
static inline float __uint_as_float(unsigned x) { return emulated_bits<float>(x); }
static inline unsigned __float_as_uint(float x) { return emulated_bits<unsigned>(x); }
static inline double __longlong_as_double(long long x) { return emulated_bits<double>(x); }
static inline long long __double_as_longlong(double x) { return emulated_bits<long long>(x); }
static inline int __popc(unsigned x) { return __builtin_popcount(x); }
static inline int __popcll(unsigned long long x) { return __builtin_popcountll(x); }
static inline int __clz(int x) { return x ? __builtin_clz(x) : 32; }
static inline int __clzll(long long x) { return x ? __builtin_clzll(x) : 64; }
static inline int __ffs(int x) { return __builtin_ffs(x); }

// ---- What the device is told of a kernel: see kernel.h.

template <typename T, int ndim, bool contiguous, bool short_index>
class CArray;  // CuPy's arrays, as kernels get them

template <class T>
static void emulated_describe(std::string&, const T&) {}

// An array as [bytes of an element, then size:stride of each axis].
template <class T, int ndim, bool contiguous, bool short_index>
static void emulated_describe(std::string& text, const CArray<T, ndim, contiguous, short_index>& A) {
    text += " [" + std::to_string(sizeof(T));
    for (int axis = 0; axis < ndim; axis++)
        text += " " + std::to_string(A.shape()[axis]) + ":" + std::to_string(A.strides()[axis]);
    text += "]";
}

template <class... A>
struct Parameters {
    using Kernel = void (*)(A...);
    static constexpr size_t sizes[] = {sizeof(A)..., 0};

    template <size_t... i>
    static void call(Kernel kernel, void** given, std::index_sequence<i...>) {
        kernel(*(std::remove_const_t<A>*)given[i]...);
    }
    template <size_t... i>
    static void describe(std::string& text, void** given, std::index_sequence<i...>) {
        (emulated_describe(text, *(std::remove_const_t<A>*)given[i]), ...);
    }
    template <Kernel kernel>
    static void run(void** given) {
        call(kernel, given, std::index_sequence_for<A...>{});
    }
    static std::string text(void** given) {
        std::string found;
        describe(found, given, std::index_sequence_for<A...>{});
        return found;
    }
};

template <class... A>
static Parameters<A...> parameters_of(void (*)(A...));

#define EMULATED_KERNEL(name, kernel, threads)                               \
    extern "C" const HostKernel emulated_kernel_##name = {                   \
        &decltype(parameters_of(kernel))::template run<kernel>,              \
        &decltype(parameters_of(kernel))::text,                              \
        sizeof(decltype(parameters_of(kernel))::sizes) / sizeof(size_t) - 1, \
        decltype(parameters_of(kernel))::sizes,                              \
        threads,                                                             \
        &emulated_place};
