"""`layers/`: the lecture's layers."""

from __future__ import annotations

PADDING = "padding by name, or numbers"
REFUSAL = "what a refusal says"
TYPE = "a mask takes the type of the gradient that it is multiplied by"
NARROWED = "half precision is computed in float32, and comes back in its own type"
BARRED = "the score of a class that cannot be, which no symbol stands for"

LISTED: dict[str, dict[str, str]] = {
    "layers._matrices.columns_of": {"text 'columns'": "the name of an argument in a message"},
    "layers._pools.windows_on": {"text 'same' | name textbook_cnn._options.flag": PADDING},
    "layers._pools.checked_padding": {"name isinstance | name str | text 'same'": PADDING},
    "layers._pools.asked": {"name isinstance | name str": PADDING},
    "layers._pools.folded": {"numbers (2, 3)": "the axes of rows and of columns"},
    "layers._pools.may_hold_nan": {"attribute any | name bool": "symbols are all equal to themselves"},
    "layers._pools.served": {"bit operation": "and, not: of truth values"},
    "layers._pools.served_by_nan": {"bit operation": "and, or, not: of truth values"},
    "layers._shares.elements": {
        "name isinstance | name str | text 'same' | name textbook_cnn._options.flag": PADDING,
        "loop over constants": "down and across",
    },
    "layers._shares._elements_along": {
        "attribute arange | attribute dtype | name array_api_compat.device": "one number for each window",
        "attribute minimum": "where a window, or what counts, ends",
    },
    "layers.average_pooling": {"attribute dtype": "half precision is added up in float32"},
    "layers.global_pooling": {
        "attribute dtype | numbers (2, 3) | number 3": "the mean of a map, over its rows and columns",
    },
    "layers._sizes.infer_kernel_size": {"text 'same' | text 'full'": PADDING},
    "layers._sizes.infer_input_size": {"text 'dY'": "the name of an argument in a message"},
    "layers._sizes.smallest_input_size": {"text 'same' | text 'full'": PADDING},
    "layers.conv2d_transpose.conv2d_transpose": {
        "in-place operation on Y": "the bias, into a product of its own",
    },
    "layers._sizes._totals": {"name isinstance | name str | text 'same' | text 'full'": PADDING},
    "layers.conv2d.conv2d": {"in-place operation on Y": "the bias, into a product of its own"},
    "layers.dense.dense": {"in-place operation on Y": "the bias, into a product of its own"},
    "layers.conv2d_backward.conv2d_backward_bias": {
        "numbers (0, 2, 3)": "all axes but that of the maps",
        "name textbook_cnn._options.flag": "True or False",
    },
    "layers.dropout.dropout": {
        "name textbook_cnn._options.generator": "what cannot draw is refused",
        "attribute random | text 'float32'": "the draws",
        "attribute asarray | name array_api_compat.device | attribute dtype": "beside the input, and of its type",
    },
    "layers.dropout._masked": {"attribute dtype": TYPE},
    "layers.flatten.unflatten": {"name len | number 3": "a shape is three numbers"},
    "layers.pooling.max_pool2d_backward": {"attribute dtype": "zeros of the type of the gradient"},
    "layers._targets.targets": {"attribute dtype": "targets take the type of the scores"},
    "layers._targets.target_rows": {
        "attribute isdtype | attribute dtype | text 'integral'": "labels that are no integers are refused",
        "attribute any | number 0.001": "labels of no class, and rows that do not sum to 1, are refused",
        "text 'labels: expected classes 0 to ' | text ', got ' | text from values": REFUSAL,
        "text 'labels: expected target rows that each sum to 1, got a row that does not'": REFUSAL,
        "attribute arange | name array_api_compat.device": "one column for each class",
    },
    "layers._targets.sound": {
        "name textbook_cnn._arrays.numbers.readable | name bool | number nan": "refused, or NaN where it is traced",
    },
    "layers._targets._wrong": {"name int": REFUSAL},
    "layers._targets.weighted_targets": {
        "text 'labels: expected at least one that counts, got none, and the mean of nothing is undefined'": REFUSAL
    },
    "layers._targets._checked_weights": {
        "attribute dtype": "weights take the type of the scores",
        "bit operation | number inf": "weights that are negative or not finite are refused",
        "text 'class_weights: expected finite numbers of at least 0, got a negative one, infinity or NaN'": REFUSAL,
    },
    "layers._targets._counting": {
        "attribute isdtype | attribute dtype | text 'integral'": "labels that are no integers are refused",
        "attribute iinfo": "a number that labels of this type cannot be is not compared with them",
        "number -9223372036854775808": "the lowest integer that a label can be",
    },
    "layers.log_softmax.log_softmax": {"attribute dtype": NARROWED},
    "layers.log_softmax.log_softmax_backward": {"attribute dtype": NARROWED},
    "layers.relu._where_positive": {"bit operation": "not: of truth values"},
    "layers.sigmoid.sigmoid": {"attribute dtype": NARROWED},
    "layers.sigmoid.sigmoid_backward": {"attribute dtype": NARROWED},
    "layers.softmax_cross_entropy.softmax": {"attribute dtype": NARROWED},
    "layers.softmax_cross_entropy.softmax_cross_entropy": {"attribute dtype": NARROWED, "number -inf": BARRED},
    "layers.softmax_cross_entropy.softmax_cross_entropy_backward": {"attribute dtype": NARROWED},
    "layers.softmax_cross_entropy.cross_entropy_of_targets": {"attribute dtype": NARROWED, "number -inf": BARRED},
    "layers.softmax_cross_entropy.cross_entropy_of_targets_backward": {"attribute dtype": NARROWED},
    "layers._entropies.row_sums": {"number -inf": BARRED},
    "layers.squared_error.squared_error": {"attribute dtype": NARROWED},
    "layers.squared_error.squared_error_backward": {"attribute dtype": NARROWED},
    "layers.tanh.tanh": {"attribute dtype": NARROWED},
    "layers.tanh.tanh_backward": {"attribute dtype": NARROWED},
    "layers.tanh._tanh": {"attribute tanh": "the library's own"},
}
