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
    array = array.astype(np.float32) if is_half(array.dtype) else array
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


def few_numbers_of(name: str, value: Any, *ranks: int) -> np.ndarray:
    """The same, for numbers that are written one by one."""
    array = numbers_of(name, value, *ranks)
    if array.size > MOST_BOXES:
        raise ValueError(f"{name}: expected at most {MOST_BOXES} numbers, which can be read, got {array.size}")
    return array


def whole_numbers_of(name: str, value: Any, rank: int) -> np.ndarray:
    """The same, for integers such as classes."""
    array = numbers_of(name, value, rank)
    if array.dtype.kind not in "ui":
        raise TypeError(f"{name}: expected whole numbers, got dtype {array.dtype}")
    return array


def images_of(name: str, value: Any) -> np.ndarray:
    """An image, gray (h, w) or in colours (h, w, 3)."""
    image = numbers_of(name, value, 2, 3)
    if image.ndim == 3 and image.shape[2] != 3:
        raise ValueError(f"{name}: expected the shape (h, w) or (h, w, 3), got {image.shape}")
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


def names_of(name: str, value: Sequence[str], count: int | None = None) -> list[str]:
    """Return `value` as a list of strings, `count` of them if it is given."""
    entries = options.sequence(name, value)
    if count is not None and len(entries) != count:
        raise ValueError(f"{name}: expected {count} strings, got {len(entries)}")
    return [label_of(f"{name}[{i}]", each) for i, each in enumerate(entries)]


def mapping_of(name: str, value: Any, most: int | None = None, *, least: int = 1) -> Mapping[str, Any]:
    """Return `value`; refuse all but mappings of names to entries, at least `least` and at most `most`."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{name}: expected a mapping of names to arrays, got {check.shown(value)}")
    if len(value) < least:
        raise ValueError(f"{name}: expected at least one entry, got none")
    if most is not None and len(value) > most:
        raise ValueError(f"{name}: expected at most {most}, got {len(value)}")
    for key in value:
        label_of(f"{name}, the name of an entry", key)
    return value


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
