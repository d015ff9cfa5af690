"""Images as points in a plane: the answers of a hidden layer, reduced to two numbers an image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from .. import _checks as check
from .._arrays import Array
from ..network.network import Network
from ..network.parameters import as_numpy
from .activity import feature_maps


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
        m is the number of the layer's outputs for one image.

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
    maps = as_numpy(feature_maps(network, params, X, layers=[layer])[layer])
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
        One row per image, floating-point, from `features`.
    components : int
        How many directions.

    Returns
    -------
    PrincipalComponents
        points, directions (orthonormal; the largest entry of each is positive), shares (0 to 1).

    Raises
    ------
    TypeError
        If `A` is no array of floating-point numbers.
    ValueError
        If it has not two axes, all rows are equal, or there are fewer rows or columns than components.

    Notes
    -----
    Equation ``seeing.pca``.

    Examples
    --------
    >>> found = pca(np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]]), components=1)
    >>> found.directions
    array([[0.6, 0.8]])
    >>> found.shares
    array([1.])
    """
    A = _rows(A)
    check.integer("components", components, 1)
    if components > min(A.shape):
        raise ValueError(f"components: expected at most {min(A.shape)} for an array {A.shape}, got {components}")
    centred = A - A.mean(axis=0)
    _, spread, directions = np.linalg.svd(centred, full_matrices=False)
    if not spread[0] > 0:
        raise ValueError("A: expected rows that differ, got equal ones")
    directions = directions[:components]
    largest = np.take_along_axis(directions, np.abs(directions).argmax(axis=1)[:, None], axis=1)
    directions = directions * np.sign(largest)
    return PrincipalComponents(centred @ directions.T, directions, spread[:components] ** 2 / np.sum(spread**2))


def tsne(A: np.ndarray, *, perplexity: float = 30.0, seed: int = 0) -> np.ndarray:
    """t-SNE: points in a plane whose near neighbours are the near neighbours of the rows; by scikit-learn.

    Parameters
    ----------
    A : numpy array (batch, m)
        One row per image, floating-point, from `features`.
    perplexity : float
        Roughly how many neighbours count as near; below the number of rows.
    seed : int
        Fixes what is random in it.

    Returns
    -------
    numpy array (batch, 2)
        Points. Who is near whom has a meaning; distances between groups, their sizes and the axes have none.

    Raises
    ------
    TypeError, ValueError
        If `A` is no array of two axes, or `perplexity` does not fit its number of rows.
    ModuleNotFoundError
        If scikit-learn is missing.

    Notes
    -----
    Equation ``seeing.tsne``.

    Examples
    --------
    >>> tsne(np.random.default_rng(0).standard_normal((20, 5)), perplexity=5).shape
    (20, 2)
    """
    A = _rows(A)
    check.number("perplexity", perplexity, 0, len(A), closed=False)
    try:
        from sklearn.manifold import TSNE
    except ImportError:
        raise ModuleNotFoundError("t-SNE needs scikit-learn: pip install scikit-learn", name="sklearn") from None
    method = TSNE(perplexity=perplexity, init="pca", random_state=check.integer("seed", seed, 0))
    return method.fit_transform(A)


def _rows(A: np.ndarray) -> np.ndarray:
    check.arrays(A=A)
    check.axes("A", A, "(batch, m)")
    check.floating("A", A)
    return as_numpy(A)
