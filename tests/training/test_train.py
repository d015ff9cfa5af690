"""Training: one run by hand, reproducibility, validation, early stopping, interruption, divergence; what it refuses."""

import math
import re
import sys
import threading
from contextlib import contextmanager
from fractions import Fraction
from time import perf_counter

import numpy as np
import pytest

from tests.support import oracles
from tests.support.libraries import Library, assert_equals, assert_raises, dtype_name
from textbook_cnn import Conv2D, Dense, Dropout, Flatten, History, MaxPool2D, Network, ReLU, evaluate, one_cycle, train
from textbook_cnn.network import layers
from textbook_cnn.training import gradients, run

ROWS = Network([Dense(3)], (4,))
DEEP = Network([Conv2D(4, 3, padding="same"), ReLU(), MaxPool2D(), Flatten(), Dropout(0.3), Dense(3)], (1, 4, 4))
WITHOUT_DROPOUT = Network([layer for layer in DEEP.layers if not isinstance(layer, Dropout)], (1, 4, 4))
QUIET = {"progress": False, "validation": None}


def rows(N, seed=0):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, N)
    return rng.standard_normal((N, 4)) + 2 * np.eye(3, 4)[labels], labels


def pictures(N, seed=0):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, N)
    X = 0.3 * rng.standard_normal((N, 1, 4, 4))
    X[np.arange(N), 0, labels] += 1  # the class is the bright row
    return X.astype(np.float32), labels


def by_hand(params, X, labels, epochs, rate):
    """Softmax regression trained on all images at once, with Adam: every formula written out."""
    W, B, T = params["dense_1.W"].astype(np.float64), params["dense_1.B"].astype(np.float64), oracles.one_hot(labels)
    moments, losses, right = [np.zeros_like(A) for A in (W, W, B, B)], [], []
    for t in range(1, epochs + 1):
        Z = X @ W.T + B
        losses.append(oracles.cross_entropy(Z, T))
        right.append((Z.argmax(axis=1) == labels).mean())
        dZ = (oracles.softmax(Z) - T) / len(X)
        steps = []
        for i, G in enumerate((dZ.T @ X, dZ.sum(axis=0))):
            moments[2 * i] = 0.9 * moments[2 * i] + 0.1 * G
            moments[2 * i + 1] = 0.999 * moments[2 * i + 1] + 0.001 * G**2
            M, V = moments[2 * i] / (1 - 0.9**t), moments[2 * i + 1] / (1 - 0.999**t)
            steps.append(rate * M / (np.sqrt(V) + 1e-7))
        W, B = W - steps[0], B - steps[1]
    return {"dense_1.W": W, "dense_1.B": B}, losses, right


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("targets", ["classes", "rows"])
def test_whole_training_by_hand(xp, dtype, targets):
    X, labels = rows(40)
    start = {key: A.astype(dtype) for key, A in ROWS.init(1).items()}
    expected, losses, right = by_hand(start, X.astype(dtype), labels, 6, 0.05)
    params = {key: xp.array(A) for key, A in start.items()}
    data = xp.array(X, dtype), xp.array(labels if targets == "classes" else oracles.one_hot(labels), None)
    found, history = train(ROWS, params, data, epochs=6, batch_size=64, learning_rate=0.05, **QUIET)
    tolerance = {"float32": 1e-5, "float64": 1e-12}[dtype]
    for key, A in expected.items():
        assert_equals(xp, found[key], A, dtype, tolerance=tolerance)
        assert_equals(xp, params[key], start[key])
    np.testing.assert_allclose(history.loss, losses, rtol=tolerance)
    assert history.accuracy == right
    assert history.learning_rate == [0.05] * 6
    assert history.validation_loss == history.validation_accuracy == []
    assert len(history.seconds) == 6
    assert (history.best_epoch, history.stopped) == (None, "finished")


