"""The functions of the layers."""

import numpy as np

import textbook_cnn as cnn
from tests.wrong_calls.kinds import (
    FLAG,
    RNG,
    Kind,
    array,
    either,
    integer,
    is_integer,
    labels,
    listed,
    number,
    optional,
    padding,
    pair,
)
from tests.wrong_calls.trying import Right

DRAWN = np.random.default_rng(0)
X, K, DY = DRAWN.standard_normal((2, 2, 4, 5)), DRAWN.standard_normal((4, 1, 2, 2)), DRAWN.standard_normal((2, 4, 3, 4))
B, ROWS, W = np.ones(4), DRAWN.standard_normal((3, 4)), DRAWN.standard_normal((2, 4))
POOLED, LABELS = X[:, :, :2, :2], np.array([0, 3, 1])
COLUMNS = cnn.im2col(X, 2, groups=2)
MAPS, GIVEN = array(axes=4), array(axes=4, fixed=(0, 1, 2, 3))
FLOATS = array("f", 2)
WINDOW = {
    "stride": (1, pair(1)),
    "padding": ("valid", padding("valid", "same", "full")),
    "dilation": (1, pair(1)),
    "groups": (2, integer(1)),
}
POOL = {"kernel_size": (2, pair(1)), "stride": (2, optional(pair(1)))}
TARGETS = either(labels(4), array(axes=2))
SHAPE = Kind(lambda value: listed(value) and len(value) == 3 and all(is_integer(each, 1) for each in value))

CALLS = [
    Right(
        cnn.conv2d,
        X=(X, array(axes=4, fixed=(1,))),
        K=(K, array(axes=4, fixed=(1,))),
        B=(B, optional(array(axes=1, fixed=(0,)))),
        columns=(COLUMNS, optional(array(fixed=()))),
        **WINDOW,
    ),
    Right(cnn.im2col, X=(X, array(axes=4, lone=True)), kernel_size=(2, pair(1)), **WINDOW),
    Right(
        cnn.conv2d_backward_input,
        dY=(DY, array(axes=4, fixed=(1, 2, 3))),
        K=(K, array(axes=4, fixed=(0,))),
        input_size=((4, 5), optional(pair(1))),
        **WINDOW,
    ),
    Right(
        cnn.conv2d_backward_kernel,
        X=(X, array(axes=4, fixed=(0, 2, 3))),
        dY=(DY, array(axes=4, fixed=(0, 2, 3))),
        kernel_size=(2, optional(pair(1))),
        columns=(COLUMNS, optional(array())),
        **WINDOW,
    ),
    Right(
        cnn.conv2d_transpose,
        X=(DY, array(axes=4, fixed=(1, 2, 3))),
        K=(K, array(axes=4, fixed=(0,))),
        B=(np.ones(2), optional(array(axes=1, fixed=(0,)))),
        output_size=((4, 5), optional(pair(1))),
        **WINDOW,
    ),
    Right(cnn.conv2d_backward_bias, dY=(DY, array(axes=4, lone=True)), tied=(True, FLAG)),
    Right(
        cnn.dense,
        X=(ROWS, array(axes=2, fixed=(1,))),
        W=(W, array(axes=2, fixed=(1,))),
        B=(B[:2], optional(array(axes=1, fixed=(0,)))),
    ),
    Right(cnn.dense_backward_input, dY=(ROWS[:, :2], array(axes=2, fixed=(1,))), W=(W, array(axes=2, fixed=(0,)))),
    Right(cnn.dense_backward_weight, X=(ROWS, array(axes=2, fixed=(0,))), dY=(ROWS[:, :2], array(axes=2, fixed=(0,)))),
    Right(cnn.dense_backward_bias, dY=(ROWS, array(axes=2, lone=True))),
    Right(
        cnn.dropout, X=(ROWS, array("f", lone=True)), rate=(0.5, number(0, 0.999)), rng=(np.random.default_rng(0), RNG)
    ),
    Right(cnn.dropout_backward, dY=(ROWS, FLOATS), mask=(2.0 * (ROWS > 0), array("f", 2, (0, 1)))),
    Right(cnn.flatten, X=(X, array(axes=4, lone=True))),
    Right(cnn.unflatten, X=(ROWS, array(axes=2, fixed=(1,), lone=True)), shape=((1, 2, 2), SHAPE)),
    *[
        Right(function, X=(X, array("f" if "avg" in function.__name__ else "biuf", 4, lone=True)), **POOL)
        for function in (cnn.max_pool2d, cnn.avg_pool2d, cnn.max_pool2d_loops)
    ],
    *[
        Right(function, X=(X, array(axes=4, fixed=(0, 1))), dY=(POOLED, GIVEN), **POOL)
        for function in (cnn.max_pool2d_backward, cnn.avg_pool2d_backward, cnn.max_pool2d_backward_loops)
    ],
    Right(
        cnn.max_pool2d_backward,
        {"X": X, "dY": POOLED},
        Y=(cnn.max_pool2d(X), optional(GIVEN)),
    ),
    Right(cnn.relu, X=(ROWS, array(lone=True))),
    Right(cnn.relu_backward, X=(ROWS, array(axes=2, fixed=(0, 1))), dY=(ROWS, array(axes=2, fixed=(0, 1)))),
    Right(cnn.softmax, Z=(ROWS, array("f", 2, lone=True))),
    *[
        Right(function, Z=(ROWS, array("f", 2, (0,))), labels=(LABELS, TARGETS))
        for function in (cnn.softmax_cross_entropy, cnn.softmax_cross_entropy_backward)
    ],
    *[
        Right(function, Y=(ROWS, array("f", 2, (0, 1))), T=(ROWS, array(axes=2, fixed=(0, 1))))
        for function in (cnn.squared_error, cnn.squared_error_backward)
    ],
]
