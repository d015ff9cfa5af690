"""Parameters on disk: what comes back, that a write is whole or not at all, and what is refused."""

import pickle

import numpy as np
import pytest

from tests.support.libraries import assert_raises
from textbook_cnn import load_params, save_params


def test_everything_comes_back(xp, tmp_path):
    values = {"conv2d_1.K": np.arange(12.0).reshape(2, 1, 2, 3), "conv2d_1.B": np.array([-np.inf, 5e-324])}
    params = {key: xp.array(A, dtype, seed=0) for (key, A), dtype in zip(values.items(), ("float32", "float64"))}
    path = save_params(tmp_path / "a network.npz", params)
    assert path == tmp_path / "a network.npz"
    found = load_params(str(path))
    assert list(found) == list(values)
    assert {key: A.dtype for key, A in found.items()} == {"conv2d_1.K": np.float32, "conv2d_1.B": np.float64}
    for key, A in found.items():
        assert type(A) is np.ndarray
        np.testing.assert_array_equal(A, values[key])


def test_the_name_of_the_file_is_kept(tmp_path):
    save_params(tmp_path / "net", {"W": np.ones(2)})  # no suffix appears by itself
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


def test_an_older_file_is_replaced(tmp_path):
    path = tmp_path / "net.npz"
    save_params(path, {"old": np.ones(1)})
    save_params(path, {"new": np.zeros(1)})
    assert list(load_params(path)) == ["new"]


def test_a_write_that_fails_leaves_the_older_file_whole(tmp_path, monkeypatch):
    path = save_params(tmp_path / "net.npz", {"old": np.ones(1)})

    def full_disk(file, **arrays):
        file.write(b"half")
        raise OSError("no space left on device")

    monkeypatch.setattr(np, "savez", full_disk)
    with pytest.raises(OSError, match="no space"):
        save_params(path, {"new": np.zeros(1)})
    monkeypatch.undo()
    assert [file.name for file in tmp_path.iterdir()] == ["net.npz"]
    np.testing.assert_array_equal(load_params(path)["old"], [1])


def test_what_is_half_written_lies_beside_the_file_and_says_so(tmp_path, monkeypatch):
    """In one folder, so that it can take the file's place at once."""
    found, real = [], np.savez

    def noting(file, **arrays):
        found.extend(path.name for path in tmp_path.iterdir())
        real(file, **arrays)

    monkeypatch.setattr(np, "savez", noting)
    save_params(tmp_path / "net.npz", {"W": np.ones(2)})
    (name,) = found
    assert name.startswith("net.npz")
    assert name.endswith(".part")


def test_what_went_wrong_is_said_though_nothing_is_left(tmp_path, monkeypatch):
    def swept_away(file, **arrays):
        for path in tmp_path.iterdir():
            path.unlink()
        raise OSError("no space left on device")

    monkeypatch.setattr(np, "savez", swept_away)
    with pytest.raises(OSError, match="no space"):
        save_params(tmp_path / "net.npz", {"W": np.ones(2)})


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_params(tmp_path / "none.npz")


@pytest.mark.parametrize("content", [b"", b"not an archive", pickle.dumps({"W": 1}), b"PK\x03\x04 cut short"])
def test_a_damaged_file_is_refused(tmp_path, content):
    path = tmp_path / "net.npz"
    path.write_bytes(content)
    with assert_raises(ValueError, "path"):
        load_params(path)


def test_pickled_objects_are_refused(tmp_path):
    path = tmp_path / "net.npz"
    np.savez(path, W=np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with assert_raises(ValueError, "path"):
        load_params(path)


def test_a_single_array_is_refused(tmp_path):
    path = tmp_path / "net.npy"
    np.save(path, np.ones(3))
    with assert_raises(ValueError, "path"):
        load_params(path)


@pytest.mark.parametrize("params", [None, [np.ones(1)], np.ones(1), {"W": [1.0]}, {"W": None}, {"W": "1"}])
def test_save_refuses_what_is_no_dict_of_arrays(tmp_path, params):
    with assert_raises(TypeError, "(params|W)"):
        save_params(tmp_path / "net.npz", params)
    assert not list(tmp_path.iterdir())
