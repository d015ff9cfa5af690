"""Pools with padding, transposed convolution, borders, and what losses and activations know besides."""

import numpy as np

import textbook_cnn as cnn
from tests.wrong_calls.calls.convolution import IMAGE
from tests.wrong_calls.calls.layers import DY, LABELS, POOLED, ROWS, WINDOW, B, K, X
from tests.wrong_calls.kinds import FLAG, Kind, array, integer, optional, padding, pair
from tests.wrong_calls.trying import Right

INDEX = integer(-(1 << 63))
SAME = array("f", 2, (0, 1))
POOL = {"padding": ("same", padding("valid", "same")), "ceil_mode": (False, FLAG)}
COUNTED = {**POOL, "count_padding": (False, optional(FLAG))}
SIZES = {"kernel_size": (2, pair(1)), "stride": (2, optional(pair(1)))}

CALLS = [
    Right(
        cnn.conv2d_transpose,
        X=(DY, array(axes=4, fixed=(1, 2, 3))),
        K=(K, array(axes=4, fixed=(0,))),
        B=(B[:2], optional(array(axes=1, fixed=(0,)))),
        output_size=((4, 5), optional(pair(1))),
        **WINDOW,
    ),
    Right(cnn.pad2d, {"X": IMAGE, "padding": 1}, mode=("edge", Kind())),
    Right(cnn.max_pool2d, {"X": X}, **POOL),
    Right(cnn.max_pool2d_backward, {"X": X, "dY": cnn.max_pool2d(X, padding="same")}, **POOL),
    Right(cnn.avg_pool2d, {"X": X}, **COUNTED),
    Right(cnn.avg_pool2d_backward, {"X": X, "dY": cnn.avg_pool2d(X, padding="same")}, **COUNTED),
    Right(cnn.MaxPool2D, **POOL),
    Right(cnn.AvgPool2D, **SIZES, **COUNTED),
    Right(cnn.global_avg_pool2d, X=(X, array("f", 4, lone=True))),
    Right(
        cnn.global_avg_pool2d_backward,
        X=(X, array(axes=4, fixed=(0, 1))),
        dY=(POOLED[:, :, 0, 0], array("f", 2, (0, 1))),
    ),
    *[
        Right(
            function,
            {"Z": ROWS, "labels": LABELS},
            class_weights=(np.ones(4), optional(array(axes=1, fixed=(0,), finite=True))),
            ignore_index=(3, optional(INDEX)),
        )
        for function in (cnn.softmax_cross_entropy, cnn.softmax_cross_entropy_backward)
    ],
    Right(cnn.log_softmax, Z=(ROWS, array("f", 2, lone=True))),
    Right(cnn.sigmoid, X=(ROWS, array("f", lone=True))),
    Right(cnn.tanh, X=(ROWS, array("f", lone=True))),
    *[
        Right(function, Y=(ROWS, SAME), dY=(ROWS, SAME))
        for function in (cnn.log_softmax_backward, cnn.sigmoid_backward, cnn.tanh_backward)
    ],
]
