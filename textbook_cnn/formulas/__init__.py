"""Every formula of the book: written once, printed, proved, and shown by what is printed.

>>> from textbook_cnn.formulas import REGISTRY
>>> REGISTRY["conv2d.backward_kernel"].status
'proved'
"""

from . import (
    adjoint,
    backward,
    conv2d,
    convolution,
    counting,
    densities,
    fast,
    images,
    loss,
    measuring,
    network,
    pooling,
    seeing,
    whole_network,
)
from .cache import Proofs
from .errata import ERRATA
from .proofs import Proof, ProofResult, prove
from .registry import Equation, Erratum, Formula, Registry

__all__ = [
    "ERRATA", "REGISTRY", "Equation", "Erratum", "Formula", "Proof", "ProofResult", "Proofs", "Registry", "prove",
]  # fmt: skip

REGISTRY = Registry()
for chapter in (images, densities, convolution, conv2d, counting, backward, adjoint, network, pooling, loss,
                whole_network, measuring, seeing, fast):  # fmt: skip
    REGISTRY.add(chapter.FORMULAS)
REGISTRY.correct(ERRATA)
