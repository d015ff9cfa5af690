"""Every public function runs on the libraries that are declared, answers there as on NumPy, and on no others.

`tests/support/runs_on.py` declares them.  What the values ought to be is tested elsewhere, against oracles; here those
of NumPy are the measure for the other libraries.
"""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

import textbook_cnn as cnn
from tests.support.calls import gathered
from tests.support.libraries import Library, package_of
from tests.support.runs_on import ANSWERS, AS_GIVEN, LIBRARIES, NUMBERS, ON_HOST, PICTURES, RUNS_ON, WITHOUT_ARRAYS
from textbook_cnn import Conv2D, Dense, Dropout, Flatten, Network, ReLU

NETWORK = Network([Conv2D(2, 2), ReLU(), Flatten(), Dropout(0.3), Dense(3)], (1, 3, 3))
PLAIN = Network([layer for layer in NETWORK.layers if not isinstance(layer, Dropout)], (1, 3, 3))
RNG = np.random.default_rng(3)
PARAMS = NETWORK.init(0, dtype="float64")
IMAGES, CLASSES = RNG.standard_normal((2, 1, 3, 3)), np.array([2, 0])
ROWS, MAPS = RNG.standard_normal((6, 3)), RNG.standard_normal((2, 2, 3, 4))
PIXELS = RNG.integers(0, 256, (1, 32, 32, 3), dtype=np.uint8)


class Given:
    """The arrays that the samples below are made of, in one library."""

    def __init__(self, array):
        self.array = array
        self.params = {key: array(A) for key, A in PARAMS.items()}
        self.X, self.classes, self.rows, self.maps = map(array, (IMAGES, CLASSES, ROWS, MAPS))
        self.pixels = array(PIXELS)
        self.network = NETWORK, self.params, self.X
        self.unit = *self.network, 1
        self.data = NETWORK, self.params, (self.X, self.classes)


def there_and_back(g):
    Y, cache = NETWORK.forward(g.params, g.X, rng=np.random.default_rng(0))
    return Y, *NETWORK.backward(g.params, cache, Y), NETWORK.activations(g.params, g.X)


def saved(g):
    with tempfile.TemporaryDirectory() as folder:
        return dict(np.load(cnn.save_params(Path(folder) / "net.npz", g.params)))


def trained(g):
    """Without dropout: on a GPU CuPy draws its masks itself."""
    _, params, data = g.data
    held_out = g.X[:1, ...], g.classes[:1]
    params, history = cnn.train(PLAIN, params, data, epochs=2, batch_size=1, validation=held_out, progress=False)
    return params, history.loss, history.validation_loss


def step(g):
    params, state = g.params, cnn.adam_init(g.params)
    return cnn.adam_step(params, params, state)


def few_rows(A):
    with threadpool_limits(1):  # its threads wait for each other longer than they work
        return cnn.tsne(A, perplexity=2.0)


