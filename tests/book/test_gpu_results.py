"""The table of graphics cards, from files that were made up for these tests, and without any."""

import json

import pytest
from _extensions.pages.gpu_results import RESULTS, cells_of, conditions, records, shown
from _extensions.pages.runs_on import devices

from tests.book.test_extensions import build

EPOCHS = {
    "device": "Card of a test",
    "date": "2026-01-02",
    "driver": "1.2.3",
    "versions": {"cupy": "14.2.0", "torch": "2.0", "numpy": "2.5"},
    "status": "passed",
    "epochs": 6,
    "contenders": {
        "ours_graph": {"seconds": 0.5, "accuracy": 0.91, "ratio": 0.625, "ratio_graph": 1.25},
        "torch": {"seconds": 0.8, "accuracy": 0.92, "ratio": 1.0, "ratio_graph": 2.0},
        "torch_graph": {"error": "no CUDA"},
    },
}


def written(folder, **files):
    for name, record in files.items():
        (folder / f"gpu-{name}.json").write_text(json.dumps(record))


def test_a_row_for_each_contender_and_no_number_that_was_not_measured():
    rows = cells_of(EPOCHS)
    assert [row[2] for row in rows] == ["off"] * 4 + ["on"] * 4
    assert rows[0] == ("Card of a test", "this package, a step as one graph", "off", "0.500", "0.62", "1.25", "0.9100")
    assert rows[3][1:] == ("PyTorch", "off", "0.800", "1.00", "2.00", "0.9200")
    assert {row[3:] for row in (rows[1], rows[2], *rows[4:])} == {("–",) * 4}


@pytest.mark.parametrize(
    ("row", "met"),
    [
        ({"ratio": 1.0, "ratio_graph": 1.3}, "met"),
        ({"ratio": 1.01, "ratio_graph": 1.3}, "not met"),
        ({"ratio": 0.5, "ratio_graph": 1.31}, "not met"),
        ({"ratio": 0.5}, "not measured"),
        ({}, "not measured"),
    ],
)
def test_targets_are_met_or_not(row, met):
    text = conditions(EPOCHS | {"contenders": {"ours_graph": row}})
    assert f"The targets are {met} there." in text
    assert "Card of a test, 2026-01-02: driver 1.2.3, CuPy 14.2.0, PyTorch 2.0, NumPy 2.5;" in text


def test_files_of_a_stage_are_read_card_by_card(tmp_path):
    written(tmp_path, b_tests={"device": "A"}, a_tests={"device": "B"}, a_epochs=EPOCHS)
    for path in tmp_path.iterdir():
        path.rename(path.with_name(path.name.replace("_", "-")))
    assert [record["device"] for record in records("tests", tmp_path)] == ["A", "B"]
    assert records("epochs", tmp_path) == [EPOCHS]
    assert records("epochs", tmp_path / "none") == []


def test_cards_are_those_on_which_the_tests_passed():
    found = [{"device": "A", "status": "passed"}, {"device": "B", "status": "failed"}]
    assert devices(found) == ["A"]


def test_the_page_shows_the_table_or_says_that_nothing_is_measured(tmp_path):
    _, *lines = shown([EPOCHS])
    assert "at most 1.0 times PyTorch's own time, and at most 1.3 times its time with CUDA graphs" in lines[0].astext()
    assert lines[1].astext() == conditions(EPOCHS)
    for nothing in ([], [EPOCHS | {"contenders": {}}], [{"device": "A", "status": "failed"}]):
        assert "not yet measured" in shown(nothing)[0].astext()
    status, messages, html = build(tmp_path, "'_extensions.pages.gpu_results'", "# Page\n\n```{gpu-results}\n```\n")
    assert (status, messages) == (0, "")
    measured = [path for path in RESULTS.glob("gpu-*-epochs.json") if json.loads(path.read_text()).get("contenders")]
    assert ("not yet measured" in html) == (not measured)
