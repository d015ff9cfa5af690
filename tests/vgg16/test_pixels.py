"""Photographs to numbers and back."""

import numpy as np
import pytest

from tests.support.libraries import assert_raises
from textbook_cnn.vgg16 import signed_colours, square_photograph, vgg16_preprocess, vgg16_restore

RNG = np.random.default_rng(0)
PHOTOGRAPH = RNG.integers(0, 256, (40, 36, 3), dtype=np.uint8)


def test_keras_is_blue_green_red_less_the_means():
    X = vgg16_preprocess(PHOTOGRAPH, "keras")
    assert (X.shape, X.dtype) == ((1, 3, 40, 36), np.float32)
    for channel, (colour, mean) in enumerate(((2, 103.939), (1, 116.779), (0, 123.68))):
        np.testing.assert_allclose(X[0, channel], PHOTOGRAPH[:, :, colour] - mean, rtol=1e-6)


def test_torchvision_is_red_green_blue_standardised():
    X = vgg16_preprocess(PHOTOGRAPH[None], "torchvision")
    for channel, (mean, deviation) in enumerate(((0.485, 0.229), (0.456, 0.224), (0.406, 0.225))):
        expected = (PHOTOGRAPH[:, :, channel] / 255 - mean) / deviation
        np.testing.assert_allclose(X[0, channel], expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("family", ["keras", "torchvision"])
def test_restore_is_the_inverse_and_clips(family):
    batch = np.stack([PHOTOGRAPH, 255 - PHOTOGRAPH])
    X = vgg16_preprocess(batch, family)
    np.testing.assert_array_equal(vgg16_restore(X, family), batch)
    assert vgg16_restore(X, family).dtype == np.uint8
    assert vgg16_restore(X * 0 + 1e6, family).min() == 255
    assert vgg16_restore(X * 0 - 1e6, family).max() == 0


def test_signed_colours():
    K = np.zeros((2, 3, 1, 1))
    K[0, 0], K[1, 2] = 4.0, -2.0  # blue up, red down, for Keras
    keras = signed_colours(K, "keras")[:, 0, 0]
    np.testing.assert_allclose(keras, [[0.5, 0.5, 1.0], [0.25, 0.5, 0.5]])
    np.testing.assert_allclose(signed_colours(K, "torchvision")[:, 0, 0], keras[:, ::-1])


def test_refuses():
    with assert_raises(TypeError, "photographs", "uint8"):
        vgg16_preprocess(PHOTOGRAPH / 255, "keras")
    with assert_raises(ValueError, "photographs", "32 pixels"):
        vgg16_preprocess(PHOTOGRAPH[:20], "keras")
    with assert_raises(ValueError, "photographs", "3"):
        vgg16_preprocess(PHOTOGRAPH[..., :2], "keras")
    with assert_raises(ValueError, "family", "torchvision"):
        vgg16_preprocess(PHOTOGRAPH, "caffe")
    with assert_raises(TypeError, "X", "floating"):
        vgg16_restore(PHOTOGRAPH[None].transpose(0, 3, 1, 2), "keras")
    with assert_raises(ValueError, "X", "batch"):
        vgg16_restore(np.zeros((1, 2, 40, 40)), "keras")
    with assert_raises(ValueError, "photograph", "height"):
        square_photograph(np.zeros((4, 4, 4), np.uint8))
    with assert_raises(ValueError, "size"):
        square_photograph(PHOTOGRAPH, 0)
    with assert_raises(ValueError, "A", "not all zero"):
        signed_colours(np.zeros((1, 3, 3, 3)), "keras")
