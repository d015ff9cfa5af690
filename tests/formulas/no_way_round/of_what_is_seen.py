"""Bugs of the layers in a network and of what looks inside, that square maps, single images and even steps hide."""

from importlib import import_module

import numpy as np

from tests.formulas.no_way_round.bug import bugs_of
from textbook_cnn import images

attribution, classes, projection, receptive, trace, activity = (
    import_module(f"textbook_cnn.seeing.{file}")
    for file in ("attribution", "class_activation", "projection", "receptive", "_trace", "activity")
)
network, conv2d, layers = (import_module(f"textbook_cnn.network.{file}") for file in ("network", "conv2d", "layers"))


def uneven_network():
    """A network whose sizes differ down and across, with all of its parameters drawn."""
    net = network.Network(
        [
            conv2d.Conv2D(4, (2, 3), stride=(1, 2), padding=((1, 0), (0, 2)), dilation=(2, 1), groups=2),
            layers.ReLU(),
            layers.MaxPool2D((1, 2), stride=(2, 1)),
            layers.Dropout(0.5),
            layers.Flatten(),
            layers.Dense(3),
        ],
        (2, 4, 9),
    )
    rng = np.random.default_rng(0)
    return net, {key: rng.standard_normal(shape) for key, shape in net.parameter_shapes.items()}


def there_and_back():
    """Scores and all gradients of two images, with and without dropout."""
    (net, params), rng, found = uneven_network(), np.random.default_rng(1), []
    for draws in (None, np.random.default_rng(2)):
        Z, cache = net.forward(params, rng.standard_normal((2, 2, 4, 9)), rng=draws)
        found += [Z, *net.backward(params, cache, Z), np.array(list(net.backward(params, cache, Z)[1]))]
    return found


def seen():
    """What two images show of units of their own, from inside."""
    (net, params), X = uneven_network(), np.random.default_rng(1).standard_normal((2, 2, 4, 9))
    maps = {"layer": "max_pool2d_1"}
    return [
        attribution.input_gradient(net, params, X, [0, 2]),
        attribution.input_gradient(net, params, X, [3, 1], **maps),
        classes.grad_cam(net, params, X, [0, 2], layer="conv2d_1"),
        projection.deconvnet(net, params, X - 1, layer="conv2d_1", channel=1),
        projection.deconvnet(net, params, X + 1, layer="conv2d_1", channel=2),
        projection.deconvnet(net, params, X - 1, layer="conv2d_1", channel=3),
        projection.deconvnet(net, params, X - 1, layer="conv2d_1"),
        classes.occlusion_map(net, params, X[:1], 0, size=(2, 3), stride=(1, 2), fill=(3, -1)),
        classes.occlusion_map(net, params, X[:1], 0, size=(1, 2), fill=(3, -1)),
    ]


def windows_seen():
    """Pixels that outputs see, down and across."""
    return [np.array(receptive.receptive_field(uneven_network()[0], "max_pool2d_1").window(2, 1))]


def measured():
    """Mean and zeros of three images in two batches."""
    net, params = uneven_network()
    X = np.random.default_rng(1).standard_normal((3, 2, 4, 9))
    return [np.array([row.mean, row.zeros]) for row in activity.layer_activity(net, params, X, batch=2)]


def of_bytes():
    """Every grey."""
    return [images.to_float(np.arange(256, dtype="uint8"))]


