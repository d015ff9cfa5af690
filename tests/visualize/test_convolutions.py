"""The worked example shows the slide's arithmetic, window by window."""

from tests.visualize.drawn import VALID, K, X, numbers, words
from textbook_cnn.visualize import plot_worked_example


def test_worked_example_writes_the_slide_s_arithmetic():
    figure = plot_worked_example(X, K, VALID)
    assert [words(ax)[-1].replace("\N{MINUS SIGN}", "-") for ax in figure.axes] == [
        "1·1 + 2·6 + (-1)·5 + 0·3 = 8",
        "1·6 + 2·2 + (-1)·3 + 0·1 = 7",
        "1·5 + 2·3 + (-1)·7 + 0·0 = 4",
        "1·3 + 2·1 + (-1)·0 + 0·4 = 5",
    ]
    for ax in figure.axes:
        assert numbers(ax) == [*X.ravel(), *K.ravel(), *VALID.ravel()]


def test_negative_factors_stand_in_brackets():
    figure = plot_worked_example(-X, K, -VALID, positions=[(0, 0)])
    sentence = words(figure.axes[0])[-1].replace("\N{MINUS SIGN}", "-")
    assert sentence == "1·(-1) + 2·(-6) + (-1)·(-5) + 0·(-3) = -8"


def test_worked_example_frames_the_window_of_each_position():
    figure = plot_worked_example(X, K, VALID)
    assert [ax.patches[-1].get_xy() for ax in figure.axes] == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert {(ax.patches[-1].get_width(), ax.patches[-1].get_height()) for ax in figure.axes} == {(2, 2)}


def test_worked_example_draws_the_positions_asked_for():
    figure = plot_worked_example(X, K, VALID, positions=[(1, 0)])
    assert len(figure.axes) == 1
    assert words(figure.axes[0])[-1].endswith("= 4")
