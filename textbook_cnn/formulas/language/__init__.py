"""The small part of Python that the numeric functions are written in, and the check that they are; see `README.md`."""

from .judging import objections

__all__ = ["objections"]
