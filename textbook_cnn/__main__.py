"""Commands: ``python -m textbook_cnn COMMAND``; each is a file of `commands`, and --help lists them."""

from __future__ import annotations

import argparse
import atexit
import os
import sys
from typing import NoReturn

from .commands import check, prove, train
from .commands.words import settle

COMMANDS = check, prove, train
SIGNALLED = 128  # statuses above are those of commands that a signal stopped


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


def leave(status: int) -> None:
    """End this process; at once where a signal stopped it, since freeing all that was computed may take seconds."""
    if status > SIGNALLED:
        atexit._run_exitfuncs()
    settle(sys.stdout)
    settle(sys.stderr)
    if status > SIGNALLED:
        os._exit(status)
    sys.exit(status)


if __name__ == "__main__":
    leave(main())
