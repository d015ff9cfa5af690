"""What the device does: at once, or, while a stream captures, noted in a graph and done when that is launched.

A launch does again what NumPy did, on the same arrays: results are computed anew into the memory that they were given.
While a graph is captured what changes arrays is only noted, as on a GPU; results are computed once, for their shapes.
"""

import threading

import numpy as np

CAPTURING = "cudaErrorStreamCaptureUnsupported: operation not permitted when stream is capturing"


class _Here(threading.local):
    work = None  # a list while this thread's stream captures


_here = _Here()


class Graph:
    """What was captured."""

    def __init__(self, work):
        self._work = work

    def launch(self, stream=None):
        with np.errstate(all="ignore"):
            for each in self._work:
                each()


def begin():
    """Note from now on what is to be done."""
    if capturing():
        raise RuntimeError("cudaErrorIllegalState: the operation cannot be performed in the present state")
    _here.work = []


def end():
    """The graph of what was noted."""
    work, _here.work = _here.work, None
    if work is None:
        raise RuntimeError("cudaErrorIllegalState: the operation cannot be performed in the present state")
    return Graph(work)


def capturing():
    """Whether this thread captures."""
    return _here.work is not None


def result(compute):
    """NumPy arrays that `compute` gives; each launch computes them again."""
    with np.errstate(all="ignore"):
        found = compute()
    if capturing():
        _here.work.append(lambda: _put(found, compute()))
    return found


def change(work):
    """Do what changes arrays; each launch does it again."""
    if capturing():
        _here.work.append(work)
        return
    with np.errstate(all="ignore"):
        work()


def send(values):
    """What comes from the host, which no graph may hold."""
    if capturing():
        raise RuntimeError("the current stream is capturing, so H2D transfers are disallowed")
    return values


def _put(arrays, values):
    if isinstance(arrays, list | tuple):
        for array, value in zip(arrays, values):
            _put(array, value)
    elif isinstance(arrays, np.ndarray):
        np.copyto(arrays, values)
