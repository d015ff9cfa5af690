"""VGG16 and Fashion-MNIST."""

import numpy as np

import textbook_cnn as cnn
from tests.wrong_calls.kinds import FLAG, PATH, Kind, array, integer, optional, pair
from tests.wrong_calls.trying import Right

PIXELS = np.arange(32 * 32 * 3, dtype=np.uint8).reshape(1, 32, 32, 3)
NORMED = np.ones((1, 3, 4, 4), dtype="float32")
FAMILY = {"family": ("keras", Kind())}

CALLS = [
    Right(cnn.signed_colours, A=(NORMED, array(axes=4, fixed=(1,), lone=True)), **FAMILY),
    Right(cnn.square_photograph, photograph=(PIXELS[0], array("u", lone=True)), size=(8, integer(1, 10_000))),
    Right(cnn.vgg16_network, input_size=(32, pair(32)), classifier=(False, FLAG)),
    Right(cnn.vgg16_preprocess, photographs=(PIXELS, array("u", lone=True)), **FAMILY),
    Right(cnn.vgg16_restore, X=(NORMED, array("f", 4, (1,), lone=True)), **FAMILY),
    Right(cnn.vgg16_weights, {"source": "no_such_folder"}, family=("keras", optional(Kind()))),
    Right(cnn.vgg16_weights, source=("no_such_folder", optional(PATH))),
    Right(cnn.fashion_mnist, {"source": "no_such_folder"}, split=("test", Kind())),
    Right(cnn.fashion_mnist, source=("no_such_folder", optional(PATH))),
]
