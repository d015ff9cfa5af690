// What can be asked of the emulated device: its properties are those of an H100 as far as kernels depend on them.
#include <driver_types.h>

#include <cstdio>
#include <cstring>

#include "device.h"

static const int VERSION = 13000, MULTIPROCESSORS = 132, SHARED_MEMORY = 49152;

struct Named {
    Error error;
    const char *name, *meaning;
};
static const Named ERRORS[] = {
    {SUCCESS, "cudaSuccess", "no error"},
    {INVALID_VALUE, "cudaErrorInvalidValue", "invalid argument"},
    {OUT_OF_MEMORY, "cudaErrorMemoryAllocation", "out of memory"},
    {INVALID_HANDLE, "cudaErrorInvalidResourceHandle", "invalid resource handle"},
    {ILLEGAL_STATE, "cudaErrorIllegalState", "the operation cannot be performed in the present state"},
    {NOT_FOUND, "cudaErrorSymbolNotFound", "named symbol not found"},
    {NOT_SUPPORTED, "cudaErrorNotSupported", "operation not supported"},
    {CAPTURE_UNSUPPORTED, "cudaErrorStreamCaptureUnsupported", "operation not permitted when stream is capturing"},
    {CAPTURE_INVALIDATED, "cudaErrorStreamCaptureInvalidated", "operation failed due to an error during capture"},
    {CAPTURE_UNMATCHED, "cudaErrorStreamCaptureUnmatched", "capture was not initiated in this stream"},
    {CAPTURE_UNJOINED, "cudaErrorStreamCaptureUnjoined", "capturing stream has unjoined work"},
    {CAPTURE_ISOLATION, "cudaErrorStreamCaptureIsolation", "dependency on uncaptured work in another stream"},
    {CAPTURE_IMPLICIT, "cudaErrorStreamCaptureImplicit", "operation would make the legacy stream wait for a capture"},
    {CAPTURED_EVENT, "cudaErrorCapturedEvent", "operation not permitted on an event of a capture"},
    {CAPTURE_WRONG_THREAD, "cudaErrorStreamCaptureWrongThread", "a capture ends in the thread where it began"},
};

static const Named& named(int error) {
    static const Named other = {SUCCESS, "cudaErrorUnknown", "an error that the emulated device never gives"};
    for (const Named& each : ERRORS)
        if (each.error == error) return each;
    return other;
}

// Called by what CuPy links and the device lacks.
extern "C" int emulator_lacks(const char* name, int status) {
    fprintf(stderr, "GPU emulator: %s is not emulated\n", name);
    return status;
}

extern "C" {

const char* cudaGetErrorName(int error) { return named(error).name; }
const char* cudaGetErrorString(int error) { return named(error).meaning; }
int cuGetErrorName(int error, const char** text) { return *text = named(error).name, SUCCESS; }
int cuGetErrorString(int error, const char** text) { return *text = named(error).meaning, SUCCESS; }
int cudaGetLastError() { return SUCCESS; }

int cudaDriverGetVersion(int* version) { return *version = VERSION, SUCCESS; }
int cudaRuntimeGetVersion(int* version) { return *version = VERSION, SUCCESS; }
int cudaGetDeviceCount(int* count) { return *count = 1, SUCCESS; }
int cudaGetDevice(int* device) { return *device = 0, SUCCESS; }
int cudaSetDevice(int device) { return device ? INVALID_VALUE : SUCCESS; }
int cuCtxGetCurrent(void** context) { return *context = (void*)1, SUCCESS; }
int cuCtxSetCurrent(void*) { return SUCCESS; }
int cuCtxGetDevice(int* device) { return *device = 0, SUCCESS; }
int cuDevicePrimaryCtxRelease_v2(int) { return SUCCESS; }
int cuStreamGetCtx(void*, void** context) { return *context = (void*)1, SUCCESS; }

int cudaDeviceGetAttribute(int* value, int attribute, int) {
    switch (attribute) {
        case cudaDevAttrComputeCapabilityMajor: *value = 9; break;
        case cudaDevAttrComputeCapabilityMinor: *value = 0; break;
        case cudaDevAttrMaxThreadsPerBlock: *value = 1024; break;
        case cudaDevAttrWarpSize: *value = 32; break;
        case cudaDevAttrMultiProcessorCount: *value = MULTIPROCESSORS; break;
        case cudaDevAttrMaxSharedMemoryPerBlock: *value = SHARED_MEMORY; break;
        case cudaDevAttrMaxThreadsPerMultiProcessor: *value = 2048; break;
        default: *value = 1;
    }
    return SUCCESS;
}

int cudaGetDeviceProperties(cudaDeviceProp* found, int) {
    memset(found, 0, sizeof *found);
    strcpy(found->name, "emulated H100");
    found->major = 9;
    found->totalGlobalMem = size_t(80) << 30;
    found->multiProcessorCount = MULTIPROCESSORS;
    found->maxThreadsPerBlock = 1024;
    found->maxThreadsPerMultiProcessor = 2048;
    found->sharedMemPerBlock = SHARED_MEMORY;
    found->warpSize = 32;
    return SUCCESS;
}

int cudaDeviceGetPCIBusId(char* text, int size, int) {
    snprintf(text, size, "0000:00:00.0");
    return SUCCESS;
}

int cuFuncGetAttribute(int* value, int attribute, void*) { return *value = attribute ? 0 : 1024, SUCCESS; }
int cuFuncSetAttribute(void*, int, int) { return SUCCESS; }
int cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void*, int, size_t) { return *blocks = 2, SUCCESS; }
int cuOccupancyMaxPotentialBlockSize(int* grid, int* block, void*, void*, size_t, int) {
    return *grid = 2 * MULTIPROCESSORS, *block = 256, SUCCESS;
}

}  // extern "C"
