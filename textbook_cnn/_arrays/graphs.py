"""What an array carries besides its numbers: PyTorch notes from what a tensor was computed."""

from __future__ import annotations

from typing import Any


def detached(A: Any) -> Any:
    """A without what PyTorch would differentiate through, which would grow from step to step; others as they are."""
    return A.detach() if getattr(A, "requires_grad", False) is True else A
