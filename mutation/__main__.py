"""`python -m mutation`: breaks formulas and code, reports what was noticed, and fails below the goals."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from textbook_cnn.formulas import REGISTRY

from .code import COPY, CodeMutant, UnknownMutantError, mutate_code
from .equivalent import key, reasons
from .formulas import Outcome, mutate_formulas
from .runner import TOO_LONG

PACKAGE = "textbook_cnn"
MOST_PROCESSES = 999
GOALS = {"formulas": 1.0, "code": 0.98}
Mutants = Sequence[CodeMutant | Outcome]


def report(what: str, mutants: Mutants, seconds: float) -> bool:
    """Print the score and every change that was not noticed; say whether the goal is reached."""
    known = reasons()
    equivalent = [mutant for mutant in mutants if not mutant.caught and key(mutant) in known]
    survivors = [mutant for mutant in mutants if not mutant.caught and key(mutant) not in known]
    counted, caught = len(mutants) - len(equivalent), sum(bool(mutant.caught) for mutant in mutants)
    print(
        f"\n{what}: {caught:,} of {counted:,} changes noticed, {caught / max(counted, 1):.2%}; "
        f"{len(equivalent)} more cannot be noticed; {seconds:.0f} s"
    )
    for mutant in equivalent:
        print(f"= {mutant}\n  {known[key(mutant)]}")
    for mutant in survivors:
        print(f"! {mutant}")
    return bool(mutants) and caught >= GOALS[what] * counted


def formulas(arguments: argparse.Namespace) -> tuple[bool, Mutants]:
    """Break formulas."""
    start = time.monotonic()
    outcomes = list(mutate_formulas(arguments.only, arguments.processes))
    reached = report("formulas", outcomes, time.monotonic() - start)
    print(by_what(outcomes))
    return reached, outcomes


def by_what(outcomes: Sequence[Outcome]) -> str:
    """Say how many changes a proof noticed, and how many the tests of what is printed alone."""
    by_proof, in_print = (sum(outcome.caught == what for outcome in outcomes) for what in ("proof", "print"))
    if by_proof == len(outcomes) > 0:
        return "Every change contradicts a proof."
    return f"Refuted by a proof: {by_proof:,}; noticed by the tests of what is printed alone: {in_print:,}."


def code(arguments: argparse.Namespace) -> tuple[bool, Mutants]:
    """Break code."""
    start = time.monotonic()
    names = [name for name in arguments.only if can_be_in("code", name)]  # formulas may stand beside them
    every = mutate_code(names, arguments.processes)
    mutants = [mutant for mutant in every if not mutant.only_words]
    reached = report("code", mutants, time.monotonic() - start)
    print(
        f"{sum(mutant.caught == TOO_LONG for mutant in mutants)} of these changes made a test run too long. "
        f"{len(every) - len(mutants)} more, in the words of messages, are not counted."
    )
    return reached, mutants


RUN = {"formulas": formulas, "code": code}


def part(text: str) -> str:
    """Return the name of a part."""
    if text not in RUN:
        raise argparse.ArgumentTypeError(f"expected formulas or code, got {text!r}")
    return text


def count(text: str) -> int:
    """Return a number of processes."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    if not 1 <= number <= MOST_PROCESSES:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 to {MOST_PROCESSES}, got {text!r}")
    return number


def can_be_in(part: str, name: str) -> bool:
    """Whether a name can be one of this part's."""
    return name in REGISTRY if part == "formulas" else name.startswith(f"{PACKAGE}.")


def main() -> int:
    """Run one part or both; 0 if the goals are reached."""
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("parts", nargs="*", type=part, metavar="PART", help="formulas or code (default: both)")
    parser.add_argument(
        "--only",
        nargs="+",
        default=[],
        metavar="NAME",
        help="formulas by id, or mutants by name such as 'textbook_cnn.layers.relu.*'",
    )
    parser.add_argument("--processes", type=count, default=2, help="at a time (default: %(default)s)")
    arguments = parser.parse_args()
    parts = arguments.parts or list(RUN)
    for name in arguments.only:
        if not any(can_be_in(part, name) for part in parts):
            parser.error(f"argument --only: expected a formula's id, or a name from {PACKAGE}.* on, got {name!r}")
    parts = [part for part in parts if not arguments.only or any(can_be_in(part, name) for name in arguments.only)]
    try:
        results = {part: RUN[part](arguments) for part in parts}
    except UnknownMutantError as error:
        parser.error(f"argument --only: {error}")
    except KeyboardInterrupt:
        print("\nstopped; what was tried of the code is kept", file=sys.stderr)
        return 130
    COPY.parent.mkdir(exist_ok=True)
    path = Path(COPY.parent) / "mutants.json"
    path.write_text(
        json.dumps(
            {part: [asdict(mutant) for mutant in mutants] for part, (_, mutants) in results.items()},
            ensure_ascii=False,
            indent=1,
        ),
        encoding="utf-8",
    )
    print(f"\nAll changes are listed in {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}.")
    return int(not all(reached for reached, _ in results.values()))


if __name__ == "__main__":
    sys.exit(main())
