"""Parameters on disk: what is saved comes back bit by bit, and what would not is refused."""

import sys
import zipfile

import numpy as np
import pytest

from tests.support.libraries import assert_raises, torch_or_skip
from textbook_cnn import fashion_mnist, load_params, save_params, vgg16_weights


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


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_params(tmp_path / "none.npz")


@pytest.mark.parametrize("params", [None, [np.ones(1)], np.ones(1), {"W": [1.0]}, {"W": None}, {"W": "1"}])
def test_save_refuses_what_is_no_dict_of_arrays(tmp_path, params):
    with assert_raises(TypeError, r"params(\['W'\])?"):
        save_params(tmp_path / "net.npz", params)
    assert not list(tmp_path.iterdir())


SAME = {
    "half": np.array([1.5, -0.0, 6e-8, np.inf, np.nan], "float16"),
    "every second": np.arange(24.0)[::2].reshape(3, 4)[:, ::-1],
    "no axes": np.array(3, "int8"),
    "a number": np.float32(0.1),
    "empty": np.zeros((0, 3), "uint16"),
    "Fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "big end first": np.arange(5, dtype=">f4"),
    "long": np.array([np.pi, -1], np.longdouble),
    "yes": np.array([True, False]),
    "large": np.array([2**64 - 1], "uint64"),
}
BITS = [0x7FC1, 0xFFC0, 0x7F81, 0x8000]  # of bfloat16: NaN of three kinds, and a zero


@pytest.fixture
def bfloat16():
    return pytest.importorskip("ml_dtypes", reason="NumPy has no bfloat16 of its own").bfloat16


def assert_same(found, given):
    assert list(found) == list(given)
    for name, A in given.items():
        B = found[name]
        assert (B.dtype, B.shape, type(B)) == (A.dtype, A.shape, np.ndarray)
        assert B.tobytes() == A.tobytes()
        assert B.flags.writeable


def test_every_bit_comes_back(tmp_path):
    found = load_params(save_params(tmp_path / "net.npz", SAME))
    assert_same(found, SAME)
    assert found["Fortran"].flags.f_contiguous


def test_every_bit_of_bfloat16_comes_back(bfloat16, tmp_path):
    params = {
        "W": np.array(BITS, "<u2").view(bfloat16),
        "Fortran": np.asfortranarray(np.arange(6, dtype="<u2").reshape(2, 3)).view(bfloat16),
        "no axes": np.array(2, bfloat16),
        "empty": np.zeros((2, 0), bfloat16),
        "every second": np.ones((4, 6), bfloat16)[::2, ::-3],
    }
    found = load_params(save_params(tmp_path / "net.npz", params))
    assert_same(found, params)
    assert found["Fortran"].flags.f_contiguous


def test_numpy_reads_the_file_too(tmp_path):
    with np.load(save_params(tmp_path / "net.npz", SAME), allow_pickle=False) as file:
        assert file.files == list(SAME)
        np.testing.assert_array_equal(file["Fortran"], SAME["Fortran"])


def test_numpy_reads_the_bits_of_bfloat16(bfloat16, tmp_path):
    path = save_params(tmp_path / "net.npz", {"W": np.array(BITS, "<u2").view(bfloat16)})
    with np.load(path, allow_pickle=False) as file:
        np.testing.assert_array_equal(file["W"]["bfloat16"], BITS)


def test_equal_parameters_make_equal_files(tmp_path):
    first, second = (save_params(tmp_path / name, SAME).read_bytes() for name in ("a.npz", "b.npz"))
    assert first == second
    with zipfile.ZipFile(tmp_path / "a.npz") as file:  # of no time, for that would differ
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", ["file", "args", "allow_pickle", "self", "arr_0", "block/conv.K", "Größe", " ", "a:b"])
def test_names_come_back(tmp_path, name):
    assert list(load_params(save_params(tmp_path / "net.npz", {name: np.ones(1)}))) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "W\0",
        "W\0.npy",
        "../W",
        "a/../W",
        "/W",
        "a//b",
        "a/",
        ".",
        "a\\b",
        "W.npy",
        "\ud800",
        "n" * 70_000,
        "a.npy/b.npy",
    ],
)
def test_names_that_would_not_come_back_are_refused(tmp_path, name):
    with assert_raises(ValueError, "params"):
        save_params(tmp_path / "net.npz", {"W": np.ones(1), name: np.ones(1)})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", [1, np.int64(1), None, b"W", ("W",)])
def test_names_are_text(tmp_path, name):
    with assert_raises(TypeError, "params"):
        save_params(tmp_path / "net.npz", {name: np.ones(1)})


class Kind(np.ndarray):
    """Somebody's own kind of array."""


LOST = {
    "objects": np.array([1.0], object),
    "complex": np.array([1j]),
    "text": np.array(["a"]),
    "bytes": np.array([b"a"]),
    "a date": np.array(["2020"], "M8[Y]"),
    "a record": np.zeros(1, [("a", "f4")]),
    "nothing": np.zeros(1, "V2"),
    "of its own kind": np.ones(2).view(Kind),
    "records": np.ones(2).view(np.recarray),
    "masked": np.ma.array([1.0], mask=[True]),
    "matrix": np.ones((1, 1)).view(np.matrix),
}


