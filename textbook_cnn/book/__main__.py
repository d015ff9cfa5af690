"""``python -m textbook_cnn.book FOLDER``: train the lecture's network and write down all that the book says about it.

FOLDER gets initial.npz and params.npz, the parameters before and after training, and run.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .lecture import RUN, write


def main(arguments: list[str] | None = None) -> None:
    """Read the command line, train, write, and say how it ended."""
    parser = argparse.ArgumentParser(prog="python -m textbook_cnn.book", description=(__doc__ or "").partition(": ")[2])
    parser.add_argument("folder", type=Path, help="where to write; it exists")
    parser.add_argument("--source", choices=["fashion-mnist", "sample"], default="fashion-mnist")
    given = parser.parse_args(arguments)
    write(given.folder, None if given.source == "fashion-mnist" else given.source)
    record = json.loads((given.folder / RUN).read_text(encoding="utf-8"))
    print(f"test accuracy {record['test_accuracy']:.2%} after {record['seconds']:.0f} s of training")


if __name__ == "__main__":
    main()
