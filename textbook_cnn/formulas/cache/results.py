"""Results of proofs, kept on disk under a digest of the code that they rest on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ..formula import Formula, Proof, ProofResult
from ..language import objections
from ..proofs import run
from ..registry import REGISTRY
from .loaded import state
from .sources import as_read, digest, sources


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

    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._results: dict[str, tuple[ProofResult, ...]] = {}
        # Of proofs that do not read the formula: for which one it was run, and in which state of the files.
        self._about: dict[str, tuple[Formula, ProofResult, str]] = {}

    def results(self, formula: Formula) -> tuple[ProofResult, ...]:
        """Return what came of the formula's proofs; run them if that is not known."""
        if not self._known(formula):
            before = self._state(formula)
            ran = [self._run(formula, proof) for proof in formula.proofs]
            self._keep(formula, tuple(result for result, _ in ran), before if all(sure for _, sure in ran) else "")
        return self._results[formula.id]

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
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            tasks = {
                pool.submit(run_registered, formula.id, place, *(sources(each) for each, _ in together)): together
                for together in _once(unknown)
                for formula, place in together[:1]
            }
            finished: dict[str, dict[int, tuple[ProofResult, str]]] = {formula.id: {} for formula in unknown}
            for task in as_completed(tasks):
                (result, states), first = task.result(), tasks[task][0][0].id
                for (formula, place), now in zip(tasks[task], states, strict=True):
                    finished[formula.id][place] = _retold(result, first, formula.id), now
                    if len(finished[formula.id]) == len(formula.proofs):
                        results, ran_on = zip(
                            *(finished[formula.id][k] for k in range(len(formula.proofs))), strict=True
                        )
                        self._keep(formula, results, ran_on[0] if len(set(ran_on)) == 1 else "")
                        yield formula

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
        """Whether the results are known, here or in the folder."""
        if not formula.proofs:
            self._results[formula.id] = ()
        path = self._place(formula)
        if formula.id not in self._results and path and path.is_file() and self._state(formula) == as_read(formula):
            kept = json.loads(path.read_text(encoding="utf-8"))
            self._results[formula.id] = tuple(ProofResult(**result) for result in kept)
        return formula.id in self._results

    def _place(self, formula: Formula) -> Path | None:
        return None if self.folder is None else self.folder / digest(formula) / f"{formula.id}.json"

    def _keep(self, formula: Formula, results: tuple[ProofResult, ...], ran_on: str) -> None:
        """Note the results; on disk only if they ran on what was read for the digest, and that stands there now."""
        self._results[formula.id] = results
        path = self._place(formula)
        if path is not None and ran_on == self._state(formula) == as_read(formula) and not objections():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written aside and then renamed: a process that is stopped leaves no half a result.
            unfinished = path.with_name(f"{formula.id}.{os.getpid()}")
            text = json.dumps([asdict(result) for result in results], ensure_ascii=False)
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(path)
