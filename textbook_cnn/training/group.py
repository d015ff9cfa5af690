"""Training that several processes share: each takes its part of every batch, and their gradients are added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Protocol

from .. import _checks as check
from .. import _options as option
from .._arrays import Array, array_namespace, device
from .buffers import Buffers
from .gradients import Step


class Group(Protocol):
    """The processes that train together: the number of this one, how many there are, and sums over all of them."""

    @property
    def rank(self) -> int:
        """Number of this process, counted from 0."""

    @property
    def size(self) -> int:
        """Number of processes."""

    def add(self, A: Array, /) -> None:
        """Replace the array by its sum over all processes, the same in each, bit for bit."""


class NCCLGroup:
    """GPUs that train together over NCCL, one process for each: what `train` takes as its `group`.

    Not yet tried on GPUs. What a process does with its part of a batch is tested with threads in place of processes.
    NCCL comes by itself: ``pip install nvidia-nccl-cu13``, or ``nvidia-nccl-cu12`` for CUDA 12.

    Parameters
    ----------
    size : int
        Number of processes.
    rank : int
        The number of this one, counted from 0. Choose its GPU first, with ``cupy.cuda.Device(number).use()``.
    host : str, optional
        Where the processes meet: the machine of process 0. If left out that of the variable CUPYX_DISTRIBUTED_HOST,
        else 127.0.0.1. They exchange the key of their group there without a password.
    port : int, optional
        The port of that machine. If left out that of CUPYX_DISTRIBUTED_PORT, else 13333.
    use_mpi : bool
        Meet through MPI instead, which has started the processes, where mpi4py is installed.

    Raises
    ------
    TypeError, ValueError
        If `size`, `rank` or `port` is no integer in its range, `host` no string, or `use_mpi` neither True nor False.
    ImportError
        If there is no CuPy.
    RuntimeError
        If there is no NCCL, or process 0 is not found.

    Examples
    --------
    Process ``rank`` of two, each with the same images, parameters and seed::

        group = NCCLGroup(2, rank)
        params, history = train(network, params, data, epochs=5, device="cuda", group=group)

    Their numbers are counted from 0:

    >>> try:
    ...     NCCLGroup(2, 2)
    ... except ValueError as error:
    ...     print(error)
    rank: expected a number below size = 2, got 2
    """

    def __init__(
        self, size: int, rank: int, *, host: str | None = None, port: int | None = None, use_mpi: bool = False
    ) -> None:
        self.size, self.rank = check.integer("size", size, 1), check.integer("rank", rank, 0)
        if self.rank >= self.size:
            raise ValueError(f"rank: expected a number below size = {size}, got {rank}")
        host = None if host is None else option.text("host", host)
        port = None if port is None else option.within("port", port, 1, 65535)
        use_mpi = option.flag("use_mpi", use_mpi)
        start = import_module("cupyx.distributed").init_process_group
        self._communicator = start(self.size, self.rank, host=host, port=port, use_mpi=use_mpi)

    def add(self, A: Array) -> None:
        """Replace the array by its sum over all processes.

        Parameters
        ----------
        A : CuPy array, contiguous
            Of numbers that NCCL adds, such as float32, float64 or int64; changed in place.

        Raises
        ------
        TypeError, RuntimeError
            If CuPy does not hand such an array to NCCL.
        """
        self._communicator.all_reduce(A, A)


def shared(group: Group, gradients: Callable[[Array], Step], params: Mapping[str, Array], chosen: Array) -> Step:
    """Loss and gradients of the chosen images, of which this process computes its part: equation ``training.parts``."""
    N, xp = chosen.shape[0], array_namespace(chosen)
    own = chosen[N * group.rank // group.size : N * (group.rank + 1) // group.size]
    grads, sums = Buffers(params), xp.zeros((2,), dtype=xp.float64, device=device(chosen))
    if own.shape[0] > 0:  # of a small batch there may be nothing for this one
        share, step = own.shape[0] / N, gradients(own)
        grads.fill({key: G * share for key, G in step.grads.items()})
        sums[0], sums[1] = step.loss * share, step.right
    for A in (*grads.whole.values(), sums):
        group.add(A)
    return Step(sums[0], xp.astype(sums[1], xp.int64), grads.views)
