"""Formulas of the chapter on fast convolution."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sympy import QQ

from ..code_for_all_sizes import code_for_all_sizes
from ..notation.cases import Same
from .convolution import LAST_COLUMN, LAST_ROW
from ..examples.sums import (EXACT, PRODUCTS, ROOTS, SPECTRA, SUMS, TILE, TILES, H_out, W_out, counted, fourier, image_piece, images_of_transforms, inverse, m, m_2, maps_alone, matrix_layers, plain_layers, root, signal_pieces, spectra)
from ..notation.matrices import Matrix
from ..notation.letters import N, b, c, d, delta, h, i, j, l, n, p, q, r, s, t, u, v, w
from ..notation.nodes import (ATOM, PRODUCT, Element, Gradient, Negative, Node, Over, PaddedElement, Plus, Product, Step, Tensor, Times, bound, value)
from ..notation.operators import ConvFull, Rot180, Star, Star1, Sum, SumOver, SumWhere
from ..proofs import Proof, as_printed
from ..registry import Formula

if TYPE_CHECKING:
    from ..examples.conv2d import Instance


class MatrixProduct(Node):
    """A product of matrices, written side by side."""

    tightness = PRODUCT

    def _value(self, at: Instance) -> Any:
        first, *others = (value(part, at) for part in self.args)
        for other in others:
            first = first @ other
        return first

    def _latex(self, printer: Any) -> str:
        return " ".join(bound(part, PRODUCT + 1, printer) for part in self.args)


class Transposed(Node):
    """A matrix with rows and columns exchanged."""

    def _value(self, at: Instance) -> Any:
        return value(self.args[0], at).T

    def _latex(self, printer: Any) -> str:
        return rf"{bound(self.args[0], ATOM, printer)}^{{\top}}"


class EntryByEntry(Node):
    """A ⊙ B, products of the entries in the same place."""

    tightness = PRODUCT

    def _value(self, at: Instance) -> Any:
        left, right = (value(part, at) for part in self.args)
        return left * right

    def _latex(self, printer: Any) -> str:
        left, right = (bound(part, PRODUCT + 1, printer) for part in self.args)
        return rf"{left} \odot {right}"


class Fourier(Node):
    """𝓕(X), the exact Fourier transform of X, continued with zeros to the size m × m'."""

    transform, name = staticmethod(fourier), r"\mathcal{F}"

    def _value(self, at: Instance) -> Any:
        return self.transform(value(self.args[0], at), (at.number(m), at.number(m_2)))

    def _latex(self, printer: Any) -> str:
        return rf"{self.name}\left({printer._print(self.args[0])}\right)"


class Inverse(Fourier):
    """𝓕⁻¹, the way back."""

    transform, name = staticmethod(inverse), r"\mathcal{F}^{-1}"


class UnitRoot(Node):
    """ω_m to a power, ω_m = e^(−2πi/m)."""

    def _value(self, at: Instance) -> Any:
        length, power = (value(part, at) for part in self.args)
        return root(length, -power)

    def _latex(self, printer: Any) -> str:
        length, power = map(printer._print, self.args)
        return rf"\omega_{{{length}}}^{{{power}}}"


X, K, x, k = map(Tensor, "XKxk")
P, G, R = map(Tensor, "PGR")
X_j, K_ij, Y_i = Tensor("X", j), Tensor("K", i, j), Tensor("Y", i)
K_HAT, Y_HAT, V = Tensor(r"\hat{K}"), Step(r"\hat{Y}", p), Step("V", p)
BEFORE, LAST = Negative(1), Plus(i, Negative(1))
PLACE_IN_WINDOW = Plus(Times(Plus(Times(w, u), v), n), j, BEFORE)
PLACE_IN_ROW = Plus(Times(N, q), b, BEFORE)
ROW, COLUMN = Plus(Times(s, p), Times(delta, u), Negative(t)), Plus(Times(s, q), Times(delta, v), Negative(l))
MET = Times(Element(X_j, Plus(p, u), Plus(q, v)), Element(K_ij, u, v))
HALF = Over(1, 2)


def piece(kernel: Node, image: Node) -> Node:
    """G K Gᵀ ⊙ P X Pᵀ."""
    return EntryByEntry(MatrixProduct(G, kernel, Transposed(G)), MatrixProduct(P, image, Transposed(P)))


def runs(function: str, sizes: Any, covers: str, **keywords: Any) -> Proof:
    """Proof that a function gives what conv2d gives."""
    return Proof("code", covers, lambda formula: plain_layers(function, sizes, **keywords))


MATRICES = as_printed(matrix_layers, "two images, (d, n) = (3, 2), (2, 3), stride to 2, dilation to 2, two margins")
LOOPS = as_printed(partial(plain_layers, "conv2d_loops", SUMS), "two images, four (d, n), two sizes and margins")
SHIFTS = as_printed(partial(plain_layers, "conv2d_shifts", SUMS), "two images, four (d, n), two sizes and margins")
ONE_TILE = as_printed(partial(plain_layers, "conv2d_winograd", TILE, domain=QQ), "four (d, n), inputs of 4×4")
TRANSFORMED = as_printed(
    partial(plain_layers, "conv2d_fourier", SPECTRA, domain=ROOTS, transform=EXACT),
    "two images, four (d, n), three sizes and margins, with exact roots of unity",
)

