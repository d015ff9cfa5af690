"""Bugs of the other layers: clips, tolerances, clamps, and questions that sleep until something is large."""

from importlib import import_module

import numpy as np

from tests.formulas.no_way_round.bug import bugs_of
from textbook_cnn._arrays import libraries

FILES = ("_elements", "_matrices", "_pools", "dropout", "dense", "flatten", "pooling", "relu", "softmax_cross_entropy")
elements, matrices, pools, dropout, dense, flatten, pooling, relu, scores = (
    import_module(f"textbook_cnn.layers.{file}") for file in FILES
)
powers, entropies = import_module("textbook_cnn.layers._scores"), import_module("textbook_cnn.layers._entropies")
averages, shares = (import_module(f"textbook_cnn.layers.{file}") for file in ("average_pooling", "_shares"))
windows, backward = import_module("textbook_cnn._windows"), import_module("textbook_cnn.layers.conv2d_backward")
conv2d = import_module("textbook_cnn.layers.conv2d")


def numbers(*shape, largest=50):
    """Numbers from −largest to largest, in an order without a pattern, none of them twice in a small array."""
    return np.random.default_rng(0).permutation(np.linspace(-largest, largest, int(np.prod(shape)))).reshape(shape)


def of_relu():
    """Both ways through the rectifier."""
    X = np.append(numbers(4, 25), [[0.25] * 25], axis=0)
    return relu.relu(X), relu.relu_backward(X, X)


def of_pools():
    """Both ways through pooling with many windows, small and large."""
    X = numbers(2, 1, 14, 14, largest=3)
    found = []
    for size, stride in ((2, 2), (7, 7), (3, 2)):
        Y = pooling.max_pool2d(X, size, stride=stride)
        found += [Y, pooling.max_pool2d_backward(X, Y, size, stride=stride)]
        found += [averages.avg_pool2d(X, size, stride=stride), averages.avg_pool2d_backward(X, Y, size, stride=stride)]
    return found


def of_scores():
    """The softmax, the loss and its gradient, of 60 classes and of 300 images, in both precisions."""
    found = []
    for N, classes, dtype in ((2, 60, "float64"), (300, 3, "float32"), (3, 4, "float64")):
        Z, labels = numbers(N, classes).astype(dtype), -np.arange(N) % classes
        found += [
            scores.softmax(Z),
            scores.softmax_cross_entropy(Z, labels),
            scores.softmax_cross_entropy_backward(Z, labels),
        ]
    return found


def of_dropout():
    """Both ways through dropout, at a low and at a high rate."""
    found = []
    for rate in (0.25, 0.95):
        Y, mask = dropout.dropout(numbers(4, 30), rate, np.random.default_rng(1))
        found += [Y, dropout.dropout_backward(numbers(4, 30), mask)]
    return found


def of_rows():
    """Both ways through a dense layer of 600 inputs, of float32 numbers."""
    X, W, dY = (numbers(*shape, largest=1).astype("float32") for shape in ((3, 600), (5, 600), (3, 5)))
    return [
        dense.dense(X, W, dY[0]),
        dense.dense_backward_weight(X, dY),
        dense.dense_backward_bias(dY),
        dense.dense_backward_input(dY, W),
    ]


def of_maps():
    """Both ways through layers with a large kernel, a large stride, and many rows."""
    found = []
    for size, kernel, stride, padding in ((12, 9, 1, "valid"), (23, 6, 5, "same"), (23, 3, 4, "valid")):
        X, K = numbers(2, 1, size, size), numbers(2, 1, kernel, kernel)
        keywords = {"stride": stride, "padding": padding}
        columns = conv2d.im2col(X, kernel, **keywords)
        Y = conv2d.conv2d(X, K, **keywords, columns=columns)
        found += [Y, backward.conv2d_backward_kernel(X, Y, kernel, **keywords, columns=columns)]
        found += [backward.conv2d_backward_input(Y, K, size, **keywords), backward.conv2d_backward_bias(Y)]
    return found


def of_large_arrays():
    """A layer on an array of more than 2²¹ elements, read backwards by a wrong reshape."""
    X = numbers(1, 3, 1500, 500)
    return conv2d.conv2d(X, numbers(2, 3, 1, 2))


