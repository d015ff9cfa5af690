"""`make bench`: this package against PyTorch, case by case; a table, and a JSON file that the book reads.

    python -m benchmarks [--only WORD …] [--seconds S] [--book] [--output FILE]

Contenders run in turn, one process each, and ratios are taken block by block: below 1, this package is faster.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tqdm import tqdm

from textbook_cnn.network.files import check_can_save

from .duel import Row, duel
from .machine import machine

RESULTS = Path(__file__).parent / "results"
SIZES = {
    "training step": (32, 128, 256),
    "inference": (256, 1000),
    "VGG16": (1,),
    "cost against batch": (1, 8, 32, 128),
    "cost against side": (14, 28, 56, 112),
    "cost against channels": (8, 16, 32, 64, 128),
}
LAYER_BATCH = (128,)
COMMANDS = {
    "import textbook_cnn": ["-c", "import textbook_cnn"],
    "import numpy": ["-c", "import numpy"],
    "prove, two processes": ["-m", "textbook_cnn", "prove", "--jobs", "2"],
}
BOOK = ["-m", "sphinx", "-b", "html", "-c", ".", "docs"]  # chapters that were executed are not executed again


def chosen(words: list[str]) -> list[tuple[str, int]]:
    """List the cases and sizes whose names hold one of the words; all without words."""
    from .contenders import CASES

    pairs = [(case, size) for case in CASES for size in SIZES.get(case, LAYER_BATCH)]
    return [(case, size) for case, size in pairs if not words or any(word in f"{case} {size}" for word in words)]


def named(words: list[str]) -> list[str]:
    """List the commands whose names hold one of the words; all without words."""
    return [name for name in COMMANDS if not words or any(word in name for word in words)]


def seconds(text: str) -> float:
    """Read a time that is longer than nothing."""
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"expected a number of seconds above 0, got {text!r}")
    return number


def commands(words: list[str]) -> list[dict]:
    """Time whole commands, the median of three; the proofs, which take long, once."""
    rows = []
    for name in named(words):
        times = []
        for _ in range(1 if "prove" in name else 3):
            start = perf_counter()
            subprocess.run([sys.executable, *COMMANDS[name]], check=True, capture_output=True)
            times.append(perf_counter() - start)
        rows.append({"command": name, "seconds": statistics.median(times)})
    return rows


def book() -> dict:
    """Time the writing of the whole book into a folder of its own."""
    with TemporaryDirectory() as folder:
        start = perf_counter()
        subprocess.run([sys.executable, *BOOK, folder], check=True, capture_output=True, cwd=RESULTS.parents[1])
        return {"command": "book, chapters executed before", "seconds": perf_counter() - start}


def table(rows: list[Row]) -> str:
    """Lines of a table, the ratio first."""
    head = ("ratio", "quartiles", "case", "size", "contender", "ms", "CPU ms", "faults", "peak MB", "blocks")
    lines = [
        head,
        *(
            (
                f"{row.ratio:.2f}",
                f"{row.ratio_low:.2f}–{row.ratio_high:.2f}",
                row.case,
                str(row.size),
                row.contender,
                f"{row.milliseconds:.2f}",
                f"{row.cpu_milliseconds:.2f}",
                f"{row.faults:.0f}",
                f"{row.peak_megabytes:.0f}",
                str(row.blocks),
            )
            for row in rows
        ),
    ]
    widths = [max(len(line[k]) for line in lines) for k in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD", help='cases that hold a word, such as "step"')
    parser.add_argument("--seconds", type=seconds, default=12, help="for each case and size (default: %(default)s)")
    parser.add_argument("--book", action="store_true", help="also time the writing of the book (after make book)")
    parser.add_argument("--output", type=Path, help="JSON file (default: benchmarks/results/cpu-KERNELS.json)")
    arguments = parser.parse_args()
    facts = machine()
    output = arguments.output or RESULTS / f"cpu-{(facts['blas_kernels'] or 'unknown').lower()}.json"
    if unknown := [word for word in arguments.only if not chosen([word]) and not named([word])]:
        parser.error(f"argument --only: expected words of cases or commands, got {unknown[0]!r}")
    try:
        output.parent.mkdir(exist_ok=True)
        check_can_save(output, 0)
    except OSError as error:
        parser.error(f"argument --output: expected a file that can be written, got {output} ({error.strerror})")
    print(json.dumps(facts, indent=1, ensure_ascii=False), flush=True)
    rows: list[Row] = []
    with tqdm(chosen(arguments.only), unit="case", file=sys.stderr) as bar:
        for case, size in bar:
            bar.set_postfix_str(f"{case} {size}")
            rows += duel(case, size, seconds=arguments.seconds)
    timed = commands(arguments.only) + ([book()] if arguments.book else [])
    print(table(rows))
    print("\n".join(f"{row['seconds']:.2f} s  {row['command']}" for row in timed))
    text = json.dumps(
        {"machine": facts, "rows": [row._asdict() for row in rows], "commands": timed}, ensure_ascii=False, indent=1
    )
    partial = output.with_suffix(".part")
    partial.write_text(text + "\n", encoding="utf-8")
    partial.replace(output)
    print(f"Written to {output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
