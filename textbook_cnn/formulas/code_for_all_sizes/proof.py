"""The theorems as proofs of formulas: what the registry, the book and the command line ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from ..example import Disagreement
from ..formula import Proof, ProofResult
from ..proofs import FAILURES, run
from .catalogue import THEOREMS
from .claims import NotProved

ANY_LAYER = (
    "every batch size, number of channels, filters and groups, and every height and width in which a window fits; "
    "kernels 1×1, 2×4, 3×3, 5×5, 7×7; every stride and padding; where windows are strided every dilation, and kernels "
    "9×9 and 11×11 too, else dilations 1 to 3; "
    '"same" at strides 1 to 3, "full" at stride 1; each of the three ways in which libraries keep arrays'
)
ANY_IMAGE = "every height and width in which a window fits; kernels 1×1, 2×4, 3×3, 5×5, 7×7, valid, same and full"
ANY_POOL = (
    "every batch size, number of channels, height and width in which a window fits; windows 2×2, 2×3, 3×3, "
    "with and without overlap"
)
ANY_DENSE = "every batch size, number of inputs and of outputs"
ANY_MAPS = "every batch size, number of channels and filters, height and width"
COVERS: Mapping[str, str] = {
    "output_size": "every size, kernel size, stride, padding and dilation",
    "correlate2d": ANY_IMAGE,
    "convolve2d": ANY_IMAGE,
    "rot180": "every size of the kernels",
    "pad2d": "every shape and every padding",
    "conv2d": ANY_LAYER,
    "im2col": ANY_LAYER,
    "conv2d_backward_kernel": ANY_LAYER,
    "conv2d_backward_input": ANY_LAYER,
    "conv2d_backward_bias": ANY_MAPS,
    "conv2d_backward_bias, one per pixel": ANY_MAPS,
    "avg_pool2d": ANY_POOL,
    "avg_pool2d_backward": ANY_POOL,
    "flatten, unflatten": "every shape",
    "dense": ANY_DENSE,
    "dense_backward_weight": ANY_DENSE,
    "dense_backward_bias": ANY_DENSE,
    "dense_backward_input": ANY_DENSE,
}


def code_for_all_sizes(function: str) -> Proof:
    """The theorems about a function as a proof of kind "code, all sizes", a case for each theorem.

    Parameters
    ----------
    function : str
        A key of `THEOREMS`, such as "conv2d" or "conv2d_backward_bias, one per pixel".

    Returns
    -------
    Proof
        For a formula that the function implements.

    Raises
    ------
    KeyError
        If there are no theorems of this name.

    Examples
    --------
    >>> code_for_all_sizes("dense_backward_weight").covers
    'every batch size, number of inputs and of outputs'

    """
    theorems = THEOREMS[function]

    def cases(_: Any) -> Iterator[str]:
        for theorem in theorems:
            try:
                theorem.prove()
            except (NotProved, *FAILURES) as error:
                raise Disagreement(f"{function}, {theorem}: {error}") from error
            yield str(theorem)

    return Proof("code, all sizes", COVERS[function], cases, about=f"all sizes: {function}")


def prove(function: str) -> ProofResult:
    """Run the theorems about a function.

    Parameters
    ----------
    function : str
        A key of `THEOREMS`.

    Returns
    -------
    ProofResult
        With the number of theorems, the seconds, and the first theorem that failed, if one did.

    Raises
    ------
    KeyError
        If there are no theorems of this name.

    Examples
    --------
    >>> result = prove("dense_backward_weight")
    >>> result.passed, result.cases
    (True, 3)

    """
    return run(SimpleNamespace(id=function), code_for_all_sizes(function))  # type: ignore[arg-type]  # it asks for the id only
