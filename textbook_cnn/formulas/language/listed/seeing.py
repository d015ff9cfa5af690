"""`seeing/`: what a network has learnt."""

from __future__ import annotations

MAPS = "feature maps have four axes, or three without the images"
BAR = "a progress bar around the loop"
PLAIN = "results are Python's numbers"
AWAY = "drawn and ranked in NumPy, then taken to the network's library"
CHOSEN = "values that a caller may change; nothing is compared with them"
CHECKED = "arguments are checked, and handed on"
LETTERS = "what goes into a message"
BESIDE = "an array beside another, of its type"

LISTED: dict[str, dict[str, str]] = {
    "seeing": {
        "dict display | name len | name isinstance": "layers and parameters by name; arguments are checked",
        "attribute dtype | name array_api_compat.device": BESIDE,
        "text from values | text '.'": "parameters have names, made of the layer's and a letter",
        "name textbook_cnn.seeing._progress.with_bar": BAR,
        "name textbook_cnn._options.finite | name textbook_cnn._options.flag": CHECKED,
        "name textbook_cnn._options.instance | name textbook_cnn._options.mapping": CHECKED,
        "name textbook_cnn._options.row | name textbook_cnn._options.seed": CHECKED,
        "name textbook_cnn._options.sequence | name textbook_cnn._options.text": CHECKED,
        "name textbook_cnn._options.texts | name textbook_cnn._options.within": CHECKED,
    },
    "seeing._steps.penalty": {"numbers (1, 2, 3)": "all axes but that of the images"},
    "seeing._steps.roughness_gradient": {"numbers (2, 3) | number 4 | loop over constants": MAPS},
    "seeing._steps.unit_size": {"numbers (1, 2, 3)": "all axes but that of the images"},
    "seeing._trace.Trace.back": {
        "mutable global RULES": "what a ReLU hands back, by name",
        "try or with": "NumPy on one thread while it runs; nothing is caught",
    },
    "seeing._trace.trace": {
        "try or with": "NumPy on one thread while it runs; nothing is caught",
        "text 'layer' | text 'forward pass'": BAR,
        "name itertools.islice": "the layers up to the one that is asked for",
    },
    "seeing._trace.answer": {"text 'params' | text ' in what the layer answers'": LETTERS},
    "seeing._trace.one_thread": {
        "name textbook_cnn.training.settings.one_thread_each": "how many threads NumPy may use"
    },
    "seeing._trace._back_through": {
        "identity | name type": "the kinds of layers",
        "text 'K' | text 'W' | text 'groups'": "keywords, letters",
    },
    "seeing._trace.place_of": {"attribute index": "where a name stands"},
    "seeing._trace.check_maps_of": {"number 3": MAPS},
    "seeing._trace.checked_maps": {"number 4": MAPS},
    "seeing._trace.choice_of_units": {
        "text 'images'": LETTERS,
        "attribute arange | attribute asarray": BESIDE,
    },
    "seeing._trace.score": {"number 4 | numbers (2, 3)": MAPS},
    "seeing._trace.score_gradient": {"number 3": MAPS},
    "seeing.activity.feature_maps": {
        "text 'layers[' | text ']'": LETTERS,
        "attribute append of what others hold": "lists of its own, in a dict of its own",
    },
    "seeing.activity._outputs": {
        "yield | attribute update of what others hold | text 'layer' | text 'forward pass'": BAR,
        "try or with": "the bar is closed, and NumPy on one thread while it runs; nothing is caught",
    },
    "seeing.activity.layer_activity": {
        "element written | in-place operation on an element | name float": "sums in lists of its own",
        "name textbook_cnn._options.known": CHECKED,
    },
    "seeing.embedding.features": {"name textbook_cnn._options.known": CHECKED},
    "seeing.attribution.input_gradient": {"text 'gradient'": "what a ReLU hands back, by name"},
    "seeing.attribution.saliency": {"number 3": MAPS},
    "seeing.attribution.guided_backpropagation": {"text 'guided'": "what a ReLU hands back, by name"},
    "seeing.class_activation.grad_cam": {"numbers (2, 3)": MAPS},
    "seeing.class_activation.occlusion_map": {
        "number 64": CHOSEN,
        "number 4": MAPS,
        "text 'batch' | text 'hiding windows'": BAR,
        "attribute start": "of a slice",
        "loop over constants": "height and width",
    },
    "seeing.class_activation._hide": {"attribute stop | attribute start": "of a slice"},
    "seeing.class_activation._colours": {
        "name float | text '-inf' | text 'channels'": "one number, or one for each channel",
        "attribute asarray": BESIDE,
    },
    "seeing._host.on_host": {
        "name textbook_cnn.network.parameters.as_numpy | try or with | exception that is caught | name TypeError": AWAY,
    },
    "seeing.embedding._rows": {"attribute itemsize | number 8": "LAPACK has no longer numbers"},
    "seeing.embedding.pca": {
        "module numpy.linalg as a value | attribute svd | name numpy.take_along_axis": "NumPy's singular values",
        "name numpy.abs | name numpy.sign | name numpy.sum": "the sign of each direction, the share of each",
    },
    "seeing.embedding._differences": {
        "name numpy.abs | name numpy.frexp | name int | number 2.0 | power": "a unit in which nothing overflows",
        "name numpy.finfo | attribute eps | number 8": "what is equal up to rounding is refused",
        "name numpy.float32 | attribute type": "half precision is computed in float32; the unit is of the same type",
    },
    "seeing.embedding._of_moderate_size": {
        "name numpy.abs | number 10000.0": "what scikit-learn cannot measure in float32 is measured in another unit"
    },
    "seeing.embedding.tsne": {
        "number 4294967295": "the largest seed of scikit-learn",
        "import | try or with | name ImportError | name ModuleNotFoundError | text 'pca' | attribute fit_transform": (
            "scikit-learn's t-SNE, where it is installed"
        ),
    },
    "seeing.inversion.invert_features": {
        "number 1000000": "more steps are refused",
        "text 'changing the image'": BAR,
        "text 'that of the output of '": "words of a message",
        "number 0.8 | number 0.2 | name numpy.cos | number 3.141592653589793 | name float": "the steps' sizes",
        "name bool": "maps of zeros are refused",
    },
    "seeing.maximisation.maximise_activation": {
        "number 1000000": "more steps are refused",
        "numbers (2, 3)": MAPS,
        "module numpy.random as a value | attribute default_rng | attribute integers | name int": "the jitter",
        "attribute roll": "there and back by the jitter",
        "text 'changing the image'": BAR,
    },
    "seeing.projection.deconvnet": {"text 'deconvnet'": "what a ReLU hands back, by name"},
    "seeing.projection._strongest": {
        "attribute arange | bit operation": "one place in one channel: and, of truth values"
    },
    "seeing.receptive.ReceptiveField.window": {"attribute start | attribute size": "of the field"},
    "seeing.receptive._through": {
        "attribute start | attribute size": "of the field",
        "loop over constants": "height and width",
    },
    "seeing.receptive.receptive_field": {"number 3": MAPS},
    "seeing.receptive._windows_of": {"attribute pointwise | attribute windows": "what a layer says of itself"},
    "seeing.sanity.randomise_from": {"set display": "names of parameters", "text 'params[' | text ']'": LETTERS},
    "seeing.sanity._like": {
        "attribute asarray | name textbook_cnn.network.parameters.as_numpy": AWAY,
    },
    "seeing.sanity.rank_correlation": {
        "text 'AB'": "names of arguments in a message",
        "attribute ravel | attribute size | name numpy.ptp": AWAY,
        "name numpy.clip | name numpy.corrcoef | name float": PLAIN,
    },
    "seeing.sanity._ranks": {"name numpy.unique | name numpy.cumsum": AWAY},
    "seeing.strongest.strongest_windows": {
        "name numpy.unique | name numpy.arange | name numpy.argsort | text 'stable'": AWAY,
        "name int | name float": PLAIN,
    },
    "seeing.strongest._peak": {"name divmod": "row and column"},
    "seeing.strongest.crop": {
        "name numpy.ndarray | name numpy.uint8 | numbers (2, 3) | numbers (3,)": "an image in bytes",
        "number 128 | name numpy.full | element written": "grey around the image, in an array of its own",
        "number 1000000 | attribute start | attribute stop": "windows may begin outside",
        "number 4 | number 100000000": "windows have four edges; larger ones are refused",
    },
}
