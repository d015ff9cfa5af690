"""The names and signatures of the real CuPy, from names.json, which `__main__.py` writes from the wheel."""

import json
from functools import cache
from inspect import Parameter, Signature
from pathlib import Path

NAMES = json.loads((Path(__file__).parent / "names.json").read_text(encoding="utf-8"))
UFUNC = "*args, out=, dtype=, casting="


@cache
def signature(text):
    """The signature that a line of names.json tells: "a, axis=, *, dtype="."""
    parameters, kind = [], Parameter.POSITIONAL_OR_KEYWORD
    for word in text.split(", ") if text else []:
        if word == "/":
            parameters = [each.replace(kind=Parameter.POSITIONAL_ONLY) for each in parameters]
        elif word == "*":
            kind = Parameter.KEYWORD_ONLY
        elif word.startswith("**"):
            parameters.append(Parameter(word[2:], Parameter.VAR_KEYWORD))
        elif word.startswith("*"):
            parameters.append(Parameter(word[1:], Parameter.VAR_POSITIONAL))
            kind = Parameter.KEYWORD_ONLY
        else:
            default = None if word.endswith("=") else Parameter.empty
            parameters.append(Parameter(word.removesuffix("="), kind, default=default))
    return Signature(parameters)


def check(name, text, args, keywords):
    """Refuse arguments that the real function does not take; None: it does not tell what it takes."""
    if text is None:
        return
    try:
        signature(text).bind(*args, **keywords)
    except TypeError as error:
        raise TypeError(f"{name}(): {error} (CuPy {NAMES['version']}: {name}({text}))") from None