def test_on_epoch_sees_the_parameters_at_the_start_and_after_each_epoch():
    data, start, seen = pictures(40), DEEP.init(0), {}

    def keep(epoch, params):
        seen[epoch] = dict(params)
        params.clear()  # a dict of its own: the training goes on

    final, _ = train(DEEP, start, data, epochs=3, batch_size=20, progress=False, on_epoch=keep)
    assert list(seen) == [0, 1, 2, 3]
    for epoch, params in seen.items():  # the same as a training that is that much shorter
        expected = train(DEEP, start, data, epochs=epoch, batch_size=20, progress=False)[0] if epoch else start
        for key, A in expected.items():
            np.testing.assert_array_equal(params[key], A)
    assert all(np.array_equal(final[key], A) for key, A in seen[3].items())


def test_a_convolutional_network_learns():
    data = pictures(200)
    params = DEEP.init(0)
    before = evaluate(DEEP, params, data)
    trained, history = train(DEEP, params, data, epochs=8, batch_size=20, learning_rate=0.01, progress=False)
    after = evaluate(DEEP, trained, data)
    assert before.accuracy < 0.7
    assert after.accuracy > 0.95
    assert history.loss[-1] < history.loss[0] / 3
    assert {dtype_name(A) for A in trained.values()} == {"float32"}
    assert len(history.validation_loss) == len(history.seconds) == 8


@pytest.mark.parametrize("batch", [1, 7, 50, 200])
def test_any_number_of_workers_gives_the_same_parameters(batch):
    data, params = pictures(70), DEEP.init(0)
    if batch == 200:
        data = pictures(200)
    keywords = {"epochs": 1, "batch_size": batch, "seed": 3, **QUIET}
    alone, history = train(DEEP, params, data, workers=1, **keywords)
    for workers in (2, 3):
        together, same = train(DEEP, params, data, workers=workers, **keywords)
        assert same.loss == history.loss
        for key in alone:
            np.testing.assert_array_equal(alone[key], together[key])


@pytest.mark.parametrize(("workers", "threads"), [(1, 1), (2, 2)])
def test_workers_are_threads_that_share_each_batch(monkeypatch, workers, threads):
    seen, real = [], layers.f.dense

    def noting(*arguments):
        seen.append(threading.get_ident())
        return real(*arguments)

    monkeypatch.setattr(layers.f, "dense", noting)
    train(ROWS, ROWS.init(0, dtype="float64"), rows(64), epochs=2, batch_size=64, workers=workers, **QUIET)
    assert len(seen) == 4  # two parts an epoch
    assert len(set(seen[:2])) == len(set(seen[2:])) == threads


def test_options_that_are_left_out(monkeypatch):
    """Batches of 128 at a rate of 0.001, a tenth set aside, seed 0, products in full precision."""
    precise = []

    @contextmanager
    def noting(tf32):
        precise.append(tf32)
        yield

    monkeypatch.setattr(sys.modules["textbook_cnn.training.train"], "tf32_products", noting)
    data, start = rows(145), ROWS.init(0, dtype="float64")  # 131 to train with
    found, history = train(ROWS, start, data, epochs=1, progress=False)
    told = {"batch_size": 128, "learning_rate": 1e-3, "validation": 0.1, "patience": None, "seed": 0, "tf32": False}
    same, again = train(ROWS, start, data, epochs=1, progress=False, **told)
    assert all(np.array_equal(found[key], same[key]) for key in start)
    assert (history.loss, history.validation_loss) == (again.loss, again.validation_loss)
    assert precise == [False, False]
    for key, value in (("batch_size", 129), ("learning_rate", 2e-3), ("validation", 0.2), ("seed", 1)):
        other, _ = train(ROWS, start, data, epochs=1, progress=False, **{key: value})
        assert any((found[name] != other[name]).any() for name in start)


