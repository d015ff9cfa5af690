"""What the functions ought to give, said in plain Python loops.  Nothing here calls the package.

The convolution layer is bilinear: every output is a sum of products.  `terms` lists those products once; the forward
pass and the three gradients are then four ways of adding them up, exact in integers.
"""

from itertools import count, product

import numpy as np


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def windows_in(size, kernel, stride, dilation):
    """Where a window starts, for each window that fits into `size` pixels."""
    return [start for start in range(0, size, stride) if start + dilation * (kernel - 1) < size]


def margins(padding, size, kernel, stride, dilation):
    """((top, bottom), (left, right)) for any way of writing the padding."""
    if isinstance(padding, str):
        return tuple(_named(padding, *axis) for axis in zip(size, kernel, stride, dilation))
    vertical, horizontal = pair(padding)
    return pair(vertical), pair(horizontal)


def _named(padding, size, kernel, stride, dilation):
    if padding == "valid":
        return 0, 0
    if padding == "full":  # the kernel's far end on the first pixel, its near end on the last
        return dilation * (kernel - 1), dilation * (kernel - 1)
    wanted = -(-size // stride)  # "same": the fewest zeros that give ⌈size/stride⌉ windows, the odd one behind
    total = next(zeros for zeros in count() if len(windows_in(size + zeros, kernel, stride, dilation)) >= wanted)
    return total // 2, total - total // 2


def output_size(size, kernel, stride=(1, 1), padding="valid", dilation=(1, 1)):
    pads = margins(padding, size, kernel, stride, dilation)
    return tuple(len(windows_in(m + sum(p), k, s, e)) for m, p, k, s, e in zip(size, pads, kernel, stride, dilation))


def terms(X, K, *, stride=1, padding="valid", dilation=1, groups=1):
    """(index in Y, index in K, index in X) of every product that the convolution layer adds up; shapes come in."""
    stride, dilation = pair(stride), pair(dilation)
    (N, n, H, W), (d, m, kh, kw) = X, K
    (top, _), (left, _) = margins(padding, (H, W), (kh, kw), stride, dilation)
    rows, cols = output_size((H, W), (kh, kw), stride, padding, dilation)
    assert n == m * groups
    for b, i, p, q, j, u, v in product(*map(range, (N, d, rows, cols, m, kh, kw))):
        y, x = p * stride[0] + u * dilation[0] - top, q * stride[1] + v * dilation[1] - left
        if 0 <= y < H and 0 <= x < W:
            yield (b, i, p, q), (i, j, u, v), (b, i // (d // groups) * m + j, y, x)


def conv2d(X, K, B=None, **keywords):
    d, _, *kernel = K.shape
    stride, dilation = pair(keywords.get("stride", 1)), pair(keywords.get("dilation", 1))
    size = output_size(X.shape[2:], kernel, stride, keywords.get("padding", "valid"), dilation)
    Y = np.zeros((X.shape[0], d, *size), dtype=np.result_type(X, K))
    for y, k, x in terms(X.shape, K.shape, **keywords):
        Y[y] += X[x] * K[k]
    if B is not None:
        for b, i, p, q in np.ndindex(Y.shape):
            Y[b, i, p, q] += B[i] if B.ndim == 1 else B[i, p, q]
    return Y


def conv2d_backward_kernel(X, dY, kernel_size, **keywords):
    dK = np.zeros((dY.shape[1], X.shape[1] // keywords.get("groups", 1), *pair(kernel_size)), np.result_type(X, dY))
    for y, k, x in terms(X.shape, dK.shape, **keywords):
        dK[k] += X[x] * dY[y]
    return dK


def conv2d_backward_input(dY, K, input_size, **keywords):
    dX = np.zeros((dY.shape[0], K.shape[1] * keywords.get("groups", 1), *pair(input_size)), np.result_type(K, dY))
    for y, k, x in terms(dX.shape, K.shape, **keywords):
        dX[x] += K[k] * dY[y]
    return dX


def conv2d_backward_bias(dY, *, tied=True):
    dB = np.zeros(dY.shape[1:2] if tied else dY.shape[1:], dY.dtype)
    for b, i, p, q in np.ndindex(dY.shape):
        dB[i if tied else (i, p, q)] += dY[b, i, p, q]
    return dB


def correlate2d(x, k, *, padding="valid"):
    return conv2d(x[None, None], k[None, None], padding=padding)[0, 0]


def convolve2d(x, k, *, padding="valid"):
    return correlate2d(x, rot180(k), padding=padding)


def rot180(K):
    turned = np.empty_like(K)
    for *stack, u, v in np.ndindex(K.shape):
        turned[(*stack, K.shape[-2] - 1 - u, K.shape[-1] - 1 - v)] = K[(*stack, u, v)]
    return turned


def im2col(X, kernel_size, *, stride=1, padding="valid", dilation=1, groups=1):
    """Columns: for each row p of outputs and each group, row (u, v, j) and column (q, b)."""
    (kh, kw), (N, n) = pair(kernel_size), X.shape[:2]
    stride, dilation, m = pair(stride), pair(dilation), n // groups
    H, W = output_size(X.shape[2:], (kh, kw), stride, padding, dilation)
    columns = np.zeros((H, groups, kh, kw, m, W, N), X.dtype)
    one_filter_each = (groups, m, kh, kw)
    for (b, i, p, q), (_, j, u, v), x in terms(
        X.shape, one_filter_each, stride=stride, padding=padding, dilation=dilation, groups=groups
    ):
        columns[p, i, u, v, j, q, b] = X[x]
    return columns.reshape(H, groups, kh * kw * m, W * N)


def pool_windows(shape, kernel_size, stride, padding="valid", ceil_mode=False):
    """(index in Y, indices in X of its window, row by row; its area inside the padding) of a pool."""
    kernel, (N, n, H, W) = pair(kernel_size), shape
    stride = kernel if stride is None else pair(stride)
    pads = margins(padding, (H, W), kernel, stride, (1, 1))
    rows, cols = (_pool_starts(*axis, ceil_mode) for axis in zip((H, W), kernel, stride, pads))
    ends = [m + after for m, (_, after) in zip((H, W), pads)]
    for b, j, (p, y), (q, x) in product(range(N), range(n), enumerate(rows), enumerate(cols)):
        ys, xs = (range(start, start + k) for start, k in zip((y, x), kernel))
        inside = [(b, j, r, c) for r in ys for c in xs if 0 <= r < H and 0 <= c < W]
        area = sum(r < ends[0] for r in ys) * sum(c < ends[1] for c in xs)
        yield (b, j, p, q), inside, area


def _pool_starts(size, kernel, stride, pads, ceil_mode):
    """Where windows start, counted from the first pixel: those that fit, and with `ceil_mode` one more if need be.

    The next window is needed if the one before it leaves pixels or padding out, and begins before the last pixel.
    """
    before, after = pads
    starts = [start - before for start in windows_in(before + size + after, kernel, stride, 1)]
    last = starts[-1] if starts else -before - stride
    if ceil_mode and last + kernel < size + after and last + stride < size:
        starts.append(last + stride)
    return starts


def pool_size(X, *window):
    """Shape of what a pool gives."""
    *_, last = [y for y, _, _ in pool_windows((1, 1, *X.shape[2:]), *window)]
    return (*X.shape[:2], last[2] + 1, last[3] + 1)


def max_pool2d(X, kernel_size=2, *, stride=None, padding="valid", ceil_mode=False):
    window = kernel_size, stride, padding, ceil_mode
    Y = np.empty(pool_size(X, *window), X.dtype)
    for y, inside, _ in pool_windows(X.shape, *window):
        Y[y] = max(X[x] for x in inside)
    return Y


def max_pool2d_backward(X, dY, kernel_size=2, *, stride=None, padding="valid", ceil_mode=False):
    dX = np.zeros(X.shape, dY.dtype)
    for y, inside, _ in pool_windows(X.shape, kernel_size, stride, padding, ceil_mode):
        dX[max(inside, key=lambda x: X[x])] += dY[y]  # of equals, max takes the first
    return dX


def _shared_by(inside, area, padding, count_padding):
    """How many elements share a mean: the pixels, or the padding's zeros too."""
    counted = not isinstance(padding, str) if count_padding is None else count_padding
    return area if counted else len(inside)


def avg_pool2d(X, kernel_size=2, *, stride=None, padding="valid", ceil_mode=False, count_padding=None):
    window = kernel_size, stride, padding, ceil_mode
    Y = np.empty(pool_size(X, *window), X.dtype)
    for y, inside, area in pool_windows(X.shape, *window):
        Y[y] = sum(float(X[x]) for x in inside) / _shared_by(inside, area, padding, count_padding)
    return Y


def avg_pool2d_backward(X, dY, kernel_size=2, *, stride=None, padding="valid", ceil_mode=False, count_padding=None):
    dX = np.zeros(X.shape, dY.dtype)
    for y, inside, area in pool_windows(X.shape, kernel_size, stride, padding, ceil_mode):
        for x in inside:
            dX[x] += dY[y] / _shared_by(inside, area, padding, count_padding)
    return dX


def global_avg_pool2d(X):
    return np.array([[sum(map(float, x.flat)) / x.size for x in maps] for maps in X], X.dtype).reshape(X.shape[:2])


def global_avg_pool2d_backward(X, dY):
    dX = np.zeros(X.shape, dY.dtype)
    for b, j, r, c in np.ndindex(X.shape):
        dX[b, j, r, c] = dY[b, j] / (X.shape[2] * X.shape[3])
    return dX


def dense(X, W, B=None):
    Y = [[sum(W[i, j] * X[b, j] for j in range(X.shape[1])) for i in range(W.shape[0])] for b in range(X.shape[0])]
    Y = np.array(Y, np.result_type(X, W)).reshape(X.shape[0], W.shape[0])
    return Y if B is None else Y + B


def dense_backward_weight(X, dY):
    return dense(dY.T, X.T)


def dense_backward_input(dY, W):
    return dense(dY, W.T)


def softmax(Z):
    """Each probability as 1 / Σ exp of the differences, in float64."""
    Z = np.asarray(Z, np.float64)
    with np.errstate(over="ignore"):
        return 1 / np.exp(Z[:, None, :] - Z[:, :, None]).sum(axis=2)


def cross_entropy(Z, T):
    """Mean of −Σ T log P, each log P as −log Σ exp of the differences."""
    Z = np.asarray(Z, np.float64)
    log_p = [[-np.logaddexp.reduce(row - row[k]) for k in range(len(row))] for row in Z]
    return -(np.asarray(T) * log_p).sum() / len(Z)


def one_hot(labels, classes=3):
    """Target rows of classes."""
    return np.array([[float(k == label) for k in range(classes)] for label in labels])


def central_difference(f, A, step=1e-6):
    """∂f/∂A, one element after another, for a scalar function of a float64 array."""
    gradient = np.empty(A.shape)
    for index in np.ndindex(A.shape):
        up, down = A.copy(), A.copy()
        up[index] += step
        down[index] -= step
        gradient[index] = (f(up) - f(down)) / (up[index] - down[index])
    return gradient
