"""Files of arrays that are damaged, or made to do harm: refused, with nothing unpickled and no memory taken."""

import io
import pickle
import struct
import zipfile

import numpy as np
import pytest

from textbook_cnn import load_params, save_params

PAST = b"\x93NUMPY\x03\x00"  # a version of NumPy's files for names that are no Latin-1


def npy(A, **options):
    file = io.BytesIO()
    np.lib.format.write_array(file, A, **options)
    return file.getvalue()


def header(words):
    """A file of an array that says of itself what it likes, with 24 bytes of content."""
    text = words.encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + bytes(24)


def archive(path, members, kind=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", kind) as file:
        for name, content in members:
            file.writestr(zipfile.ZipInfo(name), content, compress_type=kind)
    return path


def refused(path, why):
    with pytest.raises(ValueError, match=f"^path: expected a .npz file of plain arrays, got '{path}' .*{why}"):
        load_params(path)


@pytest.mark.parametrize(
    "content", [b"", b"not an archive", pickle.dumps({"W": 1}), b"PK\x03\x04 cut short", npy(np.ones(3))]
)
def test_what_is_no_archive(tmp_path, content):
    path = tmp_path / "net.npz"
    path.write_bytes(content)
    refused(path, "not a zip file")


def test_every_way_to_cut_a_file_short(tmp_path):
    path = save_params(tmp_path / "net.npz", {"W": np.arange(5.0)})
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        refused(path, "")


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("count", [0, 1, 5, 100_000])
def test_numbers_that_do_not_fit_their_checksum(tmp_path, kind, count):
    content = npy(np.random.default_rng(0).integers(0, 256, count, dtype="uint8"))
    path = archive(tmp_path / "net.npz", [("W.npy", content)], kind)
    changed = bytearray(path.read_bytes())
    changed[14] ^= 1  # the checksum before the member
    changed[changed.rindex(b"PK\x01\x02") + 16] ^= 1  # and in the list at the end
    path.write_bytes(changed)
    refused(path, "CRC")


class Payload:
    """It would run when it is unpickled."""

    def __reduce__(self):
        return exec, ("raise SystemExit('unpickled')",)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (npy(np.array([Payload()], object), allow_pickle=True), "dtype object"),
        (npy(np.array(["a"])), "dtype <U1"),
        (npy(np.array([1j])), "dtype complex128"),
        (npy(np.zeros(1, [("a", "f4")])), "dtype"),
        (npy(np.zeros(1, [("bfloat16", "f2")])), "dtype"),
        (npy(np.array(["2020"], "M8[Y]")), "dtype datetime64"),
        (npy(np.ones(3))[:-1], "not as long as its header says"),
        (npy(np.ones(3)) + b"x", "not as long as its header says"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,)}"), "not as long as its header"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (-3,)}"), "not as long as its header says"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -3)}"), "not as long as its header says"),
        (header("{'descr': '<f8', 'fortran_order': False}"), "keys"),
        (header("exit()"), ""),
        (header("(" * 5000), ""),
        (PAST + bytes(8), "version"),
        (b"no array", "magic"),
        (b"", ""),
    ],
)
def test_members_that_are_no_plain_arrays(tmp_path, content, why):
    refused(archive(tmp_path / "net.npz", [("W.npy", content)]), why)


@pytest.mark.parametrize("name", ["W", "W.txt", "folder/", "W.npy/", "W.npyx"])
def test_members_that_are_no_arrays(tmp_path, name):
    refused(archive(tmp_path / "net.npz", [("V.npy", npy(np.ones(1))), (name, b"")]), "is no array")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name(tmp_path):
    refused(archive(tmp_path / "net.npz", [("W.npy", npy(np.ones(1))), ("W.npy", npy(np.zeros(1)))]), "same name")


def test_a_name_that_goes_on_behind_nul(tmp_path):
    path = archive(tmp_path / "net.npz", [("W.npy-abc", npy(np.ones(1)))])
    path.write_bytes(path.read_bytes().replace(b"W.npy-abc", b"W.npy\0abc"))
    refused(path, "is no array")


