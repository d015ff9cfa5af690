"""The pictures of maps, windows, points, patches and densities show what was given."""

import json
import re

import numpy as np
import pytest

from textbook_cnn.visualize import (
    animate_convolution,
    arrays_to_json,
    convolution_frames,
    plot_attribution,
    plot_attributions,
    plot_channels,
    plot_convolution_frames,
    plot_embedding,
    plot_image_rows,
    plot_kernel_evolution,
    plot_log_densities,
    plot_perceptron_and_cnn,
    plot_windows,
)

GRAY = np.arange(12, dtype=np.uint8).reshape(3, 4)
MAP = np.array([[-1.0, 0.5], [2.0, 0.0]])


def image_of(ax, place=-1):
    return np.asarray(ax.images[place].get_array())


def test_map_is_drawn_with_its_scale():
    ax = plot_attribution(MAP, title="map")
    np.testing.assert_array_equal(image_of(ax), MAP)
    assert ax.images[-1].get_clim() == (-1.0, 2.0)
    assert ax.images[-1].get_cmap().name == "viridis"
    assert ax.get_title() == "map: 2 × 2"
    assert len(ax.figure.axes) == 2  # with a colour bar


def test_signed_map_has_zero_in_the_middle():
    drawn = plot_attribution(MAP, signed=True).images[-1]
    assert drawn.get_clim() == (-2.0, 2.0)
    assert drawn.get_cmap().name == "RdBu_r"


def test_map_of_zeros_has_a_scale():
    assert plot_attribution(np.zeros((2, 2))).images[-1].get_clim() == (0.0, 1.0)
    assert plot_attribution(np.zeros((2, 2)), signed=True).images[-1].get_clim() == (-1.0, 1.0)


def test_map_is_laid_over_the_whole_image():
    ax = plot_attribution(MAP, GRAY)
    np.testing.assert_array_equal(image_of(ax, 0), GRAY)
    assert ax.images[-1].get_extent() == [-0.5, 3.5, 2.5, -0.5]
    assert 0 < ax.images[-1].get_alpha() < 1


def test_maps_stand_beside_their_image():
    figure = plot_attributions(GRAY, {"a": MAP, "b": MAP}, overlaid=["b"], signed=["a"])
    panels = [ax for ax in figure.axes if ax.get_title()]
    assert [ax.get_title() for ax in panels] == ["image: 3 × 4", "a: 2 × 2", "b: 2 × 2"]
    assert [len(ax.images) for ax in panels] == [1, 2, 2]
    assert panels[1].images[-1].get_alpha() == 1
    assert panels[2].images[-1].get_alpha() < 1
    with pytest.raises(ValueError, match="signed: expected titles among a, b; got 'c'"):
        plot_attributions(GRAY, {"a": MAP, "b": MAP}, signed=["c"])


def test_windows_lie_where_they_should():
    ax = plot_windows(GRAY, {"small": (0, 1, 1, 3), "beyond": (-2, 4, -1, 6)})
    boxes = [(p.get_x(), p.get_y(), p.get_width(), p.get_height()) for p in ax.patches]
    assert boxes[::2] == boxes[1::2] == [(0.5, -0.5, 2, 1), (-1.5, -2.5, 7, 6)]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["small: 1 × 2", "beyond: 6 × 7"]
    left, right = ax.get_xlim()
    bottom, top = ax.get_ylim()
    assert left <= -1.5 < 5.5 <= right
    assert top <= -2.5 < 3.5 <= bottom
    with pytest.raises(ValueError, match="with pixels, got"):
        plot_windows(GRAY, {"none": (1, 1, 0, 2)})


def test_points_have_their_places_and_classes():
    points, labels = np.arange(8.0).reshape(4, 2), np.array([1, 0, 1, 1])
    ax = plot_embedding(points, labels, ["shirt", "bag"], x_label="x")
    for number, drawn in enumerate(ax.collections):
        np.testing.assert_array_equal(drawn.get_offsets(), points[labels == number])
    assert len(plot_embedding(points, labels, ["shirt", "bag"]).get_xticks()) == 0
    with pytest.raises(ValueError, match=r"points: expected shape \(4, 2\)"):
        plot_embedding(points[:3], labels, ["shirt", "bag"])
    with pytest.raises(ValueError, match="class_names: expected a name"):
        plot_embedding(points, labels, ["shirt"])
    with pytest.raises(ValueError, match="at most 10"):
        plot_embedding(points, labels, list("abcdefghijk"))


def test_kernels_of_all_times_share_a_scale():
    times = {"start": np.ones((3, 2, 2)), "end": -4 * np.ones((3, 2, 2))}
    figure = plot_kernel_evolution(times)
    drawn = [ax for ax in figure.axes if ax.images]
    assert [image_of(ax)[0, 0] for ax in drawn] == [1, 1, 1, -4, -4, -4]
    assert {ax.images[0].get_clim() for ax in drawn} == {(-4.0, 4.0)}
    assert [ax.get_ylabel() for ax in drawn][::3] == ["start", "end"]
    with pytest.raises(ValueError, match="of one shape"):
        plot_kernel_evolution({"start": np.ones((3, 2, 2)), "end": np.ones((2, 2, 2))})


