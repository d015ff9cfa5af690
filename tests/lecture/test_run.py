"""The lecture's network is trained once, kept whole or not at all, and what is not it is refused by name."""

import json
import shutil

import numpy as np
import pytest

from textbook_cnn import FashionMNIST, fashion_mnist, load_params, predict, save_params
from textbook_cnn.book import NETWORK, lecture, run, trained

SOME = 128  # images: training takes a second


def few(split, source=None):
    images, labels = fashion_mnist(split, source="sample")
    return FashionMNIST(images[:SOME], labels[:SOME])


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """An empty cache, few images and one epoch."""
    monkeypatch.setattr(run, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(lecture, "fashion_mnist", few)
    monkeypatch.setattr(lecture, "RECIPE", lecture.RECIPE | {"epochs": 1})
    monkeypatch.delenv(run.FOLDER, raising=False)
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a training."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lecture, "fashion_mnist", few)
        patch.setattr(lecture, "RECIPE", lecture.RECIPE | {"epochs": 1})
        lecture.write(folder, "sample")
    return folder


@pytest.fixture
def kept(made):
    """The same in the cache, where it is looked for."""
    folder = run.folder_of("sample")
    shutil.copytree(made, folder)
    return folder


@pytest.fixture
def no_training(monkeypatch):
    monkeypatch.setattr(lecture, "train", None)


def test_the_first_call_trains_and_says_so_and_the_second_reads(cache, capsys, monkeypatch):
    first = trained("sample")
    (folder,) = cache.iterdir()
    assert f"some seconds; {folder} keeps it" in capsys.readouterr().err
    monkeypatch.setattr(lecture, "train", None)
    second = trained("sample")
    assert capsys.readouterr().err == ""
    assert first.run == second.run
    for one, other in ((first.before, second.before), (first.after, second.after)):
        assert one.keys() == other.keys() == NETWORK.parameter_shapes.keys()
        assert all(np.array_equal(one[name], other[name]) for name in one)


def test_the_record_is_of_the_parameters(kept):
    before, after, record = trained("sample")
    images, labels = few("test")
    pixels = few("train").images / 255
    assert (record["mean"], record["deviation"]) == pytest.approx((pixels.mean(), pixels.std()), rel=1e-6)
    X = ((images / 255 - record["mean"]) / record["deviation"]).astype("float32")[:, np.newaxis]
    answers = predict(NETWORK, after, X)
    assert np.mean(answers == record["predicted"]) > 0.98  # rounding may turn a close one
    assert record["test_accuracy"] == pytest.approx(np.mean(np.array(record["predicted"]) == labels))
    assert np.trace(record["confusion"]) == np.sum(np.array(record["predicted"]) == labels)
    assert record["images"] == record["test_images"] == SOME
    start = NETWORK.init(np.random.default_rng(lecture.SEED))
    assert all(np.array_equal(before[name], start[name]) for name in start)
    assert any((before[name] != after[name]).any() for name in start)


def test_the_folder_that_the_environment_names_comes_first(made, cache, monkeypatch, no_training):
    monkeypatch.setenv(run.FOLDER, str(made))
    assert trained().run == json.loads((made / lecture.RUN).read_text("utf-8"))
    assert not cache.exists()


def test_the_sample_is_taken_where_it_is_asked_for_whatever_the_environment_names(kept, monkeypatch, no_training):
    monkeypatch.setenv(run.FOLDER, "/no/such/folder")
    assert trained("sample").run["source"] == "sample"
    with pytest.raises(OSError, match="/no/such/folder/initial.npz"):
        trained()


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        (lecture.RUN, b"{", "run.json: expected a record of a training in JSON, got Expecting"),
        (lecture.RUN, b"\xff", "run.json: expected a record of a training in JSON"),
        (lecture.RUN, b"[]", "run.json: expected a record of a training in JSON, got 2 bytes of something else"),
        (lecture.RUN, b'{"source": "sample"}', "run.json: expected a record with .* lacks images, test_images"),
        (lecture.FINAL, b"PK", "expected a .npz file of plain arrays, got '.*params.npz'"),
    ],
)
def test_a_damaged_file_is_refused_by_name(kept, no_training, file, content, words):
    (kept / file).write_bytes(content)
    with pytest.raises(ValueError, match=f"{words}.*; remove {kept}, and the network is trained again"):
        trained("sample")


@pytest.mark.parametrize("file", [lecture.INITIAL, lecture.FINAL])
def test_a_missing_file_is_named(kept, no_training, file):
    (kept / file).unlink()
    with pytest.raises(FileNotFoundError, match=f"{file}.*; remove {kept}, and the network is trained again"):
        trained("sample")


def test_parameters_of_another_network_are_refused(kept, no_training):
    params = load_params(kept / lecture.FINAL)
    save_params(kept / lecture.FINAL, params | {"dense_2.B": params["dense_2.B"][:9]})
    with pytest.raises(ValueError, match="params.npz: expected the parameters of the lecture's network, got arrays"):
        trained("sample")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("source", "fashion-mnist"),
        ("recipe", {"epochs": 2}),
        ("versions", {"numpy": "1.2.3", "textbook_cnn": "0.0.1"}),
    ],
)
def test_a_training_of_another_kind_is_refused(kept, no_training, name, other):
    record = json.loads((kept / lecture.RUN).read_text("utf-8"))
    (kept / lecture.RUN).write_text(json.dumps(record | {name: other}))
    with pytest.raises(ValueError, match=f"run.json: expected {name} .*, got .*; remove"):
        trained("sample")


def test_another_python_changes_nothing(kept, no_training):
    record = json.loads((kept / lecture.RUN).read_text("utf-8"))
    record["versions"]["python"] = "3.99"
    (kept / lecture.RUN).write_text(json.dumps(record))
    assert trained("sample").run == record


def test_each_version_source_and_recipe_has_its_own_folder(monkeypatch):
    folders = {run.folder_of("sample"), run.folder_of(None)}
    with monkeypatch.context() as patch:
        patch.setattr(lecture.np, "__version__", "1.2.3")
        folders.add(run.folder_of("sample"))
    with monkeypatch.context() as patch:
        patch.setattr(lecture, "PEAK_LEARNING_RATE", 1.0)
        folders.add(run.folder_of("sample"))
    assert len(folders) == 4
    assert run.folder_of("sample") in folders


def test_without_data_nothing_is_kept(cache, monkeypatch):
    def none(split, source=None):
        raise FileNotFoundError("Fashion-MNIST was not found in any source")

    monkeypatch.setattr(lecture, "fashion_mnist", none)
    with pytest.raises(FileNotFoundError, match="not found in any source"):
        trained()
    assert not cache.exists()


def test_a_training_that_is_interrupted_is_not_kept(cache, monkeypatch):
    train = lecture.train

    def stopped(*given, **options):
        params, history = train(*given, **options)
        history.stopped = "interrupted"
        return params, history

    monkeypatch.setattr(lecture, "train", stopped)
    with pytest.raises(RuntimeError, match="did not finish: interrupted"):
        trained("sample")
    assert not cache.exists()


@pytest.mark.parametrize(("source", "error"), [("fashion-mnist", ValueError), (3, TypeError)])
def test_other_sources_are_refused(source, error):
    with pytest.raises(error, match="^source: expected one of 'sample', got"):
        trained(source)


def test_the_variable_is_named_if_its_folder_holds_no_training(monkeypatch, tmp_path):
    monkeypatch.setenv(run.FOLDER, str(tmp_path))
    with pytest.raises(FileNotFoundError, match=rf"{run.FOLDER}: expected the folder of a training, got {tmp_path} \("):
        trained()
