// The only header that CuPy's module for the runtime includes and no wheel of CUDA 13 has.
#pragma once
extern "C" {
cudaError_t cudaProfilerStart();
cudaError_t cudaProfilerStop();
}
