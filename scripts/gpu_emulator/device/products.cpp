// cuBLAS: handles, and matrix products in plain loops, with the checks of arguments that cuBLAS makes.
#include <algorithm>
#include <complex>
#include <cstring>

#include "device.h"

enum Status { OK = 0, NOT_INITIALIZED = 1, INVALID = 7, FAILED = 13, UNSUPPORTED = 15 };
enum Type { R_32F = 0, R_64F = 1, C_32F = 4, C_64F = 5 };
enum Compute { C32F = 68, C32F_PEDANTIC = 69, C64F = 70, C64F_PEDANTIC = 71, C32F_FAST_TF32 = 77 };
static const int TF32_MATH = 3;

struct Handle {
    void* stream = nullptr;
    int math = 0, pointers = 0;  // pointers: whether alpha and beta lie on the host (0) or on the device (1)
    void* workspace = nullptr;
};
static std::set<Handle*> handles;

template <class Change>
static int change(void* handle, Change made) {
    Guard guard;
    if (!handles.count((Handle*)handle)) return NOT_INITIALIZED;
    return made(*(Handle*)handle);
}

struct Shape {
    int ta, tb, m, n, k, lda, ldb, ldc, batch;

    int status() const {
        bool sizes = m >= 0 && n >= 0 && k >= 0 && batch >= 0;
        bool rows = lda >= std::max(1, ta ? k : m) && ldb >= std::max(1, tb ? n : k) && ldc >= std::max(1, m);
        if (ta < 0 || ta > 2 || tb < 0 || tb > 2 || !sizes || !rows) return INVALID;
        return ta == 2 || tb == 2 ? UNSUPPORTED : OK;  // conjugated
    }
    bool empty() const { return !m || !n || !batch; }
    std::string text() const {
        std::string sizes = std::to_string(m) + "x" + std::to_string(n) + "x" + std::to_string(k);
        return sizes + " batch " + std::to_string(batch);
    }
};

// A float32 rounded to the 10 bits of TF32's fraction, to the nearest, ties to even.
static float rounded(float value) {
    uint32_t bits;
    memcpy(&bits, &value, 4);
    if ((bits >> 23 & 0xFF) != 0xFF) bits = (bits + 0xFFF + (bits >> 13 & 1)) & ~0x1FFFu;
    memcpy(&value, &bits, 4);
    return value;
}
template <class T>
static T rounded(T value) {
    return value;
}

// op(M) with its columns one after the other.
template <class T>
static std::vector<T> packed(const T* M, int rows, int columns, int ld, bool transposed, bool tf32) {
    std::vector<T> found(size_t(rows) * columns);
    for (int j = 0; j < columns; j++)
        for (int i = 0; i < rows; i++) {
            T value = transposed ? M[size_t(i) * ld + j] : M[size_t(j) * ld + i];
            found[size_t(j) * rows + i] = tf32 ? rounded(value) : value;
        }
    return found;
}

// C = alpha op(A) op(B) + beta C, with column-major matrices.  With beta = 0, C is not read.
template <class T>
static void multiply(const Shape& s, T alpha, const T* A, const T* B, T beta, T* C, bool tf32) {
    std::vector<T> a = packed(A, s.m, s.k, s.lda, s.ta, tf32), b = packed(B, s.k, s.n, s.ldb, s.tb, tf32), sum(s.m);
    for (int j = 0; j < s.n; j++) {
        std::fill(sum.begin(), sum.end(), T(0));
        for (int l = 0; l < s.k; l++) {
            const T factor = b[size_t(j) * s.k + l];
            const T* column = &a[size_t(l) * s.m];
            for (int i = 0; i < s.m; i++) sum[i] += column[i] * factor;
        }
        T* c = C + size_t(j) * s.ldc;
        for (int i = 0; i < s.m; i++) c[i] = alpha * sum[i] + (beta == T(0) ? T(0) : beta * c[i]);
    }
}