def test_everything_moves_to_the_gpu():
    xp, (X, labels), (V, classes) = Library("cupy"), rows(12), rows(6, seed=1)
    options = {"epochs": 2, "batch_size": 4, "validation": (V, classes), "progress": False}
    start = ROWS.init(0, dtype="float64")
    expected, history = train(ROWS, start, (X, labels), **options)
    found, same = train(ROWS, start, (X, labels), device="cuda", **options)
    for key, A in found.items():
        assert_equals(xp, A, expected[key], "float64", tolerance=1e-12)
    np.testing.assert_allclose(same.validation_loss, history.validation_loss, rtol=1e-12)


def test_each_step_of_each_epoch_has_masks_of_its_own(monkeypatch):
    """The seeds of NumPy's masks: none occurs twice."""
    seeds, real = [], run.loss_and_gradients

    def noting(network, params, X, T, seed, *others):
        seeds.append(tuple(seed))
        return real(network, params, X, T, seed, *others)

    monkeypatch.setattr(run, "loss_and_gradients", noting)
    data = pictures(24)
    train(DEEP, DEEP.init(0), data, epochs=3, batch_size=8, seed=4, **QUIET)
    assert len(set(seeds)) == len(seeds) == 9


def test_a_seed_repeats_everything_and_another_does_not():
    data, params = pictures(60), DEEP.init(0)
    runs = [train(DEEP, params, data, epochs=2, batch_size=16, seed=seed, progress=False) for seed in (4, 4, 5)]
    (one, history), (same, again), (other, _) = runs
    assert history.loss == again.loss
    assert history.validation_loss == again.validation_loss
    for key in one:
        np.testing.assert_array_equal(one[key], same[key])
    assert (one["dense_1.W"] != other["dense_1.W"]).any()


def test_each_epoch_sees_every_image_once_in_a_new_order(monkeypatch):
    seen, real = [], run.loss_and_gradients

    def note(network, params, X, T, *rest):
        seen.append([round(float(x), 6) for x in X[:, 0]])
        np.testing.assert_array_equal(T.argmax(axis=1), np.round(X[:, 0]).astype(int) % 3)  # labels go along
        return real(network, params, X, T, *rest)

    monkeypatch.setattr(run, "loss_and_gradients", note)
    X = np.zeros((25, 4))
    X[:, 0] = np.arange(25)
    train(ROWS, ROWS.init(0, dtype="float64"), (X, np.arange(25) % 3), epochs=2, batch_size=10, **QUIET)
    assert [len(batch) for batch in seen] == [10, 10, 5] * 2
    first, second = ([image for batch in seen[i : i + 3] for image in batch] for i in (0, 3))
    assert sorted(first) == sorted(second) == list(range(25))
    assert len({tuple(first), tuple(second), tuple(range(25))}) == 3


def test_the_seed_fixes_the_order_of_the_images(monkeypatch):
    """Of the images alone: no dropout, none held out."""
    seen, real = [], run.loss_and_gradients

    def note(network, params, X, *rest):
        seen.extend(X[:, 0].tolist())
        return real(network, params, X, *rest)

    monkeypatch.setattr(run, "loss_and_gradients", note)
    X = np.arange(100, dtype=float).reshape(25, 4)
    for seed in (4, 4, 5):
        train(ROWS, ROWS.init(0, dtype="float64"), (X, np.arange(25) % 3), epochs=2, batch_size=10, seed=seed, **QUIET)
    orders = [tuple(seen[start : start + 25]) for start in range(0, 150, 25)]
    assert orders[:2] == orders[2:4]
    assert len(set(orders)) == 4


def test_the_validation_split_is_set_aside_for_good(monkeypatch):
    trained, measured, real = set(), [], run.evaluate

    def note(network, params, X, T, *rest):
        trained.update(X[:, 0].tolist())
        return gradients.loss_and_gradients(network, params, X, T, *rest)

    def note_measured(network, params, data):
        measured.append(data[0][:, 0].tolist())
        np.testing.assert_array_equal(data[1].argmax(axis=1), data[0][:, 0].astype(int) % 3)
        return real(network, params, data)

    monkeypatch.setattr(run, "loss_and_gradients", note)
    monkeypatch.setattr(run, "evaluate", note_measured)
    X = np.zeros((50, 4))
    X[:, 0] = np.arange(50)
    data = X, np.arange(50) % 3
    train(ROWS, ROWS.init(0, dtype="float64"), data, epochs=2, batch_size=10, validation=0.2, progress=False)
    assert measured[0] == measured[1]
    assert len(measured[0]) == 10
    assert trained.isdisjoint(measured[0])
    assert trained | set(measured[0]) == set(range(50))
    assert sorted(measured[0]) != list(range(10))  # drawn, not the first ones
    assert sorted(measured[0]) != list(range(40, 50))


