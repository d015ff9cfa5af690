"""Tries wrong calls in a process beside this one, for one may end it, or never end: then another goes on."""

import contextlib
import os
import resource
from collections.abc import Sequence
from multiprocessing import get_context

from tests.wrong_calls.gathered import CALLS
from tests.wrong_calls.trying import SECONDS, Met, met

MEMORY = 16 << 30
SPAWN = get_context("spawn")  # a fork would inherit the locks of libraries whose threads it has not


def _tried(names: Sequence[str], start: int, sender) -> None:
    """Try all wrong calls from number `start` on, and send how each was met, before it that the process ended there."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    wrong = [(right, *each) for name in names for right in CALLS[name] for each in right.wrong()]
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    for number, (right, argument, label, value) in enumerate(wrong[start:], start):
        sender.send((number, Met(right.name, argument, label, "crash", "the process ended or did not answer")))
        sender.send((number, met(right, argument, label, value)))
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
