"""Write names.json from the CuPy that is installed; it needs no GPU: `python -m tests.support.cupy_double`.

Of CuPy's names those are kept that NumPy has too, for the double computes with NumPy; of its signatures, the parameters
and which of them may be left out.
"""

import inspect
import json
from pathlib import Path

import cupy
import numpy as np

NAMES = Path(__file__).parent / "names.json"
KEEP = {"asnumpy"}  # no name of NumPy's, and needed


def signature(function):
    """The parameters, "=" after those that may be left out; None where the function does not tell."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return from_docstring(function)
    words, before = [], None
    for each in parameters:
        if before == each.POSITIONAL_ONLY != each.kind:
            words.append("/")
        if each.kind == each.KEYWORD_ONLY and before not in (each.KEYWORD_ONLY, each.VAR_POSITIONAL):
            words.append("*")
        star = {each.VAR_POSITIONAL: "*", each.VAR_KEYWORD: "**"}.get(each.kind, "")
        words.append(star + each.name + "=" * (each.default is not each.empty))
        before = each.kind
    return ", ".join(word for word in words if word != "self")


def from_docstring(function):
    """The same from the first line of a compiled function's docstring: `sum(self, axis=None) -> ndarray`."""
    line = (function.__doc__ or "").partition("\n")[0]
    if "(" not in line:
        return None
    words = line.partition("(")[2].rpartition(")")[0].split(", ")
    named = [word.partition("=")[0].partition(":")[0].split()[-1] + "=" * ("=" in word) for word in words if word]
    return ", ".join(name for name in named if name != "self")


def functions(space, like):
    """The functions that a namespace and NumPy's both have, with their signatures."""
    found = {
        name: getattr(space, name) for name in dir(space) if name[0] != "_" and (hasattr(like, name) or name in KEEP)
    }
    plain = {name: f for name, f in found.items() if callable(f) and not isinstance(f, type | cupy.ufunc)}
    return {name: signature(f) for name, f in plain.items()}


def names():
    """All that the double needs to know of CuPy."""
    shared = [name for name in dir(cupy) if name[0] != "_" and hasattr(np, name)]
    methods = functions(cupy.ndarray, np.ndarray)
    return {
        "version": cupy.__version__,
        "NumPy's own": [
            n for n in shared if getattr(cupy, n) is getattr(np, n) and not inspect.isroutine(getattr(np, n))
        ],
        "ufuncs": [name for name in shared if isinstance(getattr(cupy, name), cupy.ufunc)],
        "functions": functions(cupy, np),
        "linalg": functions(cupy.linalg, np.linalg),
        "fft": functions(cupy.fft, np.fft),
        "methods": {
            name: text for name, text in methods.items() if not inspect.isgetsetdescriptor(getattr(cupy.ndarray, name))
        },
        "ndarray": [name for name in dir(cupy.ndarray) if name not in methods],
    }


if __name__ == "__main__":
    NAMES.write_text(json.dumps(names(), indent=1) + "\n", encoding="utf-8")
