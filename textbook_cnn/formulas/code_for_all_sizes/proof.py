"""The theorems as proofs of formulas: what the registry, the book and the command line ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from ..example import Disagreement
from ..formula import Proof, ProofResult
from ..proofs import FAILURES, run
from . import covered
from .catalogue import THEOREMS, Theorem
from .claims import NotProved

ANY_DENSE = "every batch size, number of inputs and of outputs"
ANY_MAPS = "every batch size, number of channels and filters, height and width"
MADE: Mapping[str, Callable[[Iterable[Theorem]], str]] = {  # from the settings of the theorems
    "correlate2d": covered.of_images,
    "convolve2d": covered.of_images,
    "conv2d": covered.of_layer,
    "im2col": covered.of_layer,
    "conv2d_backward_kernel": covered.of_layer,
    "conv2d_backward_input": covered.of_layer,
    "conv2d_transpose": covered.of_layer,
    "avg_pool2d": covered.of_pools,
    "avg_pool2d_backward": covered.of_pools,
}
COVERS: Mapping[str, str] = {
    "output_size": "every size, kernel size, stride, padding and dilation",
    "rot180": "every size of the kernels",
    "pad2d": "every shape and every padding",
    "conv2d_backward_bias": ANY_MAPS,
    "conv2d_backward_bias, one per pixel": ANY_MAPS,
    "flatten, unflatten": "every shape",
    "dense": ANY_DENSE,
    "dense_backward_weight": ANY_DENSE,
    "dense_backward_bias": ANY_DENSE,
    "dense_backward_input": ANY_DENSE,
    **{function: words(THEOREMS[function]) for function, words in MADE.items()},
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
