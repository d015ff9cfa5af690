"""A printed formula proved for all sizes: both sides as sums, which must be equal index by index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import sympy as sp

from ..code_for_all_sizes.inequalities import implied
from ..code_for_all_sizes.normal_forms import Facts, difference
from ..code_for_all_sizes.polynomials import Polynomial, polynomial
from ..code_for_all_sizes.terms import Term, in_words
from ..example import Disagreement, clipped, differing
from ..formula import Equation, Formula, Proof
from ..notation import tensors
from ..notation.derivatives import Gradient
from ..notation.letters import in_symbols
from .maps import Letters, NotUnderstood, over, same, total
from .meaning import meaning, scalar
from .reading import place, read

Loss = Callable[[Letters], sp.Expr]


def formula_for_all_sizes(letters: Letters, covers: str) -> Proof:
    """Proof of every row that is not itself the definition of an output Y or of the loss E.

    Such a row says what is differentiated; without one, the letters do.  A condition that stands before an arrow is
    not used: the proof does without.
    """

    def cases(formula: Formula) -> Iterator[Any]:
        at = letters
        for place_of_row, row in enumerate(formula.equations()):
            if defined(row.left) in ("Y", "E"):
                at = replace(letters, loss=loss_of(row))
            elif place_of_row or formula.layout != "implies":
                compare(row, at)
                yield row

    return Proof("all sizes", covers, cases)


def defined(left: Any) -> str:
    """The letter that a row defines, if it stands alone on the left, or with indices."""
    inner = left.args[0] if type(left) is tensors.Element else left
    return inner.name if isinstance(inner, tensors.Tensor) else ""


def with_symbols(row: Equation) -> Equation:
    """The row with SymPy's own symbols, with which it computes; sums of letters would stay as written."""
    return Equation(in_symbols(row.left), in_symbols(row.right))


def loss_of(row: Equation) -> Loss:
    """E itself, or the sum of all outputs, each times ∂E/∂ of it."""
    row = with_symbols(row)
    if defined(row.left) == "E":
        return lambda at: scalar(row.right, replace(at, values={}))

    def loss(at: Letters) -> sp.Expr:
        at = replace(at, values={})
        indices = [index for index in at.ranges if index in row.left.free_symbols]
        images = [] if at.image is None else [at.image]
        return over([*images, *indices], at, lambda inner: weighted(row, inner))

    return loss


def weighted(row: Equation, at: Letters) -> sp.Expr:
    """Σ ∂E/∂Y · Y over the places of one output map."""
    weight, output = meaning(Gradient(row.left), at), meaning(row.right, at)
    if not same(weight.sizes, output.sizes):
        raise NotUnderstood(f"the output has sizes {output.sizes}, its gradient {weight.sizes}")

    def body(*given: sp.Expr) -> sp.Expr:
        if len(given) == len(weight.sizes):
            return weight.at(*given) * output.at(*given)
        return total(sp.Symbol("p"), 0, weight.sizes[len(given)] - 1, lambda m: body(*given, m))

    return body()


def compare(row: Equation, at: Letters) -> None:
    """Raise `Disagreement` unless the two sides are equal at every place."""
    where = clipped(row.latex(), 40)
    row = with_symbols(row)
    left, right = meaning(row.left, at), meaning(row.right, at)
    if not same(left.sizes, right.sizes):
        raise Disagreement(f"{where}: the left side has shape {left.sizes}, the right side {right.sizes}")
    places = [sp.Symbol(f"r{k}") for k in range(len(left.sizes))]
    expected, given = left.at(*places), right.at(*places)
    facts = Facts(tuple(known(at, row, dict(zip(places, left.sizes, strict=True)))))
    mine, theirs = read(expected), read(given)
    for term in (mine, theirs):
        check_inside(term, at, facts)
    if lost := difference(mine, theirs, facts):
        words = differing(in_words(mine), in_words(theirs))
        raise Disagreement(f"{where}: {words}; only one side has {clipped(str(lost[0]))}")


def known(at: Letters, row: Equation, places: dict[sp.Symbol, sp.Expr]) -> Iterator[Polynomial]:
    """What is ≥ 0: sizes less 1, and what keeps free indices in their ranges."""
    sizes = {sp.sympify(size) for letter in at.sizes.values() for size in letter if size != at.image}
    for least_one in sorted(sizes.union(*(size.free_symbols for size in sizes)), key=str):
        yield place(least_one - 1, {})
    free = row.free_symbols | ({at.image} if at.image is not None else set())
    for index, (first, last) in at.ranges.items():
        if index in free:
            yield place(index - first, {})
            yield place(last - index, {})
    for index, size in places.items():
        yield place(index, {})
        yield place(size - 1 - index, {})


def check_inside(term: Term, at: Letters, facts: Facts) -> None:
    """Raise `Disagreement` if a letter is read at a place that it may not have."""
    for summand in term:
        given = facts.given([*summand.at_least, *summand.equal, *(-e for e in summand.equal)])
        for letter, indices in summand.factors:
            if letter not in at.sizes:
                continue
            sizes = [at.ranges[size][1] if size == at.image else size for size in at.sizes[letter]]
            for index, first, size in zip(indices, at.counted[letter], sizes, strict=True):
                last = polynomial(first) + place(sp.sympify(size), {}) - 1
                if not (implied(given, index - first) and implied(given, last - index)):
                    raise Disagreement(f"{letter} may be read outside: {index} is not known to lie in {first} … {last}")
