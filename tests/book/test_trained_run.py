"""The network is trained once for each state of the code, whole or not at all, and never on the sample in secret."""

import json
import os
from types import SimpleNamespace

import pytest
from _extensions.execution import trained_run
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
MODULE = '"""Trains."""\n\nfrom ..layers.relu import relu\n\n\ndef train():\n    """Train."""\n    return relu(1)\n'
DATA_AT_HAND = "def fashion_mnist(split): pass"
NO_DATA = "def fashion_mnist(split): raise FileNotFoundError('no mirror answered')"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of three files: a package, a numeric module, a script that trains."""
    monkeypatch.setenv(trained_run.RUN, "")  # restored afterwards
    monkeypatch.delenv("BOOK_FULL_DATA", raising=False)
    (tmp_path / "textbook_cnn" / "training").mkdir(parents=True)
    (tmp_path / "textbook_cnn" / "__init__.py").write_text(DATA_AT_HAND)
    (tmp_path / "textbook_cnn" / "training" / "train.py").write_text(MODULE)
    (tmp_path / trained_run.SCRIPT).parent.mkdir(parents=True)
    (tmp_path / trained_run.SCRIPT).write_text(TRAINING)
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


@pytest.mark.parametrize("file", ["textbook_cnn/training/train.py", str(trained_run.SCRIPT)])
def test_an_edit_of_the_code_trains_again(project, file):
    before = provide(project)
    with open(project / file, "a") as module:
        module.write("\n# edited")
    assert provide(project) != before
    assert len(trained(project)) == 2


def test_an_edit_of_a_drawing_does_not(project):
    before = provide(project)
    (project / "textbook_cnn" / "visualize").mkdir()
    (project / "textbook_cnn" / "visualize" / "maps.py").write_text("")
    assert provide(project) == before


@pytest.mark.parametrize("ending", ["raise SystemExit(3)", "(folder / 'run.json').unlink()"])
def test_a_training_that_fails_fails_the_build_and_leaves_nothing(project, ending):
    (project / trained_run.SCRIPT).write_text(TRAINING + ending)
    with pytest.raises(ExtensionError, match=r"train_lecture_network\.py (failed with exit status 3|wrote no run)"):
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
