"""Kernels and feature maps share a scale."""

import numpy as np
import pytest

from tests.visualize.drawn import MAPS, shown
from textbook_cnn.visualize import plot_feature_maps, plot_kernels


def test_kernels_share_one_scale_with_zero_in_the_middle():
    figure = plot_kernels({"before": MAPS, "after": 2 * MAPS})
    np.testing.assert_array_equal(np.stack(shown(figure)), np.concatenate([MAPS, 2 * MAPS]))
    scales = {ax.images[0].norm.halfrange for ax in figure.axes if ax.images}
    assert scales == {2 * np.abs(MAPS).max()}
    assert {ax.images[0].norm.vcenter for ax in figure.axes if ax.images} == {0}
    assert [part.get_suptitle() for part in figure.subfigs] == [
        "before: 5 kernels of 2 × 3",
        "after: 5 kernels of 2 × 3",
    ]


def test_feature_maps_are_drawn_as_given_with_shapes():
    figure = plot_feature_maps(MAPS, title="relu_1", titles=list("abcde"))
    np.testing.assert_array_equal(np.stack(shown(figure)), MAPS)
    assert figure.get_suptitle() == "relu_1: 5 maps of 2 × 3"
    assert [ax.get_title() for ax in figure.axes if ax.images] == list("abcde")
    assert figure.axes[-1].get_ylabel() == "output"


@pytest.mark.parametrize(("least", "low"), [(0, 0), (-1, -199)])
def test_feature_maps_share_one_scale_that_a_few_large_numbers_do_not_stretch(least, low):
    maps = np.full((4, 10, 10), 199.0)
    maps[0, 0, 0], maps[1, 1, 1] = 1e6, least
    scales = {ax.images[0].get_clim() for ax in plot_feature_maps(maps).axes if ax.images}
    assert scales == {(low, 199)}


def test_feature_maps_of_nothing_but_zeros_have_a_scale():
    assert plot_feature_maps(np.zeros((1, 2, 2))).axes[0].images[0].get_clim() == (0, 1)
