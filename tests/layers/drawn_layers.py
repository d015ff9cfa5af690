"""Convolution layers for property tests: whole numbers and keywords that fit together."""

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from tests.support import oracles

margin = st.integers(0, 3)


paddings = st.one_of(
    st.sampled_from(["valid", "same", "full"]),
    margin,
    st.tuples(margin, margin),
    st.tuples(st.tuples(margin, margin), st.tuples(margin, margin)),
)


steps = st.one_of(st.integers(1, 3), st.tuples(st.integers(1, 3), st.integers(1, 3)))


@st.composite
def layers(draw, strides=steps):
    """Whole numbers X, K, dY that fit together, and the keywords of the layer."""
    N, groups, m, filters = (draw(st.integers(1, 2)) for _ in range(4))
    size, kernel = draw(st.tuples(*[st.integers(1, 8)] * 2)), draw(st.tuples(*[st.integers(1, 7)] * 2))
    keywords = {"stride": draw(strides), "padding": draw(paddings), "dilation": draw(steps), "groups": groups}
    stride, dilation = oracles.pair(keywords["stride"]), oracles.pair(keywords["dilation"])
    out = oracles.output_size(size, kernel, stride, keywords["padding"], dilation)
    assume(0 not in out)
    assume(out[0] * out[1] * kernel[0] * kernel[1] < 2500)  # the oracle's loops should stay short
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    X = rng.integers(-9, 10, (N, groups * m, *size))
    K = rng.integers(-9, 10, (groups * filters, m, *kernel))
    dY = rng.integers(-9, 10, (N, groups * filters, *out))
    return X, K, dY, keywords
