"""Results of proofs are kept under a digest of the code that they rest on: what did not change is not proved again.

`reading` reads one file, `closure` follows the imports, `sources` says what a formula rests on, `loaded` whether what
runs is what the files say, `workers` runs, `results` keeps.
"""

from .closure import Library
from .reading import Reading
from .results import Proofs
from .sources import PACKAGE, digest, library, sources, versions

__all__ = ["PACKAGE", "Library", "Proofs", "Reading", "digest", "library", "sources", "versions"]
