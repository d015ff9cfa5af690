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
from ..proofs import run
from ..registry import REGISTRY
from .sources import digest


def run_registered(formula_id: str, place: int) -> ProofResult:
    """Run one proof of a registered formula; what another process is asked to do."""
    formula = REGISTRY[formula_id]
    return run(formula, formula.proofs[place])


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
        self._about: dict[str, tuple[str, ProofResult]] = {}  # of proofs that do not read the formula; who had it run

    def results(self, formula: Formula) -> tuple[ProofResult, ...]:
        """Return what came of the formula's proofs; run them if that is not known."""
        if not self._known(formula):
            self._keep(formula, tuple(self._result(formula, proof) for proof in formula.proofs))
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
            tasks = {pool.submit(run_registered, places[0][0].id, places[0][1]): places for places in _once(unknown)}
            finished: dict[str, dict[int, ProofResult]] = {formula.id: {} for formula in unknown}
            for task in as_completed(tasks):
                first = tasks[task][0][0].id
                for formula, place in tasks[task]:
                    finished[formula.id][place] = _retold(task.result(), first, formula.id)
                    if len(finished[formula.id]) == len(formula.proofs):
                        self._keep(formula, tuple(finished[formula.id][place] for place in range(len(formula.proofs))))
                        yield formula

    def _result(self, formula: Formula, proof: Proof) -> ProofResult:
        if not proof.about:
            return run(formula, proof)
        if proof.about not in self._about:
            self._about[proof.about] = formula.id, run(formula, proof)
        first, result = self._about[proof.about]
        return _retold(result, first, formula.id)

    def _known(self, formula: Formula) -> bool:
        """Whether the results are known, here or in the folder."""
        if not formula.proofs:
            self._results[formula.id] = ()
        path = self._place(formula)
        if formula.id not in self._results and path is not None and path.is_file():
            kept = json.loads(path.read_text(encoding="utf-8"))
            self._results[formula.id] = tuple(ProofResult(**result) for result in kept)
        return formula.id in self._results

    def _place(self, formula: Formula) -> Path | None:
        return None if self.folder is None else self.folder / digest(formula) / f"{formula.id}.json"

    def _keep(self, formula: Formula, results: tuple[ProofResult, ...]) -> None:
        self._results[formula.id] = results
        path = self._place(formula)
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written aside and then renamed: a process that is stopped leaves no half a result.
            unfinished = path.with_name(f"{formula.id}.{os.getpid()}")
            text = json.dumps([asdict(result) for result in results], ensure_ascii=False)
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(path)