# function, the formula whose proofs judge it, a call that shows the bug: what is wrong, a piece, its place, the refusal
TABLE = {
    (relu._positive_part, "relu.forward", of_relu): [
        (
            "relu clipped at 6",
            "xp.maximum(X, 0)",
            "xp.minimum(xp.maximum(X, 0), 6)",
            "attribute minimum",
            "the code goes this way only where x_11 < 6",
        ),
        (
            "relu from a half on",
            "xp.maximum(X, 0)",
            "X * xp.astype(X > 0.5, X.dtype)",
            "number 0.5",
            "the code goes this way only where x_11 > 1/2",
        ),
        (
            "relu of large numbers is their half",
            "xp.maximum(X, 0)",
            "xp.maximum(X, 0) / (1 + (X > 40))",
            "number 40",
            "the code goes this way only where x_11 < 40",
        ),
        (
            "relu by a comparison of squares",
            "xp.maximum(X, 0)",
            "xp.where(X * X > 1600, 0 * X, xp.maximum(X, 0))",
            "number 1600",
            "the code goes this way only where x_11**2 < 1600",
        ),
        (
            "relu clipped without a comparison of its own",
            "xp.maximum(X, 0)",
            "xp.clip(X, 0, 6)",
            "attribute clip",
            "the code goes this way only where x_11 < 6",
        ),
        (
            "relu by rounding",
            "xp.maximum(X, 0)",
            "xp.maximum(X, 0) + 0 * X if X.dtype == object else 2 * xp.maximum(X, 0)",
            "attribute dtype",
            "",
        ),
    ],
    (relu._where_positive, "relu.backward", of_relu): [
        (
            "the gradient asks for more than 0",
            "X <= 0",
            "X <= 0.5",
            "number 0.5",
            "the code goes this way only where x_11 > 1/2",
        ),
        (
            "the gradient asks up to 40",
            "X <= 0",
            "(X <= 0) | (X >= 40)",
            "number 40",
            "the code goes this way only where x_11 < 40",
        ),
        (
            "the gradient asks by a sign",
            "X <= 0",
            "xp.sign(X - 1) <= 0",
            "attribute sign",
            "the witness lies on the border between regions: x_11 - 1 = 0",
        ),
        (
            "the gradient of large gradients",
            "chosen(xp, dY, ~(X <= 0))",
            "chosen(xp, xp.clip(dY, -40, 40), ~(X <= 0))",
            "attribute clip",
            "the code goes this way only where dy_11 + 40 > 0",
        ),
    ],
    (relu.relu, "relu.forward", of_relu): [
        (
            "relu of float64",
            "return elementwise(",
            "if X.dtype == 'float64':\n        X = X + X\n    return elementwise(",
            "attribute dtype",
            "",
        ),
        (
            "relu of 100 numbers",
            "return elementwise(",
            "if X.size >= 100:\n        X = X + X\n    return elementwise(",
            "attribute size",
            "",
        ),
    ],
    (pools.served, "max_pool2d.backward", of_pools): [
        (
            "the first within a half of the largest",
            "X == Y",
            "X >= Y - 0.5",
            "number 0.5",
            "the code goes this way only where x_1_22 > x_1_11 + 1/2",
        ),
        (
            "the largest, if it is more than 1",
            "X == Y",
            "(X == Y) & (X > 1)",
            "number of decisions",
            "the code goes this way only where x_1_11 < 1",
        ),
        (
            "the largest, of gradients that are not small",
            "X == Y",
            "(X == Y) & (abs(dY) > 0.5)",
            "number 0.5",
            "the code goes this way only where dy_1_11 > 0",
        ),
    ],
    (pools.larger, "max_pool2d.forward", of_pools): [
        (
            "larger by a tolerance",
            "xp.maximum(A, B)",
            "xp.where(A > B - 0.25, A, B)",
            "number 0.25",
            "the code goes this way only where x_1_21 > x_1_11 + 1/4",
        ),
        (
            "larger, at most 2",
            "xp.maximum(A, B)",
            "xp.minimum(xp.maximum(A, B), 2)",
            "attribute minimum",
            "the witness lies on the border between regions: x_1_12 - 2 = 0",
        ),
        (
            "larger by absolute value",
            "xp.maximum(A, B)",
            "xp.where(abs(A) > abs(B), A, B)",
            "number of decisions",
            "the code goes this way only where x_1_11 < 0",
        ),
    ],
    (pooling.max_pool2d, "max_pool2d.general", of_pools): [
        ("windows of more than 5 rows", "for rows in g.slices(0)]", "for rows in g.slices(0)[:5]]", "number 5", ""),
        ("windows of more than 5 columns", "for cols in g.slices(1)]", "for cols in g.slices(1)[:5]]", "number 5", ""),
    ],
    (pools.offsets_of, "max_pool2d.general_backward", of_pools): [
        ("windows of more than 36 places", "g.slices(1))]", "g.slices(1))][:36]", "number 36", ""),
    ],
    (shares.elements, "avg_pool2d.general", of_pools): [
        ("the mean of 49 places", "return g.kernel_size[0] * ", "return min(6, g.kernel_size[0]) * ", "number 6", ""),
    ],
    (pools.way_to_put, "max_pool2d.general_backward", of_pools): [
        (
            "overlaps of one row are not added",
            "s >= k",
            "s >= k - 1",
            "",
            "∂E/∂X (left side) against what max_pool2d_backward",
        ),
    ],
    (powers.half_below, "softmax", of_scores): [
        (
            "scores far below the largest are lifted",
            "Z / 2 - largest / 2",
            "(Z / 2 - largest / 2).clip(-20, 0)",
            "attribute clip",
            "the code goes this way only where 40 + z_21 > z_23",
        ),
    ],
    (powers.powers_below, "softmax", of_scores): [
        (
            "small powers are 0",
            "return roots * roots",
            "return roots * roots * (Z > largest - 40)",
            "number 40",
            "the code goes this way only where 40 + z_21 > z_23",
        ),
    ],
    (entropies.mean_differences, "softmax_cross_entropy.backward", of_scores): [
        (
            "gradients are clipped",
            "(powers / total - T) / count",
            "xp.clip((powers / total - T) / count, -0.4, 0.4)",
            "attribute clip",
            "the code goes this way only where 1/(2*exp(z_21)*exp(-z_23) + 2*exp(z_22)*exp(-",
        ),
        ("more than 200 images", "/ count", "/ min(count, 200)", "number 200", ""),
    ],
    (entropies.entropies, "softmax_cross_entropy.forward", of_scores): [
        (
            "losses are at most 30",
            "xp.log(powers) - 2 * halves",
            "xp.minimum(xp.log(powers) - 2 * halves, 30)",
            "attribute minimum",
            "the code goes this way only where 30 + t_21*z_21 + t_22*z_22 > t_21*z_23 + t_22",
        ),
        (
            "a logarithm of something larger",
            "xp.log(powers)",
            "xp.log(powers + 1e-7)",
            "number 1e-07",
            "∂E/∂Z (left side) against what softmax_cross_entropy_backward",
        ),
    ],
    (dropout._masked, "dropout.forward", of_dropout): [
        ("at high rates nothing is kept", "draws >= rate", "(draws >= rate) & (rate < 0.9)", "number 0.9", ""),
        (
            "draws of more than 0.9 are dropped",
            "draws >= rate",
            "(draws >= rate) & (draws < 0.9)",
            "number 0.9",
            "M[p, q] = 0 where U[p, q] < ρ, else 1/(1 − ρ) at rate 0, seed 1,",
        ),
        (
            "outputs of more than 40 are not scaled",
            "/ kept",
            "/ (kept if (X < 40).all() else 1)",
            "number 40",
            "the code goes this way only where x_11 < 40",
        ),
    ],
    (elements.chosen, "relu.backward", of_relu): [
        (
            "gradients of more than 40 are clipped",
            "kept(xp, dY, ",
            "kept(xp, xp.minimum(dY, 40), ",
            "attribute minimum",
            "the code goes this way only where dy_11 < 40",
        ),
    ],
    (dense.dense, "dense.forward", of_rows): [
        (
            "inputs beyond 512",
            "matrix_product(W, X.T)",
            "matrix_product(W[:, :512], X.T[:512, :])",
            "number 512",
            "the code takes this path only where -n + 511 ≥ 0",
        ),
        (
            "float32",
            "Y = matrix_product",
            "W = W + W if W.dtype == 'float32' else W\n    Y = matrix_product",
            "attribute dtype",
            "__eq__ of the dtype is not known here",
        ),
    ],
    (dense.dense_backward_weight, "dense.backward_weight", of_rows): [
        (
            "512 inputs by a set",
            "(X, dY) = summands(X=X, dY=dY)",
            "(X, dY) = summands(X=X, dY=dY)\n    X = X + X if X.shape[1] in {600} else X",
            "set display",
            "__hash__ of an unknown integer is not known here",
        ),
    ],
    (matrices.columns_of, "im2col.columns", of_maps): [
        (
            "given columns at stride 4 and more",
            "        return given",
            "        return given + given if g.stride[0] >= 4 else given",
            "number 4",
            "",
        ),
    ],
    (windows.Geometry.slices, "conv2d.general", of_maps): [
        (
            "kernels of more than 7 rows",
            "range(self.kernel_size[axis])",
            "range(min(self.kernel_size[axis], 7))",
            "number 7",
            "no sizes make up an axis of 9 elements",
        ),
    ],
    (windows._resolve, "conv2d.general", of_maps): [
        (
            "same at strides of 5 and more",
            "total // 2, total - total // 2",
            "(total // 2, total - total // 2)[:: 1 if s < 5 else -1]",
            "number 5",
            "",
        ),
    ],
    (libraries.permute, "conv2d.general", of_maps): [
        (
            "NumPy's axes the other way round",
            "A.transpose(axes)",
            "A.transpose(axes[::-1])",
            "",
            "no sizes make up an axis of G elements",
        ),
    ],
    (libraries.reshape, "conv2d.general", of_large_arrays): [
        (
            "large NumPy arrays column by column",
            "A.reshape(shape)",
            'A.reshape(shape, order="C" if A.size < 2**21 else "F")',
            "attribute size",
            "an array has no size here",
        ),
    ],
}
BUGS = bugs_of(TABLE)
