"""Winograd's small convolutions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from sympy import QQ

from ..example import Example
from ..examples.sums import PRODUCTS, counted, plain_layers
from ..examples.winograd import TILE, TILES, image_piece, layers_in_tiles, maps_alone, signal_pieces
from ..formula import Formula, Proof
from ..notation.arrays import G, K, K_ij, P, R, X, X_j, Y_i, k_1d, x
from ..notation.letters import H_out, N, W_out, d, i, j, n
from ..notation.matrices import Matrix
from ..notation.matrix_operations import EntryByEntry, MatrixProduct, Transposed
from ..notation.nodes import Node, Over, value
from ..notation.operators import Star, Star1
from ..notation.spelling import Product
from ..notation.sums import Sum
from ..notation.tensors import Tensor
from ..proofs import as_printed
from .sums import MANY

HALF = Over(1, 2)


def piece(kernel: Node, image: Node) -> Node:
    """G K Gᵀ ⊙ P X Pᵀ."""
    return EntryByEntry(MatrixProduct(G, kernel, Transposed(G)), MatrixProduct(P, image, Transposed(P)))


def runs(function: str, sizes: Any, covers: str, **keywords: Any) -> Proof:
    """Proof that a function gives what conv2d gives."""
    return Proof("code", covers, lambda formula: plain_layers(function, sizes, **keywords))


def printed_maps(formula: Formula) -> Iterator[Any]:
    """Layers computed with the three matrices as they are printed."""
    maps = (value(row.right, Example("as printed", {})) for row in formula.equations())
    return layers_in_tiles(*(np.array(matrix, dtype=object) for matrix in maps))


ONE_TILE = as_printed(partial(plain_layers, "conv2d_winograd", TILE, domain=QQ), "four (d, n), inputs of 4×4")
COUNTED = as_printed(
    partial(counted, "conv2d_winograd", ((3, 3),)), "counted; outputs of even size; what it returns is the definition"
)

CHAPTER = 12
FORMULAS = (
    Formula(
        id="winograd.maps",
        title="The three maps of Winograd",
        slide="",
        rows=(
            (P, Matrix([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]])),
            (G, HALF * Matrix([[2, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 2]])),
            (R, Matrix([[1, 1, 1, 0], [0, 1, -1, -1]])),
        ),
        functions=("correlate1d_winograd", "conv2d_winograd"),
        proofs=(
            as_printed(maps_alone, "read from the products that the two functions form, and from what they add up"),
            Proof("code", "layers of four (d, n), odd sizes and margins among them, by the printed maps", printed_maps),
        ),
    ),
    Formula(
        id="winograd.f23",
        title="Two outputs for four products",
        slide="",
        rows=((Star1(x, k_1d), MatrixProduct(R, EntryByEntry(MatrixProduct(G, k_1d), MatrixProduct(P, x)))),),
        functions=("correlate1d_winograd", "correlate1d"),
        proofs=(as_printed(signal_pieces, "4 samples; the function also for 3, 5 and 8"), MANY),
    ),
    Formula(
        id="winograd.f2x2_3x3",
        title="Four outputs for sixteen products",
        slide="",
        rows=((Star(X, K), MatrixProduct(R, piece(K, X), Transposed(R))),),
        functions=("conv2d_winograd", "correlate2d"),
        proofs=(as_printed(image_piece, "image 4×4, kernel 3×3"),),
    ),
    Formula(
        id="winograd.layer",
        title="Convolution layer after Winograd",
        slide="",
        rows=((Y_i, MatrixProduct(R, Sum(piece(K_ij, X_j), j, 1, n), Transposed(R))),),
        ranges=((i, d),),
        functions=("conv2d_winograd", "conv2d"),
        proofs=(
            ONE_TILE,
            runs("conv2d_winograd", TILES, "larger and odd sizes and margins, cut into 4×4", domain=QQ),
            MANY,
        ),
    ),
    Formula(
        id="winograd.products",
        title="Products after Winograd",
        slide="",
        rows=((Tensor(PRODUCTS), Product(4, N, d, n, H_out, W_out)),),
        functions=("conv2d_winograd",),
        proofs=(COUNTED,),
    ),
)
