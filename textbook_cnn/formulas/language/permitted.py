"""What every numeric function may use, and where the lists of what single functions may use are looked up.

A use is spelled as the check's sentences spell it: a kind and a word, such as "name len", "attribute dtype" or
"number 48".  What stands here is harmless by itself: with it a function computes.  How often it may treat numbers in
two ways, by a decision, a look-up, a cut or a product that repeats, is counted by kind for each function.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .instructions import words
from .listed import LISTED
from .listed.cuts import CUTS
from .listed.decisions import DECISIONS
from .listed.defaults import DEFAULTS
from .listed.lookups import LOOKUPS
from .listed.products import PRODUCTS

NAMES = words(
    # loops, tuples and sums, which ask nothing but to be iterated over
    "range zip enumerate tuple list slice map reversed sum min max any all",
    "itertools.product functools.partial functools.reduce math.prod",
)

ATTRIBUTES = words(
    # of arrays, where symbols have them too
    "shape ndim T mT",
    # of their libraries
    "abs all argmax astype concat exp flip log max maximum mean min ones_like reshape sqrt stack sum where",
    "zeros_like",
    # of lists and dicts
    "append items",
    # of geometries and of the steps of training
    "dilation input_size kernel_size output_size padding slices stride M V step loss right grads",
    # of layers, networks and what runs through them
    "_shapes _shapes_at _window backward bias check_params filters forward groups init input_shape kind layers names",
    "output_names output_shape parameter_shapes parameters rate steps units network params inputs output back",
    # of statistics
    "deviation kurtosis",
)

NUMBERS = frozenset(("0", "0.0", "1", "2", "-1"))  # sizes that the proofs' examples have on either side

TEXTS = re.compile(r"""text (['"])(\([^%{}]*\)|that of \w+|valid)\1""")  # a shape, in messages; the padding left out


# What goes into the message of an exception decides nothing: straight after it, the exception is raised.
NAMES_IN_MESSAGES = words("type repr len sorted textbook_cnn._checks.shown")
ATTRIBUTES_IN_MESSAGES = words("__module__ dtype split join")

ANYWHERE = {f"name {word}" for word in NAMES} | {f"attribute {word}" for word in ATTRIBUTES}
ANYWHERE |= {f"number {word}" for word in NUMBERS}
IN_MESSAGES = {f"name {word}" for word in NAMES_IN_MESSAGES} | {f"attribute {word}" for word in ATTRIBUTES_IN_MESSAGES}

REASONED = {"decisions": DECISIONS, "lookups": LOOKUPS, "cuts": CUTS}
COUNTED = {kind: {place: counts for place, (counts, _) in known.items()} for kind, known in REASONED.items()}
COUNTED |= {"products": PRODUCTS}


def everywhere(use: str, refuses: bool = False) -> bool:
    """Whether every function may use this, or may in what is raised."""
    in_message = refuses and (use in IN_MESSAGES or use.startswith("text "))
    return in_message or use in ANYWHERE or bool(TEXTS.fullmatch(use))


@lru_cache(maxsize=1024)
def listed(place: str) -> frozenset[str]:
    """What the lists allow a function: by its own place, and by the rooms in which it stands."""
    steps = place.split(".")
    above = [".".join(steps[:count]) for count in range(1, len(steps) + 1)]
    counts = {f"number of {kind} ({known.get(place, 'none')})" for kind, known in COUNTED.items()}
    uses = (use for each in above for use in LISTED.get(each, {}))
    return frozenset(counts | {f"defaults ({DEFAULTS.get(place)})"}).union(*(each.split(" | ") for each in uses))
