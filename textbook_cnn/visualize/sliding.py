"""Convolution of functions as one function sliding over the other: turn, slide, take the area of the product."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .. import _options as options
from ._canvas import BLUE, GREEN, VERMILION, finish, new_figure
from ._given import columns_of, numbers_of, sequence_of_numbers, values_of
from .film import ConvolutionFilm

__all__ = ["animate_convolution", "convolution_frames", "plot_convolution_frames"]

Function = Callable[[np.ndarray], np.ndarray]


class Frame(NamedTuple):
    """One moment of a convolution: the second function turned and moved, the product, and its area so far.

    Attributes
    ----------
    t : float
        How far the second function has been moved.
    moved : array (m,)
        g(t − τ) at the places τ.
    product : array (m,)
        f(τ) g(t − τ).
    area : float
        Its integral, (f ∗ g)(t).
    """

    t: float
    moved: np.ndarray
    product: np.ndarray
    area: float


def convolution_frames(f: Function, g: Function, places: np.ndarray, times: np.ndarray) -> list[Frame]:
    """Turn g, move it by each of some times, and measure the area of its product with f.

    Parameters
    ----------
    f, g : callable
        Functions of an array.
    places : array, shape (m,)
        Where they are evaluated, evenly spaced; both should be zero beyond its ends.
    times : array, shape (frames,)
        How far g is moved, frame by frame.

    Returns
    -------
    list of Frame
        One for each time.

    Raises
    ------
    TypeError
        If `f` or `g` cannot be called, or `places` or `times` is no array of numbers.
    ValueError
        If there are fewer than two places.

    Notes
    -----
    Equation ``convolution.integral``, slide "Convolution?"; the area is measured with trapezia.

    Examples
    --------
    >>> box = lambda x: np.where(abs(x) <= 0.5, 1.0, 0.0)
    >>> frames = convolution_frames(box, box, np.linspace(-2, 2, 4001), np.array([0.0, 0.5, 2.0]))
    >>> [round(frame.area, 2) for frame in frames]
    [1.0, 0.5, 0.0]
    """
    f, g = options.function("f", f), options.function("g", g)
    places, times = numbers_of("places", places, 1), sequence_of_numbers("times", times)
    if len(places) < 2:
        raise ValueError(f"places: expected at least two, got {len(places)}")
    values, frames = values_of("f", f, places), []
    for t in times:
        moved = values_of("g", g, t - places)
        product = values * moved
        frames.append(Frame(float(t), moved, product, float(np.trapezoid(product, places))))
    return frames


def plot_convolution_frames(
    f: Function, g: Function, places: np.ndarray, times: Sequence[float], *, columns: int = 3
) -> Figure:
    """Draw a convolution as a film strip: for each time the two functions, their overlap, and the result so far.

    Parameters
    ----------
    f, g, places
        As in `convolution_frames`.
    times : sequence of float
        The moments to draw, in growing order.
    columns : int
        Moments in a row.

    Returns
    -------
    Figure
        Two panels for each moment: above f, the turned and moved g, and the product filled; below the result.

    Raises
    ------
    TypeError, ValueError
        As in `convolution_frames`, or if `columns` is below 1.

    Examples
    --------
    >>> from textbook_cnn.visualize import plot_convolution_frames
    >>> box = lambda x: np.where(abs(x) <= 0.5, 1.0, 0.0)
    >>> figure = plot_convolution_frames(box, box, np.linspace(-2, 2, 2001), [-0.5, 0.0])
    >>> figure.axes[0].get_title()
    't = −0.5: area 0.50'
    """
    columns, moments, places = columns_of(columns), sequence_of_numbers("times", times), numbers_of("places", places, 1)
    frames = convolution_frames(f, g, places, moments)
    course = _course(f, g, places)
    columns = min(columns, len(frames))
    rows = -(-len(frames) // columns)
    figure = new_figure(2.5 * columns, 2.6 * rows)
    grid = figure.subplots(2 * rows, columns, squeeze=False, height_ratios=[1.4, 1] * rows, sharex=True)
    for number in range(rows * columns):
        above, below = grid[2 * (number // columns) : 2 * (number // columns) + 2, number % columns]
        if number < len(frames):
            _draw(above, below, f(places), places, frames[number], course)
        else:
            above.set_axis_off()
            below.set_axis_off()
    grid[0, 0].legend(frameon=False, fontsize=8, loc="upper right", handlelength=1.4)
    return figure


def animate_convolution(f: Function, g: Function, places: np.ndarray, times: Sequence[float]) -> ConvolutionFilm:
    """Make the film of which `plot_convolution_frames` draws single moments.

    Parameters
    ----------
    f, g, places, times
        As in `plot_convolution_frames`.

    Returns
    -------
    ConvolutionFilm
        A notebook, or a page of a book made of one, shows it with a button and a slider.

    Raises
    ------
    TypeError, ValueError
        As in `convolution_frames`.

    Examples
    --------
    >>> from textbook_cnn.visualize import animate_convolution
    >>> box = lambda x: np.where(abs(x) <= 0.5, 1.0, 0.0)
    >>> film = animate_convolution(box, box, np.linspace(-2, 2, 401), [-0.5, 0.0, 0.5])
    >>> film.arrays["area"].round(1)
    array([0.5, 1. , 0.5])
    """
    moments, places = sequence_of_numbers("times", times), numbers_of("places", places, 1)
    frames = convolution_frames(f, g, places, moments)
    return ConvolutionFilm(
        {
            "places": places,
            "f": f(places),
            "g": g(places),
            "times": moments,
            "product": np.stack([frame.product for frame in frames]),
            "area": np.array([frame.area for frame in frames]),
        }
    )


def _course(f: Function, g: Function, places: np.ndarray) -> np.ndarray:
    """(f ∗ g)(t) at all places, for the curve below."""
    values = f(places)
    return np.array([np.trapezoid(values * g(t - places), places) for t in places])


def _draw(above: Axes, below: Axes, values: np.ndarray, places: np.ndarray, frame: Frame, course: np.ndarray) -> None:
    above.plot(places, values, color=BLUE, label="f(τ)")
    above.plot(places, frame.moved, color=VERMILION, linestyle="--", label="g(t − τ)")
    above.fill_between(places, 0, frame.product, color=GREEN, alpha=0.45, linewidth=0, label="product")
    highest = 1.15 * max(values.max(), frame.moved.max(), frame.product.max(), 1e-9)
    above.set_ylim(min(0.0, values.min(), frame.moved.min(), frame.product.min()) * 1.15, highest)
    title = f"t = {frame.t:g}: area {frame.area:.2f}".replace("-", "\N{MINUS SIGN}")
    finish(above, "", "", title)
    so_far = places <= frame.t
    below.plot(places, course, color="#c8c8c8", linewidth=1)
    below.plot(places[so_far], course[so_far], color="black")
    below.plot([frame.t], [frame.area], "o", color=GREEN)
    finish(below, "t", "(f ∗ g)(t)", "")