// The matrices of a batch: at a distance from each other, or where pointers on the device say.
template <class T>
struct Batch {
    const T *A, *B;
    T* C;
    long long a, b, c;
    const T* const *As = nullptr, *const *Bs = nullptr;
    T* const* Cs = nullptr;

    bool on_device() const {
        return As ? place_of(As) == ON_DEVICE && place_of(Bs) == ON_DEVICE && place_of(Cs) == ON_DEVICE
                  : place_of(A) == ON_DEVICE && place_of(B) == ON_DEVICE && place_of(C) == ON_DEVICE;
    }
    const T* left(int i) const { return As ? As[i] : A + i * a; }
    const T* right(int i) const { return Bs ? Bs[i] : B + i * b; }
    T* out(int i) const { return Cs ? Cs[i] : C + i * c; }
};

template <class T>
static int product(void* handle, const char* name, const Shape& s, const T* alpha, const T* beta, Batch<T> batch,
                   int compute) {
    Handle own;
    if (change(handle, [&](Handle& found) { return own = found, OK; })) return NOT_INITIALIZED;
    if (!alpha || !beta) return INVALID;
    if (int status = s.status()) return status;
    if (s.empty()) return OK;
    if (!batch.on_device()) return FAILED;
    bool tf32 = compute == C32F_FAST_TF32 || (compute == C32F && own.math == TF32_MATH);
    T one = *alpha, two = *beta;  // on the host they are read now, on the device when the product is computed
    bool later = own.pointers;
    std::string line = std::string("product ") + name + " " + s.text() + (tf32 ? " TF32" : "");
    int error = send(own.stream, line + (own.workspace ? " own workspace" : ""), [=] {
        for (int i = 0; i < s.batch; i++)
            multiply(s, later ? *alpha : one, batch.left(i), batch.right(i), later ? *beta : two, batch.out(i), tf32);
    });
    return error ? FAILED : OK;
}

// What a call of cublas…Ex says of a matrix: where it is, of which type, and how far those of a batch are apart.
struct Matrix {
    const void* start;
    int type;
    long long step;
};

template <class T>
static int product_as(void* handle, const char* name, const Shape& s, const void* alpha, const void* beta,
                      const Matrix& A, const Matrix& B, const Matrix& C, int compute) {
    Batch<T> batch = {(const T*)A.start, (const T*)B.start, (T*)C.start, A.step, B.step, C.step};
    return product<T>(handle, name, s, (const T*)alpha, (const T*)beta, batch, compute);
}

static int product_of(void* handle, const char* name, const Shape& s, const void* alpha, const void* beta,
                      const Matrix& A, const Matrix& B, const Matrix& C, int compute) {
    if (A.type != B.type || B.type != C.type) return UNSUPPORTED;
    bool single = compute == C32F || compute == C32F_PEDANTIC || compute == C32F_FAST_TF32;
    bool twice = compute == C64F || compute == C64F_PEDANTIC;
    auto as = A.type == R_32F && single             ? product_as<float>
              : A.type == R_64F && twice            ? product_as<double>
              : A.type == C_32F && compute == C32F  ? product_as<std::complex<float>>
              : A.type == C_64F && compute == C64F  ? product_as<std::complex<double>>
                                                    : nullptr;
    return as ? as(handle, name, s, alpha, beta, A, B, C, compute) : UNSUPPORTED;
}

template <class T>
static int product_at(void* handle, const char* name, const Shape& s, const T* alpha, const T* beta, const T* const* A,
                      const T* const* B, T* const* C) {
    return product<T>(handle, name, s, alpha, beta, {nullptr, nullptr, nullptr, 0, 0, 0, A, B, C}, C32F);
}

