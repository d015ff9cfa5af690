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
        "attribute dtype": "half precision is moved in float32 and stored in its own type",
    },
    "training.adam._unbiased": {"power": "β to the power of the step"},
    "training.arguments.checked_rate": {
        "name isinstance | name numbers.Real | name hasattr | text 'dtype' | text 'learning_rate'": REFUSED,
        "name array_api_compat.is_numpy_array | attribute dtype | text 'f' | attribute item": REFUSED,
    },
    "training.arguments.checked_step": {
        "name isinstance | name numbers.Integral | name hasattr | text 'dtype' | text 'state.step'": REFUSED
    },
    "training.arguments.in_dtype_of": {"attribute dtype": "gradients and averages take the type of their parameter"},
    "training.arguments.check_arrays": {
        "name textbook_cnn._options.mapping | name set": REFUSED,
        "text from values | text 'params[' | text ']' | text '[' | text 'that of params['": "words of a message",
    },
    "training.data.checked_data": {
        "name isinstance | name len | text from values | text '[0]' | text '[1]'": REFUSED,
        "attribute dtype": "targets take the type of the images",
        "name textbook_cnn._options.known": REFUSED,
        "try or with | del | name TypeError | name ValueError": "a refusal is raised again, with the argument's name",
    },
    "training.data.check_scored": {"name isinstance | name len": REFUSED},
    "training.descent.descent_step": {
        "attribute dtype": "half precision is moved in float32 and stored in its own type",
        "element written": "into a dict of its own",
    },
    "training.evaluation._check_some_largest": {"attribute any | name textbook_cnn._arrays.numbers.readable": REFUSED},
    "training.evaluation.evaluate": {"name float | name int": PLAIN},
    "training.evaluation.accuracy": {"name float | name numpy.mean": PLAIN},
    "training.evaluation.confusion_matrix": {
        "name int | name numpy.bincount": "pairs of classes are counted",
        "number 10000": "more classes are refused: their table is too large",
    },
    "training.evaluation._classes": {
        "attribute isdtype | attribute dtype | text 'integral'": REFUSED,
        "attribute size | name int | number 9223372036854775808": "what no int64 can hold is refused",
        "name textbook_cnn.network.parameters.as_numpy | name numpy.int64": "counted in NumPy",
    },
    "training.gradients.parts": {
        "name array_api_compat.is_numpy_array": WHERE,
        "number 48 | number 16": "the largest and the least part; the sum over parts is proved for all numbers of them",
    },
    "training.gradients.loss_and_gradients": {
        "name len | attribute map": "the parts are dealt out, and come back in their order",
        "name numpy.random.default_rng": "each part draws for itself",
        "attribute dtype": "half precision is added up in float32, and comes back in its own type",
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
        "name textbook_cnn._options.mapping": REFUSED,
        "name collections.deque | attribute pop of what others hold": "the last of a network's steps",
        "text 'slice' | text 'return' | text 'Array'": INNER,
    },
    "training.scores._same": {"attribute dtype": "what is counted is an integer"},
}
