"""The shipped functions proved for all sizes: run, unmodified, on arrays whose shape is unknown.

An array here is a shape made of symbols and a function from indices to the term that stands there.  The functions of
the package take it for an array of one more library.  What they return is compared, index by index, with a definition,
and for gradients with the derivative of that definition; each comparison of sizes that the code makes on its way
becomes a condition, and the only one that may be left over is that a window fits into the image.

From the ground up: `sealed` (what code is refused), `polynomials`, `inequalities`, `integers` (sizes without a value),
`terms` and `normal_forms` (elements, and when they are equal), `indexing`, `arrays`, `writing` and `namespace` (the
arrays), `kinds`, `constant` and `library` (the arrays as the functions see them), `state` and `running` (the package's
functions on them), `claims` (what a proof is), `setting`, `convolution_layer`, `other_layers`, `one_image` and
`conditions` (what is claimed), `catalogue` (all theorems), `covered` (what they cover, in words) and `proof` (the
theorems as proofs of formulas).
"""

from .catalogue import THEOREMS, Theorem
from .claims import Claim, NotProved, Run
from .constant import ConstantArray
from .kinds import StridedArray, WritableArray, term_at
from .proof import code_for_all_sizes, prove
from .running import shipped_functions
from .terms import entry, in_words
from .unknowns import Unknowns

__all__ = [
    "THEOREMS",
    "Claim",
    "ConstantArray",
    "NotProved",
    "Run",
    "StridedArray",
    "Theorem",
    "Unknowns",
    "WritableArray",
    "code_for_all_sizes",
    "entry",
    "in_words",
    "prove",
    "shipped_functions",
    "term_at",
]
