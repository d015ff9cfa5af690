"""What theorems cover, in words that are made from their settings, so that a page says no more than is proved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from .catalogue import PADDED, Theorem
from .running import BRANCHES
from .setting import ANY, Pair, Setting

Families = Mapping[tuple[Any, Any, str], set[Pair]]  # dilation, stride, padding; the kernels that have theorems
IN_NUMBERS = "any zeros"  # around the image, on each side a number of its own
IMAGES = "any images that hold a window"
VIEWS, *COPIES = BRANCHES
ARRAYS = {
    (*BRANCHES,): "all arrays",
    (VIEWS,): "NumPy's arrays",
    (*COPIES,): "other arrays",
}


def of_layer(theorems: Iterable[Theorem]) -> str:
    """Words on a convolution layer: what holds for any number of groups, on which arrays; other settings as a count."""
    settings = by_branch(theorems)
    found = {branch: families(each) for branch, each in settings.items()}
    kernels = sorted(set().union(*(those for each in found.values() for those in each.values())))
    arrays: dict[str, list[str]] = defaultdict(list)
    for branch, each in found.items():
        arrays[told(each, kernels)].append(branch)
    rest = {one for branch, each in settings.items() for one in each if not included(one, found[branch])}
    words = [f"{ARRAYS.get((*those,), ' and '.join(those))}, {text}" for text, those in arrays.items() if text]
    if rest:
        words.append(f"{len(rest)} more settings")
    sizes = f"any number of channels, filters, groups, {IMAGES}"
    return "; ".join([sizes, f"kernels {listed(kernels)}", *words])


def families(settings: Iterable[Setting]) -> Families:
    """The kernels of each dilation, stride and padding; those of "padding in numbers" have all of its theorems."""
    kernels: dict[tuple[Any, Any, Any], set[Pair]] = defaultdict(set)
    for one in settings:
        named = isinstance(one.padding, str) or one.padding in PADDED
        if named and one.groups == ANY and one.stride in (1, ANY) and one.remainder is None:
            kernels[one.dilation, one.stride, one.padding].add(one.kernel)
    found: dict[tuple[Any, Any, str], set[Pair]] = {}
    for (dilation, stride, padding), those in kernels.items():
        if padding in PADDED:
            those = set.intersection(*(kernels.get((dilation, stride, each), set()) for each in PADDED))
        found[dilation, stride, padding_of(padding)] = those
    return {manner: those for manner, those in found.items() if those}


def told(found: Families, kernels: list[Pair]) -> str:
    """Words on the families of one kind of arrays."""
    lines: dict[Any, dict[str, dict[Any, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for (dilation, stride, padding), those in found.items():
        lines[dilation][within(those, kernels)][stride].append(padding)
    return "; ".join(
        f"{number('dilation', dilation)}: "
        + "; ".join(
            up_to + ", ".join(f"{number('stride', stride)} with {', '.join(those)}" for stride, those in each.items())
            for up_to, each in ranges.items()
        )
        for dilation, ranges in lines.items()
    )


def included(one: Setting, found: Families) -> bool:
    """Whether a setting is a special case of a family."""
    return any(
        dilation in (ANY, one.dilation)
        and stride in (ANY, one.stride)
        and padding == padding_of(one.padding)
        and one.kernel in those
        for (dilation, stride, padding), those in found.items()
    )


def of_images(theorems: Iterable[Theorem]) -> str:
    """Words on functions of one image: which kernels have which paddings, on all arrays."""
    lines: dict[str, list[str]] = defaultdict(list)
    for padding, kernels in on_all_arrays(theorems, "padding", "kernel").items():
        lines[f"kernels {listed(kernels)}"].append(padding_of(padding))
    return "; ".join(
        ["any image that holds a window", *(f"{kernels}: {', '.join(paddings)}" for kernels, paddings in lines.items())]
    )


def of_pools(theorems: Iterable[Theorem]) -> str:
    """Words on pooling: which windows have which strides, and which settings with padding, on all arrays."""
    plain: list[Theorem] = []
    around: dict[str, list[Theorem]] = defaultdict(list)
    for one in theorems:
        (plain if one.setting and one.setting.padding == "valid" else around[one.words]).append(one)
    strides = on_all_arrays(plain, "kernel", "stride")
    windows = (f"{h}×{w} at stride {' and '.join(sorted(map(step, those)))}" for (h, w), those in strides.items())
    padded = [words for words, those in around.items() if len(those) == len(BRANCHES)]
    return f"any number of channels, {IMAGES}; windows {', '.join(windows)}; {'; '.join(padded)}"


def by_branch(theorems: Iterable[Theorem]) -> dict[str, list[Setting]]:
    """The settings of the theorems on each kind of arrays."""
    settings: dict[str, list[Setting]] = {branch: [] for branch in BRANCHES}
    for theorem in theorems:
        if theorem.setting:
            settings[theorem.branch].append(theorem.setting)
    return settings


def on_all_arrays(theorems: Iterable[Theorem], name: str, other: str) -> dict[Any, set[Any]]:
    """What one hyperparameter may be for each value of another, in the settings that all kinds of arrays share."""
    branches = [set(settings) for settings in by_branch(theorems).values()]
    values: dict[Any, set[Any]] = defaultdict(set)
    for one in sorted(set.intersection(*branches), key=str):
        values[getattr(one, name)].add(getattr(one, other))
    return values


def padding_of(padding: Any) -> str:
    """A name, or numbers."""
    return padding if isinstance(padding, str) and padding != ANY else IN_NUMBERS


def number(name: str, value: Any) -> str:
    """Such as "any stride" and "stride 1"."""
    return f"any {name}" if value == ANY else f"{name} {value}"


def step(stride: Any) -> str:
    """A stride, once where it is the same down and across."""
    down, across = stride if isinstance(stride, tuple) else (stride, stride)
    return str(down) if down == across else f"{down}×{across}"


def listed(kernels: Iterable[Pair]) -> str:
    """Sizes of kernels, the smallest first."""
    return ", ".join(f"{h}×{w}" for h, w in sorted(kernels))


def within(those: set[Pair], kernels: list[Pair]) -> str:
    """Nothing for all kernels, "up to" for the first of them, else their sizes."""
    first = sorted(those)
    if first == kernels:
        return ""
    return f"up to {listed(first[-1:])} " if first == kernels[: len(first)] else f"{listed(first)}: "
