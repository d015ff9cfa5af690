"""Print how wrong calls are met, function by function: `python -m tests.wrong_calls [NAME …]`.

Each function is tried in a process of its own with little memory: a wrong call may end one, or never end.
"""

import contextlib
import os
import resource
import sys
import tempfile
from collections import Counter
from multiprocessing import get_context

from tests.wrong_calls.gathered import CALLS, prepare
from tests.wrong_calls.trying import Met, met

HOW = ("refused", "silent", "nameless", "foreign", "crash")
MEMORY = 16 << 30
FORK = get_context("fork")


def _tried(wrong, start, sender):
    """Try wrong calls from number `start` on, and send how each was met, before it that the process ended there."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stderr = None
    for i, (right, argument, label, value) in enumerate(wrong[start:], start):
        sender.send((i, Met(right.name, argument, label, "crash", "the process ended")))
        sender.send((i, met(right, argument, label, value)))


def results(name):
    """How all wrong calls of one function were met, crashes among them."""
    wrong = [(right, *each) for right in CALLS[name] for each in right.wrong()]
    found = {}
    while len(found) < len(wrong):
        receiver, sender = FORK.Pipe(duplex=False)
        process = FORK.Process(target=_tried, args=(wrong, len(found), sender))
        process.start()
        sender.close()
        before = len(found)
        with contextlib.suppress(EOFError):
            while True:
                i, each = receiver.recv()
                found[i] = each
        process.join()
        if len(found) == before:
            raise RuntimeError(f"{name}: its calls cannot be tried")
    return list(found.values())


def main(names):
    total = Counter()
    print(f"{'':34}{'calls':>7}" + "".join(f"{how:>10}" for how in HOW))
    failures = []
    for name in names or sorted(CALLS):
        all_met = results(name)
        counts = Counter(each.how for each in all_met)
        total += counts
        failures += [each for each in all_met if each.how != "refused"]
        print(f"{name:34}{len(all_met):7}" + "".join(f"{counts[how] or '':>10}" for how in HOW), flush=True)
    print(f"{'all':34}{total.total():7}" + "".join(f"{total[how]:10}" for how in HOW))
    print(*failures, sep="\n")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        prepare()
        main(sys.argv[1:])
