"""What does not fit is refused under a name that the caller has written, not under one from inside."""

import inspect

import numpy as np
import pytest

import textbook_cnn as cnn

LARGE = np.full((1, 1, 2, 2), (1 << 64) - 1, "uint64")
IMAGE, KERNELS, WIDE = np.ones((1, 1, 2, 2)), np.ones((1, 1, 3, 3)), np.ones((1, 1, 4, 4))
NOTHING = np.ones((1, 1, 0, 2))
WRONG = [
    (cnn.correlate1d, {"x": np.ones(2), "k": np.ones(3)}),
    (cnn.convolve1d, {"x": np.ones(0), "k": np.ones(3)}),
    (cnn.convolve1d, {"x": np.ones(3), "k": np.ones(0)}),
    (cnn.convolve2d, {"x": np.ones((2, 5)), "k": np.ones((3, 3))}),
    (cnn.correlate2d, {"x": np.ones((5, 0)), "k": np.ones((3, 3))}),
    (cnn.correlate2d, {"x": np.ones((5, 5)), "k": np.ones((3, 0))}),
    (cnn.conv2d, {"X": IMAGE, "K": KERNELS}),
    (cnn.conv2d_loops, {"X": IMAGE, "K": KERNELS}),
    (cnn.conv2d_fourier, {"X": IMAGE, "K": KERNELS}),
    (cnn.conv2d_backward_input, {"dY": IMAGE, "K": KERNELS, "input_size": 2}),
    (cnn.conv2d_backward_input_loops, {"dY": IMAGE, "K": KERNELS, "input_size": 2}),
    (cnn.conv2d_backward_kernel, {"X": IMAGE, "dY": IMAGE, "kernel_size": 3}),
    (cnn.conv2d_transpose, {"X": IMAGE, "K": KERNELS, "output_size": 2}),
    (cnn.im2col, {"X": IMAGE, "kernel_size": 3}),
    (cnn.avg_pool2d, {"X": NOTHING}),
    (cnn.max_pool2d, {"X": NOTHING}),
    (cnn.max_pool2d_loops, {"X": NOTHING}),
    (cnn.max_pool2d_backward, {"X": WIDE, "dY": LARGE}),
    (cnn.max_pool2d_backward_loops, {"X": WIDE, "dY": LARGE}),
]


@pytest.mark.parametrize(("function", "arguments"), WRONG)
def test_a_message_begins_with_the_name_of_an_argument(function, arguments):
    with pytest.raises(ValueError, match=rf"^({'|'.join(inspect.signature(function).parameters)}): expected"):
        function(**arguments)


def test_a_message_is_one_line_whatever_came():
    wide = np.ones((3, 3))
    for what in (wide, [wide, wide], "two\nlines"):
        with pytest.raises(TypeError, match=r"^params: expected a dict of arrays, got [^\n]*$"):
            cnn.adam_init(what)
