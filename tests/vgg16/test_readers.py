"""Files of weights that are small and would unpack to gigabytes, or whose numbers lie in other files."""

import os
import pickle
import tracemalloc
import zipfile

import numpy as np
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


def torch_file(path, content):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    torch.save(content(torch), path)
    return torch


@pytest.mark.parametrize("dtype", ["bfloat16", "float16", "float64"])
def test_a_tensor_that_is_one_number_many_times_is_not_written_out(tmp_path, monkeypatch, dtype):
    def many(torch):
        return {"features.0.weight": torch.ones(1, dtype=getattr(torch, dtype)).expand(LARGE)}

    torch = torch_file(tmp_path / "a.pth", many)
    monkeypatch.setattr(torch.Tensor, "to", None)  # which would write it out
    monkeypatch.setattr(torch.Tensor, "numpy", None)
    with pytest.raises(ValueError, match=r"a\.pth is damaged.*: it would unpack to [12]"):
        vgg16_weights(tmp_path / "a.pth")


def test_what_no_name_asks_for_is_not_looked_at(tmp_path):
    torch_file(tmp_path / "a.pth", lambda torch: {"other": torch.ones(1, dtype=torch.bfloat16).expand(LARGE)})
    with pytest.raises(ValueError, match="has no weights of VGG16"):
        vgg16_weights(tmp_path / "a.pth")


def rewritten(source, target, change, how=zipfile.ZIP_STORED):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", how) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))


class Bytes:
    def __reduce__(self):
        return bytearray, (LARGE,)


def test_pytorch_is_not_let_make_room_for_what_it_is_told(tmp_path, monkeypatch):
    torch = torch_file(tmp_path / "a.pth", lambda torch: {"features.0.bias": torch.zeros(64)})
    rewritten(tmp_path / "a.pth", tmp_path / "packed.pth", lambda _, content: content, zipfile.ZIP_DEFLATED)
    asks = pickle.dumps({"a": Bytes()}, 2)
    rewritten(tmp_path / "a.pth", tmp_path / "bytes.pth", lambda name, old: asks if name.endswith(".pkl") else old)
    torch.save({"a": Bytes()}, tmp_path / "old.pth", _use_new_zipfile_serialization=False)
    monkeypatch.setattr(torch, "load", None)
    for name, why in [("packed", "members are compressed"), ("bytes", "a bytearray"), ("old", "a bytearray")]:
        with pytest.raises(ValueError, match=rf"{name}\.pth is damaged.*{why}"):
            vgg16_weights(tmp_path / f"{name}.pth")


def test_no_other_file_is_read_for_hdf5(tmp_path):
    h5py = pytest.importorskip("h5py", reason="h5py reads these files")
    os.mkfifo(tmp_path / "pipe")  # to read it would wait
    with h5py.File(tmp_path / "outside.h5", "w") as file:
        file.create_dataset("block1_conv1/bias", (64,), "f4", external=[(str(tmp_path / "pipe"), 0, 256)])
    with h5py.File(tmp_path / "virtual.h5", "w") as file:
        layout = h5py.VirtualLayout((64,), "f4")
        layout[:] = h5py.VirtualSource(str(tmp_path / "outside.h5"), "block1_conv1/bias", shape=(64,))
        file.create_virtual_dataset("block1_conv1/bias", layout)
    for name in ("outside", "virtual"):
        with pytest.raises(ValueError, match=rf"{name}\.h5 is damaged.*block1_conv1/bias lies in another file"):
            vgg16_weights(tmp_path / f"{name}.h5")


def test_arrays_of_any_length_inside_an_array_are_no_weights(tmp_path):
    h5py = pytest.importorskip("h5py", reason="h5py reads these files")
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file.create_dataset("block1_conv1/bias", (64,), h5py.vlen_dtype(np.float32))[0] = np.ones(3)
    with pytest.raises(ValueError, match="block1_conv1/bias: expected floating-point numbers, got dtype object"):
        vgg16_weights(tmp_path / "a.h5")


def test_no_other_file_is_read_for_onnx(tmp_path, monkeypatch):
    onnx = pytest.importorskip("onnx", reason="onnx reads these files")
    (tmp_path / "data").write_bytes(bytes(256))
    bias = onnx.TensorProto(name="b", data_type=onnx.TensorProto.FLOAT, dims=[64])
    bias.data_location = onnx.TensorProto.EXTERNAL
    bias.external_data.add(key="location", value="data")
    node = onnx.helper.make_node("Conv", ["x", "k", "b"], ["y"])
    model = onnx.helper.make_model(onnx.helper.make_graph([node], "net", [], [], [bias]))
    (tmp_path / "a.onnx").write_bytes(model.SerializeToString())
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=r"a\.onnx is damaged.*: b lies in another file"):
        vgg16_weights(tmp_path / "a.onnx")
