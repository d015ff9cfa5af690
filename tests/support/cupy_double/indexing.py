"""Indices as CuPy understands them: those in arrays wrap around at the ends, and a mask is read back."""

import numpy as np

from .reading import reads


def parts(index):
    """What an index has for each axis."""
    return index if isinstance(index, tuple) else (index,)


def host_index(index, shape):
    """The index for NumPy into an array of this shape."""
    found, axis = [_on_host(part) for part in parts(index)], 0
    rest = len(shape) - sum(map(_axes, found))
    for i, part in enumerate(found):
        if isinstance(part, np.ndarray) and part.dtype.kind == "b":
            reads("a mask")  # how many elements it chooses decides the shape of the result
        elif isinstance(part, np.ndarray):
            found[i] = part % max(shape[axis], 1)
        axis += rest if part is Ellipsis else _axes(part)
    ends = () if any(part is Ellipsis for part in found) else (...,)  # even one element is then a view
    return *found, *ends


def _on_host(part):
    part = getattr(part, "_host", part)
    return np.array(part) if isinstance(part, list) else part


def _axes(part):
    """How many axes a part of an index speaks of."""
    if part is None or part is Ellipsis:
        return 0
    return part.ndim if isinstance(part, np.ndarray) and part.dtype.kind == "b" else 1
