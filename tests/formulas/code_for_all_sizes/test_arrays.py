"""The model of arrays against NumPy: the same lines of code on both, then every element compared."""

import operator
from itertools import product
from types import SimpleNamespace

import pytest
from array_api_compat import numpy
from numpy.testing import assert_array_equal

from tests.formulas.code_for_all_sizes.numbers import Inputs
from textbook_cnn._arrays import add_at, set_at, sliding_rows, zeros
from textbook_cnn.formulas.code_for_all_sizes import ConstantArray, StridedArray, WritableArray
from textbook_cnn.formulas.code_for_all_sizes.kinds import model
from textbook_cnn.formulas.code_for_all_sizes.running import BRANCHES, shipped_functions

KINDS = list(BRANCHES.values())
SIZES = dict(zip("NGmHWnr", (2, 3, 4, 5, 6, 4, 3), strict=True))


def arrays(kind):
    """Sizes and arrays, once without a size and once in NumPy."""
    made = Inputs(kind, tuple(SIZES.values()))
    s = SimpleNamespace(**{name: made.unknowns.size(name) for name in SIZES})
    axes = {
        "A": (s.n, s.m),
        "B": (s.m, s.r),
        "c": (s.m,),
        "T": (s.n, 3, 1, s.m),
        "k": (3, 2),
        "X": (s.N, (s.G, s.m), s.H, s.W),
    }
    pairs = {letter: made.array(letter, *sizes) for letter, sizes in axes.items()}
    unknown = SimpleNamespace(**vars(s), **{letter: pair[0] for letter, pair in pairs.items()}, xp=kind.namespace)
    known = SimpleNamespace(**SIZES, **{letter: pair[1].copy() for letter, pair in pairs.items()}, xp=numpy)
    return made, unknown, known


