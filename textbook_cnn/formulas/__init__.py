"""Every formula of the book: written once, printed, proved, and shown by what is printed.

>>> from textbook_cnn.formulas import REGISTRY
>>> REGISTRY["conv2d.backward_kernel"].status
'proved'
"""

from .cache import Proofs
from .proofs import Proof, ProofResult, prove
from .registry import Equation, Erratum, Formula, Registry
from .slides.errata import ERRATA
from .statements import STATEMENTS

__all__ = [
    "ERRATA", "REGISTRY", "Equation", "Erratum", "Formula", "Proof", "ProofResult", "Proofs", "Registry", "prove",
]  # fmt: skip

REGISTRY = Registry()
for _module in STATEMENTS:
    REGISTRY.add(_module.FORMULAS)
REGISTRY.correct(ERRATA)