CHAPTER = 11
FORMULAS = (
    Formula(
        id="fast.loops", title="Convolution layer as one sum of products", slide="",
        rows=((Element(Y_i, p, q), Sum(Sum(Sum(MET, v, 0, LAST_COLUMN), u, 0, LAST_ROW), j, 1, n)),),
        functions=("conv2d_loops", "conv2d"), proofs=(LOOPS,),
    ),
    Formula(
        id="fast.shifts", title="The same sum with the place in the kernel outside", slide="",
        rows=((Element(Y_i, p, q), Sum(Sum(Sum(MET, j, 1, n), v, 0, LAST_COLUMN), u, 0, LAST_ROW)),),
        functions=("conv2d_shifts", "conv2d"), proofs=(SHIFTS,),
    ),
    Formula(
        id="im2col.columns", title="Windows as columns", slide="",
        rows=((Element(V, PLACE_IN_WINDOW, PLACE_IN_ROW), PaddedElement(Tensor("X", b, j), ROW, COLUMN)),),
        functions=("im2col",), proofs=(MATRICES, code_for_all_sizes("im2col")),
    ),
    Formula(
        id="im2col.forward", title="Convolution layer as a matrix product", slide="",
        rows=(
            (Y_HAT, MatrixProduct(K_HAT, V)),
            (Element(K_HAT, LAST, PLACE_IN_WINDOW), Element(K_ij, u, v)),
            (Element(Y_HAT, LAST, PLACE_IN_ROW), Element(Tensor("Y", b, i), p, q)),
        ),
        functions=("conv2d", "im2col"), proofs=(MATRICES,),
    ),
    Formula(
        id="im2col.backward_kernel", title="Gradient of the kernels as a matrix product", slide="",
        rows=((Gradient(K_HAT), SumOver(MatrixProduct(Gradient(Y_HAT), Transposed(V)), p)),),
        functions=("conv2d_backward_kernel", "im2col"), proofs=(MATRICES,),
    ),
    Formula(
        id="im2col.backward_input", title="Gradient of the input as a matrix product", slide="",
        rows=((Gradient(Element(Tensor("X", b, j), r, c)), SumWhere(
            Element(MatrixProduct(Transposed(K_HAT), Gradient(Y_HAT)), PLACE_IN_WINDOW, PLACE_IN_ROW),
            Same(ROW, r), Same(COLUMN, c), p, q, u, v)),),
        functions=("conv2d_backward_input",), proofs=(MATRICES,),
    ),
    Formula(
        id="winograd.maps", title="The three maps of Winograd", slide="",
        rows=(
            (P, Matrix([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]])),
            (G, Times(HALF, Matrix([[2, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 2]]))),
            (R, Matrix([[1, 1, 1, 0], [0, 1, -1, -1]])),
        ),
        functions=("correlate1d_winograd", "conv2d_winograd"), proofs=(as_printed(maps_alone, "as the code has them"),),
    ),
    Formula(
        id="winograd.f23", title="Two outputs for four products", slide="",
        rows=((Star1(x, k), MatrixProduct(R, EntryByEntry(MatrixProduct(G, k), MatrixProduct(P, x)))),),
        functions=("correlate1d_winograd", "correlate1d"),
        proofs=(as_printed(signal_pieces, "4 samples; the function also for 3, 5 and 8"),),
    ),
    Formula(
        id="winograd.f2x2_3x3", title="Four outputs for sixteen products", slide="",
        rows=((Star(X, K), MatrixProduct(R, piece(K, X), Transposed(R))),),
        functions=("conv2d_winograd", "correlate2d"), proofs=(as_printed(image_piece, "image 4×4, kernel 3×3"),),
    ),
    Formula(
        id="winograd.layer", title="Convolution layer after Winograd", slide="",
        rows=((Y_i, MatrixProduct(R, Sum(piece(K_ij, X_j), j, 1, n), Transposed(R))),), ranges=((i, d),),
        functions=("conv2d_winograd", "conv2d"),
        proofs=(ONE_TILE, runs("conv2d_winograd", TILES, "larger and odd sizes and margins, cut into 4×4", domain=QQ)),
    ),
    Formula(
        id="conv2d.products", title="Products of the definition", slide="",
        rows=((Tensor(PRODUCTS), Product(N, d, n, h, w, H_out, W_out)),), functions=("conv2d",),
        proofs=(as_printed(partial(counted, "conv2d", ((1, 1), (2, 3), (3, 3))), "counted while conv2d runs"),),
    ),
    Formula(
        id="winograd.products", title="Products after Winograd", slide="",
        rows=((Tensor(PRODUCTS), Product(4, N, d, n, H_out, W_out)),), functions=("conv2d_winograd",),
        proofs=(as_printed(partial(counted, "conv2d_winograd", ((3, 3),)), "counted; outputs of even size"),),
    ),
    Formula(
        id="fourier.definition", title="Fourier transform of an image", slide="",
        rows=((Element(Fourier(X), r, c), Sum(Sum(
            Times(Element(X, p, q), UnitRoot(m, Times(r, p)), UnitRoot(m_2, Times(c, q))),
            q, 0, Plus(m_2, BEFORE)), p, 0, Plus(m, BEFORE))),),
        proofs=(as_printed(images_of_transforms, "the exact transform of the other proofs, 1×2, 3×4 and 6×2"),),
    ),
    Formula(
        id="fourier.theorem", title="Convolution theorem", slide="",
        rows=((Fourier(ConvFull(X, K)), EntryByEntry(Fourier(X), Fourier(K))),), functions=("convolve2d",),
        proofs=(as_printed(spectra, "images of up to 3×4, kernels of up to 4×3, with exact roots of unity"),),
    ),
    Formula(
        id="fourier.layer", title="Convolution layer by Fourier transforms", slide="",
        rows=((Element(Y_i, p, q), Element(
            Inverse(Sum(EntryByEntry(Fourier(X_j), Fourier(Rot180(K_ij))), j, 1, n)),
            Plus(p, h, BEFORE), Plus(q, w, BEFORE))),),
        functions=("conv2d_fourier", "conv2d"), proofs=(TRANSFORMED,),
    ),
)  # fmt: skip
