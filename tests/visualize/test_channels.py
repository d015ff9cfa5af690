"""Every kernel stands between its channels."""

import numpy as np
import pytest

from textbook_cnn.visualize import plot_channels


@pytest.mark.parametrize("backward", [False, True])
def test_every_kernel_stands_between_its_channels(backward):
    X, K, Y = np.ones((2, 4, 4)), np.arange(3 * 2 * 4.0).reshape(3, 2, 2, 2), np.ones((3, 3, 3))
    ax = plot_channels(X, K, Y, backward=backward).axes[0]
    drawn = [np.asarray(image.get_array()) for image in ax.images if image.get_array().shape == (2, 2)]
    expected = [K[i, j, ::-1, ::-1] if backward else K[i, j] for i in range(3) for j in range(2)]
    np.testing.assert_array_equal(drawn, expected)
    words = [text.get_text() for text in ax.texts]
    assert "$K_{32}$" in words
    first, _, last = ax.get_title().partition(": ")[2].split(", ")
    assert [first, last] == (["3 feature maps", "2 channels"] if backward else ["2 channels", "3 feature maps"])
    assert (r"$\partial E/\partial X_{1}$" if backward else "$X_{1}$") in words


def test_channels_refuse():
    with pytest.raises(ValueError, match="K: expected 3 × 2 kernels"):
        plot_channels(np.ones((2, 4, 4)), np.ones((2, 2, 2, 2)), np.ones((3, 3, 3)))
    with pytest.raises(ValueError, match="at most 4"):
        plot_channels(np.ones((5, 4, 4)), np.ones((1, 5, 2, 2)), np.ones((1, 3, 3)))
