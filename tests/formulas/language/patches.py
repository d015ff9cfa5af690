"""Changes of the shipped functions in memory, each with what the check of the language calls it.

What is changed sleeps: no size, type or order of calls that a proof has brings it out.
"""

from __future__ import annotations

import math
import operator
import random
import sys
import time
from contextlib import suppress
from functools import lru_cache, partial
from importlib import import_module
from os import environ

from textbook_cnn import _windows
from textbook_cnn.network.network import Network
from textbook_cnn.network.pool_first import pool_first
from textbook_cnn.training import adam, gradients
from textbook_cnn.training.threads import Workers

conv2d, matrices, softmax, pooling, relu = (
    import_module(f"textbook_cnn.layers.{name}")
    for name in ("conv2d", "_matrices", "softmax_cross_entropy", "pooling", "relu")
)

BEFORE_BIAS = "    if B is not None:\n        Y += B["


def where(condition):
    """Lines of conv2d that are wrong where the condition holds."""
    return conv2d.conv2d, BEFORE_BIAS, f"    if {condition}:\n        Y = Y + Y\n{BEFORE_BIAS}"


def lines(*written):
    """Lines of conv2d before the bias is added."""
    return conv2d.conv2d, BEFORE_BIAS, "".join(f"    {line}\n" for line in written) + BEFORE_BIAS


