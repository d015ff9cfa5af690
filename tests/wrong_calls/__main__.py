"""Print how wrong calls are met, function by function: `python -m tests.wrong_calls [NAME …]`."""

import os
import sys
import tempfile
from collections import Counter

from tests.wrong_calls.beside import results
from tests.wrong_calls.gathered import CALLS, EXCEPTIONS, prepare

HOW = ("refused", "silent", "nameless", "foreign", "crash")


def main(names):
    counts = {name: Counter() for name in names}
    failures = []
    for each in results(names):
        counts[each.function][each.how] += 1
        if each.how != "refused" and each.call not in EXCEPTIONS:
            failures.append(each)
    counts["all"] = sum(counts.values(), Counter())
    print(f"{'':34}{'calls':>7}" + "".join(f"{how:>10}" for how in HOW))
    for name, found in counts.items():
        print(f"{name:34}{found.total():7}" + "".join(f"{found[how] or '':>10}" for how in HOW))
    print(*failures, sep="\n")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if unknown := set(sys.argv[1:]) - set(CALLS):
        sys.exit(f"error: expected names among {', '.join(sorted(CALLS))}, got {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        prepare()
        main(sys.argv[1:] or sorted(CALLS))
