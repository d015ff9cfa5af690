"""The network is trained once for each state of the code, whole or not at all, and never on the sample in secret."""

import json
import os
from types import SimpleNamespace

import pytest
from _extensions.execution import trained_run
from _extensions.execution.cells import library
from sphinx.errors import ExtensionError

TRAINING = """
import json, sys
from pathlib import Path
from textbook_cnn.training.train import train
folder, source = Path(sys.argv[1]), sys.argv[3]
assert sys.argv[2] == "--source"
(folder / "params.npz").write_bytes(b"")
(folder / "run.json").write_text(json.dumps({"source": source}))
with open("trained.log", "a") as log:
    log.write(source + "\\n")
"""
MODULES = {
    "training/train.py": "from ..layers.relu import relu\n\n\ndef train():\n    return relu(1)\n",
    "layers/relu.py": 'def relu(X):\n    """Rectify."""\n    return max(X, 0)\n',
    "layers/dropout.py": "def dropout(X):\n    return X\n",
    "visualize/maps.py": "def plot():\n    pass\n",
}
DATA_AT_HAND = "def fashion_mnist(split): pass"
NO_DATA = "def fashion_mnist(split): raise FileNotFoundError('no mirror answered')"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small project: a package with a few modules, and a script that trains."""
    monkeypatch.setenv(trained_run.RUN, "")  # restored afterwards
    library.cache_clear()
    monkeypatch.delenv("BOOK_FULL_DATA", raising=False)
    for name, text in MODULES.items():
        (tmp_path / "textbook_cnn" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "textbook_cnn" / name).write_text(text)
    (tmp_path / "textbook_cnn" / "__init__.py").write_text(DATA_AT_HAND)
    (tmp_path / trained_run.PROGRAM).parent.mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    (tmp_path / trained_run.PROGRAM).write_text(TRAINING)
    return tmp_path


def provide(project):
    config = SimpleNamespace(draft="")
    app = SimpleNamespace(confdir=project, outdir=project / "build" / "html", config=config)
    trained_run.provide_run(app, config)
    assert config.trained_run == os.environ[trained_run.RUN]
    return config.trained_run


def trained(project):
    log = project / "trained.log"
    return log.read_text().split() if log.exists() else []


def folders(project):
    return sorted(path.name for path in (project / "build" / "run").iterdir())


def test_the_first_build_trains_and_names_the_folder(project):
    folder = provide(project)
    with open(f"{folder}/run.json") as record:
        assert json.load(record) == {"source": "fashion-mnist"}
    assert folders(project) == [os.path.basename(folder)]


def test_the_second_build_trains_nothing(project):
    assert provide(project) == provide(project)
    assert trained(project) == ["fashion-mnist"]


def edit(project, file, old, new):
    path = project / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("textbook_cnn/training/train.py", "relu(1)", "relu(2)"),
        ("textbook_cnn/layers/relu.py", "max(X, 0)", "max(X, 1)"),
        (str(trained_run.PROGRAM), "import json, sys", "import json, os, sys"),
    ],
)
def test_an_edit_of_code_that_training_uses_trains_again(project, file, old, new):
    before = provide(project)
    edit(project, file, old, new)
    assert provide(project) != before
    assert len(trained(project)) == 2


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("textbook_cnn/layers/relu.py", "Rectify", "Keep what is positive"),
        ("textbook_cnn/layers/relu.py", "return", "# max compares.\n    return"),
        ("textbook_cnn/layers/relu.py", "(X, 0)", "(\n        X,\n        0,\n    )"),
        ("textbook_cnn/layers/dropout.py", "return X", "return 2 * X"),
        ("textbook_cnn/visualize/maps.py", "pass", "return 1"),
    ],
    ids=["docstring", "comment", "layout", "layer that is not used", "drawing"],
)
def test_other_edits_do_not(project, file, old, new):
    before = provide(project)
    edit(project, file, old, new)
    assert provide(project) == before
    assert trained(project) == ["fashion-mnist"]


def test_another_version_of_numpy_trains_again(project, monkeypatch):
    before = provide(project)
    monkeypatch.setattr(trained_run.np, "__version__", "1.2.3")
    assert provide(project) != before


# ---- drafts


def draft(project, page):
    """What a draft of a page is given: the folder of a network or "", and what is said of it."""
    (project / "docs" / "page.md").write_text(page)
    config = SimpleNamespace(draft="page", draft_network="", trained_run="")
    outdir = project / "build" / "draft" / "page"
    app = SimpleNamespace(confdir=project, srcdir=project / "docs", outdir=outdir, config=config)
    trained_run.provide_run(app, config)
    return config.trained_run, config.draft_network


USES_IT = "Here {sample-note} stands."


def test_a_draft_that_shows_no_number_of_the_network_trains_nothing(project):
    assert draft(project, "# Page") == ("", "")
    assert trained(project) == []


def test_a_draft_without_a_network_trains_on_the_sample(project):
    folder, words = draft(project, USES_IT)
    assert trained(project) == ["sample"]
    assert words == "Numbers come from a network trained on the sample in the package with this code."
    assert draft(project, USES_IT) == (folder, words)
    assert trained(project) == ["sample"]


def test_a_draft_takes_the_last_network_whatever_its_code(project):
    first = provide(project)
    assert draft(project, USES_IT)[1].endswith("trained on Fashion-MNIST with this code.")
    edit(project, "textbook_cnn/layers/relu.py", "max(X, 0)", "max(X, 1)")
    folder, words = draft(project, USES_IT)
    assert (folder, words) == (first, "Numbers come from a network trained on Fashion-MNIST with other code.")
    second = provide(project)
    os.utime(f"{first}/run.json", (1, 1))
    assert draft(project, USES_IT)[0] == second


@pytest.mark.parametrize("ending", ["raise SystemExit(3)", "(folder / 'run.json').unlink()"])
def test_a_training_that_fails_fails_the_build_and_leaves_nothing(project, ending):
    (project / trained_run.PROGRAM).write_text(TRAINING + ending)
    with pytest.raises(ExtensionError, match=r"textbook_cnn\.book (failed with exit status 3|wrote no run)"):
        provide(project)
    assert folders(project) == []


def test_without_the_data_the_sample_is_used_and_the_data_looked_for_again(project):
    (project / "textbook_cnn" / "__init__.py").write_text(NO_DATA)
    sample = provide(project)
    assert provide(project) == sample
    assert trained(project) == ["sample"]
    (project / "textbook_cnn" / "__init__.py").write_text(DATA_AT_HAND)
    assert provide(project) != sample
    assert trained(project) == ["sample", "fashion-mnist"]


def test_the_sample_can_be_forbidden(project, monkeypatch):
    (project / "textbook_cnn" / "__init__.py").write_text(NO_DATA)
    provide(project)
    monkeypatch.setenv("BOOK_FULL_DATA", "1")
    with pytest.raises(ExtensionError, match="BOOK_FULL_DATA=1 forbids the sample"):
        provide(project)


def test_a_run_of_the_whole_data_is_used_even_where_the_data_is_gone(project, monkeypatch):
    whole = provide(project)
    (project / "textbook_cnn" / "__init__.py").write_text(NO_DATA)
    monkeypatch.setenv("BOOK_FULL_DATA", "1")
    assert provide(project) == whole


@pytest.mark.parametrize(("source", "notes"), [("sample", 1), ("fashion-mnist", 0)])
def test_the_note_is_shown_for_the_sample_only(tmp_path, monkeypatch, source, notes):
    (tmp_path / "run.json").write_text(json.dumps({"source": source}))
    monkeypatch.setenv(trained_run.RUN, str(tmp_path))
    env = SimpleNamespace(note_dependency=lambda path: None)
    directive = SimpleNamespace(env=env)
    assert len(trained_run.SampleNote.run(directive)) == notes