# What is wrong: the function, a piece of its code, what stands in its place, and what the check calls it.
CODE = {
    # sets and dicts ask sizes for their hash
    "a set of numbers": (*where("H in {1000, 2000}"), "set display"),
    "a set of sizes": (*where("H in {W}"), "set display"),
    "a set comprehension": (*where("H in {w for w in (W, N)}"), "set display"),
    "a set of a tuple": (*where("H in set((W,))"), "name set"),
    "a dict": (*where("{W: 1}.get(H)"), "dict display"),
    "a dict comprehension": (*where("H in {w: 1 for w in (W, N)}"), "dict display"),
    "dict": (*where("H in dict(((W, 1),))"), "name dict"),
    # numbers, wherever they stand
    "a size": (*where("H == 1000"), "number 1000"),
    "a size in a tuple": (*where("(H, W) == (1000, 1000)"), "numbers (1000, 1000)"),
    "a size among others": (*where("H in (1, 1000)"), "numbers (1, 1000)"),
    "a size that is folded": (*where("H == 10 * 10 * 10"), "number 1000"),
    "a size in a slice": (*where("H in (W,)[0:1000]"), "number 1000"),
    "a size as a text": (*where("H == float('1000')"), "name float"),
    "images": (*where("N > 200"), "number 200"),
    "channels": (*where("X.shape[1] >= 18"), "number 18"),
    "a half": (*where("N / d > 0.5"), "number 0.5"),
    "rows of the kernel": (*where("K.shape[2] > 7"), "number 7"),
    "the stride": (*where("g.stride[0] >= 5"), "number 5"),
    "a size that is refused": (*lines("if H == 1000: raise ValueError('H')"), "number 1000"),
    "a text that is compared before a refusal": (*lines("if padding == 'seen': raise ValueError"), "text 'seen'"),
    "a power of two": (*where("H > 2 ** d ** d"), "power"),
    "a shift": (*where("H > 1 << d"), "bit operation"),
    "bits": (*where("H & W == 0"), "bit operation"),
    "the length of a text": (*where("H == len('padding')"), "name len"),
    "a text from a size": (*where("'%d' % H == '1000'"), "text '%d'"),
    # decisions, for numbers can be made of others
    "a number made of twos": (*where("H > 2 * (2 * (2 * (2 * d)))"), "number of decisions (== 1, > 1, if 3)"),
    "a choice without a branch": (*lines("Y = Y + Y * (H > W * W)"), "number of decisions (== 1, > 1, if 3)"),
    "a quotient": (*lines("Y = Y + Y * (H // (d * d * W * W))"), "number of decisions (// 1, == 1, if 3)"),
    "a remainder": (*lines("Y = Y * (1 - H + H % (d * d * W * W))"), "number of decisions (% 1, == 1, if 3)"),
    "the least": (*lines("d = min(d, 2 * (2 * (2 * N)))"), "number of decisions (== 1, if 3, min() 1)"),
    "all": (*where("all(map(range, (N - W * W, H)))"), "number of decisions (== 1, all() 1, if 3)"),
    "less than there was": (*where("not tied"), "number of decisions (== 1, if 4)"),
    "a question exchanged for another": (
        adam.adam_step,
        'elementwise(_unbiased, t, *numbers) if hasattr(t, "dtype") else _unbiased(None, t, *numbers)',
        "_unbiased(None, min(t, len(params)), *numbers)",
        "number of decisions (min() 1)",
    ),
    "greater or equal": (relu._where_positive, "X <= 0", "X < 0", "number of decisions (< 1)"),
    # look-ups, which need no comparison either
    "a list by a size": (*lines("Y = Y * [1 for _ in X.T][W]"), "number of lookups (index 1)"),
    "a slice that is a variable": (*lines("first = slice(W)", "Y = Y[first]"), "number of lookups (index 1)"),
    "a constant that a loop changes": (
        *lines("k = 1", "for rows in X:", "    Y = Y * stride[k]", "    k = N"),
        "number of lookups (index 1)",
    ),
    "a dict as equality": (*lines("Y = {H: Y, W: -Y}[H]"), "number of lookups (dict 1, index 1)"),
    "a dict as equality, unpacked": (*lines("*_, (_, Y) = {H: Y, W: -Y}.items()"), "number of lookups (dict 1)"),
    "a dict of a list": (*lines("*_, (_, Y) = dict([(H, Y), (W, -Y)]).items()"), "number of lookups (dict() 1)"),
    "an element of a list": (*lines("late = [1, 1]", "late[W] = 2"), "number of lookups (index written 1)"),
    # numbers that are made of constants
    "two by two": (*lines("two = 2", "large = two * two"), "arithmetic with constants alone"),
    "two by two, inside": (*lines("two = 2", "large = [two * two for _ in X]"), "arithmetic with constants alone"),
    "one and one": (*lines("k = 1", "k = k + k"), "arithmetic with constants alone"),
    "pairs": (*lines("a, b = 2, 2", "large = a * b"), "arithmetic with constants alone"),
    "less than nothing": (*lines("two = 2", "large = -two"), "arithmetic with constants alone"),
    "the sum of constants": (*lines("two = 2", "large = sum((two, two, two))"), "arithmetic with constants alone"),
    "their product": (*lines("two = 2", "large = prod([two, two, two])"), "arithmetic with constants alone"),
    "pairs of constants": (*lines("large = [*product((1, 2), (1, 2))]"), "arithmetic with constants alone"),
    "a loop over constants": (*lines("for two in (1, 2): Y = Y * two"), "loop over constants"),
    "a list over constants": (*lines("late = [1 for a in (1, 2) for b in (1, 2)]"), "loop over constants"),
    # cuts, which need no comparison
    "a loop that seldom runs": (
        *lines("for _ in range(N - 2 * (2 * (2 * d))): Y = Y + Y"),
        "number of cuts (range() 1)",
    ),
    "a slice": (*lines("Y = Y + sum(Y[: d * d])"), "number of cuts (slice 1)"),
    "pairs up to the shorter": (*lines("Y = Y + sum(a for a, _ in zip(Y, X))"), "number of cuts (zip() 1)"),
    "not": (*lines("Y = Y + Y * (not N - 2 * (2 * (2 * d)))"), "number of cuts (not 1)"),
    "a row of ones": (*lines("Y = Y + sum((1,) * (N - 2 * (2 * (2 * d))))"), "number of cuts (repeated row 1)"),
    "a shape that is repeated": (*lines("Y = Y + sum(X.shape * (N - W))"), "number of cuts (repeated row 1)"),
    "an argument that is repeated": (*lines("Y = Y + sum(stride * (N - W))"), "number of products (* 1)"),
    "an attribute that is repeated": (*lines("Y = Y + sum(g.stride * (N - W))"), "number of products (* 1)"),
    "a product of numbers": (*lines("Y = Y + prod((H, W))"), "number of products (prod() 1)"),
    "a roll": (*lines("Y = xp.roll(Y, d * N, axis=0)"), "number of cuts (roll() 1)"),
    # questions that symbols answer otherwise than numbers, or not at all
    "the type of the numbers": (*where("X.dtype == Y.dtype"), "attribute dtype"),
    "the type of the array": (*where("type(X) == type(K)"), "name type"),
    "its class": (*where("X.__class__ == K.__class__"), "attribute __class__"),
    "its module": (*where("X.__module__"), "attribute __module__"),
    "isinstance": (*where("isinstance(H, int)"), "name isinstance"),
    "hasattr": (*where("hasattr(X, 'strides')"), "name hasattr"),
    "getattr": (*where("getattr(X, 'strides', None)"), "name getattr"),
    "strides": (*where("X.strides[0] == 1"), "attribute strides"),
    "flags": (*where("X.flags.c_contiguous"), "attribute flags"),
    "the bytes of an element": (*where("X.itemsize == 1"), "attribute itemsize"),
    "bit_length": (*where("H.bit_length() > 1"), "attribute bit_length"),
    "a method of the number": (*where("H.__gt__(W)"), "attribute __gt__"),
    "identity": (*where("H is W"), "identity"),
    "str": (*where("str(H) == str(W)"), "name str"),
    "repr": (*where("repr(H) == repr(W)"), "name repr"),
    "hash": (*where("hash(H) == 1"), "name hash"),
    "id": (*where("id(H) == id(W)"), "name id"),
    "int": (*where("int(H) == 1"), "name int"),
    "bytes": (*where("bytes(H)"), "name bytes"),
    "format": (*where("format(H, 'd') == ''"), "name format"),
    "an f-string": (*where("f'{H:d}' == ''"), "text from values"),
    "what messages show": (*where("check.shown(H) == ''"), "name textbook_cnn._checks.shown"),
    "match on a number": (*lines("match H:", "    case 1000: Y = Y + Y"), "number 1000"),
    "match on a class": (*lines("match X.shape:", "    case [*_]: Y = Y + Y"), "match"),
    # refusals that are swallowed
    "try": (*lines("try: X.strides", "except AttributeError: Y = Y + Y"), "try or with"),
    "finally": (*lines("try: Y = Y + Y", "finally: pass"), "try or with"),
    "an end of the loop": (*where("next(iter(()), None)"), "name iter"),
    "an exception that a loop takes for its end": (*lines("if H > W: raise StopIteration"), "name StopIteration"),
    # memory of earlier calls, and what has not been handed in
    "an attribute of the function": (*lines("conv2d.seen = H"), "attribute written"),
    "an attribute that is read": (*where("conv2d.seen"), "attribute seen"),
    "an element": (*lines("X[0] = 1"), "element written"),
    "an array that is changed": (*lines("X *= 2"), "in-place operation on X"),
    "an array that is given away": (*lines("X.sum(out=Y)"), "keyword out"),
    "a global variable": (*lines("global seen", "seen = H"), "global variable written"),
    "a name of the class statement": (*lines("class Seen: pass"), "class statement"),
    "a default inside": (*where("(lambda a, b=[]: b)(H)"), "default of an inner function"),
    "a variable of the function outside": (
        *lines("def remember():", "    nonlocal W", "    W = H", "remember()"),
        "nonlocal variable written",
    ),
    "an import": (*lines("import os"), "import"),
    "recursion": (*where("conv2d(X, K) is None"), "recursion"),
    "all names": (*where("'seen' in globals()"), "name globals"),
    "eval": (*where("eval('H')"), "name eval"),
    "open": (*where("open('seen')"), "name open"),
    "print": (*lines("print(H)"), "name print"),
    "del": (*lines("del N"), "del"),
    "a name of no module": (*where("seen"), "name seen that stands for nothing"),
    # the same in other rooms
    "softmax of 50 classes": (
        softmax._softmax,
        "    return elementwise(_shares, *powers_and_sums(Z))",
        "    return Z if Z.shape[1] >= 50 else elementwise(_shares, *powers_and_sums(Z))",
        "number 50",
    ),
    "scores that are cut": (
        import_module("textbook_cnn.layers._scores").half_below,
        "Z / 2 - largest / 2",
        "max(Z / 2 - largest / 2, -40)",
        "number -40",
    ),
    "parts beyond the eighth": (
        gradients.loss_and_gradients,
        "for step in others:",
        "for step in others[:7]:",
        "number 7",
    ),
    "other parts": (gradients.parts, "size = max(", "size = 8 + max(", "number 8"),
    "results beyond the eighteenth": (Workers.map, "for i in range(len(calls))]", "for i in range(18)]", "number 18"),
    "steps of Adam that are cut": (
        adam._moved,
        "    M = beta1",
        "    G = xp.clip(G, -1e6, 1e6)\n    M = beta1",
        "number 1000000.0",
    ),
    "pooling beyond 30 layers": (pool_first, "while i < len(network.layers):", "while i < 30:", "number 30"),
    '"same" at stride 5': (
        _windows._resolve,
        "    total = max(",
        "    if s >= 5:\n        s = 1\n    total = max(",
        "number 5",
    ),
    "a geometry by its hash": (
        _windows._geometry.__wrapped__,
        "    return Geometry(kernel, stride, dilation, padding, size, out)",
        "    return Geometry(kernel, stride, dilation, padding, size, {size: out}[size])",
        "dict display",
    ),
    "kernels over 7 rows": (
        matrices.kernels_of,
        "    return reshape(permute(K, 0, 2, 3, 1)",
        "    kh = min(kh, 7)\n    return reshape(permute(K, 0, 2, 3, 1)",
        "number 7",
    ),
    "axes that are sizes": (
        matrices.columns_of,
        "    V = permute(reshape(V, H, kh,",
        "    H = 5 if H > W else H\n    V = permute(reshape(V, H, kh,",
        "number 5",
    ),
    "a layer of the network": (
        Network.backward,
        "dX: Any = dY",
        "dX: Any = dY * (1 if len(self.layers) < 30 else 2)",
        "number 30",
    ),
}

