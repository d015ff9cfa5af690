"""What the chapters of the book use besides the package: the lecture's network as it was trained, photographs, results.

`machine` measures how fast the machine is.
"""

from .lecture import NETWORK, PEAK_LEARNING_RATE, RECIPE, SEED
from .photographs import CREDITS, photograph
from .results import benchmark_results
from .run import Trained, trained

__all__ = [
    "CREDITS",
    "NETWORK",
    "PEAK_LEARNING_RATE",
    "RECIPE",
    "SEED",
    "Trained",
    "benchmark_results",
    "photograph",
    "trained",
]
