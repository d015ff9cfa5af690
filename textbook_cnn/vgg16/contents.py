"""What a file of weights must hold: arrays of VGG16's shapes, finite, and of the family that it tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from .._arrays import widened
from .architecture import vgg16_network
from .readers import Found

KERAS_PROBES = {
    ("block1_conv1.K", (0, 0, 0, 0)): 0.42947057,
    ("block1_conv1.B", (25,)): 0.7446502,
    ("block5_conv2.B", (510,)): 0.23517226,
    ("block5_conv3.K", (400, 0, 0, 2)): -0.008714244,
}
"""Numbers of the Keras weights, each at its place: a file that has others is not what it says."""


def contents_of(reader: Callable[[Path], Found], path: Path) -> Found:
    """What the reader finds in the file, or an error that says which file is damaged."""
    try:
        return reader(path)
    except ModuleNotFoundError:
        raise
    except Exception as error:  # each library has its own errors for a file that it cannot read
        raise ValueError(f"{path} is damaged, or no {path.suffix} file: {error}") from error


def _expected_shapes(params: dict[str, np.ndarray]) -> dict[str, tuple[int, ...]]:
    return vgg16_network(classifier=any(key.startswith("predictions") for key in params)).parameter_shapes


def check_arrays(path: Path, params: dict[str, np.ndarray]) -> None:
    """Check that there are all arrays of the network, of the right shapes, and that they are numbers."""
    expected = _expected_shapes(params)
    missing = [key for key in expected if key not in params]
    if missing:
        raise ValueError(
            f"{path} has no weights of VGG16: expected {len(expected)} arrays, "
            f"found {len(expected) - len(missing)}; missing {', '.join(missing[:4])} …"
        )
    for key, shape in expected.items():
        if params[key].shape != shape:
            raise ValueError(f"{path} has no weights of VGG16: {key}: expected shape {shape}, got {params[key].shape}")
        if widened(params[key]).dtype.kind != "f":
            raise ValueError(f"{path}: {key}: expected floating-point numbers, got dtype {params[key].dtype}")
        if wrong := np.count_nonzero(~np.isfinite(_float32(params[key]))):
            raise ValueError(
                f"{path} is damaged: {key}: expected finite floating-point numbers of float32, got {wrong:,} others"
            )


def _float32(A: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):  # the check of the contents has said so
        return np.ascontiguousarray(widened(A), dtype=np.float32)


def family_of(path: Path, params: dict[str, np.ndarray], asked: str | None, told: str | None) -> str:
    """The family that was asked for or that the file tells, once the Keras numbers are there or not."""
    wrong = [
        f"{key}{list(place)}: expected {value}, got {params[key][place]}"
        for (key, place), value in KERAS_PROBES.items()
        if not np.isclose(params[key][place], value, rtol=1e-6, atol=0)
    ]
    if told is None and not wrong:
        told = "keras"
    if asked and told and asked != told:
        raise ValueError(f"family: expected {told!r}, which {path.name} tells, got {asked!r}")
    family = asked or told
    if family is None:
        raise ValueError(f"family: expected 'keras' or 'torchvision', for {path.name} does not tell; got None")
    if family == "keras" and wrong:
        raise ValueError(f"{path} has not the published Keras weights of VGG16: {wrong[0]}")
    return family


def ordered(params: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The network's parameters in its order, as float32 arrays of their own; anything else is left out."""
    return {key: _float32(params[key]) for key in _expected_shapes(params)}