SAMPLES = {
    "to_float": lambda g: cnn.to_float(g.pixels),
    "gradient_statistics": lambda g: tuple(cnn.gradient_statistics(g.rows)),
    "softmax_cross_entropy": lambda g: cnn.softmax_cross_entropy(g.rows[:2, :], g.classes),
    "softmax_cross_entropy_backward": lambda g: cnn.softmax_cross_entropy_backward(g.rows[:2, :], g.classes),
    "dropout": lambda g: cnn.dropout(g.rows, 0.5, np.random.default_rng(0)),
    "descent_step": lambda g: cnn.descent_step(g.params, g.params, learning_rate=0.5),
    "adam_init": lambda g: cnn.adam_init(g.params),
    "adam_step": step,
    "Network": there_and_back,
    "save_params": saved,
    "accuracy": lambda g: cnn.accuracy(g.classes, g.classes),
    "confusion_matrix": lambda g: cnn.confusion_matrix(g.classes, g.classes),
    "evaluate": lambda g: tuple(cnn.evaluate(*g.data)),
    "predict": lambda g: cnn.predict(*g.network),
    "train": trained,
    "check_gradients": lambda g: cnn.check_gradients(*g.data, samples=2),
    "conv2d_loops": lambda g: cnn.conv2d_loops(g.maps, g.maps),
    "conv2d_backward_kernel_loops": lambda g: cnn.conv2d_backward_kernel_loops(g.maps, g.maps[:, :, 1:, 1:], 2),
    "conv2d_backward_input_loops": lambda g: cnn.conv2d_backward_input_loops(g.maps[:, :, 1:, 1:], g.maps, (4, 6)),
    "conv2d_shifts": lambda g: cnn.conv2d_shifts(g.maps, g.maps),
    "max_pool2d_loops": lambda g: cnn.max_pool2d_loops(g.maps),
    "max_pool2d_backward_loops": lambda g: cnn.max_pool2d_backward_loops(g.maps, cnn.max_pool2d(g.maps)),
    "correlate1d_winograd": lambda g: cnn.correlate1d_winograd(g.rows[:, 0], g.rows[0, :]),
    "conv2d_winograd": lambda g: cnn.conv2d_winograd(g.maps, g.maps[:, :, :, :3]),
    "conv2d_fourier": lambda g: cnn.conv2d_fourier(g.maps, g.maps),
    "laplace_density": lambda g: cnn.laplace_density(g.rows, 1.5, 0.8),
    "gaussian_density": lambda g: cnn.gaussian_density(g.rows, 1.5),
    "fit_laplace": lambda g: tuple(cnn.fit_laplace(g.rows)),
    "saliency": lambda g: cnn.saliency(*g.unit),
    "input_gradient": lambda g: cnn.input_gradient(*g.unit),
    "guided_backpropagation": lambda g: cnn.guided_backpropagation(*g.unit),
    "grad_cam": lambda g: cnn.grad_cam(*g.unit, layer="relu_1"),
    "occlusion_map": lambda g: cnn.occlusion_map(NETWORK, g.params, g.X[:1, ...], 1, size=2),
    "deconvnet": lambda g: cnn.deconvnet(*g.network, layer="relu_1"),
    "maximise_activation": lambda g: tuple(cnn.maximise_activation(*g.unit, steps=1)),
    "invert_features": lambda g: tuple(
        cnn.invert_features(
            *g.network, cnn.feature_maps(*g.network, layers=["relu_1"])["relu_1"] * 2, layer="relu_1", steps=1
        )
    ),
    "feature_maps": lambda g: cnn.feature_maps(*g.network, layers=["relu_1"]),
    "layer_activity": lambda g: [tuple(layer) for layer in cnn.layer_activity(*g.network)],
    "strongest_windows": lambda g: [tuple(peak) for peak in cnn.strongest_windows(g.maps, 1)],
    "crop": lambda g: cnn.crop(g.pixels[0, ...], (0, 4, -2, 6)),
    "features": lambda g: cnn.features(*g.network, layer="relu_1"),
    "pca": lambda g: tuple(cnn.pca(g.rows)),
    "tsne": lambda g: few_rows(g.rows),
    "randomise_from": lambda g: cnn.randomise_from(NETWORK, g.params, "dense_1", np.random.default_rng(0)),
    "rank_correlation": lambda g: cnn.rank_correlation(g.maps, g.maps**3),
    "vgg16_preprocess": lambda g: cnn.vgg16_preprocess(g.pixels, "keras"),
    "vgg16_restore": lambda g: cnn.vgg16_restore(g.array(MAPS[:, [0, 1, 0]]), "torchvision"),
    "square_photograph": lambda g: cnn.square_photograph(g.pixels[0, ...], 8),
    "signed_colours": lambda g: cnn.signed_colours(g.array(MAPS[:, [0, 1, 0]]), "keras"),
}


def leaves(value):
    """All that is not a collection, in order."""
    if isinstance(value, dict):
        return [leaf for key in value for leaf in leaves(value[key])]
    if isinstance(value, list | tuple):
        return [leaf for part in value for leaf in leaves(part)]
    return [value]


def is_plain(leaf):
    return isinstance(leaf, int | float | str) and not isinstance(leaf, np.generic)


def test_what_is_declared_is_public_and_declared_once():
    assert set(ANSWERS) | set(WITHOUT_ARRAYS) <= set(cnn.__all__)
    assert not set(ANSWERS) & set(WITHOUT_ARRAYS)


@pytest.mark.parametrize("name", RUNS_ON)
def test_every_function_is_tried(name):
    tried = name in SAMPLES or any(call.name == name for call in gathered()[0])
    assert tried, (
        f"{name} is tried on no library: if it is a layer, add a Call to its test file; else add to SAMPLES in "
        f"tests/test_runs_on.py a line such as\n"
        f'    "{name}": lambda g: cnn.{name}(g.rows),\n'
        "and, if it answers in something else than it is given, or takes no arrays, say so in tests/support/runs_on.py"
    )


def test_samples_are_of_functions_that_take_arrays():
    assert set(SAMPLES) <= set(RUNS_ON)


def test_what_is_declared_impossible_has_a_reason():
    for support in RUNS_ON.values():
        assert bool(support.why) == (set(support.libraries) != set(LIBRARIES))


@pytest.mark.parametrize("function", SAMPLES)
def test_answers_as_declared_and_as_on_numpy(xp, function):
    answer = RUNS_ON[function].answer
    found, expected = (leaves(SAMPLES[function](Given(library.array))) for library in (xp, Library("numpy")))
    assert len(found) == len(expected) > 0
    for one, right in zip(found, expected):
        if is_plain(right):
            assert is_plain(one)
            assert answer in (AS_GIVEN.answer, NUMBERS.answer)  # numbers may stand beside arrays: a count of steps
        elif answer == AS_GIVEN.answer:
            one = xp.numpy(one)  # fails if it is of another library or device
        else:
            assert isinstance(one, np.ndarray)
            assert answer in (ON_HOST.answer, PICTURES.answer, "a file")
        if isinstance(right, str):
            assert one == right
        else:
            np.testing.assert_allclose(one, right, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("function", [name for name in RUNS_ON if RUNS_ON[name].why])
@pytest.mark.parametrize("name", ["array_api_strict", "torch", "jax", "cupy"])
def test_what_is_declared_impossible_is_refused(function, name):
    library = Library(name)
    assert package_of(name) not in RUNS_ON[function].libraries
    with pytest.raises(TypeError, match="expected .* got "):
        SAMPLES[function](Given(library.array))
