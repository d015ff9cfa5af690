"""Steps on a GPU as launches of one CUDA graph: what a step does is recorded once, and then done again and again.

Launching some hundred kernels one by one takes the processor longer than the GPU needs to run them.  A graph has no
arguments: whatever differs from step to step (the parameters, the state of Adam, the images' order, the learning rate)
stands in arrays on the device that the graph itself reads and changes.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

import numpy as np

from .._arrays import Array, copy, cublas, elementwise, reshape
from .adam import AdamState, adam_step
from .buffers import Buffers
from .gradients import Step


class GraphedSteps:
    """The steps of a training with CuPy: full batches as launches of one graph, a shorter last one kernel by kernel."""

    def __init__(
        self,
        gradients: Callable[..., Step],
        params: Mapping[str, Array],
        images: int,
        batch_size: int,
    ) -> None:
        self.cupy, self.gradients = import_module("cupy"), gradients
        self.images, self.batch_size = images, min(batch_size, images)
        self.batches = -(-images // self.batch_size)
        self.params, self.grads = Buffers(params), Buffers(params)
        self.M, self.V = Buffers(params, wide=True), Buffers(params, wide=True)
        self.params.fill(params)
        zeros = self.cupy.zeros
        self.step, self.loss = zeros((), "float64"), zeros((), "float64")
        self.right, self.batch = zeros((), "int64"), zeros((1,), "int64")
        self.order, self.rates = zeros((images,), "int64"), zeros((self.batches,), "float64")
        self.rows = self.cupy.arange(self.batch_size)
        self.stream = _stream(self.cupy)
        self.memory = self.cupy.cuda.MemoryPool()  # the graph's own: nothing else may be given what it writes to
        self.graph: Any = None
        self.workspace: Any = None
        self.warm = self.refused = False

    def epoch(self, order: Array, rates: list[float], tell: Callable[[], object]) -> tuple[Array, Array]:
        """Go through the images once: the sum of the losses and the number of right answers, both still unread."""
        with self._own_stream():
            self.order[...] = order
            self.rates[...] = self.cupy.asarray(np.array(rates))
            for counter in (self.batch, self.loss, self.right):
                counter[...] = 0
            for i in range(self.batches):
                count = min(self.batch_size, self.images - i * self.batch_size)
                if count < self.batch_size or self.refused or not self.warm:
                    self._take(self.rows[:count])
                    self.warm = self.warm or count == self.batch_size  # kernels are compiled, workspaces are there
                else:
                    self._launch()
                tell()
            return copy(self.loss), copy(self.right)

    def now(self) -> tuple[dict[str, Array], AdamState]:
        """Copies of the parameters and of Adam's state: the arrays themselves change with the next step."""
        with self._own_stream():
            params, M, V = ({key: copy(A) for key, A in each.views.items()} for each in (self.params, self.M, self.V))
            return params, AdamState(copy(self.step), M, V)

    def close(self) -> None:
        """Let go of the graph and of its memory: CuPy never frees that of a pool which nobody asks to."""
        self.graph = self.workspace = None
        self.memory.free_all_blocks()

    def _take(self, rows: Array) -> None:
        """One step, with the rows of the batch that is next; what it changes, it changes in place."""
        chosen = self.cupy.take(self.order, elementwise(_following, rows, self.batch, self.batch_size), axis=0)
        found = self.gradients(self.params.views, chosen)
        self.grads.fill(found.grads)
        state = AdamState(self.step, self.M.whole, self.V.whole)
        rate = reshape(self.cupy.take(self.rates, self.batch, axis=0))
        params, state = adam_step(self.params.whole, self.grads.whole, state, learning_rate=rate)
        self.params.replace(params)
        self.M.replace(state.M)
        self.V.replace(state.V)
        self.step += 1
        self.batch += 1
        self.loss += found.loss * chosen.shape[0]
        self.right += found.right

    def _launch(self) -> None:
        """One step as a launch of the graph, which is captured first; where that is refused, kernel by kernel."""
        graph = self.graph or self._recorded()
        if graph is None:
            self.close()  # only now: the error that is gone held what the capture had made
            self._take(self.rows)
        else:
            graph.launch(self.stream)

    def _recorded(self) -> Any:
        """The graph, captured now; None, after a warning, where that is refused."""
        try:
            self.graph = self._captured()
        except Exception as error:
            self.refused = True
            reason = (str(error).splitlines() or [""])[0]
            warnings.warn(
                f"training goes on without a CUDA graph, which is slower: {type(error).__name__}: {reason}",
                RuntimeWarning,
                stacklevel=7,
            )
        return self.graph

    def _captured(self) -> Any:
        """A step as a graph: nothing is computed yet, and what fails leaves the arrays as they are.

        CuPy refuses to copy to or from the processor here: a graph would copy what stands there later.
        """
        with self.cupy.cuda.using_allocator(self.memory.malloc), cublas.workspace() as self.workspace:
            self.stream.begin_capture()
            try:
                self._take(self.rows)
            except BaseException:
                with suppress(Exception):  # ends the capture; that it holds no whole step is known
                    self.stream.end_capture()
                raise
            return self.stream.end_capture()

    @contextmanager
    def _own_stream(self) -> Iterator[None]:
        """The steps' own stream, after all that the caller's has been given, which in turn goes on after them."""
        outside = self.cupy.cuda.get_current_stream()
        self.stream.wait_event(outside.record())
        try:
            with self.stream:
                yield
        finally:
            outside.wait_event(self.stream.record())


def _following(xp: Any, rows: Array, batch: Array, batch_size: int) -> Array:
    return rows + batch * batch_size


class _Kept(threading.local):
    """A thread's streams by device: what one thread records, no other adds to."""

    def __init__(self) -> None:
        self.streams: dict[int, Any] = {}


_kept = _Kept()


def _stream(cupy: Any) -> Any:
    """The thread's stream for steps, one for all trainings: CuPy keeps freed memory for the stream that had it."""
    device = cupy.cuda.Device().id
    if device not in _kept.streams:
        _kept.streams[device] = cupy.cuda.Stream(non_blocking=True)
    return _kept.streams[device]