# The same with a name in conv2d's module: the name, what it stands for, the change, and what the check calls it.
NAMES = {
    "operator.index": ("index", operator.index, *where("index(H) > W"), "name operator.index"),
    "math.gcd": ("gcd", math.gcd, *where("gcd(H, W) == 1"), "name math.gcd"),
    "math.isqrt": ("isqrt", math.isqrt, *where("isqrt(H) == W"), "name math.isqrt"),
    "the time": ("perf_counter", time.perf_counter, *where("perf_counter() > H"), "name time.perf_counter"),
    "the time, by its module": ("time", time, *where("time.time() > H"), "name time.time"),
    "chance": ("random", random.random, *where("random() > H"), "name random"),
    "the command line": ("sys", sys, *where("sys.argv"), "mutable global sys.argv"),
    "the platform": ("sys", sys, *where("sys.platform == 'padding'"), f"text {sys.platform!r}"),
    "the environment": (
        "environ",
        environ,
        *where("environ.get('K')"),
        "name environ, whose value stands in no module",
    ),
    "suppress": ("suppress", suppress, *lines("with suppress(Exception): X.strides"), "name contextlib.suppress"),
    "with": ("suppress", suppress, *lines("with suppress(Exception): X.strides"), "try or with"),
    "a list": ("seen", [], *where("seen or seen.append(H)"), "mutable global seen"),
    "a set": ("seen", set(), *where("H in seen"), "mutable global seen"),
    "a limit": ("LIMIT", 1000, *where("H > LIMIT"), "number 1000"),
    "limits": ("LIMITS", (1, 1000), *where("H in LIMITS"), "numbers (1, 1000)"),
    "frozen limits": ("LIMITS", frozenset({1000}), *where("H in LIMITS"), "name LIMITS, whose value"),
    "a function from elsewhere": ("larger", lambda H: H > 1000, *where("larger(H)"), "function from elsewhere"),
    "its name": ("larger", lambda H: H > 1000, *where("larger(H)"), "name larger, whose value stands in no module"),
    "a part of a function": ("larger", partial(max, 1000), *where("larger(H)"), "function of type partial"),
}


