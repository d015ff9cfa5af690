"""Every wrong call of every public function, method and drawing is refused with a message that names the argument."""

import inspect

import pytest

import textbook_cnn as cnn
from tests.wrong_calls.gathered import CALLS, EXCEPTIONS, WITHOUT, prepare
from tests.wrong_calls.trying import tried
from textbook_cnn import book

UNTRIED = ("fashion_mnist", "vgg16_weights", "NCCLGroup", "trained")  # would download, want a GPU, or train
METHODS = [f"Network.{name}" for name, method in vars(cnn.Network).items() if inspect.isfunction(method)]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    prepare()


@pytest.mark.parametrize("name", CALLS)
def test_each_wrong_call_names_its_argument(name):
    badly = {each.call: each for right in CALLS[name] for each in tried(right) if each.how != "refused"}
    expected = {call for call in EXCEPTIONS if call[0] == name}
    assert expected <= set(badly), "these are refused now: take them away from EXCEPTIONS"
    unexpected = [str(each) for call, each in badly.items() if call not in expected]
    assert not unexpected, f"{len(unexpected)} wrong calls:\n" + "\n".join(unexpected[:40])


@pytest.mark.parametrize("name", CALLS)
def test_the_calls_they_are_made_from_are_right(name):
    for right in CALLS[name]:
        if right.name not in UNTRIED:
            right()


def test_there_are_enough_of_them():
    assert sum(1 for rights in CALLS.values() for right in rights for _ in right.wrong()) >= 10_000


def test_every_argument_is_tried():
    missing = []
    for name, rights in CALLS.items():
        arguments = inspect.signature(rights[0].function).parameters
        missing += [f"{name}({each})" for each in arguments if not any(each in right.kinds for right in rights)]
    assert not missing, f"give these a right value and a kind: {missing}"


def test_every_public_function_has_a_right_call():
    public = {*cnn.__all__, *book.__all__, *(name for name in METHODS if not name.split(".")[1].startswith("_"))}
    missing = sorted(public - set(CALLS) - set(WITHOUT))
    assert not missing, f"give each a right call, in a file in tests/wrong_calls/calls: {missing}"
    assert not set(CALLS) & set(WITHOUT)
