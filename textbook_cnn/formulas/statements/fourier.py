"""Convolution by Fourier transforms."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

import numpy as np

from ..example import Example
from ..examples.convolution_layer import Pair
from ..examples.fourier import EXACT, ROOTS, SPECTRA, fourier, images_of_transforms, inverse, root, spectra
from ..examples.sums import plain_layers
from ..formula import Formula
from ..notation.arrays import K, K_ij, X, X_j, X_pq, Y_i_pq
from ..notation.functions import Rot180
from ..notation.letters import c, h, j, m, m_2, n, p, q, r, w
from ..notation.matrix_operations import EntryByEntry
from ..notation.nodes import Node, value
from ..notation.operators import ConvFull
from ..notation.printing import ATOM, POWER, called
from ..notation.sums import Sum
from ..notation.tensors import Element
from ..proofs import as_printed
from .sums import MANY


class Fourier(Node):
    """𝓕(X), the exact Fourier transform of X, continued with zeros to the size m × m'."""

    tightness = ATOM

    name: ClassVar[str] = r"\mathcal{F}"

    def transform(self, A: np.ndarray, size: Pair) -> np.ndarray:
        """Return the exact transform."""
        return fourier(A, size)

    def _value(self, at: Example) -> Any:
        return self.transform(value(self.args[0], at), (at.number(m), at.number(m_2)))

    def _latex(self, printer: Any) -> str:
        return called(self.name, printer._print(self.args[0]))


class Inverse(Fourier):
    """𝓕⁻¹, the way back."""

    name = r"\mathcal{F}^{-1}"

    def transform(self, A: np.ndarray, size: Pair) -> np.ndarray:
        """Return the exact inverse transform."""
        return inverse(A, size)


class UnitRoot(Node):
    """ω_m to a power, ω_m = e^(−2πi/m)."""

    tightness = POWER

    def _value(self, at: Example) -> Any:
        length, power = (value(part, at) for part in self.args)
        return root(length, -power)

    def _latex(self, printer: Any) -> str:
        length, power = map(printer._print, self.args)
        return rf"\omega_{{{length}}}^{{{power}}}"


ROOT, ROOT_2 = UnitRoot(m, r * p), UnitRoot(m_2, c * q)
PRODUCT = EntryByEntry(Fourier(X_j), Fourier(Rot180(K_ij)))
TRANSFORMED = as_printed(
    partial(plain_layers, "conv2d_fourier", SPECTRA, domain=ROOTS, transform=EXACT),
    "two images, four (d, n), three sizes and margins, with exact roots of unity",
)
DEFINED = as_printed(images_of_transforms, "the exact transform of the other proofs, 1×2, 3×4 and 6×2", "symbols")

CHAPTER = 12
FORMULAS = (
    Formula(
        id="fourier.definition",
        title="Fourier transform of an image",
        slide="",
        rows=((Element(Fourier(X), r, c), Sum(Sum(X_pq * ROOT * ROOT_2, q, 0, m_2 - 1), p, 0, m - 1)),),
        proofs=(DEFINED,),
    ),
    Formula(
        id="fourier.theorem",
        title="Convolution theorem",
        slide="",
        rows=((Fourier(ConvFull(X, K)), EntryByEntry(Fourier(X), Fourier(K))),),
        functions=("convolve2d",),
        proofs=(as_printed(spectra, "images of up to 3×4, kernels of up to 4×3, with exact roots of unity"),),
    ),
    Formula(
        id="fourier.layer",
        title="Convolution layer by Fourier transforms",
        slide="",
        rows=((Y_i_pq, Element(Inverse(Sum(PRODUCT, j, 1, n)), p + h - 1, q + w - 1)),),
        functions=("conv2d_fourier", "conv2d"),
        proofs=(TRANSFORMED, MANY),
    ),
)
