"""Shipped functions that print by a name or a word, and the ways back through them."""

from __future__ import annotations

from typing import Any, ClassVar

from ..example import Example
from ..shipped import shipped
from .nodes import Node, value
from .operators import Operation
from .printing import ATOM, called, listed


class Named(Operation):
    """A shipped function printed by its name, or by another word: rot180(K), pool(X)."""

    tightness = ATOM
    word: ClassVar[str] = ""

    def _latex(self, printer: Any) -> str:
        return called(rf"\text{{{self.word or self.function}}}", listed(self.args, printer))


class Rot180(Named):
    """rot180(K), the kernel turned by half a turn."""

    function = "rot180"


class Softmax(Named):
    """softmax of each row."""

    function = "softmax"


class CrossEntropy(Named):
    """The mean cross-entropy of the softmax of scores Z for target rows T."""

    word, function = "cross-entropy", "softmax_cross_entropy"


class Rectified(Named):
    """relu(X)."""

    function = "relu"


class OfMaps(Named):
    """A function of a batch of feature maps: one map, or the maps of one image, go in as a batch of one."""

    def _value(self, at: Example) -> Any:
        maps = value(self.args[0], at)
        missing = 4 - maps.ndim
        return shipped(self.function)(maps[(None,) * missing])[(0,) * missing]


class Pooled(OfMaps):
    """pool(X): the largest of each 2×2 window."""

    word, function = "pool", "max_pool2d"


class Flattened(OfMaps):
    """flatten(X): the maps of one image as one row."""

    function = "flatten"


class ThroughRelu(Node):
    """The way back through the ReLU whose input was X: ThroughRelu(X, dY) prints relu'_X(∂E/∂Y)."""

    tightness = ATOM
    word: ClassVar[str] = "relu"

    def _value(self, at: Example) -> Any:
        return shipped("relu_backward")(*(value(part, at) for part in self.args))

    def _latex(self, printer: Any) -> str:
        X, dY = map(printer._print, self.args)
        return called(rf"\text{{{self.word}}}'_{{{X}}}", dY)


class ThroughPool(ThroughRelu):
    """The way back through the pooling whose input was X."""

    word = "pool"

    def _value(self, at: Example) -> Any:
        X, dY = (value(part, at)[None, None] for part in self.args)
        return shipped("max_pool2d_backward")(X, dY)[0, 0]
