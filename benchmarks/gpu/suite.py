"""The stage `tests`: all tests that run on CuPy, on as many processes as pytest-xdist and the processor allow."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from textbook_cnn.training.threads import processors

from .record import Record, stage
from .stages import ROOT

OPTIONS = ("-k", "cupy", "-q", "--tb=short", "-p", "no:cacheprovider", "--continue-on-collection-errors")
# In place of pyproject.toml's: doctests need modules that a bare machine lacks, and name no CuPy.
ADDED = ("--override-ini=addopts=", "--import-mode=importlib", "--strict-markers")
PROCESSES = 4  # at most: each takes half a gigabyte of the card for itself
LINES = 8  # of a failure's message
MISSING = re.compile(r"ModuleNotFoundError: (No module named '(?!textbook_cnn|tests|benchmarks)[^']+')")


class Watch:
    """Counts of what pytest reports, written down at most once a second."""

    def __init__(self, record: Record) -> None:
        self.record, self.written = record, 0.0
        self.counts = {"passed": 0, "failed": 0, "skipped": 0}
        self.failures: list[dict[str, Any]] = []
        self.not_run: dict[str, str] = {}
        self.skipped: dict[str, int] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once: when it has run, was skipped, or could not be set up or cleaned up after."""
        if report.when == "call" or not report.passed:
            self.counts[report.outcome] += 1
        if report.failed:
            self.failed(report)
        elif report.skipped and isinstance(report.longrepr, tuple):
            why = report.longrepr[2]
            self.skipped[why] = self.skipped.get(why, 0) + 1
        self.keep()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot be imported for what is missing is not run; any other error is a failure."""
        missing = MISSING.search(report.longreprtext)
        if report.failed and missing:
            self.not_run[report.nodeid] = missing[1]
        elif report.failed:
            self.failed(report)

    def failed(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        """Note a failure with the first lines of its message."""
        crash = getattr(report.longrepr, "reprcrash", None)
        lines = crash.message.splitlines()[:LINES] if crash else report.longreprtext.splitlines()[-LINES:]
        self.failures.append({"test": report.nodeid, "message": lines})

    def keep(self, seldom: bool = True) -> None:
        """Write down what is known so far."""
        if not seldom or monotonic() - self.written > 1:
            self.written = monotonic()
            found = {"failures": self.failures, "not_run": self.not_run, "skipped_because": self.skipped}
            self.record.keep(**self.counts, **found)


def processes(cores: int) -> list[str]:
    """The words that have pytest use more than one process, if pytest-xdist is there."""
    several = min(PROCESSES, cores)
    if several < 2 or importlib.util.find_spec("xdist") is None:
        return []
    return ["-p", "xdist.plugin", "-n", str(several), "--dist", "worksteal"]


def work(record: Record, folder: Path = ROOT / "tests") -> bool:
    """Run the tests of a folder; whether some have passed and none failed."""
    watch = Watch(record)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # what else that Python has may warn, and a warning is an error
    pytest.main([str(folder), *ADDED, *OPTIONS, *processes(processors())], plugins=[watch])
    watch.keep(seldom=False)
    for name, why in watch.not_run.items():
        print(f"not run: {name}: {why}")
    return watch.counts["passed"] > 0 and not watch.failures


if __name__ == "__main__":
    sys.exit(stage(work))
