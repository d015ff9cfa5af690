"""A double of CuPy over NumPy arrays: CuPy's rules without a GPU, and without CuPy.

A module named cupy with the names and signatures of the real one (`names.json`, from the wheel), whose functions are
NumPy's.  What CuPy refuses, it refuses: arrays of the host among its arguments, conversion to NumPy's in silence, names
and keywords that CuPy lacks.  Results lie in memory as CuPy's do.  What reads values back is noted, and refused where
`cupyx.allow_synchronize` says so.  Fused functions compute element by element and see no value.  A graph is what NumPy
did, done again on the same arrays.

It does not know CuPy's rounding, its kernels or its speed.  `test_rules.py` has its rules, which also run on the real
CuPy, where there is one.
"""

from .install import cupy_or_double, is_double
from .reading import READ_BACK

__all__ = ["READ_BACK", "cupy_or_double", "is_double"]