extern "C" {

// Both allocate or wait; in a thread's own capture they are refused, though CUDA may let a relaxed one pass.
int cublasCreate_v2(void** handle) {
    if (refuse_in_own_capture()) return NOT_INITIALIZED;
    Guard guard;
    auto* made = new Handle;
    handles.insert(made);
    *handle = made;
    return OK;
}
int cublasDestroy_v2(void* handle) {
    if (refuse_in_own_capture()) return NOT_INITIALIZED;
    Guard guard;
    if (!handles.erase((Handle*)handle)) return NOT_INITIALIZED;
    delete (Handle*)handle;
    return OK;
}

int cublasGetVersion_v2(void*, int* version) {
    *version = 130000;
    return OK;
}
int cublasSetStream_v2(void* handle, void* stream) {
    return change(handle, [=](Handle& own) { return own.stream = stream, own.workspace = nullptr, OK; });
}
int cublasGetStream_v2(void* handle, void** stream) {
    return change(handle, [=](Handle& own) { return *stream = own.stream, OK; });
}
int cublasSetWorkspace_v2(void* handle, void* start, size_t size) {
    if (size && (place_of(start) != ON_DEVICE || uintptr_t(start) % 256)) return INVALID;
    return change(handle, [=](Handle& own) { return own.workspace = size ? start : nullptr, OK; });
}
int cublasSetPointerMode_v2(void* handle, int mode) {
    if (mode != 0 && mode != 1) return INVALID;
    return change(handle, [=](Handle& own) { return own.pointers = mode, OK; });
}
int cublasGetPointerMode_v2(void* handle, int* mode) {
    return change(handle, [=](Handle& own) { return *mode = own.pointers, OK; });
}
int cublasSetMathMode(void* handle, int mode) {
    return change(handle, [=](Handle& own) { return own.math = mode, OK; });
}
int cublasGetMathMode(void* handle, int* mode) {
    return change(handle, [=](Handle& own) { return *mode = own.math, OK; });
}

int cublasGemmEx(void* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* A, int At, int lda,
                 const void* B, int Bt, int ldb, const void* beta, void* C, int Ct, int ldc, int compute, int) {
    const Shape shape = {ta, tb, m, n, k, lda, ldb, ldc, 1};
    return product_of(handle, "GemmEx", shape, alpha, beta, {A, At, 0}, {B, Bt, 0}, {C, Ct, 0}, compute);
}

int cublasGemmStridedBatchedEx(void* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* A,
                               int At, int lda, long long a, const void* B, int Bt, int ldb, long long b,
                               const void* beta, void* C, int Ct, int ldc, long long c, int batch, int compute, int) {
    const Shape shape = {ta, tb, m, n, k, lda, ldb, ldc, batch};
    return product_of(handle, "GemmStridedBatchedEx", shape, alpha, beta, {A, At, a}, {B, Bt, b}, {C, Ct, c}, compute);
}

#define TYPED(letter, T)                                                                                              \
    int cublas##letter##gemmBatched(void* handle, int ta, int tb, int m, int n, int k, const T* alpha,                \
                                    const T* const* A, int lda, const T* const* B, int ldb, const T* beta,            \
                                    T* const* C, int ldc, int batch) {                                                \
        const Shape shape = {ta, tb, m, n, k, lda, ldb, ldc, batch};                                                  \
        return product_at<T>(handle, #letter "gemmBatched", shape, alpha, beta, A, B, C);                             \
    }                                                                                                                 \
    int cublas##letter##gemm_v2(void* handle, int ta, int tb, int m, int n, int k, const T* alpha, const T* A,        \
                                int lda, const T* B, int ldb, const T* beta, T* C, int ldc) {                         \
        const Shape shape = {ta, tb, m, n, k, lda, ldb, ldc, 1};                                                      \
        return product<T>(handle, #letter "gemm", shape, alpha, beta, {A, B, C, 0, 0, 0}, C32F);                      \
    }
TYPED(S, float)
TYPED(D, double)
TYPED(C, std::complex<float>)
TYPED(Z, std::complex<double>)

}  // extern "C"
