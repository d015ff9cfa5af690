"""`network/`: layers put together; parameters and sizes are kept by name."""

from __future__ import annotations

NAMES = "parameters have names, made of the layer's and a letter"
LETTERS = "letters of parameters, as the layer's functions call them"
FIELDS = "what is checked, by its name in a message or a record"
NUMBERED = "layers of a kind are numbered"
TABLE = "a table for readers"
REFUSED = "what does not fit is refused when the network is made"
GIVEN = "what is not a layer's own, or not what its forward pass kept, is refused"
CALLED = "the method of a layer, in a message"
RETURNED = "what a layer's method may not return is refused"

LISTED: dict[str, dict[str, str]] = {
    "network": {
        "dict display": "parameters, gradients and keywords by name",
        "name isinstance | name len": "of layers, shapes and names, which are Python's own",
    },
    "network.chain.Chain.__post_init__": {
        "name object | attribute __setattr__": "a frozen record is filled in once",
        "text '_shapes' | text '_parameters' | text 'layers' | text 'input_shape' | text 'names'": FIELDS,
    },
    "network.chain.Chain.output_names": {"text from values | text '_'": NAMES},
    "network.chain.Chain.parameter_shapes": {"attribute _parameters | name dict": "a copy of what is kept by name"},
    "network.chain.Chain._shapes_at": {"text from values | text '.'": NAMES},
    "network.returned": {
        "name textbook_cnn._options.mapping | name set": RETURNED,
        "name textbook_cnn._options.texts": RETURNED,
        "name type | attribute __module__ | attribute startswith | text 'textbook_cnn.'": "whose layer it is",
        "text from values | text 'layers[' | text '].forward' | text '].backward' | text '].parameters'": CALLED,
        "text '].parameter_shapes'": CALLED,
    },
    "network.chain.Chain.check_params": {
        "name textbook_cnn._options.mapping | name set | attribute _parameters": REFUSED,
        "text from values | text 'params[' | text ']' | text 'that of the layer'": "words of a message",
    },
    "network.chain._checked": {"name textbook_cnn._options.sequence | text 'axis'": REFUSED},
    "network.chain._shapes_along": {
        "try or with | del | name ValueError": "a refusal is told with the layer's place, and raised again",
        "text from values | text 'layers[' | text '].output_shape'": CALLED,
    },
    "network.chain._checked_names": {"set display | name set | name textbook_cnn._options.texts | text ''": REFUSED},
    "network.chain._numbered": {
        "name collections.Counter | element written | in-place operation on an element": NUMBERED,
        "text from values | text '_'": NUMBERED,
    },
    "network.conv2d.Conv2D.__post_init__": {
        "name object | attribute __setattr__ | name getattr": "a frozen record is filled in once",
        "name textbook_cnn._options.flag | text 'bias' | name str | text 'full' | text 'same'": REFUSED,
        "loop over constants": "the sizes, by their names",
    },
    "network.conv2d.Conv2D": {
        "text 'K' | text 'B' | text 'stride' | text 'dilation' | text 'groups'": LETTERS,
        "text 'filters' | text 'kernel_size' | text 'padding'": FIELDS,
    },
    "network.conv2d.Conv2D.parameter_shapes": {"name typing.cast | text 'Pair'": "a word to the type checker"},
    "network.conv2d.Conv2D.output_shape": {"attribute windows": "where its windows lie"},
    "network.conv2d.Conv2D.backward": {
        "element written": "into a dict of its own",
        "name textbook_cnn._options.flag": GIVEN,
    },
    "network.conv2d.Bias": {"text 'B'": LETTERS},
    "network.layer.own_arrays": {"name textbook_cnn._options.mapping | name set": GIVEN},
    "network.layer.kept_arrays": {"name textbook_cnn._options.sequence": GIVEN},
    "network.layer.checked_maps": {"number 3": "feature maps have three axes"},
    "network.layer.checked_shape": {"name textbook_cnn._options.sequence": REFUSED},
    "network.pools": {
        "attribute ceil_mode | attribute count_padding | name textbook_cnn._options.flag": "two options, True or False",
        "text 'kernel_size' | text 'stride' | text 'padding' | text 'ceil_mode' | text 'count_padding'": FIELDS,
        "name object | attribute __setattr__ | attribute __post_init__": "a frozen record is filled in once",
        "attribute windows": "where its windows lie",
    },
    "network.layers.Dense.__post_init__": {"text 'units' | name object | attribute __setattr__": FIELDS},
    "network.layers.Dropout.__post_init__": {"text 'rate' | name object | attribute __setattr__": FIELDS},
    "network.layers.Flatten.backward": {"name textbook_cnn._options.sequence | number 3": GIVEN},
    "network.layers.Dense.backward": {"name textbook_cnn._options.flag": GIVEN},
    "network.layers.Dense": {"text 'W' | text 'B'": LETTERS},
    "network.network.Network.init": {
        "import": "NumPy's generators are loaded when weights are drawn",
        "name hasattr | text 'standard_normal' | name type | name textbook_cnn._options.seed": "a generator, or a seed",
        "attribute standard_normal | name math.sqrt | text 'float32' | text 'float64'": "normal numbers after He",
        "element written | name textbook_cnn._devices.on_device": "each array goes where it will be used",
    },
    "network.network.Network.steps": {
        "yield": "what one layer gives is handed on before the next runs",
        "text from values | text '.'": NAMES,
    },
    "network.network.Network.forward": {"name textbook_cnn._options.generator": "what draws nothing is refused"},
    "network.network.Network.backward": {
        "attribute update | text from values | text '.'": NAMES,
        "name textbook_cnn._options.sequence | name textbook_cnn._options.flag": "what is neither is refused",
    },
    "network.network.Network.summary": {
        "attribute values | name type | attribute __name__": TABLE,
        "text from values | text ' (' | text ')' | name textbook_cnn.network.summary.summary_table": TABLE,
    },
    "network.pool_first.pool_first": {
        "number 3 | name textbook_cnn._options.instance": "three layers in a row; arguments are checked",
        "name typing.cast | text 'tuple[Conv2D, ReLU, MaxPool2D]'": "a word to the type checker",
        "in-place operation on layers | in-place operation on names | in-place operation on i": "lists of its own grow",
        "attribute append of what others hold": "the same lists, in the same loop",
        "loop over constants | arithmetic with constants alone": "places of layers, counted from the first",
        "name dataclasses.replace": "the same convolution without its bias",
    },
    "network.pool_first._are_these_three": {"name type": "convolution with a bias, ReLU, pooling"},
}
