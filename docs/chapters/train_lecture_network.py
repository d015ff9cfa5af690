"""Train the lecture's network on Fashion-MNIST and write down everything the book says about it.

    python train_lecture_network.py FOLDER [--source fashion-mnist | sample]

FOLDER gets initial.npz and params.npz, the parameters before and after training, and run.json.
"""

import argparse
import json
import os
import platform
from pathlib import Path
from time import perf_counter

import numpy as np

import textbook_cnn
from textbook_cnn import (
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPool2D,
    Network,
    ReLU,
    confusion_matrix,
    evaluate,
    fashion_mnist,
    one_cycle,
    predict,
    save_params,
    to_float,
    train,
)

# [network]
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
# [recipe]
SEED = 0
RECIPE = {"epochs": 5, "batch_size": 64, "validation": 0.1, "seed": SEED}
PEAK_LEARNING_RATE = 4e-3
# [end]


def main(folder: Path, source: str | None = None) -> None:
    """Train once, look at the test images once, and write both into `folder`."""
    # [data]
    images, labels = fashion_mnist("train", source=source)
    X = to_float(images)[:, np.newaxis]
    mean, deviation = X.mean(dtype=np.float64), X.std(dtype=np.float64)
    X = ((X - mean) / deviation).astype(np.float32)
    # [train]
    initial = NETWORK.init(np.random.default_rng(SEED))
    began = perf_counter()
    rate = one_cycle(PEAK_LEARNING_RATE)
    params, history = train(NETWORK, initial, (X, labels), learning_rate=rate, **RECIPE)
    seconds = perf_counter() - began
    # [test]
    test_images, test_labels = fashion_mnist("test", source=source)
    T = ((to_float(test_images)[:, np.newaxis] - mean) / deviation).astype(np.float32)
    test = evaluate(NETWORK, params, (T, test_labels))
    predicted = predict(NETWORK, params, T)
    # [end]
    save_params(folder / "initial.npz", initial)
    save_params(folder / "params.npz", params)
    record = {
        "source": "fashion-mnist" if source is None else source,
        "images": len(images),
        "test_images": len(test_images),
        "mean": float(mean),
        "deviation": float(deviation),
        "recipe": RECIPE | {"peak_learning_rate": PEAK_LEARNING_RATE},
        "history": vars(history),
        "seconds": seconds,
        "test_loss": test.loss,
        "test_accuracy": test.accuracy,
        "predicted": predicted.tolist(),
        "confusion": confusion_matrix(test_labels, predicted, 10).tolist(),
        "machine": {"processor": processor(), "cores": os.cpu_count(), "system": platform.system()},
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "textbook_cnn": textbook_cnn.__version__,
        },
    }
    (folder / "run.json").write_text(json.dumps(record, indent=1))
    print(f"test accuracy {test.accuracy:.2%} after {seconds:.0f} s of training")


def processor() -> str:
    """Name the processor, as far as the system tells."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--source", choices=["fashion-mnist", "sample"], default="fashion-mnist")
    arguments = parser.parse_args()
    main(arguments.folder, None if arguments.source == "fashion-mnist" else arguments.source)
