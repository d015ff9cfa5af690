"""Fashion-MNIST: which source answers, and what is said when none answers."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from tests.datasets.small_data import NAMES, assert_is_the_data, content_of, fill
from tests.support.places import PACKAGE
from textbook_cnn.datasets import CLASS_NAMES, CLASS_NAMES_KO, fashion_mnist, sources


def test_the_named_folder_comes_before_the_package_before_the_cache(places, monkeypatch):
    opened = []
    read_split = sources.read_split

    def listening_read_split(folder, files):
        opened.append(folder)
        return read_split(folder, files)

    monkeypatch.setattr(sources, "read_split", listening_read_split)
    fill(places.cache)
    assert_is_the_data(fashion_mnist())
    assert opened[-1] == places.cache
    fill(places.package)
    assert_is_the_data(fashion_mnist())
    assert opened[-1] == places.package
    fill(places.named)
    monkeypatch.setenv("TEXTBOOK_CNN_DATA", str(places.named))
    assert_is_the_data(fashion_mnist())
    assert opened[-1] == places.named


@pytest.mark.parametrize(
    ("source", "attribute"), [("package", "package"), ("cache", "cache"), ("environment", "named")]
)
def test_a_source_by_name_is_the_only_one_tried(places, monkeypatch, source, attribute):
    monkeypatch.setenv("TEXTBOOK_CNN_DATA", str(places.named))
    for other in {"package", "cache", "named"} - {attribute}:
        fill(getattr(places, other))
    with pytest.raises(FileNotFoundError, match="is no folder"):
        fashion_mnist(source=source)
    fill(getattr(places, attribute))
    assert_is_the_data(fashion_mnist(source=source))


def test_a_split_half_there_is_not_taken(places):
    fill(places.package, names=["train-images-idx3-ubyte"])
    fill(places.cache)
    assert_is_the_data(fashion_mnist())
    with pytest.raises(FileNotFoundError, match="neither train-labels-idx1-ubyte.gz nor"):
        fashion_mnist(source="package")


def test_a_damaged_source_is_reported_and_the_next_one_asked(places):
    fill(places.cache)
    fill(places.package)
    (places.package / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(b"something else"))
    with pytest.warns(UserWarning, match="'package'.*is damaged"):
        assert_is_the_data(fashion_mnist())


def test_a_named_folder_without_the_files_is_reported(places, monkeypatch):
    fill(places.cache)
    monkeypatch.setenv("TEXTBOOK_CNN_DATA", str(places.named))
    with pytest.warns(UserWarning, match="'environment'.*named is no folder"):
        assert_is_the_data(fashion_mnist())


def test_an_empty_variable_counts_as_none(places, monkeypatch):
    fill(places.cache)
    monkeypatch.setenv("TEXTBOOK_CNN_DATA", "")
    assert_is_the_data(fashion_mnist())


def test_the_error_names_every_source_why_it_failed_and_what_to_do(places):
    with pytest.raises(FileNotFoundError) as caught:
        fashion_mnist()
    lines = str(caught.value).splitlines()
    names = [line.split(":")[0].strip() for line in lines[1:5]]
    assert names == ["environment", "package", "cache", "download"]
    assert "TEXTBOOK_CNN_DATA is not set" in lines[1]
    assert f"{places.package} is no folder" in lines[2]
    assert f"{places.cache} is no folder" in lines[3]
    assert "no mirror answered" in lines[4]
    advice = "\n".join(lines[5:])
    for remedy in ("network", "dataset-fashion-mnist", "TEXTBOOK_CNN_DATA", 'source="sample"'):
        assert remedy in advice


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"split": "valid"}, ValueError, "split must be 'train' or 'test', got 'valid'"),
        ({"split": 0}, TypeError, "split must be 'train' or 'test', got int"),
        ({"source": 3}, TypeError, "source must be a string, a path or None, got int"),
        ({"source": "no such folder"}, FileNotFoundError, "no such folder is no folder"),
    ],
)
def test_bad_arguments_are_named(arguments, error, message):
    with pytest.raises(error, match=message):
        fashion_mnist(**arguments)


class Mirror(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        answers = self.server.answers.get(self.path, [])
        content = answers.pop(0) if len(answers) > 1 else (answers or [None])[0]
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *arguments):
        pass


@pytest.fixture
def mirror(places, monkeypatch):
    """A mirror on this machine that has the training files; `answers` lists each path's answers in turn."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("pooch.core.time.sleep", lambda seconds: None)
    with ThreadingHTTPServer(("127.0.0.1", 0), Mirror) as server:
        server.asked = []
        server.answers = {f"/{n}.gz": [gzip.compress(content_of(n), mtime=0)] for n in NAMES["train"]}
        server.url = f"http://127.0.0.1:{server.server_port}/"
        monkeypatch.setattr(sources, "MIRRORS", (server.url,))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_mirror_fills_the_cache_once(places, mirror):
    assert_is_the_data(fashion_mnist())
    assert_is_the_data(fashion_mnist())
    assert mirror.asked == [f"/{name}.gz" for name in NAMES["train"]]
    assert {path.name for path in places.cache.iterdir()} == {f"{name}.gz" for name in NAMES["train"]}