def test_validation_data_may_be_given(xp):
    X, labels = rows(24)
    other, classes = rows(8, seed=1)
    data, held_out = (xp.array(X), xp.array(labels)), (xp.array(other), xp.array(classes))
    params = {key: xp.array(A, "float64") for key, A in ROWS.init(0).items()}
    found, history = train(ROWS, params, data, epochs=3, batch_size=8, validation=held_out, progress=False)
    final = evaluate(ROWS, found, held_out)
    assert (history.validation_loss[-1], history.validation_accuracy[-1]) == final
    assert history.best_epoch == 1 + int(np.argmin(history.validation_loss))


def noisy_labels(N, seed):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((N, 4)), rng.integers(0, 3, N)


def test_early_stopping_returns_the_best_parameters():
    data, held_out = noisy_labels(12, 0), noisy_labels(40, 1)  # nothing to learn but noise: it gets worse
    params = ROWS.init(0, dtype="float64")
    keywords = {"batch_size": 4, "learning_rate": 0.1, "validation": held_out, "progress": False}
    best, history = train(ROWS, params, data, epochs=200, patience=3, **keywords)
    losses = history.validation_loss
    assert history.stopped == "early stopping"
    assert history.best_epoch == 1 + int(np.argmin(losses))
    assert len(losses) == history.best_epoch + 3 < 200
    assert evaluate(ROWS, best, held_out).loss == min(losses)
    last, full = train(ROWS, params, data, epochs=len(losses), **keywords)  # without patience: the last ones
    assert full.stopped == "finished"
    assert full.validation_loss == losses
    assert evaluate(ROWS, last, held_out).loss == losses[-1] > min(losses)


def test_of_equal_losses_the_first_is_the_best():
    """Black images of all classes alike, and scores that are equal: there is nothing to learn."""
    data, start = (np.zeros((6, 4)), np.arange(6) % 3), {key: 0 * A for key, A in ROWS.init(0, dtype="float64").items()}
    _, history = train(ROWS, start, data, epochs=9, patience=2, validation=data, progress=False)
    assert len(set(history.validation_loss)) == 1
    assert (history.best_epoch, len(history.loss), history.stopped) == (1, 3, "early stopping")


def test_patience_that_is_never_tried_still_returns_the_best():
    data, held_out = noisy_labels(12, 0), noisy_labels(40, 1)
    best, history = train(
        ROWS,
        ROWS.init(0, dtype="float64"),
        data,
        epochs=8,
        batch_size=4,
        learning_rate=0.3,
        validation=held_out,
        patience=100,
        progress=False,
    )
    assert history.stopped == "finished"
    assert history.validation_loss[-1] > min(history.validation_loss)
    assert evaluate(ROWS, best, held_out).loss == min(history.validation_loss)


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_keeps_what_was_learnt(workers):
    data, params = pictures(64), DEEP.init(0)
    steps = []

    def schedule(done):
        steps.append(done)
        if len(steps) == 10:  # in the third epoch of four steps
            raise KeyboardInterrupt
        return 0.01

    keywords = {"batch_size": 16, "workers": workers, **QUIET}
    kept, history = train(DEEP, params, data, epochs=50, learning_rate=schedule, **keywords)
    assert history.stopped == "interrupted"
    assert len(history.loss) == len(history.seconds) == 2
    two, _ = train(DEEP, params, data, epochs=2, learning_rate=0.01, **keywords)
    assert any((kept[key] != two[key]).any() for key in two)  # the ninth step is kept too
    assert evaluate(DEEP, kept, data).loss < evaluate(DEEP, params, data).loss


