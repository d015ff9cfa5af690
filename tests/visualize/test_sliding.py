"""One function slides over the other."""

import json
import re

import numpy as np
import pytest

from textbook_cnn.visualize import (
    animate_convolution,
    convolution_frames,
    plot_convolution_frames,
)


def box(x):
    return np.where(abs(x) <= 0.5, 1.0, 0.0)


def ramp(x):
    return np.where((x >= 0) & (x <= 1), x, 0.0)


def test_frames_of_two_boxes_have_the_area_of_their_overlap():
    places = np.linspace(-3, 3, 6001)
    times = np.array([-1.5, -0.75, 0.0, 0.25, 1.0])
    for frame, t in zip(convolution_frames(box, box, places, times), times):
        assert frame.area == pytest.approx(max(0.0, 1 - abs(t)), abs=2e-3)
        np.testing.assert_array_equal(frame.product, box(places) * frame.moved)


def test_the_second_function_is_turned():
    places = np.linspace(-2, 2, 401)
    (frame,) = convolution_frames(box, ramp, places, np.array([1.0]))
    expected = [ramp(1.0 - place) for place in places]
    np.testing.assert_allclose(frame.moved, expected, atol=1e-12)
    (ahead,) = convolution_frames(box, ramp, places, np.array([-0.25]))
    assert ahead.area == pytest.approx(0.25**2 / 2, abs=5e-3)  # ∫ from 0 to 1/4 of x


def test_film_strip_and_film_show_the_frames():
    places = np.linspace(-2, 2, 2001)
    figure = plot_convolution_frames(box, box, places, [-0.5, 0.0, 0.5], columns=2)
    titles = [ax.get_title() for ax in figure.axes if ax.get_title()]
    assert titles == ["t = −0.5: area 0.50", "t = 0: area 1.00", "t = 0.5: area 0.50"]


def test_a_film_carries_the_numbers_of_its_frames():
    places, times = np.linspace(-2, 2, 81), [-0.5, 0.0, 0.75]
    film = animate_convolution(box, np.exp, places, times)
    frames = convolution_frames(box, np.exp, places, np.array(times))
    html = film._repr_html_()
    written = re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)[1]
    read = {name: np.reshape(entry["values"], entry["shape"]) for name, entry in json.loads(written).items()}
    np.testing.assert_array_equal(read["times"], times)
    for name, expected in (
        ("f", box(places)),
        ("g", np.exp(places)),
        ("product", [f.product for f in frames]),
        ("area", [f.area for f in frames]),
    ):
        np.testing.assert_allclose(read[name], expected, rtol=6e-3)


def test_a_film_says_what_it_shows_needs_no_network_and_is_the_same_each_time():
    film = animate_convolution(box, box, np.linspace(-2, 2, 81), [0.0, 0.5])
    html = film._repr_html_()
    assert re.search(r'<svg[^>]* role="img" aria-label="Film: [^"]{40,}"', html)
    assert not set(re.findall(r"https?://[^\"']+", html)) - {"http://www.w3.org/2000/svg"}  # a name, not an address
    assert html == animate_convolution(box, box, np.linspace(-2, 2, 81), [0.0, 0.5])._repr_html_()
    other = animate_convolution(box, box, np.linspace(-2, 2, 81), [0.0, 0.6])._repr_html_()
    ids = [re.search(r'id="(film-\w+)"', text)[1] for text in (html, other)]
    assert ids[0] != ids[1]


def test_frames_refuse():
    with pytest.raises(TypeError, match="g: expected a function"):
        convolution_frames(box, 3, np.arange(3.0), np.arange(3.0))
    with pytest.raises(ValueError, match="places: expected at least two"):
        convolution_frames(box, box, np.arange(1.0), np.arange(3.0))
