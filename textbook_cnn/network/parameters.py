"""Parameters on disk: one .npz file of plain arrays, read without pickle."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from .. import _checks as check
from .. import _options as option
from .._arrays import Array, array_namespace, to_device
from . import archive
from .files import opened, replacing


def save_params(path: str | os.PathLike[str], params: Mapping[str, Array]) -> Path:
    """Write parameters to a .npz file, wholly or not at all.

    Parameters
    ----------
    path : path
        Where to write; ``~`` is your home. An existing file is replaced and keeps its mode, owner and group where
        possible. A symbolic link is followed and stays; another hard link keeps the older file. What a save to the same
        place left behind when it was killed is removed.
    params : dict of arrays
        Parameters by name, of one array library: booleans, integers or floating-point numbers of any width, bfloat16
        among them, in any shape. Gradients of PyTorch's are not saved.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    TypeError
        If `path` is no path, `params` no dict of arrays, or an array would not come back as it is: complex numbers,
        text, records, objects, masked arrays, matrices and other kinds of NumPy's arrays.
    ValueError
        If a name would not come back: empty, with NUL, a backslash, the ending ``.npy``, or a part between slashes that
        is empty, ``.`` or ``..``; no Unicode text, or longer than 32,768 bytes. If `path` names no file: empty, with
        NUL, with a separator at its end, or in the home of an unknown user.
    OSError
        If the file cannot be written, or something other than a regular file is there: a folder, a device, a pipe. Then
        everything is as it was before.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = save_params(Path(folder) / "net.npz", {"dense_1.B": np.zeros(2, dtype="float32")})
    ...     load_params(file)
    {'dense_1.B': array([0., 0.], dtype=float32)}
    """
    path = option.file("path", path)
    params = option.mapping("params", params)
    for name, A in params.items():
        archive.check_name(name)
        if A is None:  # elsewhere it stands for a bias that is left out
            raise TypeError(f"params[{name!r}]: expected an array, got {check.shown(A)}")
    if params:
        check.arrays(**{f"params[{name!r}]": A for name, A in params.items()})
    host = {name: _storable(name, A) for name, A in params.items()}
    with replacing(path) as file:
        archive.write(file, host)
    return path


def load_params(path: str | os.PathLike[str]) -> dict[str, np.ndarray]:
    """Read parameters that `save_params` wrote.

    Parameters
    ----------
    path : path
        The .npz file; ``~`` is your home. Only plain arrays are read; a file that would have to be unpickled is
        refused.

    Returns
    -------
    dict of numpy arrays
        Parameters by name, bit by bit as they were saved, in NumPy's dtypes; bfloat16 in that of ml_dtypes.

    Raises
    ------
    TypeError
        If `path` is no path.
    OSError
        If there is no such file, or it may not be read.
    ValueError
        If `path` names no file, as in `save_params`; if something other than a regular file is there; if it is damaged,
        unpacks to far more than its size, holds something other than plain arrays, or bfloat16 without ml_dtypes.

    Examples
    --------
    See `save_params`.
    """
    path = option.file("path", path)
    with opened(path) as file:
        try:
            return archive.read(file)
        except Exception as error:
            said = str(error) or type(error).__name__
            raise ValueError(f"path: expected a .npz file of plain arrays, got {str(path)!r} ({said})") from None


def _storable(name: str, A: Array) -> np.ndarray:
    """The array as NumPy's, if all that it is can be read from its bits, shape and dtype."""
    if isinstance(A, np.ndarray) and type(A) not in (np.ndarray, np.memmap):
        raise TypeError(f"params[{name!r}]: expected a plain array, got {type(A).__name__}; np.asarray(A) makes one")
    try:
        host = as_numpy(A)
    except Exception as error:  # whatever libraries raise for arrays without numbers: traced, sparse, on no device
        said = str(error).partition("\n")[0]
        raise TypeError(
            f"params[{name!r}]: expected an array that NumPy can read, got {type(A).__name__} ({said})"
        ) from None
    if not archive.comes_back(host.dtype):
        raise TypeError(f"params[{name!r}]: expected numbers of a dtype of NumPy's or bfloat16, got dtype {host.dtype}")
    return host


def as_numpy(A: Array) -> np.ndarray:
    """The array in main memory, as NumPy's; from a GPU it is copied, and PyTorch's graph stays behind."""
    if hasattr(A, "get"):  # CuPy refuses to be converted in silence
        return A.get()
    if hasattr(A, "detach"):  # PyTorch refuses what requires gradients
        A = A.detach().resolve_neg()  # nor what is negative by a mark on it
        if str(A.dtype) == "torch.bfloat16":  # and knows no such dtype of NumPy's: the bits are handed over
            bits: Any = A
            return as_numpy(bits.view(array_namespace(A).int16)).view(archive.bfloat16())
    try:
        return np.asarray(A)
    except (RuntimeError, TypeError, ValueError):  # on another device: array-api-strict, torch
        return np.asarray(to_device(A, array_namespace(A).__array_namespace_info__().default_device()))
