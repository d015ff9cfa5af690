"""What a drawing was given, checked before anything is drawn: arrays, words, mappings, options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.cbook import is_math_text
from matplotlib.colors import Colormap
from matplotlib.mathtext import MathTextParser

from .. import _checks as check
from .. import _options as options
from .._arrays import is_half
from ..network.parameters import as_numpy

LARGEST = 1e300  # differences of larger numbers are no longer finite
CLOSEST = 1e-300  # what is divided by smaller differences may be infinite
LARGEST_WHOLE = 1 << 53  # up to here floating-point numbers hold each
MOST_LETTERS = 10_000  # of a name: more cannot be read, and take minutes in mathematics
MOST_BOXES = 10_000  # numbers that are written one by one: more cannot be read, and take minutes


def numbers_of(name: str, value: Any, *ranks: int, least: int = 1) -> np.ndarray:
    """Return `value` as a NumPy array; refuse all but finite numbers in as many axes as `ranks` says."""
    if not hasattr(value, "shape"):
        raise TypeError(f"{name}: expected an array, got {check.shown(value)}")
    check.arrays(**{name: value})
    try:
        array = as_numpy(value)
    except (AttributeError, RuntimeError, TypeError, ValueError) as error:
        raise TypeError(f"{name}: expected an array whose numbers NumPy can read, got {error}") from None
    array = _of_one_width(array)
    if array.ndim not in ranks:
        expected = " or ".join(map(str, ranks))
        raise ValueError(f"{name}: expected an array with {expected} axes, got shape {array.shape}")
    if array.size < least:
        raise ValueError(f"{name}: expected at least one element, got shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name}: expected finite numbers, got NaN or infinity")
    if array.dtype.kind == "f" and float(np.abs(array).max(initial=0)) > LARGEST:  # float32 knows no such number
        raise ValueError(f"{name}: expected numbers of at most {LARGEST:g} in size, got larger ones")
    return array


def _of_one_width(array: np.ndarray) -> np.ndarray:
    """Truth values as 0.0 and 1.0, half precision in float32, narrow integers in 64 bits; bytes have a scale of theirs.

    Differences and sums of narrow integers wrap around, and Matplotlib has no such numbers for truth values.
    """
    if is_half(array.dtype):
        return array.astype(np.float32)
    if array.dtype.kind == "b":
        return array.astype(np.float64)
    narrow = array.dtype.kind in "ui" and array.dtype not in (np.uint8, np.uint64)
    return array.astype(np.int64) if narrow else array


def few_numbers_of(name: str, value: Any, *ranks: int) -> np.ndarray:
    """The same, for numbers that are written one by one."""
    array = numbers_of(name, value, *ranks)
    if array.size > MOST_BOXES:
        raise ValueError(f"{name}: expected at most {MOST_BOXES} numbers, as more cannot be read, got {array.size}")
    return array.astype(np.int64) if array.dtype == np.uint8 else array


def whole_numbers_of(name: str, value: Any, rank: int) -> np.ndarray:
    """The same, for integers such as classes."""
    array = numbers_of(name, value, rank)
    if array.dtype.kind not in "ui":
        raise TypeError(f"{name}: expected whole numbers, got dtype {array.dtype}")
    if array.max() > LARGEST_WHOLE:
        raise ValueError(f"{name}: expected whole numbers of at most 2**53, got {array.max()}")
    return array.astype(np.int64)


def images_of(name: str, value: Any) -> np.ndarray:
    """An image, grey (h, w) or in colours (h, w, 3)."""
    image = numbers_of(name, value, 2, 3)
    if image.ndim == 3 and image.shape[2] != 3:
        raise ValueError(f"{name}: expected the shape (h, w) or (h, w, 3), got {image.shape}")
    top = 255 if image.dtype.kind in "ui" else 1
    if image.ndim == 3 and (image.min() < 0 or image.max() > top):  # Matplotlib would clip them
        raise ValueError(f"{name}: expected colours from 0 to {top}, got {image.min():g} to {image.max():g}")
    return image


def row_of(name: str, value: Any) -> list[np.ndarray]:
    """A sequence of images."""
    return [images_of(f"{name}[{i}]", image) for i, image in enumerate(options.sequence(name, value))]


def sequence_of_numbers(name: str, value: Any) -> np.ndarray:
    """A sequence of numbers, or an array of one axis, as an array."""
    if hasattr(value, "shape"):
        return numbers_of(name, value, 1)
    entries = options.sequence(name, value)
    numbers = [check.number(f"{name}[{i}]", x, -LARGEST, LARGEST) for i, x in enumerate(entries)]
    return numbers_of(name, np.array(numbers, dtype=float), 1)


def values_of(name: str, function: Callable[[np.ndarray], Any], places: np.ndarray) -> np.ndarray:
    """What a function gives at some places: a number for each."""
    values = numbers_of(f"{name}(places)", function(places), 1)
    if values.shape != places.shape:
        raise ValueError(f"{name}: expected a number for each of {len(places)} places, got {len(values)}")
    return values


def label_of(name: str, value: Any) -> str:
    """A string that Matplotlib can write: its mathematics, between dollar signs, must be whole."""
    text = options.text(name, value)
    if len(text) > MOST_LETTERS:
        raise ValueError(f"{name}: expected at most {MOST_LETTERS} letters, as more cannot be read, got {len(text)}")
    try:
        text.encode()
        if is_math_text(text):
            MathTextParser("path").parse(text)
    except UnicodeEncodeError:
        raise ValueError(f"{name}: expected text, got {check.shown(value)}, which has half a character") from None
    except ValueError as error:
        reason = str(error).strip().splitlines()[-1]
        raise ValueError(f"{name}: expected mathematics that can be set, got {check.shown(value)}: {reason}") from None
    return text


def names_of(name: str, value: Sequence[str], count: int | None = None, *, in_legend: bool = False) -> list[str]:
    """Return `value` as a list of strings, `count` of them if it is given."""
    entries = options.sequence(name, value)
    if count is not None and len(entries) != count:
        raise ValueError(f"{name}: expected {count} strings, got {len(entries)}")
    names = [label_of(f"{name}[{i}]", each) for i, each in enumerate(entries)]
    for each in names if in_legend else ():
        _check_in_legend(name, each)
    return names


def mapping_of(
    name: str, value: Any, most: int | None = None, *, least: int = 1, in_legend: bool = False
) -> Mapping[str, Any]:
    """Return `value`; refuse all but mappings of names to entries, at least `least` and at most `most`.

    `in_legend`: the names stand in a legend, from which Matplotlib leaves out those that begin with an underscore.
    """
    if not isinstance(value, Mapping):
        raise TypeError(f"{name}: expected a mapping of names to arrays, got {check.shown(value)}")
    if len(value) < least:
        raise ValueError(f"{name}: expected at least one entry, got none")
    if most is not None and len(value) > most:
        raise ValueError(f"{name}: expected at most {most}, got {len(value)}")
    for key in value:
        label_of(f"{name}, the name of an entry", key)
        if in_legend:
            _check_in_legend(name, key)
    return value


def _check_in_legend(name: str, label: str) -> None:
    """Refuse a name that a legend would leave out in silence."""
    if not label or label.startswith("_"):
        raise ValueError(f"{name}: expected names for a legend, not empty and not beginning with _, got {label!r}")


def columns_of(value: Any) -> int:
    """A number of columns."""
    return check.integer("columns", value, 1)


def bins_of(value: Any) -> int:
    """A number of bins."""
    bins = check.integer("bins", value, 1)
    if bins > MOST_BOXES:
        raise ValueError(f"bins: expected at most {MOST_BOXES}, got {bins}")
    return bins


def limits_of(name: str, value: Any) -> tuple[float, float] | None:
    """The two ends of a scale, or None."""
    if value is None:
        return None
    low, high = (check.number(f"{name}[{i}]", x, -LARGEST, LARGEST) for i, x in enumerate(pair_of(name, value)))
    if not low < high:
        raise ValueError(f"{name}: expected (low, high) with low < high, got {check.shown(value)}")
    return low, high


def pair_of(name: str, value: Any) -> list[Any]:
    """Two things in a row."""
    return options.sequence(name, value, 2)


def colours_of(name: str, value: Any) -> Colormap:
    """A colour map of Matplotlib's, by its name."""
    if options.text(name, value) not in mpl.colormaps:
        raise ValueError(f"{name}: expected the name of a colour map of Matplotlib's, such as 'gray', got {value!r}")
    return mpl.colormaps[value]
