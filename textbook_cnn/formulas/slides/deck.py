"""The slides in their order: what each shows, and which statements of the catalogue or figures answer it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Slide:
    """One slide, or several with the same heading and subject.

    Parameters
    ----------
    number : int
        Its place in the lecture, from 1.
    heading : str
        As it is printed.
    shows : str
        In a few words.
    statements : tuple of int
        Numbers of the statements of `statements.ROWS`, from 1, that it makes.
    figures : tuple of str
        Labels of the figures of the book that take the place of its pictures.
    functions : tuple of str
        Public names that do what it shows, where no formula of its statements names one.
    sections : tuple of (str, str)
        Chapters and anchors of sections that answer it though none of its formulas and figures stands there.

    """

    number: int
    heading: str
    shows: str
    statements: tuple[int, ...] = ()
    figures: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()


STORED, FOR_IMAGE, FORWARD = "How images are stored in a Computer?", "CNN for Image", "Forward propagation"
FILM = "Visualization of Multi-Layer Perceptron & CNN"
IN_KERAS = "03_convolution_layer", "the-same-layer-elsewhere"
THE_NETWORK, VGG16 = ("07_training", "the-network"), ("09_deep_layers", "sixteen-layers-one-idea")
FLAT, GRADIENTS = (
    ("01_images", "most-of-an-image-is-flat"),
    ("11_statistics", "ten-photographs-five-million-differences"),
)
FILTERING, BIASES = (
    ("02_convolution", "filtering-an-image"),
    ("03_convolution_layer", "one-bias-per-filter-or-one-per-pixel"),
)

SLIDES = (
    Slide(1, STORED, "a grey image as a table", (1,), ("fig-digit",)),
    Slide(2, STORED, "a colour image as three tables", (2,), ("fig-planes",)),
    Slide(3, "Image recognition", "perceptron and CNN", (), ("fig-perceptron-cnn",), ("Network",)),
    Slide(
        4,
        "Statistics of image gradients",
        "densities on a logarithmic scale",
        (3,),
        ("fig-log-density",),
        (),
        (GRADIENTS,),
    ),
    Slide(5, "DNN Image recognition", "bytes, and what dense layers cost", (4,), ("fig-weights",), (), (FLAT,)),
    Slide(6, "CNN Image recognition", "feature points, filters and feature maps", (5,), ("fig-feature-points",)),
    Slide(7, "CNN operation", "from the image to the class", (), ("fig-cnn-operation",), ("Network",)),
    Slide(8, "Convolution?", "two integrals", (6, 7)),
    Slide(9, "2D convolution for image filtering", "a double integral and a double sum", (8, 9), sections=(FILTERING,)),
    Slide(10, "2D Convolution ? Cross-Correlation", "the worked example", (10, 11)),
    Slide(11, "Convolution & Cross Correlation", "the turned kernel", (12,)),
    Slide(12, "Padding", "valid, full and same", (13, 14, 15)),
    Slide(13, FOR_IMAGE, "a layer in Keras and its 320 parameters", (16, 17), sections=(IN_KERAS,)),
    Slide(14, FOR_IMAGE, "the example as a network", (), ("fig-cnn-operation",), ("Conv2D", "Network"), (THE_NETWORK,)),
    Slide(
        15,
        FILM,
        "a film of both",
        (),
        ("fig-layers-mlp", "fig-cnn-operation"),
        ("Network",),
    ),
    Slide(16, FORWARD, "three input channels", (18,)),
    Slide(17, FORWARD, "n input channels", (19,)),
    Slide(18, FORWARD, "the layer as a matrix of kernels", (20,)),
    Slide(19, "Backward Kernel", "from the chain rule to one line", (21, 22, 23, 24, 25)),
    Slide(20, "Backward bias", "the gradient of the bias", (26,), sections=(BIASES,)),
    Slide(21, "Backward input", "the gradient of the input", (27, 28, 29, 30)),
    Slide(22, "Deep CNN Layer Visualization", "VGG16", (), ("fig-cat-1", "fig-cat-5"), ("vgg16_network",), (VGG16,)),
)
