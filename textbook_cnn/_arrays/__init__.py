"""All that differs between array libraries."""

from array_api_compat import device, is_cupy_array, is_numpy_array, to_device

from .array_type import Array
from .choice import kept
from .dtypes import integral, is_half
from .graphs import all_detached, detached
from .halves import narrowed, summands, widened
from .libraries import (
    Index,
    add_at,
    all_numpy,
    array_namespace,
    copy,
    elementwise,
    is_ordered,
    matrix_product,
    number_like,
    permute,
    read_only,
    reshape,
    set_at,
    sliding_rows,
    stacked_columns,
    to_logical,
    to_memory,
    trues,
    zeros,
)
from .numbers import (
    fits_float,
    fits_index,
    fits_memory,
    of_numbers,
    plain_numbers,
    readable,
    real,
    stored,
    symbols_taken,
    whole,
)
from .promotion import promote

__all__ = [
    "Array",
    "Index",
    "add_at",
    "all_detached",
    "all_numpy",
    "array_namespace",
    "copy",
    "detached",
    "device",
    "elementwise",
    "fits_float",
    "fits_index",
    "fits_memory",
    "integral",
    "is_cupy_array",
    "is_half",
    "is_numpy_array",
    "is_ordered",
    "kept",
    "matrix_product",
    "narrowed",
    "number_like",
    "of_numbers",
    "permute",
    "plain_numbers",
    "promote",
    "read_only",
    "readable",
    "real",
    "reshape",
    "set_at",
    "sliding_rows",
    "stacked_columns",
    "stored",
    "summands",
    "symbols_taken",
    "to_device",
    "to_logical",
    "to_memory",
    "trues",
    "whole",
    "widened",
    "zeros",
]
