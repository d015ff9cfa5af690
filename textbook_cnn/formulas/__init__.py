"""Every formula of the book: written once, printed, proved, and shown by what is printed.

Every displayed equation is proved, on the code itself where code computes it, or is marked as a definition, as an
example in numbers, or as wrong, with a counterexample.  Layers that only add and multiply are proved for every size of
batch and image and for the kernels and settings that are listed, all else for the sizes and cases that are listed.

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
