"""Bugs that sleep in `conv2d` until an image has 1000 rows of float32 numbers, and how each is refused."""

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


# What the code asks; what the check of the language objects to, and how the proof refuses it.
QUESTIONS = {
    "a number": (
        "X.shape[2] == 1000",
        "number 1000",
        "the code takes this path only where -top + r_v + q_v·stride_v - bottom - 100",
    ),
    "a number of another type": (
        "X.shape[2] > 999.5",
        "number 999.5",
        "expected an integer beside an unknown one, got float",
    ),
    "a tuple": (
        "X.shape[2] in (1000,)",
        "numbers (1000,)",
        "the code takes this path only where -top + r_v + q_v·stride_v - bottom - 100",
    ),
    "a list that counts": (
        "[1000].count(X.shape[2])",
        "number 1000",
        "the code takes this path only where -top + r_v + q_v·stride_v - bottom - 100",
    ),
    "a set": ("X.shape[2] in {1000}", "set display", "__hash__ of an unknown integer is not known here"),
    "a frozen set": (
        "X.shape[2] in frozenset((1000,))",
        "numbers (1000,)",
        "__hash__ of an unknown integer is not known here",
    ),
    "a pair in a set": (
        "(X.shape[2], X.shape[3]) in {(1000, 1)}",
        "number 3",
        "__hash__ of an unknown integer is not known here",
    ),
    "a set of all sizes": ("1000 in set(X.shape)", "number 1000", "__hash__ of an unknown integer is not known here"),
    "a dict": ("{1000: True}.get(X.shape[2])", "number 1000", "__hash__ of an unknown integer is not known here"),
    "a dict from sizes": (
        "dict.fromkeys(X.shape).get(1000, 1) is None",
        "attribute get",
        "__hash__ of an unknown integer is not known here",
    ),
    "a dict that raises": (
        "try:\n    {999: 0}[X.shape[2] - 1]\n    known = True\nexcept KeyError:\n    known = False\nknown",
        "number 999",
        "__hash__ of an unknown integer is not known here",
    ),
    "the order of two": (
        "sorted((X.shape[2], 999))[0] == 999",
        "number 999",
        "the code takes this path only where -top + r_v + q_v·stride_v - bottom - 999",
    ),
    "a key to sort by": (
        "sorted((1001, X.shape[2]), key=str)[0] == 1000",
        "number 1001",
        "the code went on after it wrote a size into text: -top + r_v",
    ),
    "the largest size": ("max(X.shape) == 1000", "number 1000", "the code takes this path only where -N + G·m - 1 ≥ 0"),
    "any size": ("any(m == 1000 for m in X.shape)", "number 1000", "the code takes this path only where -N + 999 ≥ 0"),
    "a method of a number": (
        "not (1000).__ne__(X.shape[2])",
        "number 1000",
        "the code went on after a refusal: the code gave a warning: N",
    ),
    "a method of int": (
        "int.__eq__(X.shape[2], 1000) is True",
        "number 1000",
        "descriptor '__eq__' requires a 'int' object but received a '",
    ),
    "a filter": (
        "[*filter((1000).__eq__, X.shape)] == [1000]",
        "number 1000",
        "the code went on after a refusal: the code gave a warning: N",
    ),
    "text": (
        'str(X.shape[2]) == "1000"',
        "text '1000'",
        "the code went on after it wrote a size into text: -top + r_v",
    ),
    "text of the shape": (
        '"1000" in repr(X.shape)',
        "text '1000'",
        "the code went on after it wrote a size into text: N",
    ),
    "a text with a hole": (
        'f"{X.shape[2]}" == "1000"',
        "text from values",
        "the code went on after it wrote a size into text: -top + r_v",
    ),
    "a text with digits": (
        'f"{X.shape[2]:d}" == "1000"',
        "text from values",
        "the format 'd' of -top + r_v + q_v·stride_v - bottom + 1",
    ),
    "text the old way": (
        '"%d" % X.shape[2] == "1000"',
        "text '%d'",
        "%d format: a real number is required, not SymInt",
    ),
    "a method of text": (
        '"{}".format(X.shape[2]).startswith("1000")',
        "text '{}'",
        "the code went on after it wrote a size into text: -top + r_v",
    ),
    "text as a table": (
        '"{:>5}".format(X.shape[2])[1] == "1"',
        "text '{:>5}'",
        "the format '>5' of -top + r_v + q_v·stride_v - bottom + 1",
    ),
    "bytes": ("len(bytes(X.shape[2])) == 1000", "number 1000", "cannot convert 'SymInt' object to bytes"),
    "a longer text": (
        'len("x" * X.shape[2]) == 1000',
        "text 'x'",
        "expected an integer beside an unknown one, got str",
    ),
    "a longer list": (
        "len([0] * X.shape[2]) == 1000",
        "number 1000",
        "expected an integer beside an unknown one, got list",
    ),
    "an index": (
        "import operator\noperator.index(X.shape[2]) == 1000",
        "import",
        "__index__ of an unknown integer is not known here",
    ),
    "an integer": ("int(X.shape[2]) == 1000", "number 1000", "__int__ of an unknown integer is not known here"),
    "a float": ("float(X.shape[2]) == 1000", "number 1000", "__float__ of an unknown integer is not known here"),
    "a fraction": (
        "from fractions import Fraction\nFraction(X.shape[2]) == 1000",
        "import",
        "an unknown integer has no numerator here",
    ),
    "a hash": ("hash(X.shape[2]) == 1000", "number 1000", "__hash__ of an unknown integer is not known here"),
    "an identity": ("id(X) % 2 == 0", "number of decisions", "the address of an array is not known here"),
    "a bit": (
        "X.shape[2] & 512 and X.shape[2] & 488 == 488",
        "number 512",
        "__and__ of an unknown integer is not known here",
    ),
    "a shift": ("X.shape[2] >> 3 == 125", "number 3", "__rshift__ of an unknown integer is not known here"),
    "the number of bits": (
        "X.shape[2].bit_length() == 10",
        "attribute bit_length",
        "an unknown integer has no bit_length here",
    ),
    "a power": ("X.shape[2] ** 2 == 10**6", "number 1000000", "__pow__ of an unknown integer is not known here"),
    "a quotient": (
        "divmod(X.shape[2], 125) == (8, 0)",
        "number 125",
        "__divmod__ of an unknown integer is not known here",
    ),
    "a remainder": (
        "X.shape[2] % 1000 == 0",
        "number 1000",
        "the code takes this path only where -1000·⌊(-top + r_v + q_v·stride_v - bott",
    ),
    "a rounded number": (
        "round(X.shape[2], -3) == 1000",
        "number -3",
        "__round__ of an unknown integer is not known here",
    ),
    "a divisor": (
        "import math\nmath.gcd(X.shape[2], 1000) == 1000",
        "import",
        "__index__ of an unknown integer is not known here",
    ),
    "a root": (
        "import math\nmath.isqrt(X.shape[2]) == 31",
        "import",
        "__index__ of an unknown integer is not known here",
    ),
    "a logarithm": (
        "import math\nmath.log10(X.shape[2]) == 3",
        "import",
        "__float__ of an unknown integer is not known here",
    ),
    "a range": (
        "X.shape[2] in range(1000, 1001)",
        "number 1000",
        "the code takes this path only where -top + r_v + q_v·stride_v - bottom - 100",
    ),
    "a loop": (
        "steps = 0\nfor _ in range(X.shape[2]):\n    steps += 1\nsteps == 1000",
        "in-place operation on steps",
        "__index__ of an unknown integer is not known here",
    ),
    "a sum over a range": (
        "sum(1 for _ in range(X.shape[2])) == 1000",
        "number 1000",
        "__index__ of an unknown integer is not known here",
    ),
    "a pattern": (
        "match X.shape:\n    case (_, _, 1000, _):\n        met = True\n    case _:\n        met = False\nmet",
        "match",
        "the code takes this path only where -top + r_v + q_v·stride_v - bottom - 100",
    ),
    "a pattern with a guard": (
        "met = False\nmatch X.shape[2]:\n    case int(m) if m == 1000:\n        met = True\nmet",
        "match",
        "the code takes this path only where -top + r_v + q_v·stride_v - bottom - 100",
    ),
    "an error": (
        "try:\n    large = X.shape[2].bit_length() > 9\nexcept TypeError:\n    large = False\nlarge",
        "attribute bit_length",
        "an unknown integer has no bit_length here",
    ),
    "an error that is suppressed": (
        "from contextlib import suppress\nlarge = False\nwith suppress(TypeError):\n"
        "    large = len(bytes(X.shape[2])) > 9\nlarge",
        "import",
        "the code went on after a refusal: __index__ of an unknown in",
    ),
    "NumPy on sizes": (
        "import numpy\nnumpy.prod(X.shape) == 1000",
        "import",
        "the code went on after a refusal: an unknown integer has no ",
    ),
    "an array of sizes": (
        "import numpy\nnumpy.asarray(X.shape)[2] == 1000",
        "import",
        "the code went on after a refusal: an unknown integer has no ",
    ),
    "a dtype": ('X.dtype == "float32"', "attribute dtype", "__eq__ of the dtype is not known here"),
    "a dtype in a set": ('X.dtype.name in {"float32"}', "attribute dtype", "the dtype has no name here"),
    "the name of a dtype": ('str(X.dtype) == "float32"', "attribute dtype", "__str__ of the dtype is not known here"),
    "the size of an element": ("X.dtype.itemsize == 4", "attribute dtype", "the dtype has no itemsize here"),
    "the bytes of an array": ("X.nbytes == 4000", "attribute nbytes", "an array has no nbytes here"),
    "the size of an array": ("X.size == 1000", "attribute size", "an array has no size here"),
    "strides": ("X.strides[0] == 4000", "attribute strides", "an array has no strides here"),
    "flags": ("X.flags.writeable", "attribute flags", "an array has no flags here"),
    "the module of a type": (
        'type(X).__module__ == "numpy"',
        "attribute __module__",
        "the type of an array has no __module__ here",
    ),
    "the name of a class": (
        'X.__class__.__name__ == "ndarray"',
        "attribute __class__",
        "an array has no __class__ here",
    ),
    "an attribute": (
        'hasattr(X, "ctypes")',
        "text 'ctypes'",
        "the code went on after a refusal: an array has no ctypes her",
    ),
    "an attribute or another": (
        'getattr(X, "itemsize", 0) == 4',
        "text 'itemsize'",
        "the code went on after a refusal: an array has no itemsize h",
    ),
    "what an array can do": ('"ctypes" in dir(X)', "text 'ctypes'", "__dir__ of an array is not known here"),
    "a number type": (
        "isinstance(X.shape[2], int) and type(X.shape[2]) is int and type(X[0, 0, 0, 0]) is not type(X)",
        "identity",
        "an axis of (G, m) elements can be taken whole only",
    ),
    "an element": (
        "float(X[0, 0, 0, 0]) == 1",
        "number of decisions",
        "an axis of (G, m) elements can be taken whole only",
    ),
    "a sum of elements": ("X.sum() == 1000", "number 1000", "an array has no sum here"),
    "a largest element": ("float(X.max()) >= 1", "number of decisions", "an array has no max here"),
    "an attribute of the function": (
        'conv2d.calls = getattr(conv2d, "calls", 0) + 1\nconv2d.calls > 1',
        "text 'calls'",
        "the code went on after a refusal: the code keeps textbook_cn",
    ),
    "a global that counts": (
        'globals()["calls"] = globals().get("calls", 0) + 1\nglobals()["calls"] > 1',
        "attribute get",
        "the code went on after a refusal: the code keeps textbook_cn",
    ),
    "the time": ("import time\ntime.time() > 0 and X.dtype.itemsize == 4", "import", "the dtype has no itemsize here"),
    "the environment": (
        'import os\n"PATH" in os.environ and X.dtype.itemsize == 4',
        "import",
        "the dtype has no itemsize here",
    ),
    "the caller": (
        'import sys\n"textbook_cnn.formulas" not in repr(sys._getframe(1).f_globals.get("__name__"))',
        "import",
        "",
    ),
    "a weak reference": (
        "import weakref\nweakref.ref(X) and X.dtype.itemsize == 4",
        "import",
        "the dtype has no itemsize here",
    ),
}
BUGS = [
    Bug(f"conv2d asks {what}", conv2d, [(BIAS, doubled(question) + BIAS)], "conv2d.general", check, proof, large_image)
    for what, (question, check, proof) in QUESTIONS.items()
] + [
    Bug(
        "conv2d asks a default that remembers",
        conv2d,
        [
            ("columns: Array | None = None,", "columns: Array | None = None,\n    seen: list = [],"),
            (BIAS, doubled("seen.append(1)\nlen(seen) > 1") + BIAS),
        ],
        "conv2d.general",
        "mutable default of type list",
        "the code went on after a refusal: the code keeps the default",
        large_image,
    ),
]
