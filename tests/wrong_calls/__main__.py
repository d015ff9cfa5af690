"""Print how wrong calls are met, function by function: `python -m tests.wrong_calls [NAME …]`.

They are tried in a process beside this one, for a wrong call may end it, or never end: then another goes on.
"""

import contextlib
import os
import resource
import sys
import tempfile
from collections import Counter
from multiprocessing import get_context

from tests.wrong_calls.gathered import CALLS, prepare
from tests.wrong_calls.trying import SECONDS, Met, met

HOW = ("refused", "silent", "nameless", "foreign", "crash")
MEMORY = 16 << 30
SPAWN = get_context("spawn")  # a fork would inherit the locks of libraries whose threads it has not


def _tried(names, start, sender):
    """Try all wrong calls from number `start` on, and send how each was met, before it that the process ended there."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    number = 0
    for right in (right for name in names for right in CALLS[name]):
        for argument, label, value in right.wrong():
            if number >= start:
                sender.send((number, Met(right.name, argument, label, "crash", "the process ended or did not answer")))
                sender.send((number, met(right, argument, label, value)))
            number += 1
    sender.send(None)


def results(names):
    """How all wrong calls were met, by number, crashes among them."""
    found, ended = {}, False
    while not ended:
        receiver, sender = SPAWN.Pipe(duplex=False)
        process = SPAWN.Process(target=_tried, args=(names, len(found), sender))
        process.start()
        sender.close()
        before = len(found)
        with contextlib.suppress(EOFError):
            while receiver.poll(10 * SECONDS):
                sent = receiver.recv()
                if sent is None:
                    ended = True
                    break
                found[sent[0]] = sent[1]
        process.kill()
        process.join()
        if len(found) == before and not ended:
            raise RuntimeError(f"wrong calls cannot be tried from number {before} on")
    return list(found.values())


def main(names):
    counts = {name: Counter() for name in names}
    failures = []
    for each in results(names):
        counts[each.function][each.how] += 1
        if each.how != "refused":
            failures.append(each)
    counts["all"] = sum(counts.values(), Counter())
    print(f"{'':34}{'calls':>7}" + "".join(f"{how:>10}" for how in HOW))
    for name, found in counts.items():
        print(f"{name:34}{found.total():7}" + "".join(f"{found[how] or '':>10}" for how in HOW))
    print(*failures, sep="\n")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        prepare()
        main(sys.argv[1:] or sorted(CALLS))
