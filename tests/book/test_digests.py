"""What an edit of one file asks for: which pages run their cells again, and whether the network is trained again."""

import shutil

import pytest
from _extensions.execution import cells, trained_run

from tests.support.places import ROOT

FOLDERS = ("textbook_cnn", "docs/chapters", "docs/appendix", "docs/_kernel", "tests/support")
TRAINING = "training"
WITH_NETWORK = {"07_training", "08_what_layers_see", "10_seeing_inside"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "data"))
    return folder


def digests(root):
    """Digests by page, and that of the trained network."""
    cells.library.cache_clear()
    pages = {page.stem: page.read_text(encoding="utf-8") for page in (root / "docs").rglob("*.md")}
    found = {name: cells.digest_of(root, text) for name, text in pages.items() if text.startswith(cells.EXECUTED)}
    return found | {TRAINING: trained_run.folder_of(root, root, trained_run.FULL)}


@pytest.fixture(scope="module")
def before(copy):
    return digests(copy)


@pytest.fixture
def after_edit(copy, before):
    """What says which pages run again, and whether training does, after an edit of a file."""

    def changed(file, old, new):
        text = (copy / file).read_text(encoding="utf-8")
        assert old in text
        (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        after = digests(copy)
        (copy / file).write_text(text, encoding="utf-8")
        return {name for name, digest in after.items() if before[name] != digest}

    yield changed
    cells.library.cache_clear()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("textbook_cnn/layers/relu.py", '"""', '"""Once more. '),
        ("textbook_cnn/layers/relu.py", "\n\n\ndef relu(", "\n\n\n# It rectifies.\ndef relu("),
        ("tests/support/runs_on.py", "import", "import sys\nimport"),
        ("textbook_cnn/commands/train.py", "def ", "def _"),
    ],
    ids=["docstring", "comment", "support of the tests", "command"],
)
def test_an_edit_that_no_cell_sees_asks_for_nothing(after_edit, file, old, new):
    assert after_edit(file, old, new) == set()


def test_an_edit_of_a_layer_trains_again_and_runs_what_uses_it(after_edit):
    again = after_edit("textbook_cnn/layers/relu.py", "def relu(X", "def relu(X, Y=0, X_=None, *args")
    assert {TRAINING, "06_rest_of_the_network"} | WITH_NETWORK <= again
    assert not {"02_convolution", "11_statistics"} & again


def test_an_edit_of_a_drawing_runs_the_pages_that_draw_so(after_edit):
    again = after_edit("textbook_cnn/visualize/classification.py", "def plot_confusion_matrix(", "def plot_confusion(")
    assert "07_training" in again
    assert not {TRAINING, "02_convolution", "05_backward", "11_statistics", "all_sizes"} & again


def test_an_edit_of_the_kernel_runs_every_page(after_edit, before):
    assert after_edit("docs/_kernel/book_figures.py", "192", "96") == before.keys() - {TRAINING}


def test_another_network_runs_the_pages_that_show_it(copy, before, monkeypatch):
    monkeypatch.setenv(cells.RUN, "build/run/another")
    after = digests(copy)
    assert {name for name in before if before[name] != after[name]} == WITH_NETWORK


def test_another_library_runs_every_page(copy, before, monkeypatch):
    monkeypatch.setattr(cells, "versions", lambda: ("matplotlib 0",))
    after = digests(copy)
    assert {name for name in before if before[name] != after[name]} == before.keys() - {TRAINING}


def test_another_sample_runs_what_reads_it_and_trains_on_it_again(copy, before):
    of_sample = trained_run.folder_of(copy, copy, trained_run.SAMPLE)
    (copy / "textbook_cnn" / "data").mkdir()
    (copy / "textbook_cnn" / "data" / "images.gz").write_bytes(b"other")
    after = digests(copy)
    again = {name for name in before if before[name] != after[name]}
    assert {"06_rest_of_the_network", "01_images"} <= again
    assert TRAINING not in again
    assert trained_run.folder_of(copy, copy, trained_run.SAMPLE) != of_sample
