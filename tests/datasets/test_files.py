"""The files of Fashion-MNIST: what is read, and what is refused."""

import gzip
import hashlib

import pytest

from tests.datasets.small_data import CONTENTS, assert_is_the_data, fill, sha256
from textbook_cnn.datasets import fashion_mnist, files


@pytest.mark.parametrize("split", ["train", "test"])
@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("as_text", [True, False])
def test_a_folder_given_by_path_is_read(places, split, compressed, as_text):
    folder = fill(places.named, compressed=compressed)
    assert_is_the_data(fashion_mnist(split, source=str(folder) if as_text else folder))


def test_what_is_returned_may_be_written_to(places):
    images, labels = fashion_mnist(source=fill(places.named))
    images[0] = 0
    labels[0] = 0
    assert (images[0] == 0).all()
    assert labels[0] == 0


@pytest.mark.parametrize("suffix", [".gz", ""])
def test_a_truncated_file_is_refused(places, suffix):
    folder = fill(places.named, compressed=suffix == ".gz")
    path = folder / f"train-images-idx3-ubyte{suffix}"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ValueError, match="train-images-idx3-ubyte.* is damaged"):
        fashion_mnist(source=folder)


def test_a_changed_byte_is_refused_with_both_digests(places):
    folder = fill(places.named, compressed=False)
    changed = bytes([*CONTENTS["labels"][:-1], 9])
    (folder / "train-labels-idx1-ubyte").write_bytes(changed)
    with pytest.raises(ValueError, match="is damaged") as caught:
        fashion_mnist(source=folder)
    assert sha256(CONTENTS["labels"]) in str(caught.value)
    assert sha256(changed) in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>not found</html>", gzip.compress(b"x")[:10] + b"\xff" * 20],
    ids=["empty", "a page", "a gzip header, then noise"],
)
def test_a_gz_file_that_is_none_is_refused(places, content):
    folder = fill(places.named)
    (folder / "train-images-idx3-ubyte.gz").write_bytes(content)
    with pytest.raises(ValueError, match="is damaged"):
        fashion_mnist(source=folder)


def test_a_file_that_would_unpack_to_gigabytes_is_read_no_further_than_its_size(places, monkeypatch):
    folder = fill(places.named)
    (folder / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(bytes(50_000_000)))
    lengths = []
    true_sha256 = hashlib.sha256

    def listening_sha256(content, **keywords):
        lengths.append(len(content))
        return true_sha256(content, **keywords)

    monkeypatch.setattr(files.hashlib, "sha256", listening_sha256)
    with pytest.raises(ValueError, match=f"got {len(CONTENTS['images'])}\\+"):
        fashion_mnist(source=folder)
    assert lengths == [len(CONTENTS["images"]) + 1]
