"""A function with pieces of its source changed, for tests that something notices."""

import __future__

import inspect
import textwrap
from collections.abc import Mapping, Sequence
from types import FunctionType
from typing import Any


def changed(function: FunctionType, *edits: Sequence[str], names: Mapping[str, Any] | None = None) -> FunctionType:
    """Compile the function anew after edits (piece, its place); `names` are those that its defaults may use."""
    source = textwrap.dedent(inspect.getsource(function))
    for old, new in edits:
        assert source.count(old) == 1, f"{old!r} occurs {source.count(old)} times in {function.__qualname__}"
        source = source.replace(old, new)
    flags, scope = __future__.annotations.compiler_flag, dict(names or {})
    name = f"<{function.__name__}, changed>"
    exec(compile(source[source.index("def ") :], name, "exec", flags, dont_inherit=True), scope)
    return scope[function.__name__]