def test_a_bad_answer_is_asked_again(mirror):
    images = "/train-images-idx3-ubyte.gz"
    mirror.answers[images].insert(0, b"half of it")
    assert_is_the_data(fashion_mnist())
    assert mirror.asked.count(images) == 2


def test_a_mirror_that_stays_wrong_leaves_nothing_behind(places, mirror):
    mirror.answers["/train-images-idx3-ubyte.gz"] = [b"half of it"]
    with pytest.raises(FileNotFoundError, match=f"{mirror.url}: .*hash"):
        fashion_mnist()
    assert list(places.cache.iterdir()) == []


def test_the_next_mirror_is_asked(mirror, monkeypatch):
    monkeypatch.setattr(sources, "MIRRORS", (mirror.url + "empty/", mirror.url))
    assert_is_the_data(fashion_mnist(source="download"))
    assert mirror.asked[0].startswith("/empty/")


def test_a_damaged_cache_is_reported_and_replaced(places, mirror):
    fill(places.cache)
    (places.cache / "train-images-idx3-ubyte.gz").write_bytes(b"")
    with pytest.warns(UserWarning, match="'cache'.*is damaged"):
        assert_is_the_data(fashion_mnist())
    assert_is_the_data(fashion_mnist(source="cache"))


def test_a_mirror_that_is_not_there_is_named_with_the_reason(mirror, monkeypatch):
    monkeypatch.setattr(sources, "MIRRORS", ("http://127.0.0.1:9/", "http://127.0.0.1:1/"))
    with pytest.raises(FileNotFoundError) as caught:
        fashion_mnist(source="download")
    for port in (9, 1):
        assert f"http://127.0.0.1:{port}/: " in str(caught.value)
    assert str(caught.value).count("refused") == 2
    assert "Max retries" not in str(caught.value)


@pytest.mark.parametrize(("split", "each"), [("train", 200), ("test", 100)])
def test_the_sample_has_equally_many_images_of_each_class(split, each):
    images, labels = fashion_mnist(split, source="sample")
    assert images.shape == (10 * each, 28, 28)
    assert images.dtype == np.uint8
    np.testing.assert_array_equal(np.bincount(labels), np.full(10, each))


def test_a_damaged_sample_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "SAMPLE_FOLDER", fill(tmp_path))
    with pytest.raises(ValueError, match="is damaged"):
        fashion_mnist(source="sample")


def test_the_classes_have_ten_names_in_each_language():
    assert len(set(CLASS_NAMES)) == len(set(CLASS_NAMES_KO)) == 10
    assert (CLASS_NAMES[9], CLASS_NAMES_KO[9]) == ("Ankle boot", "앵클 부츠")


@pytest.mark.parametrize(("split", "each"), [("train", 6000), ("test", 1000)])
def test_the_sample_is_the_first_of_each_class_of_the_full_data(split, each, monkeypatch):
    monkeypatch.setattr(sources, "MIRRORS", ())
    try:
        full = fashion_mnist(split)
    except FileNotFoundError as error:
        pytest.skip(f"the full data set is not on this machine: {error}")
    sample = fashion_mnist(split, source="sample")
    np.testing.assert_array_equal(np.bincount(full.labels), np.full(10, each))
    for label in range(10):
        of_sample = sample.images[sample.labels == label]
        np.testing.assert_array_equal(of_sample, full.images[full.labels == label][: len(of_sample)])


def test_the_notice_of_the_data_travels_with_it():
    notice = PACKAGE / "data" / "LICENSE-fashion-mnist.txt"
    assert "Copyright (c) 2017 Zalando SE" in notice.read_text(encoding="utf-8")
