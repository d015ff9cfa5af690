"""A pytest plugin that collects the tests once and then tries every mutant in a process forked from there.

First all tests run on the unchanged code: that gives the time of each and the functions it calls.  A mutant then meets
the tests that call its function, up to the first that fails: those that found its like come first, then the quickest.
Each mutant has a process of its own, so nothing is kept from one to the next.  Limits are in seconds of computing, so
a machine that is busy with something else makes no mutant run too long.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from itertools import accumulate
from math import ceil
from pathlib import Path
from threading import RLock
from time import process_time

import pytest
from hypothesis import Phase, settings
from tqdm import tqdm

JOB, RESULTS, KNOWN, CALLS = map(Path, ("job.json", "results.jsonl", "known.jsonl", "calls.json"))  # in the copy
TOO_LONG, CRASHED = "ran too long", "crashed"
PATIENCE = 5  # seconds of tests that a mutant meets
LONGEST = 120  # seconds, whether it computes or waits, that a mutant has
ENDINGS = {-signal.SIGXCPU: TOO_LONG, -signal.SIGKILL: TOO_LONG, -signal.SIGALRM: TOO_LONG}


def order(tests: Sequence[str], seconds: Mapping[str, float], finds: Mapping[str, int], known: str) -> list[str]:
    """Tests in the order in which a mutant meets them: what found it before, then good finders, then quick ones."""
    return sorted(tests, key=lambda test: (test != known, -finds.get(test, 0), seconds[test], test))


def read_results(path: Path) -> dict[str, str]:
    """By what each mutant was found, "" for nothing; {} if there is no such file."""
    return dict(map(json.loads, path.read_text(encoding="utf-8").splitlines())) if path.is_file() else {}


@dataclass
class Trials:
    """The plugin; `pipe` is where a forked process says which test failed."""

    pipe: int | None = None
    running: dict[int, tuple[str, int]] = field(default_factory=dict)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Before the tests are imported: hypothesis shall not simplify the first example that fails."""
        phases = [Phase.explicit, Phase.generate]
        settings.register_profile("mutants", settings.get_profile("project"), phases=phases)
        settings.load_profile("mutants")
        import_module("array_api_strict")  # the tests do so late: once is enough
        # mutmut writes its choice among the mutants into every function, which is not the language that proofs ask for.
        import_module("textbook_cnn.formulas.proofs").objections = list

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """In a forked process the first failure ends it."""
        if report.failed and self.pipe is not None:
            os.write(self.pipe, report.nodeid.encode())
            os._exit(1)

    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Try the mutants that the job names, instead of running the tests."""
        if session.testsfailed:  # while they were collected: pytest says so
            return None
        gc.freeze()
        if not CALLS.is_file():
            self.measure(session.items)
        self.try_mutants({item.nodeid: item for item in session.items})
        return True

    def measure(self, items: Sequence[pytest.Item]) -> None:
        """Run all tests on the unchanged code, and once more in the order in which mutants meet them."""
        for words, work in (("measured", measure), ("the quickest first", run_quickest_first)):
            self.fork("", lambda work=work: work(items))
            if failed := self.wait()[1]:
                CALLS.unlink(missing_ok=True)
                pytest.exit(f"on the unchanged code, {words}: {failed}", returncode=1)

    def try_mutants(self, items: Mapping[str, pytest.Item]) -> None:
        """Try each mutant of the job that has no result yet, so many at once as the job says."""
        job, calls = (json.loads(path.read_text(encoding="utf-8")) for path in (JOB, CALLS))
        done, known, finds = read_results(RESULTS), read_results(KNOWN), defaultdict(Counter)
        names = [name for name in job["names"] if name not in done]
        with RESULTS.open("a", encoding="utf-8") as results, tqdm(total=len(names), unit="mutant") as bar:
            for name in [*names, ""]:
                while self.running and (not name or len(self.running) == job["processes"]):
                    mutant, found = self.wait()
                    finds[function_of(mutant)][found] += bool(found)
                    print(json.dumps([mutant, found]), file=results, flush=True)
                    bar.update()
                if name:
                    seconds = calls.get(function_of(name), {})
                    tests = order(list(seconds), seconds, finds[function_of(name)], known.get(name, ""))
                    limits = {items[test]: job["seconds"] + 5 * seconds[test] for test in first(tests, seconds)}
                    self.fork(name, lambda limits=limits: run(list(limits), limits))

    def fork(self, mutant: str, work: Callable[[], None]) -> None:
        """Start a process in which the mutant is active ("": none)."""
        receiver, sender = os.pipe()
        if pid := os.fork():
            os.close(sender)
            self.running[pid] = mutant, receiver
            return
        try:
            tqdm.set_lock(RLock())  # the bar's own may be held at this moment, and then for ever
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            signal.alarm(LONGEST if mutant else 0)
            os.environ["MUTANT_UNDER_TEST"] = mutant  # where mutmut's functions look
            self.pipe = sender
            work()
            os._exit(0)
        finally:
            os._exit(3)

    def wait(self) -> tuple[str, str]:
        """Wait for a process to end: its mutant, and what found it."""
        pid, status = os.wait()
        mutant, receiver = self.running.pop(pid)
        with os.fdopen(receiver) as pipe:
            said = pipe.read()
        code = os.waitstatus_to_exitcode(status)
        return mutant, said or (ENDINGS.get(code, CRASHED) if code else "")


def function_of(mutant: str) -> str:
    """The function that a mutant changes, as mutmut records its calls."""
    return mutant.partition("__mutmut_")[0]


def first(tests: Sequence[str], seconds: Mapping[str, float]) -> list[str]:
    """The first tests that together take PATIENCE seconds: those of a function that everything calls take too long."""
    return [test for test, sum_ in zip(tests, accumulate(seconds[test] for test in tests)) if sum_ < PATIENCE]


def run(items: Sequence[pytest.Item], limits: Mapping[pytest.Item, float] | None = None) -> None:
    """Run tests one after another, each for a limited number of seconds."""
    for item, following in zip(items, [*items[1:], None]):
        if limits:
            soonest, hard = process_time() + limits[item], resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(resource.RLIMIT_CPU, (ceil(soonest), hard))
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def measure(items: Sequence[pytest.Item]) -> None:
    """Run the tests on the unchanged code; write down, for each function, the seconds of the tests that call it."""
    called = import_module("mutmut.state").state()._stats
    calls: dict[str, dict[str, float]] = defaultdict(dict)
    os.environ["MUTANT_UNDER_TEST"] = "stats"  # mutmut's functions then record their calls
    for item, following in zip(items, [*items[1:], None]):
        called.clear()
        start = process_time()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        seconds = process_time() - start
        for function in called:
            calls[function][item.nodeid] = seconds
    CALLS.write_text(json.dumps(calls), encoding="utf-8")


def run_quickest_first(items: Sequence[pytest.Item]) -> None:
    """Run the tests in the order in which mutants meet them: no test may need another one before it."""
    calls = json.loads(CALLS.read_text(encoding="utf-8"))
    seconds = {test: time for tests in calls.values() for test, time in tests.items()}
    by_name = {item.nodeid: item for item in items}
    run([by_name[test] for test in order(list(seconds), seconds, {}, "")])


def pytest_configure(config: pytest.Config) -> None:
    """Register the plugin."""
    config.pluginmanager.register(Trials())