@pytest.mark.parametrize("options", [{}, {"patience": 1, "validation": 0.5}])
def test_ctrl_c_before_the_first_step_gives_the_start_back(options):
    def schedule(done):
        raise KeyboardInterrupt

    params = ROWS.init(0, dtype="float64")
    keywords = {"epochs": 2, "batch_size": 4, "learning_rate": schedule, **QUIET, **options}
    kept, history = train(ROWS, params, rows(8), **keywords)
    assert history == History(stopped="interrupted")
    for key in params:
        np.testing.assert_array_equal(kept[key], params[key])


def test_the_seconds_of_the_epochs_lie_within_those_of_the_training():
    began = perf_counter()
    _, history = train(ROWS, ROWS.init(0, dtype="float64"), rows(20), epochs=3, batch_size=5, **QUIET)
    assert 0 < sum(history.seconds) < perf_counter() - began
    assert min(history.seconds) > 0


def test_divergence_stops_with_a_warning():
    X, labels = rows(20)
    params, data = ROWS.init(0, dtype="float64"), (X * np.inf, labels)
    said = "^training stopped: .*no longer finite.*smaller learning_rate$"
    with pytest.warns(UserWarning, match=said), np.errstate(all="ignore"):
        _, history = train(ROWS, params, data, epochs=5, batch_size=10, workers=1, **QUIET)
    assert history.stopped == "diverged"
    assert len(history.loss) == 1


def test_schedule_is_asked_for_every_step():
    asked = []

    def schedule(done):
        asked.append(done)
        return 0.01 * (1 + done)

    params = ROWS.init(0, dtype="float64")
    _, history = train(ROWS, params, rows(10), epochs=3, batch_size=4, learning_rate=schedule, **QUIET)
    np.testing.assert_allclose(asked, np.linspace(0, 1, 9))
    np.testing.assert_allclose(history.learning_rate, [0.01 * (1 + asked[i]) for i in (2, 5, 8)])


@pytest.mark.parametrize(("batch_size", "expected"), [(9, [0]), (2, [0, 1])])
def test_one_or_two_steps_in_all_begin_at_the_start_of_the_schedule(batch_size, expected):
    asked = []
    train(
        ROWS,
        ROWS.init(0, dtype="float64"),
        rows(4),
        epochs=1,
        batch_size=batch_size,
        learning_rate=lambda done: asked.append(done) or 0.1,
        **QUIET,
    )
    assert asked == expected


def test_one_cycle_goes_up_and_down():
    schedule = one_cycle(0.02, warm_up=0.25, start=0.1, end=0.01)
    np.testing.assert_allclose([schedule(t) for t in (0, 0.25, 1)], [0.002, 0.02, 0.0002])
    np.testing.assert_allclose(schedule(0.125), (0.002 + 0.02) / 2)  # half way up a cosine
    np.testing.assert_allclose(schedule(0.625), (0.0002 + 0.02) / 2)
    np.testing.assert_allclose(schedule(0.0625), 0.002 + 0.018 * (1 - 0.5**0.5) / 2)  # a quarter of the way
    rates = [schedule(t) for t in np.linspace(0, 1, 101)]
    assert np.argmax(rates) == 25
    assert (np.diff(rates[:26]) > 0).all()
    assert (np.diff(rates[25:]) < 0).all()


@pytest.mark.parametrize("done", [0, 0.1, 0.15, 0.29, 0.3, 0.31, 0.65, 0.9, 1])
def test_one_cycle_of_the_defaults(done):
    """3 parts of 10 up from 4%, the rest down to 0.01%, along half cosines."""
    low, high, way = (0.04, 1, done / 0.3) if done <= 0.3 else (1e-4, 1, (1 - done) / 0.7)
    expected = 0.5 * (low + (high - low) * math.sin(math.pi * way / 2) ** 2)
    assert one_cycle(0.5)(done) == pytest.approx(expected, rel=1e-12)


