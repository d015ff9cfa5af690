"""The mistakes that readers meet in books and code, each with an example that refutes it."""

from ..wrong_formula import by_id
from . import backward, forward, network

WRONG = by_id((*forward.MISTAKES, *backward.MISTAKES, *network.MISTAKES))
