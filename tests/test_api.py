"""The public names: which they are, their order, their signatures, their docstrings, and how light the import is."""

import inspect
import re
import subprocess
import sys
from importlib import import_module, metadata

import pytest

import textbook_cnn as cnn
from tests.support.calls import NUMERIC
from tests.support.places import PACKAGE
from textbook_cnn import (
    convolution,
    datasets,
    fast,
    image_statistics,
    images,
    layers,
    network,
    seeing,
    training,
    vgg16,
)
from textbook_cnn.formulas import REGISTRY

WINDOW = "stride=1, padding='valid', dilation=1, groups=1"
# Signatures that are promised: they stay as they are.  A new function needs no entry here until it is released.
SIGNATURES = {
    "image_bytes": "(shape, dtype='uint8')",
    "to_float": "(images)",
    "luminance": "(image)",
    "image_gradients": "(image)",
    "gradient_statistics": "(gradients)",
    "correlate1d": "(x, k, *, padding='valid')",
    "convolve1d": "(x, k, *, padding='valid')",
    "correlate2d": "(x, k, *, padding='valid')",
    "convolve2d": "(x, k, *, padding='valid')",
    "rot180": "(K)",
    "pad2d": "(X, padding, mode='constant')",
    "output_size": "(size, kernel_size, *, stride=1, padding=0, dilation=1)",
    "conv2d": f"(X, K, B=None, *, {WINDOW}, columns=None)",
    "im2col": f"(X, kernel_size, *, {WINDOW})",
    "conv2d_backward_kernel": f"(X, dY, kernel_size=None, *, {WINDOW}, columns=None)",
    "conv2d_backward_bias": "(dY, *, tied=True)",
    "conv2d_backward_input": f"(dY, K, input_size=None, *, {WINDOW})",
    "relu": "(X)",
    "relu_backward": "(X, dY)",
    "max_pool2d": "(X, kernel_size=2, *, stride=None, padding='valid', ceil_mode=False)",
    "max_pool2d_backward": "(X, dY, kernel_size=2, *, stride=None, padding='valid', ceil_mode=False, Y=None)",
    "avg_pool2d": "(X, kernel_size=2, *, stride=None, padding='valid', ceil_mode=False, count_padding=None)",
    "avg_pool2d_backward": (
        "(X, dY, kernel_size=2, *, stride=None, padding='valid', ceil_mode=False, count_padding=None)"
    ),
    "global_avg_pool2d": "(X)",
    "global_avg_pool2d_backward": "(X, dY)",
    "flatten": "(X)",
    "unflatten": "(X, shape)",
    "dense": "(X, W, B=None)",
    "dense_backward_weight": "(X, dY)",
    "dense_backward_bias": "(dY)",
    "dense_backward_input": "(dY, W)",
    "softmax": "(Z)",
    "softmax_cross_entropy": "(Z, labels, *, class_weights=None, ignore_index=None)",
    "softmax_cross_entropy_backward": "(Z, labels, *, class_weights=None, ignore_index=None)",
    "log_softmax": "(Z)",
    "log_softmax_backward": "(Y, dY)",
    "sigmoid": "(X)",
    "sigmoid_backward": "(Y, dY)",
    "tanh": "(X)",
    "tanh_backward": "(Y, dY)",
    "squared_error": "(Y, T)",
    "squared_error_backward": "(Y, T)",
    "dropout": "(X, rate, rng)",
    "dropout_backward": "(dY, mask)",
    "descent_step": "(params, grads, *, learning_rate)",
    "adam_init": "(params)",
    "adam_step": "(params, grads, state, *, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-07)",
    "Bias": "()",
    "Conv2D": f"(filters, kernel_size, *, {WINDOW}, bias=True)",
    "Dense": "(units)",
    "Dropout": "(rate)",
    "Flatten": "()",
    "MaxPool2D": "(kernel_size=2, stride=None, *, padding='valid', ceil_mode=False)",
    "AvgPool2D": "(kernel_size=2, stride=None, *, padding='valid', ceil_mode=False, count_padding=None)",
    "GlobalAvgPool2D": "()",
    "Network": "(layers, input_shape, names=())",
    "ReLU": "()",
    "Sigmoid": "()",
    "Tanh": "()",
    "pool_first": "(network)",
    "load_params": "(path)",
    "save_params": "(path, params)",
    "accuracy": "(labels, predicted)",
    "confusion_matrix": "(labels, predicted, classes=None)",
    "evaluate": "(network, params, data)",
    "predict": "(network, params, X)",
    "one_cycle": "(peak, *, warm_up=0.3, start=0.04, end=0.0001)",
    "train": (
        "(network, params, data, *, epochs, batch_size=128, learning_rate=0.001, validation=0.1, patience=None, "
        "seed=0, progress=True, workers=None, device=None, tf32=False, "
        "graph=None, group=None, on_epoch=None)"
    ),
    "NCCLGroup": "(size, rank, *, host=None, port=None, use_mpi=False)",
    "check_gradients": "(network, params, data, *, step=1e-05, samples=20, seed=0)",
    "conv2d_loops": "(X, K, *, padding='valid')",
    "conv2d_backward_kernel_loops": "(X, dY, kernel_size, *, stride=1, padding='valid', dilation=1)",
    "conv2d_backward_input_loops": "(dY, K, input_size, *, stride=1, padding='valid', dilation=1)",
    "conv2d_shifts": "(X, K, *, padding='valid')",
    "max_pool2d_loops": "(X, kernel_size=2, *, stride=None)",
    "max_pool2d_backward_loops": "(X, dY, kernel_size=2, *, stride=None)",
    "correlate1d_winograd": "(x, k)",
    "conv2d_winograd": "(X, K, *, padding='valid')",
    "conv2d_fourier": "(X, K, *, padding='valid', transform=None)",
    "laplace_density": "(x, scale, exponent)",
    "gaussian_density": "(x, deviation)",
    "laplace_kurtosis": "(exponent)",
    "fit_laplace": "(gradients, *, by='likelihood')",
    "saliency": "(network, params, X, unit, *, layer=None, progress=False)",
    "input_gradient": "(network, params, X, unit, *, layer=None, progress=False)",
    "guided_backpropagation": "(network, params, X, unit, *, layer=None, progress=False)",
    "grad_cam": "(network, params, X, unit, *, layer, score_layer=None, progress=False)",
    "occlusion_map": "(network, params, X, unit, *, size=7, stride=1, fill=0.0, layer=None, progress=False)",
    "deconvnet": "(network, params, X, *, layer, channel=None, progress=False)",
    "maximise_activation": (
        "(network, params, X, unit, *, layer=None, steps=50, step_size=1.0, decay=0, smoothness=0, jitter=0, "
        "seed=0, progress=False)"
    ),
    "invert_features": "(network, params, X, maps, *, layer, steps=50, step_size=1.0, smoothness=0, progress=False)",
    "receptive_field": "(network, layer)",
    "feature_maps": "(network, params, X, *, layers, batch=64, progress=False)",
    "layer_activity": "(network, params, X, *, batch=64, progress=False)",
    "strongest_windows": "(maps, channel, count=9)",
    "crop": "(image, window)",
    "features": "(network, params, X, *, layer)",
    "pca": "(A, components=2)",
    "tsne": "(A, *, perplexity=30.0, seed=0)",
    "randomise_from": "(network, params, layer, rng)",
    "rank_correlation": "(A, B)",
    "vgg16_network": "(input_size=224, *, classifier=False)",
    "vgg16_weights": "(source=None, *, family=None)",
    "vgg16_preprocess": "(photographs, family)",
    "vgg16_restore": "(X, family)",
    "square_photograph": "(photograph, size=224)",
    "signed_colours": "(A, family)",
    "FashionMNIST": "(images, labels)",
    "fashion_mnist": "(split='train', *, source=None)",
}
NETWORK_METHODS = {
    "init": "(self, rng, *, dtype='float32', device=None)",
    "forward": "(self, params, X, *, rng=None)",
    "backward": "(self, params, cache, dY, *, input_gradient=True)",
    "activations": "(self, params, X)",
    "summary": "(self)",
}
HEAVY = ("sympy", "matplotlib", "pooch", "tqdm", "scipy", "torch", "jax", "cupy", "PIL", "pandas", "IPython")
PROMISED = {*SIGNATURES, "History", "CLASS_NAMES", "CLASS_NAMES_KO"}
FUNCTIONS = [name for name in cnn.__all__ if inspect.isfunction(getattr(cnn, name))]
CLASSES = [name for name in cnn.__all__ if inspect.isclass(getattr(cnn, name))]


