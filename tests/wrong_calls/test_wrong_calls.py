"""Every wrong call of every public function, method and drawing is refused with a message that names the argument."""

import inspect

import pytest

import textbook_cnn as cnn
from tests.wrong_calls.gathered import CALLS, WITHOUT, prepare
from tests.wrong_calls.trying import tried

METHODS = [f"Network.{name}" for name, method in vars(cnn.Network).items() if inspect.isfunction(method)]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    prepare()


@pytest.mark.parametrize("name", CALLS)
def test_each_wrong_call_names_its_argument(name):
    badly = [each for right in CALLS[name] for each in tried(right) if each.how != "refused"]
    assert not badly, f"{len(badly)} wrong calls:\n" + "\n".join(map(str, badly[:40]))


def test_every_public_function_has_a_right_call():
    public = {*cnn.__all__, *(name for name in METHODS if not name.split(".")[1].startswith("_"))}
    assert set(CALLS) | set(WITHOUT) >= public
    assert not set(CALLS) & set(WITHOUT)
