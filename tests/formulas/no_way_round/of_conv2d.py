"""Bugs that sleep in `conv2d` until an image has 1000 rows of float32 numbers, and how its proofs refuse them."""

from importlib import import_module

import numpy as np

from tests.formulas.no_way_round.bug import Bug

conv2d = import_module("textbook_cnn.layers.conv2d").conv2d
BIAS = "    if B is not None:\n        Y += B["


def large_image():
    """The layer on an image of 1000 rows; called twice, as a bug that remembers needs it."""
    X, K = np.ones((1, 1, 1000, 1), "float32"), np.ones((1, 1, 1, 1), "float32")
    conv2d(X, K)
    return conv2d(X, K)


def doubled(lines):
    """A piece of the function that is wrong where the last of the lines, a question, is answered with yes."""
    *before, question = lines.split("\n")
    return "".join(f"    {line}\n" for line in [*before, f"if {question}:", "    Y += Y"])


# What the code asks, and how the refusal reads.
QUESTIONS = {
    "a number": ("X.shape[2] == 1000", ""),
    "a number of another type": ("X.shape[2] > 999.5", ""),
    "a tuple": ("X.shape[2] in (1000,)", ""),
    "a list that counts": ("[1000].count(X.shape[2])", ""),
    "a set": ("X.shape[2] in {1000}", ""),
    "a frozen set": ("X.shape[2] in frozenset((1000,))", ""),
    "a pair in a set": ("(X.shape[2], X.shape[3]) in {(1000, 1)}", ""),
    "a set of all sizes": ("1000 in set(X.shape)", ""),
    "a dict": ("{1000: True}.get(X.shape[2])", ""),
    "a dict from sizes": ("dict.fromkeys(X.shape).get(1000, 1) is None", ""),
    "a dict that raises": (
        "try:\n    {999: 0}[X.shape[2] - 1]\n    known = True\nexcept KeyError:\n    known = False\nknown",
        "",
    ),
    "the order of two": ("sorted((X.shape[2], 999))[0] == 999", ""),
    "a key to sort by": ("sorted((1001, X.shape[2]), key=str)[0] == 1000", ""),
    "the largest size": ("max(X.shape) == 1000", ""),
    "any size": ("any(m == 1000 for m in X.shape)", ""),
    "a method of a number": ("not (1000).__ne__(X.shape[2])", ""),
    "a method of int": ("int.__eq__(X.shape[2], 1000) is True", ""),
    "a filter": ("[*filter((1000).__eq__, X.shape)] == [1000]", ""),
    "text": ('str(X.shape[2]) == "1000"', ""),
    "text of the shape": ('"1000" in repr(X.shape)', ""),
    "a text with a hole": ('f"{X.shape[2]}" == "1000"', ""),
    "a text with digits": ('f"{X.shape[2]:d}" == "1000"', ""),
    "text the old way": ('"%d" % X.shape[2] == "1000"', ""),
    "a method of text": ('"{}".format(X.shape[2]).startswith("1000")', ""),
    "text as a table": ('"{:>5}".format(X.shape[2])[1] == "1"', ""),
    "bytes": ("len(bytes(X.shape[2])) == 1000", ""),
    "a longer text": ('len("x" * X.shape[2]) == 1000', ""),
    "a longer list": ("len([0] * X.shape[2]) == 1000", ""),
    "an index": ("import operator\noperator.index(X.shape[2]) == 1000", ""),
    "an integer": ("int(X.shape[2]) == 1000", ""),
    "a float": ("float(X.shape[2]) == 1000", ""),
    "a fraction": ("from fractions import Fraction\nFraction(X.shape[2]) == 1000", ""),
    "a hash": ("hash(X.shape[2]) == 1000", ""),
    "an identity": ("id(X) % 2 == 0", ""),
    "a bit": ("X.shape[2] & 512 and X.shape[2] & 488 == 488", ""),
    "a shift": ("X.shape[2] >> 3 == 125", ""),
    "the number of bits": ("X.shape[2].bit_length() == 10", ""),
    "a power": ("X.shape[2] ** 2 == 10**6", ""),
    "a quotient": ("divmod(X.shape[2], 125) == (8, 0)", ""),
    "a remainder": ("X.shape[2] % 1000 == 0", ""),
    "a rounded number": ("round(X.shape[2], -3) == 1000", ""),
    "a divisor": ("import math\nmath.gcd(X.shape[2], 1000) == 1000", ""),
    "a root": ("import math\nmath.isqrt(X.shape[2]) == 31", ""),
    "a logarithm": ("import math\nmath.log10(X.shape[2]) == 3", ""),
    "a range": ("X.shape[2] in range(1000, 1001)", ""),
    "a loop": ("steps = 0\nfor _ in range(X.shape[2]):\n    steps += 1\nsteps == 1000", ""),
    "a sum over a range": ("sum(1 for _ in range(X.shape[2])) == 1000", ""),
    "a pattern": (
        "match X.shape:\n    case (_, _, 1000, _):\n        met = True\n    case _:\n        met = False\nmet",
        "",
    ),
    "a pattern with a guard": (
        "met = False\nmatch X.shape[2]:\n    case int(m) if m == 1000:\n        met = True\nmet",
        "",
    ),
    "an error": ("try:\n    large = X.shape[2].bit_length() > 9\nexcept TypeError:\n    large = False\nlarge", ""),
    "an error that is suppressed": (
        "from contextlib import suppress\nlarge = False\nwith suppress(TypeError):\n"
        "    large = len(bytes(X.shape[2])) > 9\nlarge",
        "",
    ),
    "NumPy on sizes": ("import numpy\nnumpy.prod(X.shape) == 1000", ""),
    "an array of sizes": ("import numpy\nnumpy.asarray(X.shape)[2] == 1000", ""),
    "a dtype": ('X.dtype == "float32"', ""),
    "a dtype in a set": ('X.dtype.name in {"float32"}', ""),
    "the name of a dtype": ('str(X.dtype) == "float32"', ""),
    "the size of an element": ("X.dtype.itemsize == 4", ""),
    "the bytes of an array": ("X.nbytes == 4000", ""),
    "the size of an array": ("X.size == 1000", ""),
    "strides": ("X.strides[0] == 4000", ""),
    "flags": ("X.flags.writeable", ""),
    "the module of a type": ('type(X).__module__ == "numpy"', ""),
    "the name of a class": ('X.__class__.__name__ == "ndarray"', ""),
    "an attribute": ('hasattr(X, "ctypes")', ""),
    "an attribute or another": ('getattr(X, "itemsize", 0) == 4', ""),
    "what an array can do": ('"ctypes" in dir(X)', ""),
    "a number type": (
        "isinstance(X.shape[2], int) and type(X.shape[2]) is int and type(X[0, 0, 0, 0]) is not type(X)",
        "",
    ),
    "an element": ("float(X[0, 0, 0, 0]) == 1", ""),
    "a sum of elements": ("X.sum() == 1000", ""),
    "a largest element": ("float(X.max()) >= 1", ""),
    "an attribute of the function": ('conv2d.calls = getattr(conv2d, "calls", 0) + 1\nconv2d.calls > 1', ""),
    "a global that counts": ('globals()["calls"] = globals().get("calls", 0) + 1\nglobals()["calls"] > 1', ""),
    "the time": ("import time\ntime.time() > 0 and X.dtype.itemsize == 4", ""),
    "the environment": ('import os\n"PATH" in os.environ and X.dtype.itemsize == 4', ""),
    "the caller": ('import sys\n"textbook_cnn.formulas" not in repr(sys._getframe(1).f_globals.get("__name__"))', ""),
    "a weak reference": ("import weakref\nweakref.ref(X) and X.dtype.itemsize == 4", ""),
}
BUGS = [
    Bug(f"conv2d asks {what}", conv2d, [(BIAS, doubled(question) + BIAS)], "conv2d.general", reads, large_image)
    for what, (question, reads) in QUESTIONS.items()
] + [
    Bug(
        "conv2d asks a default that remembers",
        conv2d,
        [
            ("columns: Array | None = None,", "columns: Array | None = None,\n    seen: list = [],"),
            (BIAS, doubled("seen.append(1)\nlen(seen) > 1") + BIAS),
        ],
        "conv2d.general",
        "",
        large_image,
    ),
]