def test_one_cycle_may_begin_and_end_at_zero():
    schedule = one_cycle(2.0, start=0, end=0, warm_up=0.5)
    assert [schedule(done) for done in (0, 0.5, 1)] == [0, 2, 0]


@pytest.mark.parametrize(
    ("error", "name", "peak", "keywords"),
    [
        (ValueError, "peak", 0, {}),
        (ValueError, "peak", -1, {}),
        (TypeError, "peak", "0.1", {}),
        (ValueError, "warm_up", 0.1, {"warm_up": 0}),
        (ValueError, "warm_up", 0.1, {"warm_up": 1}),
        (TypeError, "warm_up", 0.1, {"warm_up": None}),
        (ValueError, "start", 0.1, {"start": 1.5}),
        (ValueError, "end", 0.1, {"end": 2}),
        (ValueError, "start", 0.1, {"start": -0.1}),
        (ValueError, "end", 0.1, {"end": math.nan}),
    ],
)
def test_one_cycle_refuses(error, name, peak, keywords):
    with assert_raises(error, name):
        one_cycle(peak, **keywords)


@pytest.mark.parametrize(
    ("error", "done"), [(TypeError, "0.5"), (TypeError, None), (ValueError, -0.1), (ValueError, 1.1)]
)
def test_a_schedule_refuses_what_is_no_share(error, done):
    with assert_raises(error, "done"):
        one_cycle(0.1)(done)


def test_one_cycle_gives_numbers_of_python_whatever_it_was_given():
    given = one_cycle(np.float32(0.5), warm_up=Fraction(1, 4), start=np.float16(0.5), end=Fraction(1, 8))
    plain = one_cycle(0.5, warm_up=0.25, start=0.5, end=0.125)
    for done in (0, 0.125, Fraction(1, 2), np.float32(0.75), 1):
        assert type(given(done)) is float
        assert given(done) == plain(float(done))


def test_progress_is_shown_where_it_is_wanted(capsys):
    params, data = ROWS.init(0, dtype="float64"), rows(20)
    train(ROWS, params, data, epochs=2, batch_size=5, validation=0.2, progress=False)
    assert capsys.readouterr() == ("", "")
    train(ROWS, params, data, epochs=2, batch_size=5, validation=0.2)
    out, err = capsys.readouterr()
    assert out == ""
    numbers = r"batch/s, loss \d\.\d{4}, accuracy 0\.\d{4}"
    assert re.search(rf"\rtraining: 100%.* 8/8 .*{numbers}, validation [01]\.\d{{4}}\]", err)
    train(ROWS, params, data, epochs=1, batch_size=5, validation=None)
    assert re.search(rf"\rtraining: 100%.* 4/4 .*{numbers}\]", capsys.readouterr().err)


def test_training_on_every_library_is_that_on_numpy(xp):
    """Order of the images, dropout masks, held-out images and steps are the same wherever the arrays lie.

    But CuPy draws the masks itself, others than NumPy's: there it is compared without dropout.
    """
    network = WITHOUT_DROPOUT if xp.name == "cupy" else DEEP
    X, labels = pictures(27)  # two batches of nine, and nine held out: arrays of one shape
    start, keywords = network.init(0), {"epochs": 1, "batch_size": 9, "validation": 1 / 3, "progress": False}
    expected, judge = train(network, start, (X, labels), **keywords)
    params = {key: xp.array(A) for key, A in start.items()}
    found, history = train(network, params, (xp.array(X), xp.array(labels)), **keywords)
    for key, A in expected.items():
        assert_equals(xp, found[key], A, "float32", tolerance=1e-5)
    np.testing.assert_allclose(history.loss, judge.loss, rtol=1e-5)
    np.testing.assert_allclose(history.validation_loss, judge.validation_loss, rtol=1e-5)
    assert (history.accuracy, history.validation_accuracy) == (judge.accuracy, judge.validation_accuracy)
