"""Everything that the slides state, in their order: where the registry has it, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One statement of the slides: the slide's heading, the statement in a few words, formulas and errata."""

    slide: str
    statement: str
    formulas: tuple[str, ...]
    errata: tuple[str, ...] = ()


CHAIN, SCALAR = "chain rule for one element", "all elements, term by term"

ROWS = (
    Row(
        "How images are stored in a Computer?",
        "a table of grey pixels, 0 to 255",
        ("images.grays", "images.digit"),
        ("E14",),
    ),
    Row("How images are stored in a Computer?", "three tables of pixels", ("images.colour",)),
    Row(
        "Statistics of image gradients",
        "logarithmic density of the gradients of ten natural images",
        ("images.laplace_density", "images.laplace_kurtosis"),
    ),
    Row(
        "DNN Image recognition",
        "1,440,000 bytes, and the cost of dense layers",
        ("images.bytes", "images.bytes_float32", "images.colour", "dense.weights"),
        ("E11", "E12", "E13"),
    ),
    Row("CNN Image recognition", "as many kernels as feature maps", ("conv2d.kernels",), ("E10",)),
    Row("Convolution?", "convolution as an integral", ("convolution.integral", "convolution.commutes")),
    Row(
        "Convolution?",
        "cross-correlation as an integral",
        ("correlation.integral", "correlation.reversed", "correlate1d.definition"),
        ("E1",),
    ),
    Row("2D convolution for image filtering", "convolution as an integral", ("convolution.integral2d",), ("E16",)),
    Row("2D convolution for image filtering", "image filtering as a double sum", ("convolution.discrete2d",), ("E16",)),
    Row("2D Convolution ? Cross-Correlation", "size of the output", ("output_size", "correlate2d.definition"), ("E4",)),
    Row("2D Convolution ? Cross-Correlation", "the worked example", ("worked.valid", "worked.valid_terms")),
    Row("Convolution & Cross Correlation", "convolution by a turned kernel", ("convolve2d.rot180",), ("E2",)),
    Row("Padding", "valid", ("worked.valid",)),
    Row("Padding", "full", ("worked.full",), ("E3",)),
    Row("Padding", "Keras: valid leaves out, same adds zeros", ("worked.same", "conv2d.same"), ("E3",)),
    Row("CNN for Image", "320 parameters of a layer with a ReLU", ("conv2d.parameters", "relu.forward")),
    Row("CNN for Image", "the rule for the number of parameters", ("conv2d.parameters",), ("E5",)),
    Row("Forward propagation", "three input channels", ("conv2d.forward_three",)),
    Row("Forward propagation", "n input channels", ("conv2d.forward", "conv2d.forward_expanded")),
    Row("Forward propagation", "the layer as a matrix of kernels", ("conv2d.forward_matrix",), ("E7",)),
    Row(
        "Backward Kernel",
        "the example as a matrix equation and as a system",
        ("conv2d.simplified", "conv2d.scalar_system"),
    ),
    Row("Backward Kernel", CHAIN, ("conv2d.backward_kernel_chain",), ("E18",)),
    Row("Backward Kernel", SCALAR, ("conv2d.backward_kernel_scalar",)),
    Row(
        "Backward Kernel",
        "as a cross-correlation",
        ("conv2d.backward_kernel_matrix", "conv2d.backward_kernel_simplified"),
    ),
    Row("Backward Kernel", "with all channels", ("conv2d.backward_kernel", "conv2d.general_backward_kernel"), ("E17",)),
    Row(
        "Backward bias",
        "gradient of the bias",
        (
            "conv2d.backward_bias_chain",
            "conv2d.backward_bias_scalar",
            "conv2d.backward_bias_simplified",
            "conv2d.backward_bias_per_pixel",
            "conv2d.backward_bias",
        ),
        ("E6",),
    ),
    Row("Backward input", CHAIN, ("conv2d.backward_input_chain", "conv2d.backward_input_scalar"), ("E9",)),
    Row("Backward input", "with the turned kernel", ("conv2d.backward_input_matrix",)),
    Row(
        "Backward input",
        "as a convolution",
        ("conv2d.backward_input_simplified", "conv2d.backward_input_rot180"),
        ("E8",),
    ),
    Row(
        "Backward input",
        "with all channels",
        ("conv2d.backward_input", "conv2d.general_backward_input"),
        ("E15", "E17"),
    ),
)
