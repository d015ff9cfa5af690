"""`layers/`: the lecture's layers."""

from __future__ import annotations

PADDING = "padding by name, or numbers"
TYPE = "a mask takes the type of the gradient that it is multiplied by"
COUNT = "how many elements a window has"

LISTED: dict[str, dict[str, str]] = {
    "layers._elements.chosen": {"attribute dtype": TYPE},
    "layers._matrices.columns_of": {"text 'columns'": "the name of an argument in a message"},
    "layers._pools.served": {"bit operation": "and, not: of truth values"},
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
    "layers.pooling.avg_pool2d": {"name len": COUNT},
    "layers.pooling.avg_pool2d_backward": {"name len": COUNT, "attribute dtype": "zeros of the type of the gradient"},
    "layers.softmax_cross_entropy.targets": {"attribute dtype": "targets take the type of the scores"},
    "layers.softmax_cross_entropy.target_rows": {
        "attribute isdtype | attribute dtype | text 'integral'": "labels that are no integers are refused",
        "name int | name bool | number 0.001": "labels of no class, and rows that do not sum to 1, are refused",
        "attribute arange | name array_api_compat.device": "one column for each class",
    },
}
