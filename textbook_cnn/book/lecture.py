"""The lecture's network, how it is trained on Fashion-MNIST, and all that the book says about the result."""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from ..datasets import FashionMNIST, fashion_mnist
from ..images import to_float
from ..network.files import replacing
from ..network.layers import Conv2D, Dense, Dropout, Flatten, MaxPool2D, ReLU
from ..network.network import Network
from ..network.parameters import save_params
from ..training.evaluation import confusion_matrix, evaluate, predict
from ..training.history import History
from ..training.schedules import one_cycle
from ..training.train import train
from .processor import processor

Params = dict[str, Any]  # of NumPy's arrays
INITIAL, FINAL, RUN = "initial.npz", "params.npz", "run.json"  # the files that `write` makes

NETWORK = Network(
    [
        Conv2D(32, 3, padding="same"),
        ReLU(),
        MaxPool2D(2),
        Conv2D(64, 3, padding="same"),
        ReLU(),
        MaxPool2D(2),
        Flatten(),
        Dense(100),
        ReLU(),
        Dropout(0.4),
        Dense(10),
    ],
    input_shape=(1, 28, 28),
)
"""The lecture's network: two convolution layers, each with a pool, and two dense ones.

:meta hide-value:
"""

SEED = 0
"""Fixes what is drawn at random."""

RECIPE = {"epochs": 5, "batch_size": 64, "validation": 0.1, "seed": SEED}
"""What `train` is told, but for the learning rate."""

PEAK_LEARNING_RATE = 4e-3
"""Largest learning rate of the cycle."""


def standardised(images: np.ndarray, mean: float, deviation: float) -> np.ndarray:
    """Images of bytes as input of the network, less a mean and divided by a deviation."""
    X: Any = to_float(images)[:, np.newaxis]
    return ((X - mean) / deviation).astype(np.float32)


def training_data(source: str | None) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Training images with mean 0 and standard deviation 1, their labels, and what the two were before."""
    images, labels = fashion_mnist("train", source=source)
    X: Any = to_float(images)
    mean, deviation = X.mean(dtype=np.float64), X.std(dtype=np.float64)
    return standardised(images, mean, deviation), labels, mean, deviation


def learnt(X: np.ndarray, labels: np.ndarray) -> tuple[Params, Params, History]:
    """Parameters before and after training, and how it went."""
    initial = NETWORK.init(np.random.default_rng(SEED))
    rate = one_cycle(PEAK_LEARNING_RATE)
    params, history = train(NETWORK, initial, (X, labels), learning_rate=rate, **RECIPE)  # type: ignore[arg-type]
    return initial, params, history


def tested(params: Params, test: FashionMNIST, mean: float, deviation: float) -> dict[str, Any]:
    """Loss and accuracy on the test images, the answers, and how often each was given for each class."""
    T = standardised(test.images, mean, deviation)
    loss, accuracy = evaluate(NETWORK, params, (T, test.labels))
    predicted: Any = predict(NETWORK, params, T)
    return {
        "test_images": len(test.images),
        "test_loss": loss,
        "test_accuracy": accuracy,
        "predicted": predicted.tolist(),
        "confusion": confusion_matrix(test.labels, predicted, 10).tolist(),
    }


def once(source: str | None) -> tuple[Params, Params, dict[str, Any]]:
    """Train once, look at the test images once; parameters before and after, and a record of it all."""
    X, labels, mean, deviation = training_data(source)
    began = perf_counter()
    initial, params, history = learnt(X, labels)
    seconds = perf_counter() - began
    if history.stopped != "finished":
        raise RuntimeError(f"the training of the lecture's network did not finish: {history.stopped}")
    test = fashion_mnist("test", source=source)
    made = made_with(source)
    record = {
        **made,
        "versions": {"python": platform.python_version(), **made["versions"]},
        "images": len(X),
        "mean": float(mean),
        "deviation": float(deviation),
        "history": vars(history),
        "seconds": seconds,
        **tested(params, test, mean, deviation),
        "machine": {"processor": processor(), "cores": os.cpu_count(), "system": platform.system()},
    }
    return initial, params, record


def made_with(source: str | None) -> dict[str, Any]:
    """What decides how a training ends; its version stands for the code of the package."""
    versions = {"numpy": np.__version__, "textbook_cnn": version("textbook-cnn")}
    return {
        "source": "fashion-mnist" if source is None else source,
        "recipe": RECIPE | {"peak_learning_rate": PEAK_LEARNING_RATE},
        "versions": versions,
    }


def write(folder: Path, source: str | None) -> None:
    """Train, and put the parameters before and after and the record into a folder."""
    save(folder, *once(source))


def save(folder: Path, initial: Params, params: Params, record: dict[str, Any]) -> None:
    """Write each file wholly or not at all; the record comes last, and says that the others are there."""
    save_params(folder / INITIAL, initial)
    save_params(folder / FINAL, params)
    with replacing(folder / RUN) as file:
        file.write(json.dumps(record, indent=1).encode())
