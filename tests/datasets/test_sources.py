"""Fashion-MNIST: which source answers, and what is said when none answers."""

import errno
import gzip
import os
from pathlib import Path

import numpy as np
import pytest

from tests.datasets.small_data import assert_is_the_data, fill
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


def test_the_home_of_the_user_is_known_by_its_sign(places, monkeypatch):
    fill(places.named)
    monkeypatch.setenv("HOME", str(places.named.parent))
    assert_is_the_data(fashion_mnist(source="~/named"))
    monkeypatch.setenv("TEXTBOOK_CNN_DATA", "~/named")
    assert_is_the_data(fashion_mnist(source="environment"))


def test_the_home_of_nobody_is_reported(places, monkeypatch):
    fill(places.cache)
    monkeypatch.setenv("TEXTBOOK_CNN_DATA", "~nobody-of-this-name/data")
    with pytest.warns(UserWarning, match="TEXTBOOK_CNN_DATA: expected the home of a user who exists"):
        assert_is_the_data(fashion_mnist())


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_file_is_refused_and_not_opened(places, make):
    fill(places.cache)
    path = places.cache / "train-labels-idx1-ubyte.gz"
    path.unlink()
    make(path)
    with pytest.raises(ValueError, match=r"^source: .*labels-idx1-ubyte\.gz is no regular file; remove it"):
        fashion_mnist(source="cache")
    with pytest.warns(UserWarning, match="'cache'.* is no regular file"), pytest.raises(FileNotFoundError):
        fashion_mnist()


def test_a_damaged_file_does_not_hide_a_good_one(places):
    fill(places.named, compressed=False)
    (places.named / "train-images-idx3-ubyte.gz").write_bytes(b"damaged")
    with pytest.warns(UserWarning, match=r"\.gz is damaged: .*; taking train-images-idx3-ubyte$"):
        assert_is_the_data(fashion_mnist(source=places.named))
    (places.named / "train-images-idx3-ubyte").write_bytes(b"damaged too")
    with pytest.warns(UserWarning, match="damaged"), pytest.raises(ValueError, match="^source: .*ubyte is damaged"):
        fashion_mnist(source=places.named)


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo, lambda path: path.symlink_to(path)])
def test_nor_does_what_is_no_file(places, make):
    fill(places.named, compressed=False)
    make(places.named / "train-images-idx3-ubyte.gz")
    with pytest.warns(UserWarning, match=r"\.gz (is no|cannot be looked up).*; taking train-images-idx3-ubyte$"):
        assert_is_the_data(fashion_mnist(source=places.named))


@pytest.mark.parametrize("plain", [True, False])
def test_nor_does_one_that_may_not_be_read(places, monkeypatch, plain):
    def guarded(path, *arguments):
        if path.name == "train-images-idx3-ubyte.gz":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return open(path, *arguments)

    fill(places.named)
    if plain:
        fill(places.named, compressed=False)
    monkeypatch.setattr(Path, "open", guarded)
    if plain:
        with pytest.warns(UserWarning, match=r"\.gz cannot be read: .*; taking train-images-idx3-ubyte$"):
            assert_is_the_data(fashion_mnist(source=places.named))
    else:
        with pytest.raises(ValueError, match=r"^source: .*\.gz cannot be read: Permission denied$"):
            fashion_mnist(source=places.named)


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
        ({"split": "valid"}, ValueError, "^split: expected one of 'train', 'test', got 'valid'"),
        ({"split": 0}, TypeError, "^split: expected one of 'train', 'test', got int"),
        ({"source": 3}, TypeError, "^source: expected a string or a path, got int 3"),
        ({"source": ""}, ValueError, "^source: expected text, not empty"),
        ({"source": "a\0b"}, ValueError, "^source: .*without NUL"),
        ({"source": "~nobody-of-this-name/data"}, ValueError, "^source: expected the home of a user who exists"),
        ({"source": "no such folder"}, FileNotFoundError, "^source: no such folder is no folder"),
        ({"source": "a" * 5000}, FileNotFoundError, "^source: a+.* cannot be looked up: File name too long"),
        ({"source": __file__}, FileNotFoundError, "^source: .* cannot be looked up: Not a directory"),
    ],
)
def test_bad_arguments_are_named(arguments, error, message):
    with pytest.raises(error, match=message):
        fashion_mnist(**arguments)


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
