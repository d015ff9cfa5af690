"""What reads values back from the device: noted, and refused where cupyx's `allow_synchronize` forbids it."""

import threading
import warnings
from contextlib import contextmanager

from .graphs import CAPTURING, capturing

READ_BACK: list[str] = []  # by what, in order; whoever counts, clears it first
WARNING = (
    "cupyx.allow_synchronize will be removed in future releases as it is not possible to reliably detect "
    "synchronizations."
)
_here = threading.local()


class DeviceSynchronized(RuntimeError):  # noqa: N818 - CuPy's name
    """A value was read back while that was not allowed."""

    def __init__(self, message="Device synchronization was detected while disallowed."):
        super().__init__(message)


def reads(what):
    """Note that the host waits for the device."""
    if not getattr(_here, "allowed", True):
        raise DeviceSynchronized
    if capturing():
        raise RuntimeError(CAPTURING)
    READ_BACK.append(what)


@contextmanager
def allow_synchronize(allow):
    """Allow reading back within it, or not, in this thread."""
    warnings.warn(WARNING, stacklevel=1)
    before = getattr(_here, "allowed", True)
    _here.allowed = allow
    try:
        yield
    finally:
        _here.allowed = before