@pytest.mark.parametrize("what", LOST)
def test_arrays_that_would_not_come_back_are_refused(tmp_path, what):
    for params in ({"W": LOST[what]}, {"W": LOST[what], "V": np.ones(1)}):
        with assert_raises(TypeError, r"params\['W'\]"):
            save_params(tmp_path / "net.npz", params)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("dtype", ["float8_e5m2", "float8_e4m3fn", "int4"])
def test_narrower_dtypes_are_refused(tmp_path, dtype):
    ml_dtypes = pytest.importorskip("ml_dtypes", reason="NumPy has no such dtypes of its own")
    with assert_raises(TypeError, r"params\['W'\]"):
        save_params(tmp_path / "net.npz", {"W": np.zeros(1, getattr(ml_dtypes, dtype))})


def test_no_array_for_a_bias_is_refused(tmp_path):
    with assert_raises(TypeError, r"params\['B'\]"):
        save_params(tmp_path / "net.npz", {"B": None})


def test_no_parameters_come_back(tmp_path):
    assert load_params(save_params(tmp_path / "net.npz", {})) == {}


def test_pytorch_leaves_its_graph_behind_and_keeps_bfloat16(bfloat16, tmp_path):
    torch = torch_or_skip()
    W = torch.tensor([1.0, 2.0], requires_grad=True)
    bits = torch.tensor([0x7FC1, -64, 0x3F80], dtype=torch.int16)
    params = {"W": W * 2, "V": torch.nn.Parameter(torch.ones(1)), "half": bits.view(torch.bfloat16)}
    found = load_params(save_params(tmp_path / "net.npz", params))
    np.testing.assert_array_equal(found["W"], np.array([2, 4], "float32"))
    np.testing.assert_array_equal(found["V"], np.ones(1, "float32"))
    assert found["half"].dtype == bfloat16
    np.testing.assert_array_equal(found["half"].view(np.int16), bits.numpy())
    assert W.requires_grad


def test_without_ml_dtypes_bfloat16_is_refused_by_name(bfloat16, tmp_path, monkeypatch):
    torch = torch_or_skip()
    path = save_params(tmp_path / "net.npz", {"half": np.ones(1, bfloat16)})
    monkeypatch.setitem(sys.modules, "ml_dtypes", None)
    with pytest.raises(ValueError, match="ml_dtypes"):
        load_params(path)
    with pytest.raises(TypeError, match=r"^params\['W'\]: .*ml_dtypes"):
        save_params(tmp_path / "other.npz", {"W": torch.ones(1, dtype=torch.bfloat16)})
    assert [file.name for file in tmp_path.iterdir()] == ["net.npz"]


def test_what_pytorch_and_jax_cannot_hand_over_is_refused(tmp_path):
    torch, jax = torch_or_skip(), pytest.importorskip("jax", reason="jax is not installed")

    def traced(A):
        save_params(tmp_path / "net.npz", {"W": A})
        return A

    def saved(A):
        save_params(tmp_path / "net.npz", {"W": A})

    attempts = (
        lambda: jax.jit(traced)(jax.numpy.ones(2)),
        lambda: saved(jax.numpy.ones(2, "int4")),
        lambda: saved(jax.random.key(0)),
        lambda: saved(torch.ones(2, device="meta")),
        lambda: saved(torch.eye(2).to_sparse()),
        lambda: saved(torch.ones(2, dtype=torch.complex64)),
    )
    for attempt in attempts:
        with pytest.raises(TypeError, match=r"^params\['W'\]: expected .*got "):
            attempt()
    assert not list(tmp_path.iterdir())


def test_the_home_of_a_user(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert save_params("~/net.npz", {"W": np.ones(1)}) == tmp_path / "net.npz"
    assert list(load_params("~/net.npz")) == ["W"]


@pytest.mark.parametrize("path", [True, 1, None, b"net.npz", ["net.npz"]])
def test_a_path_is_a_path(path):
    for attempt in (load_params, lambda path: save_params(path, {})):
        with assert_raises(TypeError, "path"):
            attempt(path)


@pytest.mark.parametrize("path", ["", "a\0b", "~nobody-of-this-name/net.npz"])
def test_a_path_that_can_be_none(path):
    for attempt in (load_params, lambda path: save_params(path, {})):
        with assert_raises(ValueError, "path"):
            attempt(path)


@pytest.mark.parametrize(
    "use",
    [
        load_params,
        vgg16_weights,
        lambda path: fashion_mnist(source=path),
        lambda path: save_params(path, {"W": np.ones(2)}),
    ],
)
def test_text_that_can_name_no_file_is_refused(use):
    with pytest.raises(ValueError, match=r"^(path|source): expected text that can name a file, got str 'half"):
        use("half \ud800.h5")


@pytest.mark.parametrize("ending", ["/", "//", "/."])
def test_a_path_that_ends_like_a_folders_is_no_files(tmp_path, ending):
    with pytest.raises(ValueError, match="^path: expected the path of a file, got that of a folder"):
        save_params(f"{tmp_path}/new{ending}", {"A": np.zeros(1)})
    assert not list(tmp_path.iterdir())
    save_params(tmp_path / "new", {"A": np.zeros(1)})
    with pytest.raises(ValueError, match="^path: expected the path of a file, got that of a folder"):
        load_params(f"{tmp_path}/new{ending}")
