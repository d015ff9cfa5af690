"""Results of proofs, kept on disk under a digest of the code that they rest on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ..formula import Formula, Proof, ProofResult
from ..language import objections
from ..proofs import run
from ..registry import REGISTRY
from .loaded import state
from .sources import as_read, digest, sources
from .workers import in_processes


def run_registered(formula_id: str, place: int, *files: frozenset[Path]) -> tuple[ProofResult, list[str]]:
    """Run one proof of a registered formula; what another process is asked to do.

    Beside the result are the states of some sets of files, each empty if it changed meanwhile, or is not what ran.
    """
    formula, before = REGISTRY[formula_id], list(map(state, files))
    result = run(formula, formula.proofs[place])
    return result, [now if now == then else "" for now, then in zip(map(state, files), before, strict=True)]


def _once(formulas: Iterable[Formula]) -> list[list[tuple[Formula, int]]]:
    """Formulas and places of their proofs, together where one run serves all; long proofs, which are those, first."""
    together: dict[Any, list[tuple[Formula, int]]] = {}
    for formula in formulas:
        for place, proof in enumerate(formula.proofs):
            together.setdefault(proof.about or (formula.id, place), []).append((formula, place))
    return sorted(together.values(), key=lambda places: not places[0][0].proofs[places[0][1]].about)


def _retold(result: ProofResult, first: str, formula_id: str) -> ProofResult:
    """The result of one run, as told of another formula."""
    counterexample = result.counterexample
    return replace(result, counterexample=formula_id + counterexample.removeprefix(first) if counterexample else "")


class Proofs:
    """Proves formulas when asked, each once for a state of the code that its proofs rest on.

    Parameters
    ----------
    folder : Path, optional
        Where results are kept, in a folder for each state of that code; several processes may share it.  None:
        nothing is kept.

    Attributes
    ----------
    not_kept : str
        Why a result could not be written there; empty if none failed.  Proving goes on without.

    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder, self.not_kept = folder, ""
        self._results: dict[str, dict[int, ProofResult]] = {}  # by the formula, and the proof's place in it
        # Of proofs that do not read the formula: for which one it was run, and in which state of the files.
        self._about: dict[str, tuple[Formula, ProofResult, str]] = {}

    def results(self, formula: Formula) -> tuple[ProofResult, ...]:
        """Return what came of the formula's proofs; run those of which that is not known."""
        if not self._known(formula):
            for place, proof in enumerate(formula.proofs):
                if place not in self._results[formula.id]:
                    before = self._state(formula)
                    result, sure = self._run(formula, proof)
                    self._keep(formula, place, result, before if sure else "")
        return tuple(self._results[formula.id][place] for place in range(len(formula.proofs)))

    def prove_all(self, formulas: Iterable[Formula], processes: int = 1) -> Iterator[Formula]:
        """Run the proofs of registered formulas in several processes; yield each formula when its results are there."""
        unknown = []
        for formula in formulas:
            if self._known(formula) or processes == 1:
                self.results(formula)
                yield formula
            else:
                unknown.append(formula)
        if not unknown:
            return
        groups = [
            together
            for together in _once(unknown)
            if any(place not in self._results[formula.id] for formula, place in together)
        ]
        calls = (
            (together[0][0].id, together[0][1], *(sources(formula) for formula, _ in together)) for together in groups
        )
        for group, (result, states) in in_processes(processes, run_registered, calls):
            first = groups[group][0][0].id
            for (formula, place), now in zip(groups[group], states, strict=True):
                self._keep(formula, place, _retold(result, first, formula.id), now)
                if len(self._results[formula.id]) == len(formula.proofs):
                    yield formula

    def looked_for(self, formulas: Iterable[Formula]) -> list[Formula]:
        """Those formulas whose results were looked for; for others code is still to be read, which takes seconds."""
        return [formula for formula in formulas if formula.id in self._results]

    def kept(self, formulas: Iterable[Formula]) -> int:
        """Count the proofs of some formulas whose results are in the folder."""
        places = ((formula, self._place(formula)) for formula in formulas)
        return sum(len(_read(path, formula)) for formula, path in places if path)

    def _run(self, formula: Formula, proof: Proof) -> tuple[ProofResult, bool]:
        """The result of a proof, and whether it is known on what it was run."""
        if not proof.about:
            return run(formula, proof), True
        first, result, before = self._about.get(proof.about, (formula, None, ""))
        if result is None or self._state(first) != before:
            before = self._state(formula)
            self._about[proof.about] = first, result, before = formula, run(formula, proof), before
        return _retold(result, first.id, formula.id), bool(before)

    def _state(self, formula: Formula) -> str:
        """The state of what a formula rests on; empty if nothing is kept, or if other code is loaded."""
        return "" if self.folder is None else state(sources(formula))

    def _known(self, formula: Formula) -> bool:
        """Whether the results of all its proofs are known, here or in the folder."""
        path = self._place(formula)
        found = self._results.setdefault(formula.id, {})
        if len(found) < len(formula.proofs) and path and path.is_file() and self._state(formula) == as_read(formula):
            found.update(_read(path, formula) | found)
        return len(found) == len(formula.proofs)

    def _place(self, formula: Formula) -> Path | None:
        return None if self.folder is None else self.folder / digest(formula) / f"{formula.id}.json"

    def _keep(self, formula: Formula, place: int, result: ProofResult, ran_on: str) -> None:
        """Note a result; on disk only if it ran on what was read for the digest, and that stands there now."""
        self._results[formula.id][place] = result
        path = self._place(formula)
        if path is not None and ran_on == self._state(formula) == as_read(formula) and not objections():
            try:
                _write(path, _read(path, formula) | {place: result})
            except OSError as error:
                self.not_kept = str(error)


def _write(path: Path, known: dict[int, ProofResult]) -> None:
    """Write results aside and rename the file: a process that is stopped leaves no half a result."""
    text = json.dumps({place: asdict(known[place]) for place in sorted(known)}, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.stem}.{os.getpid()}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _read(path: Path, formula: Formula) -> dict[int, ProofResult]:
    """Results in a file by the proof's place, as many as there are; of a damaged file none: they are computed again."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        found = {int(place): ProofResult(**result) for place, result in kept.items()}
        whole = all(_is_of(formula.proofs[place], result) for place, result in found.items())
    except (OSError, ValueError, TypeError, AttributeError, IndexError):
        return {}
    return found if whole else {}


def _is_of(proof: Proof, result: ProofResult) -> bool:
    """Whether a result that was read is one of this proof: what it tells is of the right types, and speaks of it."""
    types = {"passed": bool, "cases": int, "counterexample": str}
    known = all(type(getattr(result, name)) is kind for name, kind in types.items())
    told = (result.kind, result.covers, result.about) == (proof.kind, proof.covers, proof.about)
    return known and told and isinstance(result.seconds, int | float) and result.passed == (not result.counterexample)
