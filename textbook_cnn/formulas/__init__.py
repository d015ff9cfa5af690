"""Every formula of the book: written once, printed, proved, and shown by what is printed.

>>> from textbook_cnn.formulas import REGISTRY
>>> REGISTRY["conv2d.backward_kernel"].status
'proved'
"""

from .cache import Proofs
from .formula import Equation, Erratum, Formula, Proof, ProofResult
from .proofs import prove
from .registry import REGISTRY, Registry
from .slides.errata import ERRATA

__all__ = [
    "ERRATA",
    "REGISTRY",
    "Equation",
    "Erratum",
    "Formula",
    "Proof",
    "ProofResult",
    "Proofs",
    "Registry",
    "prove",
]
