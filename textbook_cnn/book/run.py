"""The lecture's network as it was trained once: read where that has been done, else done and kept."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from .. import _checks as check
from .. import _options as options
from ..datasets.cache import cache_folder
from ..network.files import opened
from ..network.parameters import load_params
from .keeping import is_kept, make
from .lecture import FINAL, INITIAL, NETWORK, RUN, Params, made_with

FOLDER = "TEXTBOOK_CNN_RUN"  # names the folder of a training, where the book is built
LARGEST = 10_000_000  # bytes of run.json; it has some hundred thousand
KINDS = {
    "source": str,
    "images": int,
    "test_images": int,
    "mean": float,
    "deviation": float,
    "recipe": dict,
    "history": dict,
    "seconds": float,
    "test_loss": float,
    "test_accuracy": float,
    "predicted": list,
    "confusion": list,
    "machine": dict,
    "versions": dict,
}


class Trained(NamedTuple):
    """The lecture's network before and after it was trained, and a record of the training.

    Attributes
    ----------
    before, after : dict of numpy arrays
        Parameters at the start and at the end.
    run : dict
        ``source``, ``images`` and ``test_images``: the data; ``mean`` and ``deviation``, by which they were
        standardised; ``recipe`` and ``history``; ``test_loss``, ``test_accuracy``, ``predicted`` and ``confusion``
        on the test images; ``seconds``, ``machine`` and ``versions``.
    """

    before: Params
    after: Params
    run: dict[str, Any]


def trained(source: Literal["sample"] | None = None) -> Trained:
    """Return the lecture's network as it was trained: from a file, or if there is none, after training it.

    Parameters
    ----------
    source : "sample", optional
        Train on the sample that comes with the package, which takes seconds. Left out, all of Fashion-MNIST is
        taken, and the training takes some minutes.

    Returns
    -------
    Trained
        The named tuple (before, after, run).

    Raises
    ------
    TypeError, ValueError
        If `source` is something else; if a file of an earlier training is damaged or is no such file.
    FileNotFoundError
        If Fashion-MNIST is not found anywhere, or a file of an earlier training is missing.

    Warns
    -----
    UserWarning
        If nothing can be written to the cache: the training is handed out and not kept.

    Notes
    -----
    What was trained is kept in the user's cache, or in the folder that the environment variable ``TEXTBOOK_CNN_CACHE``
    names, for each version of this package and of NumPy. Where ``TEXTBOOK_CNN_RUN`` names a folder, the network is read
    from there instead, if `source` is left out.
    """
    if source is not None:
        source = cast("Literal['sample']", check.choice("source", source, ("sample",)))
    named = os.environ.get(FOLDER, "")
    if source is None and named:
        return _read_named(options.path(FOLDER, named))
    folder = folder_of(source)
    if not is_kept(folder):
        return Trained(*make(folder, source))
    try:
        found = read(folder)
        _check_same(folder / RUN, found.run, source)
    except (OSError, ValueError) as error:
        raise type(error)(f"{error}; remove {folder}, and the network is trained again") from None
    return found


def _read_named(folder: Path) -> Trained:
    """Read from the folder that the environment names; an error names the variable."""
    try:
        return read(folder)
    except OSError as error:
        raise type(error)(f"{FOLDER}: expected the folder of a training, got {folder} ({error})") from None


def folder_of(source: str | None) -> Path:
    """Where a training with this package, this NumPy and this source is kept."""
    made = made_with(source)
    digest = sha256(f"{json.dumps(made, sort_keys=True)} {NETWORK}".encode()).hexdigest()
    return cache_folder() / f"lecture-{made['source']}-{digest[:16]}"


def read(folder: Path) -> Trained:
    """Read what `write` wrote; each file is refused by its name if it is another."""
    before, after = (_params(folder / name) for name in (INITIAL, FINAL))
    return Trained(before, after, _record(folder / RUN))


def _params(path: Path) -> Params:
    params = load_params(path)
    found = {name: A.shape for name, A in params.items()}
    if found != NETWORK.parameter_shapes:
        raise _refused(path, "the parameters of the lecture's network", f"arrays {found}")
    return params


def _record(path: Path) -> dict[str, Any]:
    with opened(path) as file:
        content = file.read(LARGEST + 1)
    try:
        record = json.loads(content) if len(content) <= LARGEST else None
    except (ValueError, RecursionError) as error:
        raise _refused(path, "a record of a training in JSON", str(error)) from None
    if not isinstance(record, Mapping):
        raise _refused(path, "a record of a training in JSON", f"{len(content):,} bytes of something else")
    wrong = [name for name, kind in KINDS.items() if not isinstance(record.get(name), kind)]
    if wrong:
        raise _refused(path, f"a record with {', '.join(KINDS)}", f"one that lacks {', '.join(wrong)}")
    return dict(record)


def _check_same(path: Path, record: Mapping[str, Any], source: str | None) -> None:
    """Refuse the record of another training than its folder is for."""
    for name, expected in made_with(source).items():
        given = record[name]
        if isinstance(expected, dict):
            given = {key: given.get(key) for key in expected}  # a Python of another version changes nothing
        if given != expected:
            raise _refused(path, f"{name} {expected}", f"{given}")


def _refused(path: Path, expected: str, got: str) -> ValueError:
    return ValueError(f"{path}: expected {expected}, got {got}")
