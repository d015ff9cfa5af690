"""Images as points in a plane: the answers of a hidden layer, reduced to two numbers an image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from .. import _checks as check
from .. import _options as options
from .._arrays import Array, detached, is_half
from ..network.network import Network
from ._host import on_host
from ._trace import place_named
from .activity import feature_maps

ROUNDING = 8  # units in the last place: what differs by less is equal up to rounding
REACH = 1e4  # how far from 1 sizes may lie before the float32 in which t-SNE measures distances loses them


def features(network: Network, params: Mapping[str, Array], X: Array, *, layer: str) -> np.ndarray:
    """What a layer answers to each image, as one row per image.

    Parameters
    ----------
    network : Network
        Any network.
    params : dict of arrays
        From `Network.init` or `train`.
    X : array (batch, *input_shape)
        Images, floating-point.
    layer : str
        Name of the layer, usually the last hidden one.

    Returns
    -------
    numpy array (batch, m)
        m is the number of the layer's outputs for one image; their dtype, or float32 where NumPy has not theirs.

    Raises
    ------
    TypeError, ValueError
        If `X` or `params` does not fit the network, or there is no such layer or no image.

    Examples
    --------
    >>> from textbook_cnn import ReLU
    >>> features(Network([ReLU()], (2,)), {}, np.array([[1.0, -1.0]]), layer="relu_1")
    array([[1., 0.]])
    """
    place_named(network, layer)
    check.arrays(X=X)
    params = options.known("params", params)
    check.read("X", X)
    maps = on_host(feature_maps(network, params, X, layers=[layer])[layer])
    return maps.reshape(len(maps), -1)


class PrincipalComponents(NamedTuple):
    """Points (batch, components), directions (components, m), and each direction's share of the variance."""

    points: np.ndarray
    directions: np.ndarray
    shares: np.ndarray


def pca(A: np.ndarray, components: int = 2) -> PrincipalComponents:
    """Principal component analysis: the directions in which the rows differ most, and the rows seen along them.

    Parameters
    ----------
    A : numpy array (batch, m)
        One row per image, floating-point and finite, from `features`.
    components : int
        How many directions.

    Returns
    -------
    PrincipalComponents
        points, directions (orthonormal; the largest entry of each is positive), shares (0 to 1), in the dtype of `A`;
        half precision is computed in float32.

    Raises
    ------
    TypeError
        If `A` is no array of floating-point numbers.
    ValueError
        If it has not two axes, holds NaN or infinity, all rows are equal, if only up to rounding, or there are fewer
        rows or columns than components.

    Notes
    -----
    Equation ``seeing.pca``, the method of [1]_.

    References
    ----------
    .. [1] K. Pearson, "On Lines and Planes of Closest Fit to Systems of Points in Space", Philosophical Magazine, 1901.
       doi:10.1080/14786440109462720

    Examples
    --------
    >>> found = pca(np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]]), components=1)
    >>> found.directions
    array([[0.6, 0.8]])
    >>> found.shares
    array([1.])
    """
    A = _rows(A)
    components = check.integer("components", components, 1)
    if components > min(A.shape):
        raise ValueError(f"components: expected at most {min(A.shape)} for an array {A.shape}, got {components}")
    differences, unit = _differences(A)
    centred = differences - differences.mean(axis=0)
    _, spread, directions = np.linalg.svd(centred, full_matrices=False)
    directions = directions[:components]
    largest = np.take_along_axis(directions, np.abs(directions).argmax(axis=1)[:, None], axis=1)
    directions = directions * np.sign(largest)
    shares = (spread / spread[0]) ** 2  # in this unit no square vanishes
    found = centred @ directions.T * unit, directions, shares[:components] / np.sum(shares)
    return PrincipalComponents(*(part.astype(A.dtype, copy=False) for part in found))


def tsne(A: np.ndarray, *, perplexity: float = 30.0, seed: int = 0) -> np.ndarray:
    """t-SNE: points in a plane whose near neighbours are the near neighbours of the rows; by scikit-learn.

    Parameters
    ----------
    A : numpy array (batch, m)
        At least two rows, one per image, and two columns; floating-point and finite, from `features`.
    perplexity : float
        Roughly how many neighbours count as near; below the number of rows.
    seed : int
        Fixes what is random in it; below 2³².

    Returns
    -------
    numpy array (batch, 2)
        Points. Who is near whom has a meaning; distances between groups, their sizes and the axes have none.

    Raises
    ------
    TypeError, ValueError
        If `A` is no such array, its rows are equal, if only up to rounding (as those of a layer that answers nothing:
        there scikit-learn ends the whole program), or `perplexity` does not fit their number.
    ModuleNotFoundError
        If scikit-learn is missing.

    Notes
    -----
    Equation ``seeing.tsne``, the method of [1]_.

    References
    ----------
    .. [1] L. van der Maaten and G. Hinton, "Visualizing Data using t-SNE", Journal of Machine Learning Research, 2008.
       https://jmlr.org/papers/v9/vandermaaten08a.html

    Examples
    --------
    >>> tsne(np.random.default_rng(0).standard_normal((20, 5)), perplexity=5).shape
    (20, 2)
    """
    A, seed = _rows(A), options.within("seed", seed, 0, 2**32 - 1)
    perplexity = check.number("perplexity", perplexity, 0, len(A), closed=False)
    if min(A.shape) < 2:
        raise ValueError(f"A: expected at least two rows and two columns, got shape {A.shape}")
    try:
        from sklearn.manifold import TSNE
    except ImportError:
        raise ModuleNotFoundError("t-SNE needs scikit-learn: pip install scikit-learn", name="sklearn") from None
    return TSNE(perplexity=perplexity, init="pca", random_state=seed).fit_transform(_of_moderate_size(A))


def _rows(A: Array) -> np.ndarray:
    """A as NumPy's array, once it is one of finite numbers with two axes and something in it."""
    check.arrays(A=A)
    check.read("A", A)
    check.axes("A", A, "(batch, m)")
    check.floating("A", A)
    if 0 in A.shape:
        raise ValueError(f"A: expected at least one row and one column, got shape {tuple(A.shape)}")
    host = on_host(options.finite("A", detached(A)))
    if host.dtype.itemsize > 8:  # LAPACK has no such numbers
        raise TypeError(f"A: expected numbers of at most 64 bits, got dtype {host.dtype}")
    return host


def _differences(A: np.ndarray) -> tuple[np.ndarray, float]:
    """Each row less the first, which is exact for a constant column, in a unit in which none overflows or vanishes."""
    wide = A.astype(np.float32) if is_half(A.dtype) else A
    size = np.abs(wide).max()
    unit = 2.0 ** (int(np.frexp(size)[1]) - 1)
    wide = wide / wide.dtype.type(unit)
    differences = wide - wide[0]
    if (np.abs(differences).max(axis=0) <= ROUNDING * np.finfo(wide.dtype).eps * np.abs(wide).max(axis=0)).all():
        raise ValueError("A: expected rows that differ by more than rounding, got equal ones")
    return differences, unit


def _of_moderate_size(A: np.ndarray) -> np.ndarray:
    """A itself; or, where numbers or differences are so large or small that t-SNE loses them, differences up to 1."""
    differences, unit = _differences(A)
    largest = np.abs(differences).max()
    moderate = np.abs(A).max() <= REACH and largest * min(unit, 1) >= 1 / REACH
    return A if moderate else differences / largest
