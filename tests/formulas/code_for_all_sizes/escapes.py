"""Bugs for `conv2d` that ask a size or an array something that says nothing for all sizes, and how each is refused.

Some of them sleep until a size that no test has; some behave in one way with numbers and in another with symbols; some
catch the refusal and go on.
"""

from tests.formulas.code_for_all_sizes.planted_bugs import BEFORE_BIAS, PATH

SWALLOWED, TEXT = "the code went on after a refusal: ", "the code went on after it wrote a size into text: "
KEEPS, SIZE, ARRAY, DTYPE = "the code keeps ", " of an unknown integer", " of an array", " of the dtype"


def before_bias(*lines):
    """The code of conv2d with these lines before the bias is added."""
    return "".join(f"    {line}\n" for line in lines) + BEFORE_BIAS


def caught(condition, error="Exception"):
    """The output is doubled where a condition holds, and nothing happens where it cannot be asked."""
    lines = ("try:", f"    wrong = bool({condition})", f"except {error}:", "    wrong = False")
    return before_bias(*lines, "if wrong:", "    Y += Y")


# conditions under which the output is doubled, and how the first theorem about conv2d fails
ASKED = {
    "set": ("X.shape[2] in {1000}", "__hash__" + SIZE),
    "frozen set": ("X.shape[2] in frozenset((1000, 1001))", "__hash__" + SIZE),
    "dictionary": ("{1000: True}.get(X.shape[2])", "__hash__" + SIZE),
    "pair in a set": ("(N, d) in {(1, 1)}", "__hash__" + SIZE),
    "pairs of pairs": ("((N, d), H) in {((1, 1), 28): True}", "__hash__" + SIZE),
    "as many sizes": ("len(set(X.shape)) == 1", "__hash__" + SIZE),
    "cache": ("__import__('functools').cache(lambda n: n == 1000)(N)", "__hash__" + SIZE),
    "list": ("X.shape[2] in [1000]", PATH),
    "range": ("X.shape[2] in range(1000, 1001)", PATH),
    "last of a range": ("range(N)[-1] == 999", "__index__" + SIZE),
    "range that is added up": ("sum(range(N)) == 499500", "__index__" + SIZE),
    "largest of the shape": ("max(X.shape[:2]) == 1000", PATH),
    "sum of the shape": ("sum(X.shape) > 10**6", PATH),
    "sorted": ("sorted(X.shape[:2])[0] == 1000", PATH),
    "sorted by text": ("sorted(X.shape[:2], key=str)[0] == N", TEXT),
    "index in C": ("__import__('operator').index(N) == 1000", "__index__" + SIZE),
    "common divisor": ("__import__('math').gcd(N, 1024) == 1024", "__index__" + SIZE),
    "square root": ("__import__('math').isqrt(N) == 32", "__index__" + SIZE),
    "logarithm": ("__import__('math').log2(N) > 10", "__float__" + SIZE),
    "float": ("float(N) == 1000", "__float__" + SIZE),
    "float beside it": ("N > 1000.5", "got float"),
    "complex number": ("N == 1000 + 0j", "got complex"),
    "true quotient": ("N / 2 == 500", "__truediv__" + SIZE),
    "power": ("N**2 == 10**6", "__pow__" + SIZE),
    "power in C": ("pow(N, 2) == 10**6", "__pow__" + SIZE),
    "quotient and rest": ("divmod(N, 7)[1] == 3", "__divmod__" + SIZE),
    "bits": ("N & 1", "__and__" + SIZE),
    "bits shifted": ("N >> 10", "__rshift__" + SIZE),
    "rounded": ("round(N, -3) == 1000", "__round__" + SIZE),
    "method of integers": ("int.__gt__(N, 1000)", "'__gt__' requires a 'int' object"),
    "method of a number": ("not (1000).__gt__(N)", "the code gave a warning: NotImplemented"),
    "attribute": ("N.numerator == 1000", "an unknown integer has no numerator here"),
    "text": ("str(N) == '1000'", TEXT + "N"),
    "text of the shape": ("repr(X.shape)[1] == '1'", TEXT),
    "format": ("f'{N}' == '1000'", TEXT + "N"),
    "format with a spec": ("f'{N:d}' == '1000'", "the format 'd' of N"),
    "old format": ("'%d' % N == '1000'", "%d format"),
    "slice of a text": ("'aaaa'[:N] == 'aaa'", "__index__" + SIZE),
    "size in NumPy": ("__import__('numpy').int64(N) == 1000", SIZE),
    "size in an array of NumPy": ("__import__('numpy').array(N) == 1000", "an unknown integer has no __array"),
    "logarithm in NumPy": ("__import__('numpy').log2(N) > 10", "which has no callable log2 method"),
    "address of a size": ("id(N) % 64 == 0", "the address of an unknown integer"),
    "address of an array": ("id(X) % 64 == 0", "the address of an array"),
    "number of elements": ("X.size > 2**21", "an array has no size here"),
    "memory order": ("X.flags.f_contiguous", "an array has no flags here"),
    "what only a symbol has": ("not hasattr(X, 'axes')", SWALLOWED + "an array has no axes here"),
    "what only a number has": ("hasattr(X, 'strides')", SWALLOWED + "an array has no strides here"),
    "with a default": ("getattr(X, 'nbytes', 0) > 2**21", SWALLOWED + "an array has no nbytes here"),
    "of the functions": ("hasattr(check.arrays(X=X), 'ndarray')", SWALLOWED + "the library has no ndarray here"),
    "name of the library": (
        "check.arrays(X=X).__name__ == 'array_api_compat.numpy'",
        "the library has no __name__ here",
    ),
    "class": ("X.__class__.__name__ == 'ndarray'", "an array has no __class__ here"),
    "instance": ("isinstance(X, list)", SWALLOWED + "an array has no __class__ here"),
    "module of the type": ("type(X).__module__ == 'numpy'", "the type of an array has no __module__ here"),
    "type of the dtype": ("type(X.dtype).__name__ == 'Float32DType'", "the type of the dtype is not known here"),
    "type of the library": ("type(check.arrays(X=X)) is type(check)", "the type of the library is not known here"),
    "equal types": ("type(X) == list", "__eq__ of the type of an array"),
    "device": ("X.device == 'cpu'", "__eq__ of the device"),
    "dtype": ("X.dtype == 'float32'", "__eq__" + DTYPE),
    "dtype in a set": ("X.dtype in {'float32'}", "__hash__" + DTYPE),
    "dtype as text": ("str(X.dtype) == 'float32'", "__str__" + DTYPE),
    "bytes of the dtype": ("X.dtype.itemsize == 4", "the dtype has no itemsize here"),
    "kind of the dtype": ("X.dtype.kind == 'f'", "NotProved: element"),
    "element": ("X[0, :, 0, 0] > 1", "__gt__" + ARRAY),
    "element as a float": ("float(X[0, :, 0, 0]) > 1", "__float__" + ARRAY),
    "truth of an array": ("bool(X)", "__bool__" + ARRAY),
    "equal arrays": ("X == Y", "__eq__" + ARRAY),
    "array in a list": ("X in [Y]", "__eq__" + ARRAY),
    "length of an array": ("len(X) == 1000", "__len__" + ARRAY),
    "array in NumPy": ("__import__('numpy').sum(X) > 1", "__array_function__" + ARRAY),
    "copy": ("__import__('copy').copy(X) is X", "__copy__" + ARRAY),
    "method of an array": ("hasattr(X.transpose, '__func__')", SWALLOWED + "a function has no __func__ here"),
}
# what is answered, of symbols as of numbers
ANSWERED = (
    "isinstance(N, int)",
    "type(N) is int",
    "not isinstance(N, (bool, float, str))",
    "isinstance(N, __import__('numbers').Integral)",
    "N is not None and N != 'valid' and N != (1, 2)",
    "type(X) is type(Y)",
    "X.ndim == 4 and type(X.shape) is tuple and len(X.shape) == 4",
    "not callable(X)",
    "X.dtype is Y.dtype",
    "N in (N, d)",
    "check.arrays(X=X).asarray(X) is X",
)
# whole statements in the place of the bias
DONE = {
    "refusal caught": (caught("float(N) == 1000"), SWALLOWED + "__float__" + SIZE),
    "refusal caught as what it is": (caught("X.size > 2**21", "AttributeError"), SWALLOWED + "an array has no size"),
    "refusal suppressed": (
        before_bias(
            "with __import__('contextlib').suppress(TypeError):",
            "    if N.__index__() == 1000:",
            "        Y += Y",
        ).replace("TypeError", "Exception"),
        SWALLOWED + "an unknown integer has no __index__ here",
    ),
    "refusal left behind": (
        before_bias("for _ in 'a':", "    try:", "        wrong = hash(N) == 1000", "    finally:", "        break"),
        SWALLOWED + "__hash__" + SIZE,
    ),
    "wrong arguments caught": (caught("X.reshape((N,), copy=False) is X"), SWALLOWED),
    "sum that does not fit caught": (caught("(X + K).ndim == 1"), SWALLOWED + "the axes"),
    "pattern of a number": (before_bias("match N:", "    case 1000:", "        Y += Y"), PATH),
    "pattern of a pair": (before_bias("match (N, d):", "    case (1000, _):", "        Y += Y"), PATH),
    "pattern of a class": (
        before_bias("match X:", "    case list():", "        Y += Y"),
        SWALLOWED + "an array has no",
    ),
    "key of a dictionary": (before_bias("Y = {N: Y}[N]"), "__hash__" + SIZE),
    "as many as a size": (before_bias("for _ in [0] * N:", "    Y = Y[:, ...]"), "got list"),
    "pairs up to a size": (before_bias("for _ in zip(range(N), 'ab'):", "    Y += Y"), "__index__" + SIZE),
    "global name": (
        before_bias("globals().setdefault('SEEN', []).append(N)"),
        KEEPS + "textbook_cnn.layers.conv2d.SEEN",
    ),
    "attribute of the function": (before_bias("conv2d.seen = 1"), KEEPS + "textbook_cnn.layers.conv2d.conv2d.seen"),
    "list of the module": (before_bias("__all__.append('seen')"), KEEPS + "textbook_cnn.layers.conv2d.__all__"),
    "default that remembers": (
        before_bias("conv2d.__kwdefaults__['stride'] = 2"),
        KEEPS + "the default stride of textbook_cnn.layers.conv2d.conv2d",
    ),
    "number divided in place": (before_bias("Y /= 1"), "__itruediv__" + ARRAY),
    "written in the message": (
        before_bias("if N > 0 and str(N) == '1000':", "    raise ValueError('bad')"),
        TEXT + "N",
    ),
}