READING = {
    "whole": lambda a: a.A[:, ...],
    "points": lambda a: a.A[1, -1],
    "points from the shape": lambda a: a.A[a.n - 2, a.A.shape[1] // 2],
    "points and slices": lambda a: a.X[-1, :, 2, 1:],
    "ends counted from the end": lambda a: a.X[..., -3:-1],
    "ends outside": lambda a: a.A[-9:9, 2:99],
    "ends that meet": lambda a: a.xp.sum(a.A[2:2, :], axis=0),
    "ends from the shape": lambda a: a.X[..., 1 : a.H - 1, : a.W // 2],
    "steps": lambda a: a.X[:, :, ::2, 1::3],
    "slices of slices": lambda a: a.X[..., 1:, :][..., ::2, 1::2][..., 1, :],
    "new axes": lambda a: a.A[None, :, None] + a.c[None],
    "numbers as sizes": lambda a: a.T[:, 1:, 0, :] + a.T[:, :2, 0, :],
    "axes in another order": lambda a: a.xp.permute_dims(a.X, (2, 1, 3, 0)),
    "transposes": lambda a: a.A.T[1:, :] + a.xp.permute_dims(a.T, (1, 2, 0, 3)).mT[0, 0, 1:, :],
    "axes merged": lambda a: a.xp.reshape(a.X, (a.N, a.G * a.m * a.H * a.W)),
    "axes split": lambda a: a.xp.reshape(a.X, (a.N, a.G, a.m, a.H, a.W))[:, 1, 2:, ...],
    "axes merged in another order": lambda a: a.xp.reshape(
        a.xp.permute_dims(a.X, (1, 3, 0, 2)), (a.G, a.m * a.W, a.N * a.H)
    ),
    "backwards": lambda a: a.xp.flip(a.X, axis=(-2, -1))[1:, ...] + a.xp.flip(a.X, axis=0)[:-1, ...],
    "stack": lambda a: a.xp.stack([a.A, a.A + a.c, a.A], axis=1),
    "stack at the end": lambda a: a.xp.stack([a.A[1:, :], a.A[:-1, :]], axis=-1),
    "stack of one": lambda a: a.xp.stack([a.A], axis=0),
    "sum": lambda a: a.xp.sum(a.X, axis=(0, 2, 3)),
    "sum along the last": lambda a: a.xp.sum(a.T, axis=-1),
    "sum over numbers": lambda a: a.xp.sum(a.T, axis=(1, 2)),
    "broadcasting": lambda a: a.A + a.c,
    "broadcasting of numbers": lambda a: a.T + a.c + a.T[:, :1, ...],
    "product": lambda a: a.k[1, 0] * a.A * a.c,
    "quotient": lambda a: (a.A + a.A) / 4,
    "product of quotients": lambda a: (a.A / 2) * (a.c / 4),
    "matrix product": lambda a: a.A @ a.B,
    "matrix product over numbers": lambda a: a.xp.permute_dims(a.T, (0, 2, 3, 1)) @ a.k,
    "many matrix products": lambda a: a.xp.permute_dims(a.T, (1, 2, 0, 3)) @ a.B,
    "matrix product with itself": lambda a: (a.A @ a.A.T)[1:, :],
    "zeros": lambda a: zeros((a.n, a.m), a.A) + a.A,
    "zeros like another": lambda a: a.xp.zeros_like(a.X),
    "rows of windows of one": lambda a: sliding_rows(a.A, 1, 1),
    "rows of windows": lambda a: sliding_rows(a.T, 2, 1),
    "rows of windows with a step": lambda a: sliding_rows(a.xp.permute_dims(a.X, (2, 1, 3, 0)), 3, 2),
}
WRITING = {
    "set in zeros": lambda a: set_at(zeros((a.n + 2, a.m), a.A), (slice(1, 1 + a.n), slice(None)), a.A),
    "set with a step": lambda a: set_at(zeros((2 * a.n, a.m), a.A), (slice(1, 2 * a.n, 2), slice(None)), a.A),
    "set twice": lambda a: set_at(
        set_at(zeros((a.n + 1, a.m), a.A), (slice(0, a.n), slice(None)), a.A),
        (slice(1, a.n + 1), slice(None)),
        a.A + a.A,
    ),
    "set a point": lambda a: set_at(zeros((a.n, a.m), a.A), (2, slice(None)), a.c),
    "set a point of what is there": lambda a: set_at(a.A + a.A, (-1, slice(1, None)), a.c[1:]),
    "set axes of several sizes": lambda a: set_at(
        zeros((a.N, a.G * a.m, a.H + 3, a.W), a.X), (slice(None), slice(None), slice(2, 2 + a.H), slice(None)), a.X
    ),
    "add": lambda a: add_at(a.A + a.A, (slice(1, None), slice(None)), a.A[1:, :]),
    "add where slices overlap": lambda a: add_at(
        add_at(zeros((a.n + 1, a.m), a.A), (slice(0, a.n), slice(None)), a.A), (slice(1, a.n + 1), slice(None)), a.A
    ),
    "add with a step": lambda a: add_at(zeros((a.n, 3 * a.m), a.A), (slice(None), slice(2, None, 3)), a.A),
    "add a point": lambda a: add_at(a.A + a.A, (0, slice(None)), a.c),
    "add to axes of several sizes": lambda a: add_at(
        zeros((a.N, a.G * a.m, a.H, a.W + 1), a.X), (..., slice(1, None)), a.X
    ),
    "change a copy": lambda a: set_at(a.xp.asarray(a.A, copy=True), (0, slice(None)), a.c) + a.A,
}


def in_place(a):
    """Sums in place: of a whole array, broadcast, and through a view in another order."""
    Y = Z = a.xp.permute_dims(a.A + a.A, (1, 0))
    Y += a.A.T
    assert Y is Z
    Y += a.c[:, None]
    return Y


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", [*READING, *WRITING])
def test_model_agrees_with_numpy(what, kind):
    made, unknown, known = arrays(kind)
    with shipped_functions():
        got = (READING | WRITING)[what](unknown)
    expected = (READING | WRITING)[what](known)
    assert type(got) is kind
    assert tuple(map(made.plain, got.shape)) == expected.shape
    assert_array_equal(made.numbers(got), expected)


@pytest.mark.parametrize("kind", [WritableArray, StridedArray])
def test_sums_in_place_agree_with_numpy(kind):
    made, unknown, known = arrays(kind)
    assert_array_equal(made.numbers(in_place(unknown)), in_place(known))


@pytest.mark.parametrize("step", [1, 2, 3])
def test_every_slice_agrees_with_python(step):
    made = Inputs(WritableArray, (5,))
    unknown, known = made.array("c", made.unknowns.size("n"))
    ends = [None, *range(-7, 8)]
    for start, stop in product(ends, ends):
        assert_array_equal(made.numbers(unknown[start:stop:step]), known[start:stop:step])


def changed(A):
    """An array of our own, not an argument."""
    return A + A


def stale_view(a):
    """A view is read after the array that it shows was changed through another."""
    whole = changed(a.A)
    part = whole[1:, :]
    whole[0, :] = a.c
    return part + part


def stale_whole(a):
    """An array is read after it was changed through a view."""
    whole = changed(a.A)
    part = whole.T
    part += a.A.T
    return whole + whole


def stale_increment(a):
    """A part is increased, but not put back."""
    whole = changed(a.A)
    part = whole[1:, :]
    part += a.A[1:, :]
    return whole + whole


def change_argument(a):
    """An argument is changed."""
    a.A[0, :] = a.c


def increase_argument(a):
    """An argument is increased through a view."""
    view = a.A.T
    view += a.A.T


def change_windows(a):
    """Windows overlap, and cannot be written to."""
    sliding_rows(changed(a.A), 2, 1)[0, ...] = a.A


REFUSED = {
    "stale view": (stale_view, "changed through another view"),
    "stale whole": (stale_whole, "changed through another view"),
    "stale increment": (stale_increment, "changed through another view"),
    "argument changed": (change_argument, "argument"),
    "argument increased": (increase_argument, "argument"),
    "windows changed": (change_windows, "windows into an array"),
    "unequal axes added": (lambda a: a.A + a.A.T, "do not fit together"),
    "unequal axes multiplied": (lambda a: a.A @ a.A, "matrix product differ"),
    "unequal axes set": (lambda a: set_at(changed(a.A), (slice(1, None), slice(None)), a.A), "="),
    "unequal axes stacked": (lambda a: a.xp.stack([a.A, a.A[1:, :]]), "one shape"),
    "unequal axes increased": (lambda a: operator.iadd(changed(a.c[None, :]), a.A), "="),
    "sizes equal in the witness only": (lambda a: a.A + changed(a.A).T, "do not fit together"),
    "axes cut in the wrong place": (lambda a: a.xp.reshape(a.X, (a.N, a.m, a.G, a.H, a.W)), "no sizes make up"),
    "axes left over": (lambda a: a.xp.reshape(a.A, (a.n,)), "left over"),
    "slice of several sizes": (lambda a: a.X[:, 1:, ...], "taken whole only"),
    "backwards along several sizes": (lambda a: a.xp.flip(a.X, axis=1), "several sizes"),
    "steps backwards": (lambda a: a.A[::-1, :], "step of at least 1"),
    "arrays as indices": (lambda a: a.A[a.c, :], "an integer or a slice"),
    "new axis written to": (lambda a: set_at(changed(a.A), (None, 0, slice(None)), a.c), "expected no None"),
    "steps of unknown size": (lambda a: a.A[:: a.r, :], "it is not known that"),
    "division by a size": (lambda a: a.A / a.n, "plain integer"),
    "two axes in another order": (lambda a: a.xp.permute_dims(a.A, (0, 0)), "an order of 2 axes"),
    "windows along another axis": (lambda a: a.xp.lib.stride_tricks.sliding_window_view(a.A, 2, axis=1), "first axis"),
    "other kinds of dtype": (lambda a: a.xp.isdtype(a.A.dtype, "real floating"), "'bool' and 'integral' only"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_model_does_not_know_is_refused(what):
    wrong, message = REFUSED[what]
    _, unknown, _ = arrays(StridedArray)
    with pytest.raises((TypeError, ValueError), match=message), shipped_functions():
        wrong(unknown)


def test_a_stack_has_elements_at_numbers_only():
    _, unknown, _ = arrays(StridedArray)
    total = unknown.xp.sum(unknown.xp.stack([unknown.A, unknown.A])[: unknown.n - 2, ...], axis=0)
    with pytest.raises(TypeError, match="a number as index"):
        model(total).element([(), ()])


@pytest.mark.parametrize("index", [4, -5])
def test_points_outside_are_refused(index):
    _, unknown, _ = arrays(WritableArray)
    with pytest.raises(IndexError, match=f"index {index}"):
        unknown.A[index, :]


def test_arrays_that_cannot_be_changed_stay():
    made, unknown, known = arrays(ConstantArray)
    with pytest.raises(TypeError):
        unknown.A[0, :] = unknown.c
    before = changed(unknown.A)
    after = before.at[0, :].set(unknown.c)
    assert_array_equal(made.numbers(before), 2 * known.A)
    assert_array_equal(made.numbers(after)[0], known.c)


def test_many_axes_of_one_index():
    with pytest.raises(IndexError, match="too many"):
        arrays(WritableArray)[1].A[0, 0, 0]
