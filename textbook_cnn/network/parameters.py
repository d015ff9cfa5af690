"""Parameters on disk: one .npz file of plain arrays, read without pickle."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from .. import _checks as check
from .._arrays import Array, array_namespace, to_device


def save_params(path: str | os.PathLike[str], params: Mapping[str, Array]) -> Path:
    """Write parameters to a .npz file, wholly or not at all.

    Parameters
    ----------
    path : path
        Where to write; an existing file is replaced.
    params : dict of arrays
        Parameters by name, of any array library.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    TypeError
        If `params` is no dict of arrays.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = save_params(Path(folder) / "net.npz", {"dense_1.B": np.zeros(2, dtype="float32")})
    ...     load_params(file)
    {'dense_1.B': array([0., 0.], dtype=float32)}
    """
    if not isinstance(params, Mapping):
        raise TypeError(f"params: expected a dict of arrays, got {check.shown(params)}")
    check.arrays(**params)
    host: dict[str, Any] = {key: as_numpy(A) for key, A in params.items()}
    path = Path(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **host)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def load_params(path: str | os.PathLike[str]) -> dict[str, np.ndarray]:
    """Read parameters that `save_params` wrote.

    Parameters
    ----------
    path : path
        The .npz file. Only plain arrays are read; a file that would have to be unpickled is refused.

    Returns
    -------
    dict of numpy arrays
        Parameters by name.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is damaged or holds something other than plain arrays.

    Examples
    --------
    See `save_params`.
    """
    try:
        with open(path, "rb") as content, np.load(content, allow_pickle=False) as file:
            return {key: file[key] for key in file.files}
    except FileNotFoundError:
        raise
    except Exception as error:
        raise ValueError(f"path: expected a .npz file of plain arrays, got {os.fspath(path)!r} ({error})") from None


def as_numpy(A: Array) -> np.ndarray:
    """The array in main memory, as NumPy's; from a GPU it is copied."""
    if hasattr(A, "get"):  # CuPy refuses to be converted in silence
        return A.get()
    try:
        return np.asarray(A)
    except (RuntimeError, TypeError, ValueError):  # on another device: array-api-strict, torch
        return np.asarray(to_device(A, array_namespace(A).__array_namespace_info__().default_device()))