def bare(signature):
    """A signature without its annotations."""
    empty = inspect.Parameter.empty
    parameters = [parameter.replace(annotation=empty) for parameter in signature.parameters.values()]
    return str(signature.replace(parameters=parameters, return_annotation=empty))


def sections(docstring):
    """The sections of a numpydoc docstring by heading."""
    parts = re.split(r"^(\w[\w ]*)\n-+\n", inspect.cleandoc(docstring), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def documented_parameters(docstring):
    """Names in the section Parameters: the lines that are not indented, up to a colon."""
    heads = re.findall(r"^(\S.*?)(?: : .*)?$", sections(docstring).get("Parameters", ""), re.M)
    return {name.strip() for head in heads for name in head.split(",")}


def loaded_by(code):
    """The heavy modules in memory after running this code in a fresh interpreter."""
    command = f"import sys; {code}; print(*(name for name in {HEAVY} if name in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    return answer.stdout.split()


def test_names_that_were_promised_are_there():
    assert PROMISED - set(cnn.__all__) == set()


def test_names_stand_in_the_order_of_the_lecture():
    order = (images, convolution, layers, network, training, fast, image_statistics, seeing, vgg16, datasets)
    assert cnn.__all__ == [name for module in order for name in module.__all__]


def test_layers_list_what_they_define():
    for path in (PACKAGE / "layers").glob("[!_]*.py"):
        module = import_module(f"textbook_cnn.layers.{path.stem}")
        for name, thing in vars(module).items():
            ours = inspect.isfunction(thing) and thing.__module__ == module.__name__
            if ours and "Parameters" in sections(thing.__doc__ or ""):
                assert name in module.__all__, (
                    f'textbook_cnn/layers/{path.name}: add "{name}" to __all__; or, if it is not public, say in '
                    "one line what it does"
                )


@pytest.mark.parametrize("name", SIGNATURES)
def test_signature(name):
    assert bare(inspect.signature(getattr(cnn, name))) == SIGNATURES[name]


@pytest.mark.parametrize("name", NETWORK_METHODS)
def test_signature_of_network(name):
    assert bare(inspect.signature(getattr(cnn.Network, name))) == NETWORK_METHODS[name]


@pytest.mark.parametrize("name", [*FUNCTIONS, *CLASSES])
def test_every_argument_has_a_type(name):
    signature = inspect.signature(getattr(cnn, name))
    empty = inspect.Parameter.empty
    assert all(parameter.annotation is not empty for parameter in signature.parameters.values())
    assert signature.return_annotation is not empty or inspect.isclass(getattr(cnn, name))


@pytest.mark.parametrize("name", NUMERIC)
def test_functions_of_formulas_are_documented(name):
    found, wanted = sections(getattr(cnn, name).__doc__), ["Parameters", "Returns", "Raises", "Notes", "Examples"]
    if "References" in found:  # where others invented what the function computes
        wanted.insert(-1, "References")
    assert [*found] == wanted, f"the docstring of {name} has the sections {[*found]}; it needs {wanted}"
    assert ">>>" in found["Examples"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_references_are_numbered_and_named(name):
    text = getattr(cnn, name).__doc__
    listed = re.findall(r"^\.\. \[(\d+)\]", sections(text).get("References", ""), re.M)
    assert listed == [str(number) for number, _ in enumerate(listed, 1)]
    assert set(re.findall(r"\[(\d+)\]_", text)) == set(listed)


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in NUMERIC])
def test_other_functions_are_documented(name):
    found = sections(getattr(cnn, name).__doc__)
    assert {"Parameters", "Returns", "Raises", "Examples"} <= set(found)
    assert ">>>" in found["Examples"] or "See `" in found["Examples"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_docstring_names_the_arguments(name):
    function = getattr(cnn, name)
    assert documented_parameters(function.__doc__) == set(inspect.signature(function).parameters)


@pytest.mark.parametrize("name", [name for name in CLASSES if name not in ("History", "FashionMNIST")])
def test_classes_are_documented(name):
    kind = getattr(cnn, name)
    found = sections(kind.__doc__)
    assert documented_parameters(kind.__doc__) == set(inspect.signature(kind).parameters)
    assert ">>>" in found["Examples"]


@pytest.mark.parametrize("name", NETWORK_METHODS)
def test_methods_of_network_are_documented(name):
    method = getattr(cnn.Network, name)
    assert "Returns" in sections(method.__doc__)
    assert documented_parameters(method.__doc__) == set(inspect.signature(method).parameters) - {"self"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_equations_that_a_docstring_names_exist(name):
    notes = sections(getattr(cnn, name).__doc__).get("Notes", "")
    named = re.findall(r"``([a-z0-9_]+(?:\.[a-z0-9_]+)?)``", " ".join(re.findall(r"Equations? ``.*", notes)))
    file = getattr(cnn, name).__module__.rpartition(".")[2]
    for equation in named:
        assert equation in REGISTRY, (
            f"the docstring of {name} names {equation}, which is no formula's id: add a\n"
            f'    Formula(id="{equation}", …, functions=("{name}",)) to textbook_cnn/formulas/statements/{file}.py'
        )


def test_numpys_generator_is_what_dropout_names():
    assert "numpy.random.Generator" in sections(cnn.dropout.__doc__)["Parameters"]


def test_import_brings_in_nothing_heavy():
    assert loaded_by("import textbook_cnn") == []


def test_numeric_names_bring_in_nothing_heavy_either():
    names = ", ".join(name for name in cnn.__all__ if name not in ("fashion_mnist",))
    assert loaded_by(f"from textbook_cnn import {names}") == []


def test_the_list_of_heavy_modules_is_looked_for():
    assert "matplotlib" in loaded_by("import textbook_cnn, matplotlib")


def test_every_name_is_there_and_shown():
    assert len(set(cnn.__all__)) == len(cnn.__all__)
    assert set(cnn.__all__) <= set(dir(cnn))
    namespace = {}
    exec("from textbook_cnn import *", namespace)
    assert set(cnn.__all__) <= set(namespace)


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match=r"'textbook_cnn' has no attribute 'conv3d'"):
        cnn.conv3d  # noqa: B018


def test_version_is_the_distributions():
    assert cnn.__version__ == metadata.version("textbook-cnn")
