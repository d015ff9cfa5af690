"""What a file of weights must hold: the numbers that tell its family, and arrays in the network's order."""

from pathlib import Path

import numpy as np
import pytest

from tests.support.libraries import assert_raises
from textbook_cnn.vgg16 import contents, vgg16_network

PATH = Path("weights.onnx")


def with_probes(changed=None, factor=1.0):
    """Arrays just large enough for the known numbers, one of them changed."""
    arrays = {}
    for number, ((key, place), value) in enumerate(contents.KERAS_PROBES.items()):
        arrays[key] = np.zeros([m + 1 for m in place])
        arrays[key][place] = value * (factor if number == changed else 1)
    return arrays


@pytest.mark.parametrize(
    ("asked", "told", "family"),
    [
        (None, None, "keras"),
        ("keras", None, "keras"),
        (None, "keras", "keras"),
        ("torchvision", "torchvision", "torchvision"),
        (None, "torchvision", "torchvision"),
    ],
)
def test_the_known_numbers_tell_the_family(asked, told, family):
    assert contents.family_of(PATH, with_probes(), asked, told) == family


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("factor", [1 + 1.5e-6, 1 - 1.5e-6, 1.5, -1])
def test_one_number_that_differs_is_enough(number, factor):
    params = with_probes(number, factor)
    assert contents.family_of(PATH, params, "torchvision", None) == "torchvision"
    assert contents.family_of(PATH, params, None, "torchvision") == "torchvision"
    with assert_raises(ValueError, "family", "does not tell"):
        contents.family_of(PATH, params, None, None)
    for asked, told in (("keras", None), (None, "keras")):
        with pytest.raises(ValueError, match="has not the published Keras weights"):
            contents.family_of(PATH, params, asked, told)


@pytest.mark.parametrize(("asked", "told"), [("torchvision", None), ("torchvision", "keras"), ("keras", "torchvision")])
def test_a_family_that_is_not_that_of_the_file_is_refused(asked, told):
    with assert_raises(ValueError, "family", "weights.onnx tells"):
        contents.family_of(PATH, with_probes(), asked, told)


def test_parameters_come_in_the_order_of_the_network_as_float32():
    shapes = vgg16_network().parameter_shapes
    params = {key: np.broadcast_to(0.5, shape) for key, shape in reversed(shapes.items())}
    found = contents.ordered({"unknown": np.ones(1), **params})
    assert {key: A.shape for key, A in found.items()} == shapes
    assert list(found) == list(shapes)
    assert all(A.dtype == np.float32 and A.flags.c_contiguous and A.flat[-1] == 0.5 for A in found.values())


def test_with_the_classifier_its_arrays_are_expected():
    assert contents._expected_shapes({"predictions.B": None}) == vgg16_network(classifier=True).parameter_shapes
    assert contents._expected_shapes({"fc1.B": None}) == vgg16_network().parameter_shapes
