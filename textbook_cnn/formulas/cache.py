"""Results of proofs, kept on disk under a digest of everything that they speak of."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from .proofs import ProofResult, prove
from .registry import Formula

PACKAGE = Path(__file__).parents[1]
NOT_PROVED = ("datasets.py", "__main__.py")  # nothing that a formula says depends on these


def sources() -> list[Path]:
    """Files on which the proofs rest: the numeric modules and the formulas."""
    modules = [*PACKAGE.glob("*.py"), *PACKAGE.glob("layers/*.py"), *PACKAGE.glob("formulas/*.py")]
    return sorted(path for path in modules if path.name not in NOT_PROVED)


def digest() -> str:
    """Digest of these files and of the versions of SymPy and NumPy."""
    text = sha256(f"{version('sympy')} {version('numpy')}".encode())
    for path in sources():
        text.update(f"\0{path.relative_to(PACKAGE)}\0".encode() + path.read_bytes())
    return text.hexdigest()[:32]


class Proofs:
    """Proves each formula when asked, once for a state of the sources; several processes may share a folder.

    Parameters
    ----------
    folder : Path
        Where results are kept, in a folder for each state of the sources.

    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / digest()
        self._results: dict[str, tuple[ProofResult, ...]] = {}

    def results(self, formula: Formula) -> tuple[ProofResult, ...]:
        """What came of the formula's proofs."""
        if formula.id not in self._results:
            path = self.folder / f"{formula.id}.json"
            if path.is_file():
                kept = json.loads(path.read_text(encoding="utf-8"))
                self._results[formula.id] = tuple(ProofResult(**result) for result in kept)
            else:
                self._results[formula.id] = prove(formula)
                self._keep(path, self._results[formula.id])
        return self._results[formula.id]

    def _keep(self, path: Path, results: tuple[ProofResult, ...]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")  # a process that is stopped leaves no half a result
        unfinished.write_text(json.dumps([asdict(result) for result in results], ensure_ascii=False), encoding="utf-8")
        unfinished.replace(path)
