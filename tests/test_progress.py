"""The progress bar: of text where a notebook has no widgets, without a warning."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys, types, warnings
warnings.simplefilter("error")
sys.modules["ipywidgets"] = None  # a notebook without widgets
shell = types.SimpleNamespace(config={"IPKernelApp": {}})
sys.modules["IPython"] = types.SimpleNamespace(get_ipython=lambda: shell)
sys.modules["IPython.display"] = types.SimpleNamespace(display=None, clear_output=None, HTML=object)
import numpy as np
import textbook_cnn as cnn
network = cnn.Network([cnn.Dense(3)], (4,))
"""
CALLS = {
    "training": "cnn.train(network, network.init(0), (np.ones((6, 4), 'float32'), np.arange(6) % 3), epochs=1)",
    "forward pass": "net = cnn.Network([cnn.ReLU()], (1, 2, 2)); "
    "cnn.feature_maps(net, {}, np.ones((1, 1, 2, 2), 'float32'), layers=['relu_1'], progress=True)",
}


@pytest.mark.parametrize("doing", CALLS)
def test_a_notebook_without_widgets_gets_a_bar_of_text_and_no_warning(doing):
    done = subprocess.run([sys.executable, "-c", PROGRAM + CALLS[doing]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{doing}: 100%" in done.stderr
    assert "IProgress" not in done.stderr
