"""What `check` runs: the numeric functions, a small network there and back, its gradients, one proof.

Each returns what is wrong, in words; an empty list is what one hopes for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np

from .._arrays import Array
from ..network import Conv2D, Dense, Flatten, MaxPool2D, Network, ReLU
from ..network.parameters import as_numpy
from ..training.gradient_check import check_gradients
from .samples import FUNCTIONS, Sample, samples

NETWORK = Network([Conv2D(3, 3), ReLU(), MaxPool2D(), Flatten(), Dense(4)], (2, 8, 8))
FORMULA = "dense.backward_weight"
TOLERANCE = {"float32": 1e-5, "float64": 1e-12}


def functions(array: Callable[[np.ndarray], Array], dtypes: Sequence[str]) -> list[str]:
    """Run the functions of the convolution and of the layers on the arrays that a library's `array` makes."""
    wrong = []
    for dtype, (name, arguments) in product(dtypes, samples().items()):
        try:
            found = FUNCTIONS[name](**arguments.given(dtype, array))
            trouble = difference(found, expected(name, arguments), TOLERANCE[dtype])
        except Exception as error:  # whatever a library raises is to be shown
            trouble = in_one_line(error)
        if trouble:
            wrong.append(f"{name} in {dtype}: {trouble}")
    return wrong


def expected(name: str, arguments: Sample) -> Any:
    """The answer of NumPy: exact, in integers, which ask nothing of a BLAS; where they are refused, in float64."""
    try:
        return FUNCTIONS[name](**arguments.given("int64", np.asarray))
    except TypeError:
        return FUNCTIONS[name](**arguments.given("float64", np.asarray))


def difference(found: Any, right: Any, tolerance: float) -> str:
    """How an answer differs from the right one, beyond a relative tolerance; empty if it does not."""
    parts = [[as_numpy(A) for A in (answer if isinstance(answer, tuple) else (answer,))] for answer in (found, right)]
    for A, B in zip(*parts, strict=True):
        if A.shape != B.shape:
            return f"expected the shape {B.shape}, got {A.shape}"
        error = np.abs(A.astype("float64") - B).max(initial=0) / np.abs(B).max(initial=1)
        if not error <= tolerance:  # as nan is not
            return f"differs by {error:.1e} of the largest element"
    return ""


def network(array: Callable[[np.ndarray], Array]) -> list[str]:
    """Send images through a small network and back, in float32, and compare with NumPy in float64."""
    params, X = NETWORK.init(0, dtype="float64"), np.random.default_rng(0).standard_normal((2, *NETWORK.input_shape))

    def there_and_back(move: Callable[[Any], Any]) -> dict[str, Any]:
        moved = {key: move(P) for key, P in params.items()}
        Y, cache = NETWORK.forward(moved, move(X))
        dX, grads = NETWORK.backward(moved, cache, Y)
        return {"Y": Y, "dX": dX, **grads}

    found, right = there_and_back(lambda A: array(A.astype("float32"))), there_and_back(np.asarray)
    troubles = {key: difference(found[key], right[key], TOLERANCE["float32"]) for key in right}
    return [f"{key}: {trouble}" for key, trouble in troubles.items() if trouble]


def gradients() -> list[str]:
    """Compare the gradients of the network with differences of its loss."""
    X = np.random.default_rng(0).standard_normal((2, *NETWORK.input_shape))
    errors = check_gradients(NETWORK, NETWORK.init(0), (X, np.array([0, 3])))
    return [f"{key}: differs by {error:.1e}" for key, error in errors.items() if not error <= TOLERANCE["float32"]]


def formula() -> list[str]:
    """Prove one formula."""
    from ..formulas import REGISTRY, Proofs  # brings in SymPy

    return [result.counterexample for result in Proofs().results(REGISTRY[FORMULA]) if not result.passed]


def in_one_line(error: BaseException) -> str:
    """Kind and first line of an error."""
    return f"{type(error).__name__}: {(str(error).strip().splitlines() or [''])[0]}"
