"""Files of weights that are small and would unpack to gigabytes."""

import tracemalloc
import zipfile

import pytest

from textbook_cnn import vgg16_weights

LARGE = 1 << 28  # bytes


def keras(path):
    h5py = pytest.importorskip("h5py", reason="h5py reads these files")
    with h5py.File(path, "w") as file:
        for layer in ("block1_conv1", "block1_conv2"):
            file.create_dataset(f"{layer}/kernel", (3, 3, 64, LARGE // (9 * 64 * 4)), "f4", chunks=(3, 3, 64, 64))


def wheel(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("weights.onnx", "w") as member:
        for _ in range(LARGE >> 20):
            member.write(bytes(1 << 20))


@pytest.mark.parametrize(("make", "suffix"), [(keras, ".h5"), (wheel, ".whl")])
def test_a_small_file_is_not_unpacked_to_gigabytes(tmp_path, make, suffix):
    path = tmp_path / f"weights{suffix}"
    make(path)
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match=f"weights{suffix} is damaged.*: it would unpack to 2"):
            vgg16_weights(path)
        assert tracemalloc.get_traced_memory()[1] < LARGE / 4
    finally:
        tracemalloc.stop()
