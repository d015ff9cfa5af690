"""Count what one training step of the lecture's network sends to the device, and compare it with budget.json.

`build/gpu-emulator/venv/bin/python -m scripts.gpu_emulator.count`, from the root; `--write` makes what is found the
budget, and `--exact` fails where it is less, too.
"""

import argparse
import sys
import warnings
from unittest.mock import patch

from . import budget, emulator

BATCH, STEPS = 128, 6  # the first steps allocate, and the first of a graph is captured


def steps(**options):
    """For each step of a training what it sent: from one move of the progress bar to the next."""
    import numpy as np
    from tqdm.auto import tqdm

    from textbook_cnn import train
    from textbook_cnn.commands.train import LECTURE

    rng = np.random.default_rng(0)
    X = rng.standard_normal((BATCH * STEPS, 1, 28, 28), dtype=np.float32)
    labels = rng.integers(0, 10, len(X))
    usual = {"epochs": 1, "batch_size": BATCH, "validation": None, "progress": False, "device": "cuda"}
    found = []
    with (
        warnings.catch_warnings(action="error"),  # a graph that is refused is only warned of
        emulator.logged(),
        patch.object(tqdm, "update", lambda *_: found.append(emulator.take())),
    ):
        train(LECTURE, LECTURE.init(0), (X, labels), **usual, **options)
    return found


def count_step(**options):
    """The count of a step, once two in a row agree."""
    *_, before, last = map(budget.count, steps(**options))
    if before != last:
        raise RuntimeError(f"two steps in a row differ:\n{chr(10).join(budget.differences(last, before))}")
    return last


def counts():
    """The counts of a step by itself and of one as a CUDA graph."""
    return {"eager": count_step(graph=False), "graph": count_step(graph=True)}


def judge(found, allowed, *, exact):
    """Print how counts compare with the budget; whether that is as it should be."""
    good = True
    for kind, counted in found.items():
        print(f"{kind}: " + ", ".join(f"{value} {key}" for key, value in counted.items() if key != "names"))
        if allowed[kind] is None:
            print(f"{kind}: the budget has no count; write it with --write")
            good = False
            continue
        verdict, lines = budget.compare(counted, allowed[kind])
        if lines:
            advice = "lower the budget with --write" if verdict == "under" else "send less, or say why and use --write"
            print(f"{kind}: {verdict} the budget; {advice}", *lines, sep="\n")
        good &= verdict == "as it is" or (verdict == "under" and not exact)
    return good


def main(words=None):
    """Count and compare; 1 if the budget is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--exact", action="store_true", help="fail also where less is sent than the budget allows")
    parser.add_argument("--write", action="store_true", help="make what is found the budget")
    arguments = parser.parse_args(words)
    emulator.start()
    found = counts()
    if arguments.write:
        budget.write(found)
    return 0 if judge(found, budget.load(), exact=arguments.exact) else 1


if __name__ == "__main__":
    sys.exit(main())
