"""What the letters of the chapters stand for, with a symbol for every size."""

from __future__ import annotations

from typing import Any

import sympy as sp

from .maps import Letters
from .proving import Loss

N, b, c, d, h, i, j, k = sp.symbols("N b c d h i j k")  # SymPy's own symbols for the letters of the formulas
m, n, p, q, r, s, u, v, w = sp.symbols("m n p q r s u v w")
H, W, P, Q, A, B = sp.symbols("H W P Q A B")  # height and width of the input, of the output, and what is left over


# The first axis of X and Y: none for one image, that of each of N images by itself, or an index that is printed.
IMAGES: dict[str, tuple[Any, ...]] = {"one": (), "each": (b,), "all": (N,)}


def layer(loss: Loss, *, images: str = "each", tied: bool = True, valid: bool = True) -> Letters:
    """A convolution layer; if not `valid`, with any number of outputs, zeros lying around the input."""
    rows, columns = (H - h + 1, W - w + 1) if valid else (P, Q)
    of_images, places = IMAGES[images], (*len(IMAGES[images]) * (1,), 1, 0, 0)
    return Letters(
        sizes={
            "X": (*of_images, n, H, W),
            "K": (d, n, h, w),
            "B": (d,) if tied else (d, rows, columns),
            "dY": (*of_images, d, rows, columns),
        },
        counted={"X": places, "K": (1, 1, 0, 0), "B": (1,) if tied else (1, 0, 0), "dY": places},
        ranges={**ranges(rows, columns), b: (1, N), i: (1, d), j: (1, n)},
        loss=loss,
        image=b if images == "each" else None,
    )


def one_kernel(loss: Loss | None = None) -> Letters:
    """One image, one channel, one filter, one bias per pixel, as on the slides; a formula may bring its forward row."""
    rows, columns = H - h + 1, W - w + 1
    sizes: dict[str, tuple[Any, ...]] = {"X": (H, W), "K": (h, w), "B": (rows, columns), "dY": (rows, columns)}
    return Letters(sizes=sizes, counted=dict.fromkeys(sizes, (0, 0)), ranges=ranges(rows, columns), loss=loss)


def ranges(rows: sp.Expr, columns: sp.Expr) -> dict[sp.Symbol, tuple[Any, Any]]:
    """Output positions, kernel positions, input positions, from 0."""
    return {p: (0, rows - 1), q: (0, columns - 1), u: (0, h - 1), v: (0, w - 1), r: (0, H - 1), c: (0, W - 1)}


def one_image() -> Letters:
    """An image I and a kernel K, of any sizes."""
    return Letters(
        sizes={"I": (H, W), "K": (h, w)}, counted={"I": (0, 0), "K": (0, 0)}, ranges=ranges(H - h + 1, W - w + 1)
    )


def dense(loss: Loss, *, images: str = "each") -> Letters:
    """A dense layer with n inputs and d outputs."""
    of_images = IMAGES[images]
    sizes: dict[str, tuple[Any, ...]] = {"X": (*of_images, n), "W": (d, n), "B": (d,), "dY": (*of_images, d)}
    return Letters(
        sizes=sizes,
        counted={name: len(letter) * (1,) for name, letter in sizes.items()},
        ranges={b: (1, N), i: (1, d), j: (1, n)},
        loss=loss,
        image=b if images == "each" else None,
    )


def windows(loss: Loss) -> Letters:
    """P × Q pooling windows of h × w, s apart, on an image in which all lie, with A − 1 rows, B − 1 columns more."""
    size = s * (P - 1) + h + A - 1, s * (Q - 1) + w + B - 1
    return Letters(
        sizes={"X": (b, n, *size), "dY": (b, n, P, Q)},
        counted={"X": (1, 1, 0, 0), "dY": (1, 1, 0, 0)},
        ranges={
            b: (1, N),
            j: (1, n),
            p: (0, P - 1),
            q: (0, Q - 1),
            u: (0, h - 1),
            v: (0, w - 1),
            r: (0, size[0] - 1),
            c: (0, size[1] - 1),
        },
        loss=loss,
        image=b,
    )


def scores(loss: Loss) -> Letters:
    """Scores Z and target rows T of N images for c classes."""
    return Letters(
        sizes={"Z": (N, c), "T": (N, c)}, counted={"Z": (1, 1), "T": (1, 1)}, ranges={b: (1, N), k: (1, c)}, loss=loss
    )


def entries(loss: Loss) -> Letters:
    """Outputs Y and targets T, m numbers each."""
    return Letters(sizes={"Y": (m,), "T": (m,)}, counted={"Y": (1,), "T": (1,)}, ranges={k: (1, m)}, loss=loss)
