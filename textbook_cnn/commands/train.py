"""``python -m textbook_cnn train``: the lecture's network on Fashion-MNIST, on the processor or on a GPU."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from .. import _checks as check
from .. import _options as option
from .._arrays import Array
from .._devices import cupy, on_device
from ..book.lecture import NETWORK as LECTURE
from ..book.lecture import PEAK_LEARNING_RATE, RECIPE, SEED
from ..datasets import fashion_mnist
from ..images import to_float
from ..network.parameters import as_numpy
from ..training.evaluation import evaluate
from ..training.history import History
from ..training.schedules import one_cycle
from ..training.train import train
from .saving import check_place, save
from .signals import Stops, stopping_signals
from .words import say, warn

Params = dict[str, Array]
OK, FAILED, WRONG, DIVERGED = 0, 1, 2, 3  # exit statuses
STATUSES = """exit status: 0 if all went well; 1 if something failed; 2 if the command line cannot be read, an option
has an impossible value, or FILE cannot be written; 3 if training diverged; 128 plus the signal's number if one stopped
it: 130 for Ctrl-C, 143 for SIGTERM, 129 for SIGHUP. With --save, a training that is stopped saves what it has learnt so
far. If training diverges, FILE stays as it was, and the last finite parameters go beside it, to NAME.diverged.npz or,
if that exists, to NAME.diverged-2.npz; if it fails, those of the last whole epoch go to NAME.unfinished.npz. If FILE
can no longer be written, they go to the working directory, or failing that to the folder for temporary files, and the
status is 1."""
SOME = 100  # images on which parameters are tried before they replace others: few, so that there is memory for them


def add_to(commands: Any) -> None:
    """Add the command and its options to a parser's commands."""
    command = commands.add_parser(
        "train",
        help="train the lecture's network on Fashion-MNIST",
        description="Train the lecture's network on Fashion-MNIST and print what happened.",
        epilog=STATUSES,
    )
    add = command.add_argument
    add("--device", choices=("cpu", "cuda"), default="cpu", help="cuda: an NVIDIA GPU, through CuPy")
    add("--epochs", type=int, default=RECIPE["epochs"], help="default: %(default)s")
    add("--batch-size", type=int, default=RECIPE["batch_size"], help="images a step (default: %(default)s)")
    add(
        "--learning-rate",
        type=float,
        default=PEAK_LEARNING_RATE,
        help="peak of the one-cycle schedule (default: %(default)s)",
    )
    add(
        "--validation",
        type=float,
        default=RECIPE["validation"],
        help="share of the images to set aside (default: %(default)s)",
    )
    add("--seed", type=int, default=SEED, help="of parameters, order and masks (default: %(default)s)")
    add("--source", help="sample: the 3,000 images of the package; or a folder; left out: the first that is found")
    add("--tf32", action="store_true", help="let a GPU round the factors of products to TF32")
    add("--no-graph", action="store_true", help="on a GPU: launch kernels one by one, without a CUDA graph")
    add("--save", metavar="FILE", help="write the parameters to this .npz file, which is tried before any work")
    add("--quiet", action="store_true", help="no progress bar")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Train, print the history and the accuracy on the test images; return the exit status, as --help explains it."""
    with stopping_signals() as stops:
        try:
            given = _checked(arguments)
        except (OSError, TypeError, ValueError) as error:
            warn(f"error: {error}")
            return WRONG
        try:
            return _train(arguments, stops, *given)
        except KeyboardInterrupt:
            warn("stopped")
            return stops.status()
        except (ArithmeticError, MemoryError, OSError, RuntimeError, TypeError, ValueError) as error:
            warn(f"error: {_of_option(str(error), arguments)}")
            return FAILED


def _train(arguments: argparse.Namespace, stops: Stops, path: Path | None, options: dict[str, Any], seed: int) -> int:
    if arguments.device == "cuda":
        cupy()  # says what is missing before any work is done
    X, labels = fashion_mnist("train", source=arguments.source)
    T, test_labels = fashion_mnist("test", source=arguments.source)
    mean, deviation = X.mean() / 255, X.std() / 255
    X, T = (((to_float(A) - mean) / deviation).astype(np.float32)[:, np.newaxis] for A in (X, T))
    start = LECTURE.init(seed)
    params, history = _learnt(
        path,
        stops,
        LECTURE,
        start,
        (X, labels),
        seed=seed,
        progress=not arguments.quiet,
        device=arguments.device,
        tf32=arguments.tf32,
        graph=False if arguments.no_graph else None,
        **options,
    )
    with stops.deferred():  # from here on a signal loses nothing: it waits until all is saved
        said = say(table(history))
        diverged = _diverged(history, params, X, labels, arguments.device)
        saved = path is None or _saved(path, start, history, params, diverged)
    images, classes = (on_device(A, arguments.device) for A in (T, test_labels))
    test = evaluate(LECTURE, params, (images, classes))
    ended = "diverged" if diverged else history.stopped
    said &= say(f"{ended}; test loss {test.loss:.4f}, test accuracy {test.accuracy:.4f}")
    if history.stopped == "interrupted":
        return stops.status() if saved else FAILED
    return DIVERGED if diverged else OK if saved and said else FAILED


def _diverged(history: History, params: Params, X: Any, labels: Any, device: str) -> bool:
    """Whether training diverged: parameters may be finite, and yet so large that a loss is not."""
    if history.stopped == "diverged":
        return True
    images, classes = (on_device(A[:SOME], device) for A in (X, labels))
    losses = [*history.validation_loss[-1:], evaluate(LECTURE, params, (images, classes)).loss]
    return not np.isfinite(losses).all()


def _saved(path: Path, start: Params, history: History, params: Params, diverged: bool) -> bool:
    """Save parameters; where a signal came before any step, no file gives way to them. Whether that went as asked."""
    same = all(np.array_equal(as_numpy(start[name]), as_numpy(A)) for name, A in params.items())
    if history.stopped == "interrupted" and same and path.exists():
        warn(f"nothing was learnt; {path} is as it was")
        return True
    return save(path, params, "diverged" if diverged else "")


def _learnt(path: Path | None, stops: Stops, *given: Any, **options: Any) -> tuple[Params, History]:
    """What `train` gives; if it fails after an epoch, that epoch's parameters are saved beside the file."""
    kept: Params = {}

    def keep(epoch: int, params: Params) -> None:
        if epoch:
            kept.update(params)

    try:
        learnt = train(*given, on_epoch=keep, **options)
        stops.heeded = False  # no signal comes between what was learnt and its file
        return learnt
    except BaseException:
        with stops.deferred():
            if path is not None and kept:
                save(path, kept, "unfinished")
        raise


def _checked(arguments: argparse.Namespace) -> tuple[Path | None, dict[str, Any], int]:
    """Where to save, what `train` is given, and the seed: each is checked before any work."""
    options = {
        "epochs": check.integer("--epochs", arguments.epochs, 1),
        "batch_size": check.integer("--batch-size", arguments.batch_size, 1),
        "learning_rate": one_cycle(check.number("--learning-rate", arguments.learning_rate, 0, closed=False)),
        "validation": check.number("--validation", arguments.validation, 0, 1),
    }
    seed = option.seed("--seed", arguments.seed)
    if arguments.save is None:
        return None, options, seed
    path = option.file("--save", arguments.save)
    check_place(path, LECTURE)
    return path, options, seed


def _of_option(message: str, arguments: argparse.Namespace) -> str:
    """A message that names an argument of a function, with the option that it came from."""
    name = message.partition(":")[0]
    return f"--{name.replace('_', '-')}{message[len(name) :]}" if name in vars(arguments) else message


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
