"""Layers as frozen records of their sizes, and the network that chains them; parameters are a plain dictionary."""

from .layers import AvgPool2D, Bias, Conv2D, Dense, Dropout, Flatten, GlobalAvgPool2D, MaxPool2D, ReLU, Sigmoid, Tanh
from .network import Network
from .parameters import load_params, save_params
from .pool_first import pool_first

__all__ = [
    "AvgPool2D",
    "Bias",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "GlobalAvgPool2D",
    "MaxPool2D",
    "Network",
    "ReLU",
    "Sigmoid",
    "Tanh",
    "load_params",
    "pool_first",
    "save_params",
]
