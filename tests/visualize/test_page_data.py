"""Arrays as JSON for a page."""

import json

import numpy as np
import pytest

from textbook_cnn.visualize import (
    arrays_to_json,
)


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