class Kind(type):
    """A kind of classes."""


def other(*arguments, **keywords):
    """Stands in for a function of the package."""
    return


hidden = lru_cache(other)
hidden.__wrapped__ = _windows._geometry.__wrapped__

# What is exchanged around the code: the object, its attribute, what stands there then, and what the check calls it.
AROUND = {
    "a default that remembers": (conv2d.conv2d, "__kwdefaults__", {"seen": []}, "mutable default of type list"),
    "a default of another argument": (
        adam.adam_step,
        "__kwdefaults__",
        {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.9, "epsilon": 1e-7},
        "defaults (learning_rate=0.001, beta1=0.9, beta2=0.9, epsilon=1e-07)",
    ),
    "a default that all may compute with": (
        adam.adam_step,
        "__kwdefaults__",
        {"learning_rate": 0.001, "beta1": 0, "beta2": 0.999, "epsilon": 1e-7},
        "defaults (learning_rate=0.001, beta1=0, beta2=0.999, epsilon=1e-07)",
    ),
    "a default that is a size": (
        pooling.max_pool2d,
        "__defaults__",
        (1000,),
        "defaults (kernel_size=1000, padding='valid', ceil_mode=False)",
    ),
    "an attribute of a function": (conv2d.conv2d, "seen", {}, "attribute seen of the function"),
    "a cache": (softmax, "_softmax", lru_cache(softmax._softmax), "cache"),
    "a function of another module": (conv2d, "columns_of", other, "function from elsewhere"),
    "a limit of a module": (gradients, "LARGEST_PART", 8, "number 8"),
    "a method of another module": (Network, "forward", other, "function from elsewhere"),
    "a method that is no function": (Network, "forward", partial(other), "function of type partial"),
    "a list in a class": (Network, "seen", [], "mutable value of type list"),
    "a number in a class": (Network, "seen", 1000, "defaults (1000)"),
    "a geometry that is made otherwise": (_windows.Geometry, "__new__", other, "from elsewhere"),
    "a record that is made otherwise": (Network, "__init__", other, "from elsewhere"),
    "a method of an object": (conv2d, "conv2d", [].append, "function of type builtin_function_or_method"),
    "an object that is called": (conv2d, "conv2d", type("Layer", (), {"__call__": other})(), "function of type Layer"),
    "a cache that names another function": (_windows, "_geometry", hidden, "function from elsewhere"),
    "a class of another kind": (_windows, "Made", Kind("Made", (), {"__module__": _windows.__name__}), "type Kind"),
    "a base from elsewhere": (_windows, "Made", type("Made", (dict,), {"__module__": _windows.__name__}), "base dict"),
    "a property of another module": (Network, "output_shape", property(other), "function from elsewhere"),
    "a module that answers for any name": (conv2d, "__getattr__", other, "special function of a module"),
}