def test_what_is_encrypted(tmp_path):
    path = archive(tmp_path / "net.npz", [("W.npy", npy(np.ones(1)))])
    content = bytearray(path.read_bytes())
    content[6] |= 1  # the flag in front of the member
    content[content.index(b"PK\x01\x02") + 8] |= 1  # and in the list at the end
    path.write_bytes(content)
    refused(path, "is encrypted")


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_to_compress(tmp_path, kind):
    refused(archive(tmp_path / "net.npz", [("W.npy", npy(np.ones(1)))], kind), "compressed in a way")


def test_what_unpacks_to_far_more_than_its_size(tmp_path):
    content = npy(np.zeros(70 << 20, "uint8"))  # of true lengths, in 70 KiB
    path = archive(tmp_path / "net.npz", [("W.npy", content)], zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 100_000
    refused(path, "would unpack to 73,400,448 bytes")


def test_members_that_unpack_to_far_more_together(tmp_path):
    members = [(f"{i}.npy", npy(np.zeros(10 << 20, "uint8"))) for i in range(7)]
    path = archive(tmp_path / "net.npz", members, zipfile.ZIP_DEFLATED)
    refused(path, "would unpack to 73,401,216 bytes")


def test_lengths_that_are_not_true(tmp_path):
    path = archive(tmp_path / "net.npz", [("W.npy", npy(np.zeros(1000)))], zipfile.ZIP_DEFLATED)
    content = bytearray(path.read_bytes())
    for far in (4, 1 << 20):
        struct.pack_into("<I", content, content.rindex(b"PK\x01\x02") + 24, far)
        path.write_bytes(content)
        refused(path, "")


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_files_of_numpys_own_are_read(tmp_path, save):
    save(tmp_path / "net.npz", W=np.arange(3.0), V=np.zeros((2, 0), "int8"), U=np.zeros(1_000_000))
    found = load_params(tmp_path / "net.npz")
    assert list(found) == ["W", "V", "U"]
    np.testing.assert_array_equal(found["W"], [0, 1, 2])
    assert found["V"].shape == (2, 0)
    assert not found["U"].any()


@pytest.mark.parametrize("kept", [(), (0,), (1,), (0, 2), (0, 1), (0, 0, 1, 2), (0, 2, 1)])
def test_a_list_that_leaves_arrays_out_or_names_one_twice(tmp_path, kept):
    path = save_params(tmp_path / "net.npz", {name: np.arange(3.0) for name in "WVU"})
    content = path.read_bytes()
    beginning, end = content.index(b"PK\x01\x02"), content.rindex(b"PK\x05\x06")
    size = (end - beginning) // 3
    entries = [content[beginning + i * size : beginning + (i + 1) * size] for i in kept]
    if kept[:2] == (0, 0):
        entries[1] = entries[1].replace(b"W.npy", b"X.npy")
    found = b"".join(entries)
    ending = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(kept), len(kept), len(found), beginning, 0)
    path.write_bytes(content[:beginning] + found + ending)
    if kept == (0, 2, 1):  # all are there, in another order
        assert list(load_params(path)) == ["W", "U", "V"]
    else:
        refused(path, "leaves out")


def test_a_list_that_has_no_length_any_more(tmp_path):
    path = save_params(tmp_path / "net.npz", {"W": np.arange(3.0)})
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.rindex(b"PK\x05\x06") + 12, 0)
    path.write_bytes(content)
    refused(path, "leaves out")


class Stream(io.RawIOBase):
    """A file that can only be written on, as a pipe: lengths stand behind the members."""

    def __init__(self):
        self.content = b""

    def writable(self):
        return True

    def write(self, piece):
        self.content += bytes(piece)
        return len(piece)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_files_that_were_written_as_a_stream_are_read(tmp_path, save):
    stream = Stream()
    save(stream, W=np.arange(3.0), V=np.zeros(5))
    (tmp_path / "net.npz").write_bytes(stream.content)
    assert list(load_params(tmp_path / "net.npz")) == ["W", "V"]
