"""Every formula of the book: written once, printed, proved, and shown by what is printed.

>>> from textbook_cnn.formulas import REGISTRY
>>> REGISTRY["conv2d.backward_kernel"].status
'proved'
"""

from . import backward, conv2d, convolution, densities, images, measuring, network, seeing, whole_network
from .cache import Proofs
from .proofs import Proof, ProofResult, prove
from .registry import Equation, Erratum, Formula, Registry

__all__ = ["REGISTRY", "Equation", "Erratum", "Formula", "Proof", "ProofResult", "Proofs", "Registry", "prove"]

REGISTRY = Registry()
for chapter in (images, densities, convolution, conv2d, backward, network, whole_network, measuring, seeing):
    REGISTRY.add(chapter.FORMULAS)
