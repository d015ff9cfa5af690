"""The script that fetches the weights before the book is built."""

import runpy

import pytest

from tests.support.places import ROOT

SCRIPT = ROOT / "scripts" / "fetch_weights.py"


@pytest.mark.parametrize("error", [None, FileNotFoundError("no source"), ModuleNotFoundError("no reader")])
def test_the_build_goes_on_with_and_without_weights(error, monkeypatch, capsys):
    def read():
        if error:
            raise error
        return "13 convolution layers"

    monkeypatch.setattr("textbook_cnn.vgg16_weights", read)
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    assert ended.value.code == 0
    out, err = capsys.readouterr()
    assert ("13 convolution layers" in out) == (error is None)
    assert ("built without them" in err) == (error is not None)
