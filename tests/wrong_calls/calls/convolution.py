"""Images and the convolution of two arrays."""

import numpy as np

import textbook_cnn as cnn
from tests.wrong_calls.kinds import Kind, array, integer, is_integer, listed, number, padding
from tests.wrong_calls.trying import Right

ROW, SHORT = np.array([1.0, 2, 4, 8]), np.array([1.0, -1])
IMAGE, KERNEL = np.arange(12.0).reshape(3, 4), np.array([[1.0, 2], [-1, 0]])
WORDS = padding("valid", "same", "full")

CALLS = [
    Right(
        cnn.image_bytes,
        shape=((2, 3), Kind(lambda value: listed(value) and all(map(is_integer, value)))),
        dtype=("uint8", Kind()),
    ),
    Right(cnn.to_float, images=(IMAGE.astype("uint8"), array("u", lone=True))),
    Right(cnn.luminance, image=(np.ones((2, 3)), array("f", lone=True))),
    Right(cnn.image_gradients, image=(IMAGE, array("f", 2, lone=True))),
    Right(cnn.gradient_statistics, gradients=(IMAGE, array("f", finite=True, lone=True))),
    Right(
        cnn.output_size,
        size=(5, integer(1)),
        kernel_size=(2, integer(1)),
        stride=(1, integer(1)),
        padding=(0, integer(0)),
        dilation=(1, integer(1)),
    ),
    Right(cnn.rot180, K=(KERNEL, array(lone=True))),
    Right(cnn.pad2d, X=(IMAGE, array(lone=True)), padding=(1, padding()), mode=("reflect", Kind())),
    *[
        Right(function, x=(ROW, array(axes=1)), k=(SHORT, array(axes=1)), padding=("same", Kind()))
        for function in (cnn.correlate1d, cnn.convolve1d)
    ],
    *[
        Right(function, x=(IMAGE, array(axes=2)), k=(KERNEL, array(axes=2)), padding=("same", Kind()))
        for function in (cnn.correlate2d, cnn.convolve2d)
    ],
    Right(cnn.laplace_density, x=(ROW, array("f", lone=True)), scale=(1.5, number(0)), exponent=(0.8, number(0))),
    Right(cnn.gaussian_density, x=(ROW, array("f", lone=True)), deviation=(1.5, number(0))),
    Right(cnn.laplace_kurtosis, exponent=(0.8, number(0))),
    Right(cnn.fit_laplace, gradients=(IMAGE - 5.3, array("f", finite=True, lone=True)), by=("kurtosis", Kind())),
]
