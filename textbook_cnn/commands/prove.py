"""``python -m textbook_cnn prove``: proves formulas and prints what came of it."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import _options as options
from ..training.progress import progress_bar
from .prove_stopped import Stopped, stopping
from .prove_table import Record, table
from .words import say, warn

if TYPE_CHECKING:
    from ..formulas import Formula, Proofs

MOST = 10  # names in a message
UNLISTED = " stands on no list; "  # in what is said of the language of the code
MOST_JOBS = 999
WRONG = 2  # exit status where nothing can be proved
STATUSES = """exit status: 0 if all is proved; 1 if a proof fails, or a result cannot be kept or printed; 2 if nothing
can be proved, as with an unknown ID, or a process is killed from outside; 128 plus the signal's number if one stopped
it: 130 for Ctrl-C, 143 for SIGTERM, 129 for SIGHUP."""


def add_to(commands: Any) -> None:
    """Add the command and its options to a parser's commands."""
    what = "prove the formulas of the book"
    command = commands.add_parser(
        "prove", help=what, description=f"{what.capitalize()} and print what came of it.", epilog=STATUSES
    )
    command.add_argument("ids", nargs="*", metavar="ID", help="such as conv2d.forward; all formulas if left out")
    command.add_argument("--json", action="store_true", help="print JSON instead of a table")
    cores = min(4, os.cpu_count() or 1)
    command.add_argument("--jobs", type=count, default=cores, help="processes, up to 999 (default: %(default)s)")
    command.add_argument("--keep", type=folder, metavar="FOLDER", help="keep results here until a source changes")
    command.set_defaults(run=run)


def count(text: str) -> int:
    """Read a number of processes."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    if not 1 <= number <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 to {MOST_JOBS}, got {text!r}")
    return number


def folder(text: str) -> Path:
    """Make a folder, before anything is computed that is to be kept in it."""
    try:
        path = options.path("FOLDER", text)
        path.mkdir(parents=True, exist_ok=True)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    except OSError as error:
        raise argparse.ArgumentTypeError(f"expected a folder, got {text!r}: {error.strerror}") from None
    try:
        tempfile.TemporaryFile(dir=path).close()
    except OSError as error:
        words = f"expected a folder that can be written to, got {text!r}: {error.strerror}"
        raise argparse.ArgumentTypeError(words) from None
    return path


def run(arguments: argparse.Namespace) -> int:
    """Prove formulas, print a table or JSON; 1 if a proof fails, or a result could not be kept."""
    try:
        with stopping():
            return prove_and_print(arguments)
    except Stopped as stopped:
        warn("stopped")
        return stopped.status
    except BrokenProcessPool:
        warn("stopped: one of the processes was killed from outside, as happens when a machine runs out of memory")
    except ValueError as error:  # an invalid formula, or two files that are one module
        warn(f"nothing can be proved: {error}")
    return WRONG


def prove_and_print(arguments: argparse.Namespace) -> int:
    """Prove formulas, print what came of them; the exit status."""
    from ..formulas import REGISTRY, Proofs
    from ..formulas.graph import rests_on

    unknown = [name for name in arguments.ids if name not in REGISTRY]
    if unknown:
        warn("\n".join(not_known(name, list(REGISTRY)) for name in unknown))
        return WRONG
    formulas = [REGISTRY[name] for name in arguments.ids or REGISTRY]
    proofs = Proofs(arguments.keep)
    try:
        prove(proofs, formulas, arguments.jobs)
    except KeyboardInterrupt as stopped:
        warn(f"stopped; {what_is_kept(proofs, formulas)}")
        return getattr(stopped, "status", Stopped().status)
    records: list[Record] = [
        {
            "id": formula.id,
            "title": formula.title,
            "slide": formula.slide,
            "status": formula.status,
            "functions": formula.functions,
            "rests_on": rests_on(formula, REGISTRY),
            "proofs": [asdict(result) for result in proofs.results(formula)],
        }
        for formula in formulas
    ]
    for record in records:
        record["passed"] = all(proof["passed"] for proof in record["proofs"])
    printed = say(json.dumps(records, ensure_ascii=False, indent=2) if arguments.json else table(records))
    said = [*not_proved(records), *([f"not kept: {proofs.not_kept}"] if proofs.not_kept else [])]
    if said:
        warn("\n".join(["", *said]))
    return int(bool(said) or not printed)


def prove(proofs: Proofs, formulas: list[Formula], jobs: int) -> None:
    """Prove formulas, with a bar."""
    with progress_bar(None, True, unit="formula", doing="proving", total=len(formulas)) as bar:
        bar.set_postfix_str("the longest proofs first")
        for formula in proofs.prove_all(formulas, jobs):
            bar.set_postfix_str(formula.id)
            bar.update()


def what_is_kept(proofs: Proofs, formulas: list[Formula]) -> str:
    """Say how many results the same command will find when it is called again."""
    if proofs.folder is None:
        return "no result is kept: --keep FOLDER would"
    number, looked_for = sum(len(formula.proofs) for formula in formulas), proofs.looked_for(formulas)
    found = f"{'' if len(looked_for) == len(formulas) else 'at least '}{proofs.kept(looked_for)}"
    return f"{found} of {number} results are in {proofs.folder}; the same command goes on from there"


def not_known(asked: str, ids: list[str]) -> str:
    """Say that no formula has this id, and which ids are near, one a line."""
    small = {name.lower(): name for name in ids}
    word = asked.lower()
    near = [name for each, name in small.items() if word and each.startswith(word)]
    near = near or [name for each, name in small.items() if word and word in each]
    near = near or [small[each] for each in get_close_matches(word, small)]
    left = len(near) - MOST
    more = [f"and {left} more"] if left > 0 else []
    said = "did you mean one of these?" if near else f"there are {len(ids)}, of which these are the first:"
    return "\n  ".join([f"no formula has the id {asked or repr(asked)}; {said}", *(near or ids)[:MOST], *more])


def not_proved(records: list[Record]) -> Iterator[str]:
    """For each formula the counterexample that is easiest to read, and then what is said of the language of the code.

    That one is said by the proofs of all formulas, so it comes once.
    """
    of_language: dict[str, list[str]] = {}
    for record in records:
        failed = sorted((proof for proof in record["proofs"] if not proof["passed"]), key=speaks_of_all_sizes)
        refuted = [proof for proof in failed if UNLISTED not in proof["counterexample"]]
        for proof in refuted[:1]:
            yield f"not proved: {proof['counterexample']}\n  found in: {proof['covers']} ({proof['kind']})"
        for objection in dict.fromkeys(proof["counterexample"] for proof in failed if proof not in refuted):
            of_language.setdefault(objection.removeprefix(f"{record['id']}: "), []).append(record["id"])
    for objection, ids in of_language.items():
        more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
        yield f"not proved: {', '.join(ids[:3])}{more}: {objection}"


def speaks_of_all_sizes(proof: Record) -> bool:
    """Whether a counterexample is about sizes that are no numbers."""
    return "all sizes" in proof["kind"]
