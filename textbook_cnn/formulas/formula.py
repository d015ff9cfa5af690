"""What a formula is, how it may be proved, and the closed lists of those that need no proof."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from .notation.as_text import plain
from .notation.cases import Cases
from .notation.parts import argument
from .notation.printing import LOOSE, latex, lines, tightness
from .notation.tensors import PaddedElement, Tensor

LAYOUTS = ("lines", "cases", "implies")
STEPS = ("premise", "substitution", "result")
DEFINITIONS: Mapping[str, str] = {
    "convolution.integral": "says what the sign ∗ means for functions",
    "correlation.integral": "says what the sign ⋆ means for functions",
    "convolution.integral2d": "says what the sign ∗ means for images without pixels",
    "images.colour": "says in which order the sizes of an image stand",
    "correlate1d.definition": "says what ⋆ means for sequences",
    "correlate2d.definition": "says what ⋆ means for images; the convolution layer rests on it",
    "fourier.definition": "says what the sign 𝓕 means for images",
    "seeing.pca": "says what principal components are; NumPy's decomposition finds them",
    "seeing.tsne": "says what t-SNE makes small; scikit-learn looks for the smallest",
}
DATA: Mapping[str, str] = {
    "images.grays": "a count of numbers",
    "images.digit": "a product of two numbers",
    "images.bytes": "a count of bytes",
    "images.bytes_float32": "a count of bytes",
    "conv2d.parameters_per_pixel": "numbers of the layer on the slide",
    "worked.valid": "numbers of the worked example",
    "worked.valid_terms": "numbers of the worked example, term by term",
    "worked.full": "numbers of the worked example",
    "worked.same": "numbers of the worked example",
}
EDITORIAL: Mapping[str, str] = {
    "E7": "a sign without a definition is neither right nor wrong",
    "E9": "a heading",
}
UNPROVED = {"definition": DEFINITIONS, "data": DATA, "editorial": EDITORIAL}


KINDS = ("code", "code, all sizes", "all sizes", "regions", "symbols", "numbers")


@dataclass(frozen=True)
class Proof:
    """How a formula is proved: the kind, what it covers in words, and a function that yields once a case.

    The function takes the formula and raises `Disagreement` at the first case that fails.  A proof that speaks of
    functions, and does not read what the formula prints, has a name in `about`: it is run once for all formulas.
    """

    kind: str
    covers: str
    cases: Callable[[Formula], Iterable[Any]]
    about: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind: expected one of {KINDS}, got {self.kind!r}")


@dataclass(frozen=True)
class ProofResult:
    """What came of a proof, in seconds of one processor; `counterexample` is empty if it passed.

    `about` is that of the proof: results that share a name are those of one run.
    """

    passed: bool
    kind: str
    covers: str
    cases: int
    seconds: float
    counterexample: str = ""
    about: str = ""


@dataclass(frozen=True)
class Equation:
    """left = right; an `index` with its `last` value prints rows 1, 2, ⋮, last."""

    left: Any
    right: Any
    index: sp.Symbol | None = None
    last: sp.Symbol | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "left", argument(self.left))
        object.__setattr__(self, "right", argument(self.right))
        for name, side in (("left", self.left), ("right", self.right)):
            if tightness(side) == LOOSE and not isinstance(side, Tensor if name == "left" else Tensor | Cases):
                raise ValueError(f"{name}: expected a value, no condition (nor cases on the left), got {latex(side)}")

    @property
    def free_symbols(self) -> set[sp.Symbol]:
        """Symbols that must be given values, the index of the rows among them."""
        return self.left.free_symbols | self.right.free_symbols

    def printed(self) -> Iterator[tuple[str, str]]:
        """LaTeX of both sides for every printed row."""
        if self.index is None:
            yield latex(self.left), latex(self.right)
            return
        for place in (sp.S(1), sp.S(2), self.last):
            if place is self.last:
                yield "", r"\vdots"
            yield latex(self.left.xreplace({self.index: place})), latex(self.right.xreplace({self.index: place}))

    def latex(self) -> str:
        """LaTeX on one line."""
        return " = ".join(map(latex, (self.left, self.right)))


@dataclass(frozen=True)
class Erratum:
    """A statement of the slides that does not hold: what is printed, what is right, and why.

    Parameters
    ----------
    number, title : str
        Such as "E8", and a few words.
    formulas : tuple of str
        Ids of the formulas that it concerns; the first is the one that is right.
    printed, correct, why : str
        Words, as Markdown with mathematics.
    claim : Equation, optional
        What is printed, or what its words say, as an equation; only the numbers on the closed list do without.
    example : Proof, optional
        Evaluates the claim, which must fail there while the right formula holds.
    without_value : bool
        Whether the claim fails because something in it does not exist, not because its two sides differ.

    """

    number: str
    title: str
    formulas: tuple[str, ...]
    printed: str
    correct: str
    why: str
    claim: Equation | None = None
    example: Proof | None = None
    without_value: bool = False

    def __post_init__(self) -> None:
        if (self.claim is None or self.example is None) == (self.status != "editorial"):
            raise ValueError(f"{self.number}: expected a claim with an example, or its number on a closed list")

    @property
    def status(self) -> str:
        """One of "refuted", "without value", "editorial"."""
        return "editorial" if self.number in EDITORIAL else "without value" if self.without_value else "refuted"


@dataclass(frozen=True)
class Formula:
    """One displayed formula: what is printed is what is proved.

    Parameters
    ----------
    id : str
        Name by which chapters, docstrings and tests call it, such as "conv2d.backward_kernel".
    title : str
        A few words.
    slide : str
        Heading of the slide that shows it; empty if none does.
    rows : tuple of Equation or of pairs (left, right)
        Both sides as nodes.  With layout "implies" the first row is the premise of the second.
    functions : tuple of str
        Public functions of the package that its proofs judge: each of them broken makes one fail.
    proofs : tuple of Proof
        Of another kind than "numbers" for at least one, but for ids on the closed lists of this module.
    layout : {"lines", "cases", "implies"}
        How several rows stand.
    ranges : tuple of (index, last)
        Printed after the formula as i = 1 … d.
    derives : str
        Id of the formula whose derivation this is a step of; the last step derives itself.
    step : {"premise", "substitution", "result"}, optional
        What the step is: what holds already, what is put into it, or the form that is recognised.
    errata : tuple of Erratum
        Where a slide differs; `Registry.correct` fills it in.

    """

    id: str
    title: str
    slide: str
    rows: tuple[Any, ...]
    functions: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = ()
    layout: str = "lines"
    ranges: tuple[tuple[sp.Symbol, sp.Symbol], ...] = ()
    derives: str = ""
    step: str = ""
    errata: tuple[Erratum, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.derives) != (self.step in STEPS):
            raise ValueError(f"{self.id}: step: expected one of {STEPS} with the id it derives, got {self.step!r}")
        if self.layout not in LAYOUTS:
            raise ValueError(f"{self.id}: layout: expected one of {LAYOUTS}, got {self.layout!r}")
        if self.status == "proved" and all(proof.kind == "numbers" for proof in self.proofs):
            words = "expected a proof by more than numbers, or its id on a closed list of formulas/formula.py"
            raise ValueError(f"{self.id}: {words}")
        for row in self.rows if isinstance(self.rows, (list, tuple)) else (self.rows,):
            if not isinstance(row, Equation) and not (isinstance(row, tuple) and len(row) == 2):
                raise ValueError(f"{self.id}: rows: expected pairs (left, right), got {row!r}")

    @property
    def status(self) -> str:
        """One of "proved", "definition", "data", "editorial"."""
        return next((status for status, ids in UNPROVED.items() if self.id in ids), "proved")

    def equations(self) -> tuple[Equation, ...]:
        """Rows as equations."""
        try:
            return tuple(row if isinstance(row, Equation) else Equation(*row) for row in self.rows)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{self.id}: rows: {error}") from error

    def latex(self) -> str:
        """LaTeX of the displayed formula, without delimiters."""
        rows = [sides for row in self.equations() for sides in row.printed()]
        ranges = [f"{latex(index)} = 1 \\dots {latex(last)}" for index, last in self.ranges]
        tail = "".join(rf", \quad {words}" for words in [*ranges, *self.continued()])
        if self.layout == "implies":
            return r" \Rightarrow ".join(" = ".join(sides) for sides in rows) + tail
        if len(rows) == 1:
            return " = ".join(rows[0]) + tail
        if self.layout == "cases":
            return r"\begin{cases} " + lines([" = ".join(sides) for sides in rows]) + r" \end{cases}" + tail
        aligned = [f"{left} &= {right}" if left else f"& {right}" for left, right in rows]
        return r"\begin{aligned} " + lines(aligned) + r" \end{aligned}" + tail

    def continued(self) -> list[str]:
        """LaTeX of what continues with zeros: elements outside of it are printed like those inside."""
        sides = (side for row in self.equations() for side in (row.left, row.right))
        padded = (node for side in sides for node in sp.preorder_traversal(side) if isinstance(node, PaddedElement))
        return list(dict.fromkeys(rf"{latex(node.args[0])} = 0 \text{{ outside}}" for node in padded))

    def as_text(self) -> list[str]:
        """Return every printed row as plain text, in the spelling of the docstrings: ∂E/∂K_ij = X_j ⋆ ∂E/∂Y_i."""
        return [" = ".join(map(plain, sides)) for row in self.equations() for sides in row.printed()]
