"""`training/`: the steps of training and what is measured."""

from __future__ import annotations

REFUSED = "what does not fit is refused"
PLAIN = "results are Python's numbers"
INNER = "what the function inside says of its types"
WHERE = "NumPy's arrays are computed in parts that fit a processor's cache, others whole"

LISTED: dict[str, dict[str, str]] = {
    "training": {"dict display": "parameters and gradients by name"},
    "training.adam.adam_step": {
        "text 'state.M' | text 'state.V' | name isinstance": REFUSED,
        "name hasattr | text 'dtype'": "on a GPU the step may be counted there",
        "element written": "into dicts of its own",
    },
    "training.adam._unbiased": {"power": "β to the power of the step"},
    "training.adam.checked_rate": {
        "name isinstance | name numbers.Real | name hasattr | text 'dtype' | text 'learning_rate'": REFUSED
    },
    "training.adam.check_arrays": {
        "name isinstance | name collections.abc.Mapping | name set": REFUSED,
        "text from values | text 'params[' | text ']' | text '[' | text 'that of the parameter'": "words of a message",
    },
    "training.data.checked_data": {
        "name isinstance | name len | text from values | text '[0]' | text '[1]'": REFUSED,
        "attribute dtype": "targets take the type of the images",
    },
    "training.data.check_scored": {"name isinstance | name len": REFUSED},
    "training.evaluation.evaluate": {"name float | name int": PLAIN},
    "training.evaluation.accuracy": {"name float | name numpy.mean": PLAIN},
    "training.evaluation.confusion_matrix": {"name int | name numpy.bincount": "pairs of classes are counted"},
    "training.evaluation._classes": {
        "attribute isdtype | attribute dtype | text 'integral'": REFUSED,
        "name textbook_cnn.network.parameters.as_numpy | name numpy.int64": "counted in NumPy",
    },
    "training.gradients.parts": {
        "name array_api_compat.is_numpy_array": WHERE,
        "number 48 | number 16": "the largest and the least part; the sum over parts is proved for all numbers of them",
    },
    "training.gradients.loss_and_gradients": {
        "name len | attribute map": "the parts are dealt out, and come back in their order",
        "name numpy.random.default_rng": "each part draws for itself",
        "text 'int' | text 'slice' | text 'return' | text 'Step'": INNER,
    },
    "training.schedules.one_cycle": {
        "name math.cos | number 3.141592653589793": "half a wave",
        "text 'float' | text 'return'": INNER,
    },
    "training.scores.scores": {
        "name array_api_compat.is_numpy_array | number 64 | number 512": WHERE,
        "yield | yield from | try or with": (
            "the parts are dealt out, and come back in their order; nothing is caught"
        ),
        "name len | attribute map": "the parts are dealt out",
        "name collections.deque | attribute pop": "the last of a network's steps",
        "text 'slice' | text 'return' | text 'Array'": INNER,
    },
    "training.scores._same": {"attribute int64": "what is counted is an integer"},
}
