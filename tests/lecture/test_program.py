"""``python -m textbook_cnn.book FOLDER`` writes what the book reads."""

import json

import pytest

from textbook_cnn import FashionMNIST, fashion_mnist
from textbook_cnn.book import __main__ as program
from textbook_cnn.book import lecture, run


def test_it_trains_into_a_folder_and_says_how_it_ended(tmp_path, monkeypatch, capsys):
    images, labels = fashion_mnist("test", source="sample")
    few, asked = FashionMNIST(images[:128], labels[:128]), []
    monkeypatch.setattr(lecture, "fashion_mnist", lambda split, source: asked.append(source) or few)
    monkeypatch.setattr(lecture, "RECIPE", lecture.RECIPE | {"epochs": 1})
    program.main([str(tmp_path), "--source", "sample"])
    record = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert run.read(tmp_path).run == record
    assert f"test accuracy {record['test_accuracy']:.2%} after" in capsys.readouterr().out
    assert asked == ["sample", "sample"]
    program.main([str(tmp_path)])
    assert asked[2:] == [None, None]


def test_it_asks_for_a_folder(capsys):
    with pytest.raises(SystemExit) as caught:
        program.main([])
    assert caught.value.code == 2
    assert "python -m textbook_cnn.book" in capsys.readouterr().err
