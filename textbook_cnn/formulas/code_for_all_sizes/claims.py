"""What is claimed of a run of the code, and how it is shown for all sizes at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import Any

from .arrays import Model
from .axes import same
from .inequalities import implied
from .kinds import model
from .normal_forms import Facts, difference
from .polynomials import Polynomial, polynomial, unknown
from .running import shipped_functions
from .terms import NAMES, Axis, Block, Element, Term, entry, in_blocks, sum_over, times
from .unknowns import WITNESSES, Unknowns


class NotProved(Exception):  # noqa: N818 - says what came of a proof
    """A claim that does not hold, or could not be shown."""


@dataclass(frozen=True)
class Claim:
    """The array `got`, which the code returned, has the axes `axes` and the elements `wanted`."""

    got: Any  # an array of unknown size
    axes: Sequence[Axis]
    wanted: Element

    @property
    def found(self) -> Model:
        """What is behind the array."""
        return model(self.got)


@dataclass(frozen=True)
class Run:
    """What came of one run.

    Attributes
    ----------
    claims : sequence of Claim
        What is to be shown of the arrays that the code returned.
    inequalities : sequence of Polynomial
        What is to be shown of the integers that it returned: p ≥ 0.
    domain : sequence of Polynomial
        Inequalities p ≥ 0 that say where the code goes this way, and only there.

    """

    claims: Sequence[Claim] = ()
    inequalities: Sequence[Polynomial] = ()
    domain: Sequence[Polynomial] = ()


Theorem = Callable[[Unknowns], Run]


def derivative(output: Element, axes: Sequence[Axis], letter: str, at: Sequence[Block]) -> Term:
    """∂E/∂letter[at] of E = Σ dY·output.

    The rule for one product: where the indices of the letter equal those of `at`, what stands beside it; elsewhere 0.
    """
    place = list(chain(*at))

    def body(blocks: list[Block]) -> Term:
        summands = []
        for s in times(entry("dY", *chain(*blocks)), output(blocks)):
            own = [indices for name, indices in s.factors if name == letter]
            if len(own) > 1:
                raise ValueError(f"{letter} stands twice in one product")
            for indices in own:
                equations = tuple(a - b for a, b in zip(indices, place, strict=True))
                others = tuple(factor for factor in s.factors if factor[0] != letter)
                summands.append(s._replace(factors=others, equal=s.equal + equations))
        return tuple(summands)

    return sum_over(axes, body)


def prove(theorem: Theorem) -> list[Polynomial]:
    """Raise `NotProved`, or return what must be ≥ 0 for the theorem to hold, beside the facts that it states itself."""
    unknowns = Unknowns()
    run = _run(theorem, unknowns)
    facts = Facts(tuple(unknowns.facts), tuple(unknowns.factors))
    _check_path(unknowns, facts, run.domain)
    inside = facts._replace(inequalities=facts.inequalities + tuple(run.domain))
    for claim in run.claims:
        _check_claim(claim, inside)
    for p in run.inequalities:
        if not implied(inside.given(()), p):
            raise NotProved(f"it was not shown that {p} ≥ 0")
    _check_second_witness(theorem, unknowns, run)
    return [p for p in run.domain if not implied(facts.given(()), p)]


def _run(theorem: Theorem, unknowns: Unknowns) -> Run:
    with shipped_functions():
        run = theorem(unknowns)
    if any(unknowns.value(p) < 0 for p in unknowns.facts + unknowns.path):
        raise NotProved("the witness contradicts the facts")
    return run


def _check_path(unknowns: Unknowns, facts: Facts, domain: Sequence[Polynomial]) -> None:
    """The code takes this path in all of the domain, and nowhere else."""
    path = list(dict.fromkeys(unknowns.path))
    for condition in path:
        if not implied(facts.given(domain), condition):
            raise NotProved(f"the code takes this path only where {condition} ≥ 0")
    for condition in domain:
        if not implied(facts.given(path), condition):
            raise NotProved(f"the code does not ask whether {condition} ≥ 0")


def _check_claim(claim: Claim, facts: Facts) -> None:
    if len(claim.axes) != claim.found.ndim or not all(map(same, claim.found.axes, claim.axes)):
        raise NotProved(f"expected axes {list(claim.axes)}, got {claim.found.axes}")
    for blocks, ranges in places(claim.axes):
        known = facts._replace(inequalities=facts.inequalities + tuple(ranges))
        lost = difference(claim.found.element(blocks), claim.wanted(blocks), known)
        if lost:
            raise NotProved(f"element {[index for block in blocks for index in block]}: only one side has {lost[0]}")


def _check_second_witness(theorem: Theorem, unknowns: Unknowns, run: Run) -> None:
    """Another witness leads to the same path and the same elements; else something read the number behind a size."""
    other = Unknowns(WITNESSES[1])
    again = _run(theorem, other)
    if other.path != unknowns.path:
        raise NotProved("another witness takes another path")
    for a, b in zip(run.claims, again.claims, strict=True):
        if any(_elements(a, blocks) != _elements(b, blocks) for blocks, _ in places(a.axes)):
            raise NotProved("another witness gives other elements")


def _elements(claim: Claim, blocks: Sequence[Block]) -> Term:
    with NAMES.from_zero():
        return claim.found.element(blocks)


def places(axes: Sequence[Axis]) -> Iterator[tuple[list[Block], list[Polynomial]]]:
    """All indices of an array, with what is known of them: i0, i1 … where a size is unknown, numbers elsewhere."""
    sizes, choices, ranges = list(chain(*axes)), [], []
    for k, size in enumerate(sizes):
        if type(size) is int:
            choices.append([polynomial(place) for place in range(size)])
        else:
            choices.append([unknown(f"i{k}")])
            ranges += [unknown(f"i{k}"), polynomial(size) - 1 - unknown(f"i{k}")]
    for flat in product(*choices):
        yield in_blocks(flat, axes), ranges
