"""Single functions of files that are not held to the language: numbers pass through them."""

from __future__ import annotations

LIBRARY = "which library the array is of, and how it gives its numbers to NumPy"
BITS = "bits of bfloat16, which PyTorch hands to NumPy as integers only"
GPU = "where arrays are computed with: a GPU's are CuPy's"
BUFFER = "one buffer for each type, and views of it by name"
SUMS = "its part of a batch, and the sums over all processes"

LISTED: dict[str, dict[str, str]] = {
    "_devices.on_device": {
        "text 'device' | text 'cpu' | text 'cuda' | attribute asarray | name textbook_cnn._devices.cupy": GPU,
        "name array_api_compat.is_numpy_array | name array_api_compat.is_cupy_array": GPU,
        "name type | attribute __module__ | attribute split | text '.'": "words of a message",
    },
    "_devices.own_generator": {
        "name array_api_compat.is_cupy_array | name importlib.import_module | text 'cupy'": GPU,
        "attribute random | attribute default_rng": "who draws on the GPU",
    },
    "network.parameters.as_numpy": {
        "name hasattr | text 'get' | attribute get | try or with": LIBRARY,
        "text 'detach' | attribute detach": "PyTorch's graph of gradients stays behind",
        "attribute resolve_neg": "PyTorch's mark of what is negative becomes its numbers",
        "attribute dtype | name str | text 'torch.bfloat16' | attribute view | attribute int16": BITS,
        "name textbook_cnn.network.parameters.as_numpy | recursion": BITS,
        "name textbook_cnn.network.archive.bfloat16": BITS,
        "exception that is caught": "NumPy's refusal of an array that lies elsewhere, which is copied first",
        "name numpy.asarray | name array_api_compat.to_device": LIBRARY,
        "attribute __array_namespace_info__ | attribute default_device": LIBRARY,
        "name RuntimeError | name TypeError | name ValueError": "what libraries raise for arrays that lie elsewhere",
    },
    "seeing._progress.with_bar": {
        "name textbook_cnn.training.progress.progress_bar": "the bar, which shows and computes nothing"
    },
    "training.buffers.Buffers": {"special method __init__": BUFFER},
    "training.buffers.Buffers.__init__": {
        "attribute written | element written | attribute values | attribute views | attribute whole": BUFFER,
        "attribute dtype | name dict | attribute fromkeys | name str | name next | name iter": BUFFER,
        "attribute zeros | name array_api_compat.device | name numpy.cumsum | attribute tolist": BUFFER,
    },
    "training.buffers.Buffers.fill": {"attribute views | element written": BUFFER},
    "training.buffers.Buffers.replace": {"attribute whole | element written": BUFFER},
    "training.group.shared": {
        "attribute rank | attribute size | attribute add | attribute int64 | attribute float64 | attribute zeros": SUMS,
        "attribute fill | attribute whole | attribute values | attribute views | element written": SUMS,
        "name array_api_compat.device | name textbook_cnn.training.buffers.Buffers": SUMS,
    },
}
