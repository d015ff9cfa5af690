"""Bugs for the shipped functions, each with the theorems that must notice it and how the failure reads."""

from importlib import import_module

from textbook_cnn import _windows, convolution
from textbook_cnn._arrays import libraries, promotion

FILES = (
    "conv2d",
    "conv2d_backward",
    "conv2d_transpose",
    "dense",
    "flatten",
    "_matrices",
    "average_pooling",
    "_pools",
    "_shares",
    "_sizes",
)
conv2d, conv2d_backward, conv2d_transpose, dense, flatten, matrices, averages, pools, shares, sizes = map(
    import_module, [f"textbook_cnn.layers.{name}" for name in FILES]
)

# How a failure reads: a claim that does not hold, a path that not all sizes take, or what the model refuses.
ELEMENT, AXES, PATH = "NotProved: element", "NotProved: expected axes", "the code takes this path only where "
CUT, QUOTIENT, UNEQUAL = "TypeError: no sizes make up an axis", "it is not known that", "of a matrix product differ"
SHAPE = "ValueError: "  # the code's own checks find it
BEFORE_BIAS = "    if B is not None:\n        Y += B["


def doubled_if(condition):
    """Lines of conv2d that are wrong where the condition holds."""
    return f"    if {condition}:\n        Y += Y\n" + BEFORE_BIAS


