"""What CuPy tells of the device and lets one do with it: one device, whose streams do all at once."""

from contextlib import contextmanager
from types import SimpleNamespace

from . import graphs
from .fusion import CompileException
from .reading import reads

VERSION = 13000
NAME = "a double of CuPy over NumPy"


class Device:
    """The only one."""

    def __init__(self, device=None):
        self.id = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __eq__(self, other):
        return isinstance(other, Device)

    def __hash__(self):
        return 0

    def __repr__(self):
        return "<CUDA Device 0>"

    def synchronize(self):
        reads("synchronize")


class Stream:
    """A queue of work; all of it is done at once."""

    def __init__(self, null=False, non_blocking=False):
        self.ptr = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def synchronize(self):
        pass

    def record(self, event=None):
        return event

    def wait_event(self, event):
        pass

    def begin_capture(self, mode=None):
        graphs.begin()

    def end_capture(self):
        return graphs.end()

    def is_capturing(self):
        return graphs.capturing()


class MemoryPool:
    """A pool that holds nothing: NumPy has its own memory."""

    def malloc(self, size):
        return None

    def free_all_blocks(self):
        pass

    def used_bytes(self):
        return 0

    def total_bytes(self):
        return 0


@contextmanager
def using_allocator(allocator=None):
    """Arrays within come from the allocator; here from NumPy."""
    yield


def names():
    """The names of cupy.cuda."""
    runtime = SimpleNamespace(
        CUDARuntimeError=type("CUDARuntimeError", (RuntimeError,), {}),
        driverGetVersion=lambda: VERSION,
        runtimeGetVersion=lambda: VERSION,
        getDeviceCount=lambda: 1,
        getDeviceProperties=lambda device: {"name": NAME.encode(), "major": 0, "minor": 0},
    )
    return {
        "is_available": lambda: True,
        "Device": Device,
        "Stream": Stream,
        "Graph": graphs.Graph,
        "MemoryPool": MemoryPool,
        "get_current_stream": Stream,
        "alloc": lambda size: SimpleNamespace(ptr=0),
        "using_allocator": using_allocator,
        "runtime": runtime,
        "compiler": SimpleNamespace(CompileException=CompileException),
    }
