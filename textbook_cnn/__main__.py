"""Commands: ``python -m textbook_cnn COMMAND``; each is a file of `commands`, and --help lists them."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from .commands import check, prove, train

COMMANDS = check, prove, train


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """End with status 2, and no more than what was wrong."""
        self.exit(2, f"error: {message}; {self.prog} --help explains the options\n")


def main(words: list[str] | None = None) -> int:
    """Run a command; return its exit status."""
    parser = Parser(prog="python -m textbook_cnn", description="The textbook's commands.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(commands)
    arguments = parser.parse_args(words)
    return arguments.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
