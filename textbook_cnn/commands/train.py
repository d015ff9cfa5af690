"""``python -m textbook_cnn train``: the lecture's network on Fashion-MNIST, on the processor or on a GPU."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np

from .._devices import cupy, on_device
from ..datasets import fashion_mnist
from ..images import to_float
from ..network.layers import Conv2D, Dense, Dropout, Flatten, MaxPool2D, ReLU
from ..network.network import Network
from ..network.parameters import save_params
from ..training.evaluation import evaluate
from ..training.history import History
from ..training.schedules import one_cycle
from ..training.train import train

LECTURE = Network(
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
    (1, 28, 28),
)


def add_to(commands: Any) -> None:
    """Add the command and its options to a parser's commands."""
    command = commands.add_parser(
        "train",
        help="train the lecture's network on Fashion-MNIST",
        description="Train the lecture's network on Fashion-MNIST and print what happened.",
    )
    option = command.add_argument
    option("--device", choices=("cpu", "cuda"), default="cpu", help="cuda: an NVIDIA GPU, through CuPy")
    option("--epochs", type=int, default=5, help="default: %(default)s")
    option("--batch-size", type=int, default=64, help="images a step (default: %(default)s)")
    option("--learning-rate", type=float, default=4e-3, help="peak of the one-cycle schedule (default: %(default)s)")
    option("--validation", type=float, default=0.1, help="share of the images to set aside (default: %(default)s)")
    option("--seed", type=int, default=0, help="of parameters, order and masks (default: %(default)s)")
    option("--source", help="sample: the 3,000 images of the package; or a folder; left out: the first that is found")
    option("--tf32", action="store_true", help="let a GPU round the factors of products to TF32")
    option("--no-graph", action="store_true", help="on a GPU: launch kernels one by one, without a CUDA graph")
    option("--save", type=Path, metavar="FILE", help="write the parameters to this .npz file")
    option("--quiet", action="store_true", help="no progress bar")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Train, print the history and the accuracy on the test images; 1 with a message where something is wrong."""
    try:
        _train(arguments)
    except (OSError, RuntimeError, TypeError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _train(arguments: argparse.Namespace) -> None:
    if arguments.save is not None and not arguments.save.parent.is_dir():
        raise FileNotFoundError(f"--save: expected a file in a folder that exists, got {arguments.save}")
    if arguments.device == "cuda":
        cupy()  # says what is missing before any work is done
    X, labels = fashion_mnist("train", source=arguments.source)
    T, test_labels = fashion_mnist("test", source=arguments.source)
    mean, deviation = X.mean() / 255, X.std() / 255
    X, T = (((to_float(A) - mean) / deviation).astype(np.float32)[:, np.newaxis] for A in (X, T))
    params, history = train(
        LECTURE,
        LECTURE.init(arguments.seed),
        (X, labels),
        epochs=arguments.epochs,
        batch_size=arguments.batch_size,
        learning_rate=one_cycle(arguments.learning_rate),
        validation=arguments.validation,
        seed=arguments.seed,
        progress=not arguments.quiet,
        device=arguments.device,
        tf32=arguments.tf32,
        graph=False if arguments.no_graph else None,
    )
    if arguments.save is not None:
        save_params(arguments.save, params)
    print(table(history))
    images, classes = (on_device(A, arguments.device) for A in (T, test_labels))
    test = evaluate(LECTURE, params, (images, classes))
    print(f"{history.stopped}; test loss {test.loss:.4f}, test accuracy {test.accuracy:.4f}")


def table(history: History) -> str:
    """A line an epoch: losses, accuracies and seconds."""
    columns = [("loss", history.loss), ("accuracy", history.accuracy)]
    if history.validation_loss:
        columns += [("validation loss", history.validation_loss), ("accuracy", history.validation_accuracy)]
    lines = ["  ".join(["epoch", *(name for name, _ in columns), "seconds"])]
    for epoch, seconds in enumerate(history.seconds):
        cells = [f"{values[epoch]:{len(name)}.4f}" for name, values in columns]
        lines.append("  ".join([f"{epoch + 1:5}", *cells, f"{seconds:7.2f}"]))
    return "\n".join(lines)
