"""A film in a page: its numbers as JSON, and the script beside this module that plays them, with no library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path

import numpy as np

from ._given import mapping_of, numbers_of
from .page_data import arrays_to_json

__all__ = ["ConvolutionFilm"]

AXES = {  # of the arrays that a film plays
    "places": ("m",),
    "f": ("m",),
    "g": ("m",),
    "times": ("frames",),
    "product": ("frames", "m"),
    "area": ("frames",),
}
SCRIPT = Path(__file__).with_name("film.js")
ALTERNATIVE = (
    "Film: the function g is turned around and moves across f from left to right. The area of their product is filled "
    "at each moment, and drawn below as a function of t."
)
STYLE = """\
.convolution-film svg { display: block; width: 100%; max-width: 34rem; margin: 0.3rem auto; background: #fff;
  border-radius: 0.35rem; font-family: sans-serif; }
.convolution-film > div { display: flex; gap: 0.6rem; align-items: center; max-width: 34rem; margin: 0.3rem auto;
  flex-wrap: wrap; }
.convolution-film button { min-width: 4.5rem; padding: 0.3rem 0.6rem; font: inherit; cursor: pointer; }
.convolution-film input { flex: 1 1 8rem; min-width: 6rem; }
.convolution-film output { min-width: 10.5rem; font-variant-numeric: tabular-nums; }"""
PAGE = """\
<div class="convolution-film" id="{id}" role="group" aria-label="Film of a convolution">
<style>{style}</style>
<svg viewBox="0 0 480 372" role="img" aria-label="{alternative}"></svg>
<div><button type="button">Play</button>
<input type="range" min="0" max="1" value="0" aria-label="Moment of the film">
<output aria-live="off"></output></div>
<noscript><p>The film needs JavaScript.</p></noscript>
<script type="application/json">{numbers}</script>
<script>{script}("{id}");</script>
</div>"""


@dataclass(frozen=True)
class ConvolutionFilm:
    """A convolution as a film that a notebook or a page plays; from `animate_convolution`.

    It needs no network. A reader can pause it and move it by hand; where the system asks for little motion it does not
    start by itself.

    Parameters
    ----------
    arrays : mapping of str to array
        ``places``, ``f`` and ``g`` (m,), ``times`` and ``area`` (frames,), ``product`` (frames, m).

    Raises
    ------
    TypeError
        If `arrays` is no mapping of strings to arrays of real numbers.
    ValueError
        If one of these is missing, there is another, or a shape does not fit.

    Examples
    --------
    >>> from textbook_cnn.visualize import animate_convolution
    >>> film = animate_convolution(np.cos, np.sin, np.linspace(0, 1, 5), [0.0, 1.0])
    >>> film.arrays["product"].shape
    (2, 5)
    """

    arrays: Mapping[str, np.ndarray]

    def __post_init__(self) -> None:
        given = {
            name: numbers_of(f"arrays[{name!r}]", A, 1, 2) for name, A in mapping_of("arrays", self.arrays).items()
        }
        if set(given) != set(AXES):
            raise ValueError(f"arrays: expected the names {', '.join(AXES)}, got {', '.join(given)}")
        m, frames = given["places"].shape[0], given["times"].shape[0]
        for name, axes in AXES.items():
            expected = tuple({"m": m, "frames": frames}[axis] for axis in axes)
            if given[name].shape != expected:
                raise ValueError(f"arrays[{name!r}]: expected the shape {expected}, got {given[name].shape}")
        object.__setattr__(self, "arrays", given)

    def _repr_html_(self) -> str:
        numbers = arrays_to_json(self.arrays, digits=3)
        name = f"film-{sha256(numbers.encode()).hexdigest()[:10]}"  # the same film gives the same page
        script = SCRIPT.read_text(encoding="utf-8").strip()
        return PAGE.format(id=name, style=STYLE, alternative=escape(ALTERNATIVE), numbers=numbers, script=script)
