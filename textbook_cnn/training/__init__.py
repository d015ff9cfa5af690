"""Gradient descent, Adam, steps in parts on threads, epochs, and what a trained network is worth."""

from .adam import adam_init, adam_step
from .descent import descent_step
from .evaluation import accuracy, confusion_matrix, evaluate, predict
from .gradient_check import check_gradients
from .group import NCCLGroup
from .history import History
from .schedules import one_cycle
from .train import train

__all__ = [
    "History",
    "NCCLGroup",
    "accuracy",
    "adam_init",
    "adam_step",
    "check_gradients",
    "confusion_matrix",
    "descent_step",
    "evaluate",
    "one_cycle",
    "predict",
    "train",
]
