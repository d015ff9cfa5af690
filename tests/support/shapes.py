"""The shapes that a docstring promises, read from its Parameters and Returns, and held against real arguments."""

import inspect
import re
from itertools import count

ENTRY = re.compile(r"^(?:(?P<names>[\w, *]+) : )?(?P<kind>\S.*)$")
NAME = re.compile(r"[A-Za-z]\w*'?")
ANY = "..."  # axes of any number: their sizes are kept under this name


class BrokenPromiseError(AssertionError):
    """A shape is not what the docstring says."""


def section(function, title):
    """Pairs (name, kind) of the entries of a section; a result without a name is called by its place."""
    text = inspect.getdoc(function).partition(f"\n{title}\n---")[2].lstrip("-").strip("\n")
    lines = re.split(r"\n\n(?=\w[^\n]*\n---)", text)[0].splitlines()
    entries = [ENTRY.match(line) for line in lines if line and not line.startswith(" ")]
    return [(name.strip(), entry["kind"]) for place, entry in enumerate(entries)
            for name in (entry["names"] or str(place)).split(",")]  # fmt: skip


def patterns(kind):
    """The shapes that a kind names, each a list of sizes: "array (d,) or (d, h)" has two, "array" none."""
    if not re.match(r"(numpy )?array\b", kind):
        return []
    return [re.split(r",\s*", inside.strip().rstrip(",")) for inside in re.findall(r"\(([^()]+)\)", kind)]


def value_of(size, known):
    """What a size such as "kh·kw·n/groups" comes to; KeyError where a letter has no value yet."""
    text = NAME.sub(lambda name: str(known[name[0]]), size.replace("·", "*").replace("−", "-").replace("/", "//"))
    return eval(text, {"__builtins__": {}})


def hold(where, shape, pattern, known):
    """Take unknown letters from a shape, and raise `BrokenPromiseError` where a known one says otherwise."""
    starred = [size for size in pattern if size.startswith("*") or size == ANY]
    if starred:
        free = len(shape) - len(pattern) + 1
        place = pattern.index(starred[0])
        if free < 0 or known.setdefault(starred[0], shape[place : place + free]) != shape[place : place + free]:
            raise BrokenPromiseError(f"{where}: expected {starred[0]} to be {known.get(starred[0])}, got shape {shape}")
        shape = (*shape[:place], *shape[place + free :])
        pattern = [size for size in pattern if size != starred[0]]
    if len(shape) != len(pattern):
        raise BrokenPromiseError(f"{where}: expected axes ({', '.join(pattern)}), got shape {shape}")
    for extent, size in zip(shape, pattern, strict=True):
        unknown = {name for name in NAME.findall(size) if name not in known}
        if len(unknown) == 1:
            (name,) = unknown
            known[name] = next(m for m in count() if m > extent * 100 or value_of(size, known | {name: m}) == extent)
        if value_of(size, known) != extent:
            raise BrokenPromiseError(
                f"{where}: expected {size} = {value_of(size, known)}, got {extent} in shape {shape}"
            )


def hold_array(where, array, kind, known):
    """Hold one array against the shapes of its kind, of which one must fit."""
    shape = tuple(map(int, array.shape))
    if "same shape" in kind:
        if shape != known[ANY]:
            raise BrokenPromiseError(f"{where}: expected the same shape as before, {known[ANY]}, got {shape}")
        return
    if "any shape" in kind:
        known[ANY] = shape
    if kind.startswith("0-d"):
        hold(where, shape, [], known)
    fitting = [pattern for pattern in patterns(kind) if len(pattern) == len(shape) or {ANY} & set(pattern)
               or any(size.startswith("*") for size in pattern)]  # fmt: skip
    if patterns(kind):
        hold(where, shape, (fitting or patterns(kind))[0], known)


def take(kind, value, known):
    """Take letters from an argument that is no array: "int or pair (kh, kw)", "tuple (n, height, width)"."""
    found = re.search(r"\(\(.*\)\)", kind) or re.search(r"\([^()]*\)", kind)
    if found is None:
        return
    value = (value, value) if isinstance(value, int) else value
    if found[0].startswith("((") and value and isinstance(value[0], int):
        value = tuple((size, size) for size in value)
    letters, numbers = NAME.findall(found[0]), re.findall(r"-?\d+", str(value))
    if len(letters) == len(numbers):
        known |= zip(letters, map(int, numbers), strict=True)


def promised(function, arguments, result):
    """Hold a call against the docstring; return how many shapes were compared."""
    known = {name: value for name, value in arguments.items() if isinstance(value, int)}
    compared = 0
    parameters = [(name, kind, arguments.get(name)) for name, kind in section(function, "Parameters")]
    for _, kind, value in parameters:
        if value is not None and not hasattr(value, "shape"):
            take(kind, value, known)
    for name, kind, value in parameters:
        if hasattr(value, "shape"):
            hold_array(name, value, kind, known)
            compared += bool(patterns(kind))
    kinds = section(function, "Returns")
    if not kinds:
        raise BrokenPromiseError(f"the docstring of {function.__name__} has no section Returns")
    results = result if isinstance(result, tuple) and len(kinds) > 1 else (result,)
    for (name, kind), value in zip(kinds, results, strict=True):
        if hasattr(value, "shape") and "array" in kind:
            hold_array(f"result {name}", value, kind, known)
            compared += 1
    return compared


def says_a_shape(kind):
    """Whether the kind of an array names its shape."""
    return bool(patterns(kind)) or bool(re.search(r"same shape|any shape|one shape|0-d", kind)) or "dict of" in kind
