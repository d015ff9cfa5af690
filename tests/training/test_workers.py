"""The same parameters, bit by bit, for every number of workers, one included, and from any thread."""

import threading

import numpy as np
import pytest

from textbook_cnn import Conv2D, Dense, Dropout, Flatten, MaxPool2D, Network, ReLU, train

PICTURES = Network(
    [Conv2D(4, 3, padding="same"), ReLU(), MaxPool2D(), Flatten(), Dense(20), ReLU(), Dropout(0.3), Dense(3)], (1, 8, 8)
)
WIDE = Network([Dense(100), ReLU(), Dropout(0.4), Dense(3)], (784,))  # products that a BLAS cuts for its threads


def trained(network, images, batch, workers):
    rng = np.random.default_rng(0)
    X, labels = rng.standard_normal((images, *network.input_shape), dtype="float32"), rng.integers(0, 3, images)
    options = {"epochs": 1, "batch_size": batch, "validation": 0.3, "progress": False}
    params, history = train(network, network.init(0), (X, labels), workers=workers, **options)
    return {key: A.tobytes() for key, A in params.items()}, history.loss, history.validation_loss


@pytest.mark.parametrize("batch", [1, 2, 15, 16, 17, 31, 33, 48, 64, 95, 97, 98, 130, 193, 200])
def test_every_number_of_workers_gives_the_same_parameters(batch):
    expected = trained(PICTURES, 290, batch, 1)
    assert all(trained(PICTURES, 290, batch, workers) == expected for workers in range(2, 10))


@pytest.mark.parametrize("batch", [8, 17, 64, 130])
def test_large_products_too_and_from_another_thread(batch):
    found = [trained(WIDE, 190, batch, workers) for workers in (1, 2, 5)]
    thread = threading.Thread(target=lambda: found.append(trained(WIDE, 190, batch, 2)))
    thread.start()
    thread.join()
    assert all(each == found[0] for each in found)
    assert len(found) == 4
