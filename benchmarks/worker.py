"""One contender in a process of its own: `python -m benchmarks.worker CASE CONTENDER SIZE`, driven by `duel`.

Reads counts from standard input; does the work that often and prints seconds, page faults and processor seconds for
each time, and the peak memory in MB.
"""

import json
import resource
import sys
from time import perf_counter

from .contenders import CASES


def main(case: str, contender: str, size: str) -> None:
    """Serve counts until standard input ends."""
    run = CASES[case][contender](int(size))
    run(2)
    print("ready", flush=True)
    for line in sys.stdin:
        count, before, began = int(line), resource.getrusage(resource.RUSAGE_SELF), perf_counter()
        run(count)
        seconds, after = perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
        busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        faults = after.ru_minflt - before.ru_minflt
        print(json.dumps([seconds / count, faults / count, busy / count, after.ru_maxrss / 1024]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