# function: what is wrong, which theorems judge it, a piece of the code, what stands in its place, how the failure reads
MUTANTS = {
    _windows.Geometry.slices: [
        (
            "slices shifted by one",
            "forward",
            "slice(u * d, u * d + s * (m - 1) + 1, s)",
            "slice(u * d + 1, u * d + s * (m - 1) + 2, s)",
            PATH,
        ),
        ("stride of the other axis", "forward", "self.stride[axis]", "self.stride[1 - axis]", PATH),
        ("stride lost", "forward", "s * (m - 1) + 1, s)", "m, 1)", PATH),
        ("dilation lost", "forward", "slice(u * d, u * d + s", "slice(u, u + s", ELEMENT),
        ("one slice too few", "forward", "range(self.kernel_size[axis])", "range(1, self.kernel_size[axis])", CUT),
        (
            "slices from the end",
            "forward",
            "for u in range(self.kernel_size[axis])",
            "for u in reversed(range(self.kernel_size[axis]))",
            ELEMENT,
        ),
    ],
    _windows.windows: [
        ("offsets exchanged", "forward", "0, 5, 1, 2, 3, 4)", "0, 1, 5, 2, 3, 4)", CUT),
        ("offsets in square kernels exchanged", "square", "0, 5, 1, 2, 3, 4)", "0, 1, 5, 2, 3, 4)", ELEMENT),
        ("dilation of the other axis", "forward", "V[..., :: g.dilation[0]]", "V[..., :: g.dilation[1]]", QUOTIENT),
        (
            "span of the other axis",
            "forward",
            "(g.kernel_size[0] - 1) + 1, g.",
            "(g.kernel_size[1] - 1) + 1, g.",
            QUOTIENT,
        ),
        ("rows without stride", "forward", "g.stride[0])", "1)", CUT),
    ],
    _windows.columns_adjoint: [
        ("adjoint: offsets from the end", "input", "dV[:, :, v, ...]", "dV[:, :, -1 - v, ...]", ELEMENT),
        ("adjoint: set, not added", "input", "add_at(", "set_at(", ELEMENT),
        (
            "adjoint: first window twice",
            "input",
            "    return dX",
            "    first = slice(None), slice(None), slice(left, left + 1), slice(None)\n"
            "    dX = add_at(dX, first, reshape(dV[:, :, 0, :, :1, :], H, groups * m, 1, N))\n    return dX",
            ELEMENT,
        ),
        ("adjoint: cut by right", "input", "dX[:, :, left : left +", "dX[:, :, right : right +", ELEMENT),
        (
            "adjoint: cut one further",
            "input",
            "dX[:, :, left : left + g.input_size[1], :]",
            "dX[:, :, left + 1 : left + g.input_size[1] + 1, :]",
            PATH + "right - 1",
        ),
        (
            "adjoint: left not cut",
            "input",
            "dX[:, :, left : left + g.input_size[1], :]",
            "dX[:, :, : g.input_size[1], :]",
            ELEMENT,
        ),
        ("adjoint: right forgotten", "input", "g.input_size[1] + right, N", "g.input_size[1], N", QUOTIENT),
        (
            "wrong for 7 columns",
            "input",
            "    return dX",
            "    if W == 7:\n        dX += dX\n    return dX",
            PATH + "q_h - 7",
        ),
    ],
    matrices.gradient_rows_of: [
        ("rows: zeros forgotten above", "input", "slice(reach, last + 1", "slice(0, last + 1 - reach", ELEMENT),
        ("rows: no zeros between", "input", "last + 1, g.stride[0])", "reach + g.output_size[0], 1)", PATH),
        (
            "rows: stride of the other axis",
            "input",
            "reach, last + 1, g.stride[0]",
            "reach, last + 1, g.stride[1]",
            QUOTIENT,
        ),
        ("rows: cut by bottom", "input", "Z[top : top + H + reach", "Z[bottom : bottom + H + reach", ELEMENT),
        ("rows: top not cut", "input", "Z[top : top + H + reach, ...]", "Z[: H + reach, ...]", ELEMENT),
        (
            "rows: bottom forgotten",
            "input",
            "top + H + bottom + reach",
            "top + H + reach",
            PATH + "r_v + dilation_v - bottom",
        ),
        ("rows: dilation lost", "input", "[..., :: g.dilation[0]]", "", CUT),
        ("rows: dilation of the other axis", "input", ":: g.dilation[0]]", ":: g.dilation[1]]", QUOTIENT),
        ("rows: groups after offsets", "input", "permute(V, 0, 2, 1, 3, 4, 5)", "permute(V, 0, 1, 2, 3, 4, 5)", CUT),
    ],
    matrices.turned_kernels_of: [
        ("kernels not turned", "input", "array_namespace(K).flip(K, axis=2)", "K", ELEMENT),
        ("kernels turned along the columns too", "input", "axis=2", "axis=(2, 3)", ELEMENT),
        (
            "turned kernels: offsets exchanged",
            "input",
            "permute(turned, 0, 4, 2, 3, 1)",
            "permute(turned, 0, 3, 2, 4, 1)",
            CUT,
        ),
        (
            "turned square kernels: offsets exchanged",
            "square input",
            "permute(turned, 0, 4, 2, 3, 1)",
            "permute(turned, 0, 3, 2, 4, 1)",
            ELEMENT,
        ),
    ],
    libraries.sliding_rows: [
        ("rows: step lost", "forward", "Z[u : u + last : step, ...]", "Z[u : u + last, ...]", CUT),
        ("rows: one too many", "forward", "- size + 1", "- size + 2", "expected arrays of one shape"),
        ("rows: one too few", "forward", "- size + 1", "- size", CUT),
        ("rows: upside down", "forward", "for u in range(size)]", "for u in reversed(range(size))]", ELEMENT),
        ("views: step lost", "forward", "axis=0)[::step, ...]", "axis=0)", CUT),
        (
            "views: windows of one more",
            "forward",
            "sliding_window_view(Z, size, axis",
            "sliding_window_view(Z, size + 1, axis",
            QUOTIENT,
        ),
    ],
    libraries.permute: [
        ("axes of NumPy backwards", "forward", "A.transpose(axes)", "A.transpose(axes[::-1])", CUT),
        ("axes of others backwards", "forward", "permute_dims(A, axes)", "permute_dims(A, axes[::-1])", CUT),
    ],
    libraries.reshape: [
        ("NumPy column by column", "forward", "A.reshape(shape)", 'A.reshape(shape, order="F")', "the order 'F'"),
        (
            "large arrays column by column",
            "forward",
            "A.reshape(shape)",
            'A.reshape(shape, order="C" if A.size < 2**21 else "F")',
            "an array has no size here",
        ),
        ("memory order kept", "forward", "A.reshape(shape)", 'A.reshape(shape, order="A")', "the order 'A'"),
    ],
    libraries.all_numpy: [
        (
            "NumPy by name",
            "forward",
            "type(A) is not numpy.ndarray",
            'type(A).__name__ != "ndarray"',
            "has no __name__",
        ),
        ("another name of NumPy", "forward", "is not numpy.ndarray", "is not numpy.generic", "has no generic here"),
    ],
    libraries._numpy.__wrapped__: [
        (
            "the namespace of NumPy itself",
            "forward",
            "array_api_compat.array_namespace(numpy.empty(0))",
            "numpy",
            "has no",
        ),
    ],
    promotion.promote: [
        (
            "float64 by name",
            "forward",
            "len(dtypes) ==",
            '"float64" not in map(str, dtypes) and len(dtypes) ==',
            "__str__",
        ),
        ("dtypes in a set", "forward", "len(dtypes) ==", "len(set(dtypes)) ==", "__hash__ of the dtype"),
    ],
    libraries.zeros: [
        (
            "zeros of another dtype",
            "forward",
            "dtype=like.dtype",
            'dtype="float16"',
            "expected the dtype of the arrays",
        ),
        ("zeros elsewhere", "forward", "device=device(like)", 'device="cuda"', "expected the device of the arrays"),
    ],
    libraries.add_at: [
        ("at: set for add", "input", "A.at[index].add(B)", "A.at[index].set(B)", ELEMENT),
        ("in place: set for add", "input", "A[index] += B", "A[index] = B", ELEMENT),
    ],
    libraries.set_at: [
        ("at: result forgotten", "forward", "return A.at[index].set(B)", "A.at[index].set(B)\n        return A", CUT),
    ],
    _windows.padded: [
        (
            "zeros on the other side",
            "forward",
            "slice(before, before + shape[axis])",
            "slice(after, after + shape[axis])",
            ELEMENT,
        ),
        ("no zeros at the left", "pad2d", "if not any(map(sum, padding)):", "if not sum(padding[0]):", AXES),
    ],
    _windows.windows_along: [
        ("one output too many", "forward", "- 1) // stride", ") // stride", QUOTIENT),
        ("one output too few", "forward", "- 1) // stride", "- 2) // stride", QUOTIENT),
        (
            "output rounded up",
            "output_size",
            "return (size + total_padding - dilation * (kernel_size - 1) - 1) // stride + 1",
            "return -((1 + dilation * (kernel_size - 1) - size - total_padding) // stride) + 1",
            "does not ask",
        ),
        (
            "dilation counted once too often",
            "output_size",
            "dilation * (kernel_size - 1)",
            "dilation * kernel_size",
            PATH + "2·p + n - k·l - 1",
        ),
    ],
    _windows.output_size: [
        (
            "padding counted once",
            "output_size",
            "2 * padding, dilation)",
            "padding, dilation)",
            PATH + "p + n + l - k·l - 1",
        ),
    ],
    _windows._resolve: [
        (
            "same: odd zero before",
            "forward",
            "total // 2, total - total // 2",
            "total - total // 2, total // 2",
            ELEMENT,
        ),
        ("same: one too many at stride 2", "forward", "(-(-size // s) - 1) * s", "(size // s) * s", SHAPE),
        ("full: one zero less", "forward", "return reach, reach", "return reach - 1, reach", SHAPE),
    ],
    _windows._geometry.__wrapped__: [
        (
            "height for width",
            "input",
            "return Geometry(kernel, stride, dilation, padding, size, out)",
            "return Geometry(kernel, stride, dilation, padding, size[::-1], out)",
            CUT,
        ),
        (
            "window that does not fit",
            "forward",
            "if any(m < 1 for m in out):",
            "if any(m < 0 for m in out):",
            "does not ask",
        ),
        (
            "window that fits refused",
            "forward",
            "if any(m < 1 for m in out):",
            "if any(m < 2 for m in out):",
            PATH + "q_v - 1",
        ),
        (
            "only the height is asked",
            "refused",
            "if any(m < 1 for m in out):",
            "if out[0] < 1:",
            "sizes that do not fit were accepted",
        ),
    ],
    sizes.layer_geometry: [
        (
            "text of a refused size",
            "refused",
            '    groups = check.integer("groups", groups, 1)\n',
            '    groups = check.integer("groups", groups, 1)\n    if str(X[2]) == "1000":\n        return None\n',
            "wrote a size into text",
        ),
        ("filters not asked", "refused", "if X[1] % groups or K[0] % groups:", "if X[1] % groups:", CUT),
        ("channels not asked", "refused", "if X[1] != K[1] * groups:", "if X[1] < 1:", UNEQUAL),
    ],
    sizes.infer_kernel_size: [
        ("inferred kernel one too large", "kernel", "reach[1] // d[1] + 1", "reach[1] // d[1] + 2", SHAPE),
        ("inferred kernel without dilation", "kernel", "reach[0] // d[0] + 1", "reach[0] + 1", SHAPE),
    ],
    sizes.smallest_input_size: [
        ("inferred input without padding", "input", "+ r - t for", "+ r for", SHAPE),
    ],
    sizes._totals: [
        ("inferred input of half the padding", "input", "return top + bottom,", "return 2 * top,", SHAPE),
    ],
    matrices.kernels_of: [
        ("kernels transposed", "forward", "0, 2, 3, 1", "0, 3, 2, 1", UNEQUAL),
        ("square kernels transposed", "square", "0, 2, 3, 1", "0, 3, 2, 1", ELEMENT),
    ],
    libraries.to_logical: [
        ("output transposed", "forward", "3, 1, 0, 2", "3, 1, 2, 0", "do not fit together"),
    ],
    matrices.columns_of: [
        (
            "groups after channels",
            "forward",
            "permute(reshape(V, H, kh, kw, groups, n // groups, W, N), 0, 3, 1, 2, 4, 5, 6)",
            "permute(reshape(V, H, kh, kw, n // groups, groups, W, N), 0, 4, 1, 2, 3, 5, 6)",
            CUT,
        ),
        ("columns given in vain", "columns", "        return given", "        return given + given", ELEMENT),
    ],
    matrices.outputs_of: [
        ("outputs of other groups", "kernel", "H, groups, d // groups, W * N)", "H, d // groups, groups, W * N)", CUT),
    ],
    conv2d_backward.conv2d_backward_kernel: [
        ("kernel gradient transposed", "kernel", "0, 4, 3, 1, 2), d, m", "0, 4, 3, 2, 1), d, m", CUT),
        (
            "gradient of square kernels transposed",
            "square kernel",
            "0, 4, 3, 1, 2), d, m",
            "0, 4, 3, 2, 1), d, m",
            ELEMENT,
        ),
        (
            "kernel gradient of the first row",
            "kernel",
            "xp.sum(matrix_product(columns_of(X, g, groups, columns), outputs_of(dY, groups).mT), axis=0)",
            "(columns_of(X, g, groups, columns) @ outputs_of(dY, groups).mT)[0, ...]",
            ELEMENT,
        ),
    ],
    conv2d_backward.conv2d_backward_input: [
        (
            "input gradient: groups after channels",
            "input",
            "H, groups, kw, m, size[1], N)",
            "H, kw, groups, m, size[1], N)",
            CUT,
        ),
    ],
    conv2d_transpose.conv2d_transpose: [
        ("transposed: bias forgotten", "conv2d_transpose", "Y += B[:, None, None] if tied else B", "pass", ELEMENT),
        ("transposed: stride lost", "conv2d_transpose", "(H, W), stride=stride, padding", "(H, W), padding", SHAPE),
    ],
    conv2d_backward.conv2d_backward_bias: [
        ("bias of the first image", "conv2d_backward_bias", "xp.sum(dY,", "xp.sum(dY[:1, ...],", ELEMENT),
        ("bias of the first row", "conv2d_backward_bias", "xp.sum(dY,", "xp.sum(dY[:, :, :1, :],", ELEMENT),
        (
            "tied bias for one per pixel",
            "conv2d_backward_bias, one per pixel",
            "if tied else 0",
            "if tied else (0, 2, 3)",
            AXES,
        ),
    ],
    conv2d.conv2d: [
        ("bias twice", "forward", BEFORE_BIAS, BEFORE_BIAS.replace("+= B[", "+= (B + B)["), ELEMENT),
        (
            "bias in place of the image",
            "forward",
            "summands(X=X, K=K, B=B, columns=columns)\n",
            "summands(X=X, K=K, B=B, columns=columns)\n    X += X\n",
            "an argument of the function",
        ),
        (
            "wrong for 1000 rows",
            "forward",
            BEFORE_BIAS,
            doubled_if("X.shape[2] == 1000"),
            PATH + "-top + r_v + q_v·stride_v + dilation_v - bottom - 1000",
        ),
        (
            "wrong for more than 512 channels",
            "forward",
            BEFORE_BIAS,
            doubled_if("X.shape[1] > 512"),
            PATH + "G·m - 513",
        ),
        (
            "wrong for large batches of wide images",
            "forward",
            BEFORE_BIAS,
            doubled_if("X.shape[0] * Y.shape[3] > 10**6"),
            PATH + "-N·q_h - N + 1000000",
        ),
        (
            "loop over the images",
            "forward",
            BEFORE_BIAS,
            "    for _ in range(N):\n        Y = Y[:, ...]\n" + BEFORE_BIAS,
            "__index__ of an unknown integer is not known here",
        ),
        (
            "wrong for 9 rows of a kernel without zeros above and below",
            "conv2d",
            BEFORE_BIAS,
            doubled_if("K.shape[2] == 9 and sum(g.padding[0]) == 0"),
            ELEMENT,
        ),
        (
            "wrong for 7 rows of a kernel without zeros above and below, but for NumPy's arrays",
            "conv2d but for NumPy",
            BEFORE_BIAS,
            doubled_if("K.shape[2] == 7 and sum(g.padding[0]) == 0"),
            ELEMENT,
        ),
        (
            "list as long as the batch",
            "forward",
            BEFORE_BIAS,
            doubled_if("len([0] * N) == 40"),
            "expected an integer beside an unknown one, got list",
        ),
        (
            "bytes as many as the batch",
            "forward",
            BEFORE_BIAS,
            doubled_if("len(bytes(N)) == 40"),
            "cannot convert",
        ),
        (
            "number of bits",
            "forward",
            BEFORE_BIAS,
            doubled_if("N.bit_length() > 20"),
            "an unknown integer has no bit_length here",
        ),
    ],
    dense.dense_backward_weight: [
        (
            "wrong for odd batches",
            "dense_backward_weight",
            "narrowed(matrix_product(dY.T, X), dtype)",
            "narrowed(matrix_product(dY.T, X) if X.shape[0] % 2 else X.T @ dY, dtype)",
            PATH + "-2·⌊(N)/2⌋ + N - 1",
        ),
        (
            "dense: weights of the first image",
            "dense_backward_weight",
            "matrix_product(dY.T, X)",
            "dY[:1, :].T @ X[:1, :]",
            ELEMENT,
        ),
        ("dense: transposed", "dense_backward_weight", "matrix_product(dY.T, X)", "X.T @ dY", AXES),
    ],
    dense.dense: [
        ("dense: first input only", "dense", "matrix_product(W, X.T).T", "(W[:, :1] @ X[:, :1].T).T", ELEMENT),
        ("dense: bias forgotten", "dense", "Y += B", "pass", ELEMENT),
    ],
    dense.dense_backward_bias: [
        ("dense: bias of the first image", "dense_backward_bias", "xp.sum(dY, axis=0)", "dY[0, :]", ELEMENT),
    ],
    dense.dense_backward_input: [
        ("dense: weights as they are", "dense_backward_input", "matrix_product(W.T, dY.T).T", "(W @ dY.T).T", UNEQUAL),
    ],
    flatten.flatten: [
        ("flatten: channels last", "flatten, unflatten", "1, 2, 3, 0", "2, 3, 1, 0", AXES),
    ],
    flatten.unflatten: [
        (
            "unflatten: channels last",
            "flatten, unflatten",
            "n, H, W, X.shape[0]), 3, 0, 1, 2)",
            "H, W, n, X.shape[0]), 3, 2, 0, 1)",
            CUT,
        ),
    ],
    averages.avg_pool2d: [
        ("mean over one more", "pool", "total, count)", "total, count + 1)", ELEMENT),
        ("mean of the first row", "pool", "for index in offsets_of(g)]", "for index in offsets_of(g)[:2]]", ELEMENT),
    ],
    averages.avg_pool2d_backward: [
        (
            "share forgotten",
            "unpool",
            "elementwise(quotient, dV, elements(g, padding, count_padding, dV))",
            "dV",
            ELEMENT,
        ),
    ],
    shares.cropped: [
        ("cropped at the edge", "unpool, padded", "top : top + H", ": H", ELEMENT),
    ],
    shares.surrounded: [
        ("padding turned", "pool, padded", "(0, 2)", "(2, 0)", "TypeError: the axes"),
    ],
    pools.way_to_put: [
        ("overlaps not added", "unpool", "all(s >= k", "all(s >= 2", ELEMENT),
    ],
    convolution.correlate2d: [
        ("image turned", "image", "k[u, v]", "k[-1 - u, -1 - v]", ELEMENT),
    ],
    convolution.convolve2d: [
        ("kernel not turned", "turned", "rot180(k)", "k", ELEMENT),
    ],
    convolution.rot180: [
        ("half turn of one axis", "rot180", "axis=(-2, -1)", "axis=-1", ELEMENT),
    ],
}

PLANTED = {mutant[0]: (function, *mutant[1:]) for function, mutants in MUTANTS.items() for mutant in mutants}
