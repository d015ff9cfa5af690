"""Arrays of PyTorch's that are not simply numbers in a grid: refused by name, or read as what they stand for."""

import io

import numpy as np
import pytest

import textbook_cnn as cnn

torch = pytest.importorskip("torch")
NETWORK = cnn.Network([cnn.Dense(3)], (4,))
PARAMS = NETWORK.init(0)


def negative():
    """−1, 0, 1 … by a mark on 1, 0, −1 …: PyTorch's `conj` makes such arrays."""
    return torch._neg_view(torch.arange(1.0, -7.0, -1.0, dtype=torch.float64).reshape(2, 4))


@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")
@pytest.mark.parametrize("name", ["relu", "tanh", "softmax", "rot180", "flatten", "image_gradients", "pca"])
def test_nested(name):
    rows = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])
    with pytest.raises(TypeError, match=r"^\w: expected an array of real numbers|^image: expected an array of real"):
        getattr(cnn, name)(rows)


@pytest.mark.parametrize(
    ("name", "function"),
    {
        "gradients": cnn.gradient_statistics,
        "A": cnn.pca,
        "maps": lambda A: cnn.strongest_windows(A.reshape(1, 1, 2, 4), 0, 1),
        "labels": lambda A: cnn.accuracy(A[0].long(), A[0].long()),
        "X": lambda A: cnn.vgg16_restore(A[:1, :3].reshape(1, 3, 1, 1), "keras"),
        "photographs": lambda A: cnn.vgg16_preprocess(torch.ones(1, 32, 32, 3).byte().to("meta"), "keras"),
        "unit": lambda A: cnn.input_gradient(cnn.Network([cnn.ReLU()], (2,)), {}, np.ones((2, 2)), A[0, :2]),
    }.items(),
)
def test_of_shape_alone(name, function):
    with pytest.raises(TypeError, match=f"^{name}: expected an array whose numbers can be read"):
        function(torch.ones(2, 4, dtype=torch.float64, device="meta"))


def test_of_shape_alone_where_shapes_are_enough():
    assert cnn.relu(torch.ones(2, 4, device="meta")).shape == (2, 4)


def test_negative_by_a_mark(tmp_path):
    A = negative()
    right = np.arange(-1.0, 7.0).reshape(2, 4)
    cnn.save_params(tmp_path / "net.npz", {"A": A})
    np.testing.assert_array_equal(cnn.load_params(tmp_path / "net.npz")["A"], right)
    np.testing.assert_allclose(cnn.pca(A).shares, cnn.pca(right).shares)


@pytest.mark.parametrize(
    "wrong",
    [io.BytesIO(), io.StringIO(), torch.Tensor, torch.nn.Parameter],
    ids=lambda wrong: getattr(wrong, "__name__", type(wrong).__name__),
)
def test_what_can_be_detached_and_is_no_array(wrong):
    labels = np.array([0, 1])
    with pytest.raises(TypeError, match=r"^data\[0\]: expected an array"):
        cnn.evaluate(NETWORK, PARAMS, (wrong, labels))
    with pytest.raises(TypeError, match=r"^data\[1\]: expected an array"):
        cnn.train(NETWORK, PARAMS, (np.ones((2, 4), dtype="float32"), wrong), epochs=1, progress=False)
    with pytest.raises(TypeError, match="^params"):
        cnn.predict(NETWORK, {**PARAMS, "dense_1.B": wrong}, np.ones((2, 4), dtype="float32"))


def test_as_many_units_as_nobody_can_list():
    X = np.ones((2, 4), dtype="float32")
    with pytest.raises(ValueError, match="^unit: expected one number or one for each of 2 images, got 1000000000000"):
        cnn.input_gradient(NETWORK, PARAMS, X, range(10**12))


class OddPath:
    def __fspath__(self):
        return 3


@pytest.mark.parametrize("function", [cnn.load_params, lambda path: cnn.save_params(path, PARAMS)])
def test_a_path_that_is_none(function):
    with pytest.raises(TypeError, match="^path: expected a string or a path"):
        function(OddPath())


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_pictures_of_what_is_no_number(wrong):
    A = np.full((1, 3, 1, 1), wrong)
    with pytest.raises(ValueError, match="^X: expected finite numbers"):
        cnn.vgg16_restore(A, "keras")
    with pytest.raises(ValueError, match="^A: expected finite numbers"):
        cnn.signed_colours(A, "keras")


def test_colours_of_narrow_integers():
    A = np.array([-128, 0, 64], dtype=np.int8).reshape(1, 3, 1, 1)
    np.testing.assert_allclose(cnn.signed_colours(A, "torchvision").ravel(), [0.0, 0.5, 0.75])


def test_more_names_than_fit_the_memory():
    with pytest.raises(ValueError, match="^names: expected at most 10,000,000 entries, got 1,000,000,000,000"):
        cnn.Network([cnn.ReLU()], (4,), range(10**12))