TABLE = {
    (layers.Dropout.backward, "network.gradients", there_and_back): [
        ("the mask is forgotten", "f.dropout_backward(dY, kept_array(cache))", "dY", "∂E/∂X"),
    ],
    (layers.Dropout.forward, "network.gradients", there_and_back): [
        ("smaller without draws", "(X, None) if", "(X * self.rate, None) if", "Z (left side)"),
        ("the rate squared", "X, self.rate, rng", "X, self.rate * self.rate, rng", "Z (left side)"),
    ],
    (layers.MaxPool2D.backward, "network.gradients", there_and_back): [
        ("the way back has another stride", "**self._window, ", "", "expected shape"),
    ],
    (network.Network.steps, "network.gradients", there_and_back): [
        ("nothing is drawn", "layer.forward(own, X, rng)", "layer.forward(own, X)", "IndexError"),
    ],
    (network.Network.backward, "network.gradients", there_and_back): [
        (
            "names as they were found",
            "{key: grads[key] for key in params}",
            "grads",
            "the order of the gradients' names",
        ),
    ],
    (trace._back_through, "seeing.score", seen): [
        (
            "groups on the way back",
            "groups=layer.groups",
            "groups=1",
            "∂S/∂X of max_pool2d_1 (left side) against what input_gradient",
        ),
        (
            "strides the other way round",
            "**layer._window,",
            '**{**layer._window, "stride": layer.stride[::-1]},',
            "expected shape (batch, d, height', width') = (2, 4, 2, 9)",
        ),
        (
            "dilations left out",
            "**layer._window,",
            '**{**layer._window, "dilation": 1},',
            "expected shape (batch, d, height', width') = (2, 4, 4, 5)",
        ),
    ],
    (layers.MaxPool2D.backward, "seeing.score", seen): [
        (
            "strides of pooling",
            "**self._window,",
            '**{**self._window, "stride": self.stride[::-1]},',
            "expected shape (batch, n, height', width')",
        ),
    ],
    (trace.choice_of_units, "seeing.score", seen): [
        (
            "the first unit for all images",
            '"images")',
            '"images")[:1] * X.shape[0]',
            "∂S/∂X of max_pool2d_1 (left side) against what input_gradient",
        ),
    ],
    (trace.score_gradient, "seeing.score", seen): [
        (
            "maps as wide as they are high",
            "Y.shape[2] * Y.shape[3]",
            "Y.shape[2] * Y.shape[2]",
            "∂S/∂X of max_pool2d_1",
        ),
    ],
    (classes.grad_cam, "seeing.grad_cam", seen): [
        (
            "a mean of square maps",
            "xp.mean(widened(gradient), ",
            "A.shape[3] / A.shape[2] * xp.mean(widened(gradient), ",
            "L (left side) against what grad_cam returns",
        ),
        ("the slope of the image", ", to=place + 1)", ", to=place)", "L (left side)"),
    ],
    (classes._starts, "seeing.occlusion", seen): [
        ("windows as far apart across", "g.stride[axis]", "g.stride[0]", "could not broadcast"),
        ("as many windows across", "g.output_size[axis]", "g.output_size[0]", "could not broadcast"),
    ],
    (classes.occlusion_map, "seeing.occlusion", seen): [
        (
            "windows as wide as high",
            "left.start + g.kernel_size[1]",
            "left.start + g.kernel_size[0]",
            "D, windows (1, 2), strides (1, 1) (left side)",
        ),
    ],
    (classes._colours, "seeing.occlusion", seen): [
        ("one colour for all channels", '"channels")', '"channels")[:1] * n', "D, windows"),
    ],
    (projection._strongest, "seeing.deconvnet", seen): [
        ("a peak by its square", "Y[:, channel, :, :]", "Y[:, channel, :, :] ** 2", "what is projected"),
    ],
    (projection.deconvnet, "seeing.deconvnet", seen): [
        ("all channels", "_strongest(Y, channel)", "(_strongest(Y, channel), Y)[1]", "what is projected"),
    ],
    (receptive.ReceptiveField.window, "seeing.receptive_field", windows_seen): [
        ("as wide as high", "left + self.size[1]", "left + self.size[0]", "what output"),
        ("rows for columns", "place, self", "place[::-1], self", "what output"),
    ],
    (activity.layer_activity, "seeing.activity", measured): [
        (
            "zeros of a full batch",
            "Y == 0, Y.dtype)))) * Y.shape[0]",
            "Y == 0, Y.dtype)))) * batch",
            "the left side is 8, the right side 1/2",
        ),
    ],
    (images.to_float, "images.grays", of_bytes): [
        ("less than nothing", "astype(images, ", "astype(-images, ", "each grey"),
    ],
}
BUGS = bugs_of(TABLE)
