"""Saves what has been learnt, whatever becomes of the place where it should go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import gettempdir

import numpy as np

from .._arrays import Array
from ..network.files import check_can_save, free
from ..network.network import Network
from ..network.parameters import as_numpy, save_params
from .words import warn

REASONS = {
    "diverged": "diverged, and its last finite parameters are kept",
    "unfinished": "was not finished, and the parameters of its last whole epoch are kept",
}
OVERHEAD = 1 << 10  # bytes of a file for each array, besides its numbers


def check_place(path: Path, network: Network) -> None:
    """Try to write as much as the parameters will take; ValueError or OSError says why that does not work."""
    if not path.parent.is_dir():
        raise FileNotFoundError(f"--save: expected a file in a folder that exists, got {path}")
    sizes = [4 * int(np.prod(shape)) + OVERHEAD for shape in network.parameter_shapes.values()]
    try:
        check_can_save(path, sum(sizes))
    except OSError as error:
        raise ValueError(f"--save: expected a file that can be written, got {path} ({error.strerror})") from None


def save(path: Path, params: Mapping[str, Array], beside: str = "") -> bool:
    """Save parameters, elsewhere if need be; whether that went as asked.

    If there is a reason, a word of `REASONS`, why they are not what was asked for, they go beside the file.
    """
    if not all(np.isfinite(as_numpy(A)).all() for A in params.values()):
        warn(f"error: --save: the parameters are not finite; {path} is as it was")
        return False
    wanted = free(path.with_name(f"{path.stem}.{beside}{path.suffix}")) if beside else path
    places: list[Callable[[], Path]] = [
        lambda: wanted,
        lambda: free(Path.cwd() / wanted.name),
        lambda: free(Path(gettempdir()) / wanted.name),
        lambda: free(Path(gettempdir()) / "params.npz"),
    ]
    for place in places:
        try:
            found = save_params(place(), params)
        except OSError as error:
            warn(f"error: --save: {error}")
            continue
        if found != path:
            why = f"training {REASONS[beside]}; {path} is as it was; " if beside else ""
            warn(f"{why}the parameters are in {found}")
        return found == wanted
    return False
