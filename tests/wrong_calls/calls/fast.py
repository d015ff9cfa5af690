"""The loops and the quick convolutions."""

import textbook_cnn as cnn
from tests.wrong_calls.calls.layers import DRAWN
from tests.wrong_calls.kinds import FUNCTION, array, optional, padding, pair
from tests.wrong_calls.trying import Right

X, K = DRAWN.standard_normal((2, 2, 4, 5)), DRAWN.standard_normal((3, 2, 3, 3))
DY = DRAWN.standard_normal((2, 3, 2, 3))
JOINED = array(axes=4, fixed=(1,))
WORDS = {"padding": ("valid", padding("valid", "same", "full"))}
WINDOW = {"stride": (1, pair(1)), **WORDS, "dilation": (1, pair(1))}

CALLS = [
    *[
        Right(function, X=(X, JOINED), K=(K, JOINED), **WORDS)
        for function in (cnn.conv2d_fourier, cnn.conv2d_loops, cnn.conv2d_shifts, cnn.conv2d_winograd)
    ],
    Right(cnn.conv2d_fourier, {"X": X, "K": K}, transform=(None, optional(FUNCTION))),
    Right(cnn.correlate1d_winograd, x=(X[0, 0, 0], array(axes=1)), k=(K[0, 0, 0], array(axes=1, fixed=(0,)))),
    Right(
        cnn.conv2d_backward_input_loops,
        dY=(DY, array(axes=4, fixed=(1, 2, 3))),
        K=(K, array(axes=4, fixed=(0,))),
        input_size=((4, 5), pair(1)),
        **WINDOW,
    ),
    Right(
        cnn.conv2d_backward_kernel_loops,
        X=(X, array(axes=4, fixed=(0, 2, 3))),
        dY=(DY, array(axes=4, fixed=(0, 2, 3))),
        kernel_size=(3, pair(1)),
        **WINDOW,
    ),
]
