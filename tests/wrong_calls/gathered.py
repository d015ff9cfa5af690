"""All right calls, gathered from the files of the folder `calls`, and what has none, with the reason."""

import pkgutil
from importlib import import_module

from tests.wrong_calls import calls
from tests.wrong_calls.trying import Right

ROOMS = {found.name: import_module(f"{calls.__name__}.{found.name}") for found in pkgutil.iter_modules(calls.__path__)}
CALLS: dict[str, list[Right]] = {}  # by function
for module in ROOMS.values():
    for right in module.CALLS:
        CALLS.setdefault(right.name, []).append(right)

# What the others are called with, or what takes no arguments.
WITHOUT = {
    "Bias": "takes no argument",
    "Flatten": "takes no argument",
    "GlobalAvgPool2D": "takes no argument",
    "ReLU": "takes no argument",
    "Sigmoid": "takes no argument",
    "Tanh": "takes no argument",
    "Network.summary": "takes no argument",
    "Network.steps": "is what forward and activations are made of",
    "History": "is what training fills in",
    "FashionMNIST": "is what fashion_mnist gives",
    "Trained": "is what trained gives",
    "benchmark_results": "takes no argument",
    "CLASS_NAMES": "is no function",
    "CLASS_NAMES_KO": "is no function",
    "CREDITS": "is no function",
    "NETWORK": "is no function",
    "PEAK_LEARNING_RATE": "is no function",
    "RECIPE": "is no function",
    "SEED": "is no function",
}


# Wrong calls that are not refused under the name of the argument: function, argument, value; and why that is right.
EXCEPTIONS: dict[tuple[str, str, str], str] = {}


def prepare() -> None:
    """Make what the right calls find in the folder in which they run."""
    for module in ROOMS.values():
        getattr(module, "prepared", lambda: None)()