def test_rows_of_images():
    figure = plot_image_rows({"a": [GRAY, GRAY + 1], "b": [GRAY + 2, GRAY + 3]}, ["left", "right"])
    assert [image_of(ax)[0, 0] for ax in figure.axes] == [0, 1, 2, 3]
    assert [ax.get_title() for ax in figure.axes] == ["left", "right", "", ""]
    assert [ax.texts[0].get_text() for ax in figure.axes[::2]] == ["a", "b"]
    with pytest.raises(ValueError, match="rows of one length"):
        plot_image_rows({"a": [GRAY], "b": [GRAY, GRAY]})
    with pytest.raises(ValueError, match="rows of one length"):
        plot_image_rows({"a": []})


def test_marks_are_the_density_of_the_numbers():
    ax = plot_log_densities(
        {"a": np.array([-0.5, 0.5, 0.6, 7.0])},
        {"f": (np.arange(3.0), np.array([1.0, 0.5, 0.0]))},
        x_label="x",
        reach=1.0,
        bins=2,
    )
    marks, line = ax.lines
    np.testing.assert_allclose(marks.get_xydata(), [(-0.5, 0.25), (0.5, 0.5)])
    np.testing.assert_allclose(line.get_ydata(), [1.0, 0.5, 0.0], atol=1e-9)
    assert ax.get_yscale() == "log"


def test_empty_bins_have_no_mark():
    ax = plot_log_densities({"a": np.array([-0.9, 0.9])}, x_label="x", reach=1.0, bins=10)
    assert len(ax.lines[0].get_xdata()) == 2


def test_densities_refuse():
    sample = {"a": np.zeros(3)}
    with pytest.raises(ValueError, match="reach: expected"):
        plot_log_densities(sample, x_label="x", reach=0)
    with pytest.raises(ValueError, match="bins: expected"):
        plot_log_densities(sample, x_label="x", reach=1, bins=0)
    with pytest.raises(ValueError, match="samples: expected at most 4"):
        plot_log_densities({name: np.zeros(3) for name in "abcde"}, x_label="x", reach=1)


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


@pytest.mark.parametrize("backward", [False, True])
def test_every_kernel_stands_between_its_channels(backward):
    X, K, Y = np.ones((2, 4, 4)), np.arange(3 * 2 * 4.0).reshape(3, 2, 2, 2), np.ones((3, 3, 3))
    ax = plot_channels(X, K, Y, backward=backward).axes[0]
    drawn = [np.asarray(image.get_array()) for image in ax.images if image.get_array().shape == (2, 2)]
    expected = [K[i, j, ::-1, ::-1] if backward else K[i, j] for i in range(3) for j in range(2)]
    np.testing.assert_array_equal(drawn, expected)
    words = [text.get_text() for text in ax.texts]
    assert "$K_{32}$" in words
    assert (r"$\partial E/\partial X_{1}$" if backward else "$X_{1}$") in words


def test_channels_refuse():
    with pytest.raises(ValueError, match="K: expected 3 × 2 kernels"):
        plot_channels(np.ones((2, 4, 4)), np.ones((2, 2, 2, 2)), np.ones((3, 3, 3)))
    with pytest.raises(ValueError, match="at most 4"):
        plot_channels(np.ones((5, 4, 4)), np.ones((1, 5, 2, 2)), np.ones((1, 3, 3)))


def test_perceptron_sees_all_numbers_and_the_other_a_window():
    figure = plot_perceptron_and_cnn(GRAY, np.ones((6, 2, 3)), classes=7)
    words = " ".join(text.get_text() for ax in figure.axes for text in ax.texts)
    assert "12 numbers" in words
    assert "6 feature maps\n2 × 3" in words
    assert words.count("7\nclasses") == 2
    with pytest.raises(ValueError, match="classes: expected"):
        plot_perceptron_and_cnn(GRAY, np.ones((6, 2, 3)), classes=0)


def test_json_gives_the_arrays_back():
    arrays = {"a": np.arange(6).reshape(2, 3), "b": np.array([[0.123456], [-2e-9]]), "</script>": np.array([True])}
    text = arrays_to_json(arrays, digits=3)
    assert "<" not in text
    found = json.loads(text)
    assert found["a"] == {"shape": [2, 3], "values": [0, 1, 2, 3, 4, 5]}
    assert found["b"] == {"shape": [2, 1], "values": [0.123, -2e-9]}
    assert found["</script>"]["values"] == [True]
    assert json.loads(arrays_to_json({"s": np.array(2.0)}))["s"] == {"shape": [], "values": [2.0]}


def test_json_refuses():
    with pytest.raises(ValueError, match="finite"):
        arrays_to_json({"a": np.array([np.nan])})
    with pytest.raises(TypeError, match="real numbers"):
        arrays_to_json({"a": np.array(["x"])})
    with pytest.raises(TypeError, match="expected an array"):
        arrays_to_json({"a": [1]})
    with pytest.raises(ValueError, match="digits"):
        arrays_to_json({"a": np.ones(2)}, digits=0)
    with pytest.raises(TypeError, match="digits"):
        arrays_to_json({"a": np.ones(2)}, digits=1.5)
