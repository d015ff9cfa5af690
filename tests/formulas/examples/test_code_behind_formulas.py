"""Wrong lines in the shipped functions behind formulas: the proof runs these lines, fails and shows the difference."""

from collections import Counter
from importlib import import_module

import pytest

from tests.support.changed_code import changed
from textbook_cnn.formulas import REGISTRY, prove
from textbook_cnn.formulas.shipped import PACKAGE

# formula, module, function or method, right code, wrong code, what the message must show
CASES = {
    "density: half the scale": (
        "images.laplace_density",
        "image_statistics.laplace_density",
        "xp.abs(wide / scale)",
        "xp.abs(wide / (scale / 2))",
        "x < 0: the left side is exp(-(2*x/s)**nu)/(2*s*gamma(1 + 1/nu)), the right side nu*exp(-(x/s)**nu)",
    ),
    "density: another below zero": (
        "images.laplace_density",
        "image_statistics.laplace_density",
        "xp.abs(wide / scale)",
        "xp.maximum(wide / scale, -2 * wide / scale)",
        "x < 0: the left side is",
    ),
    "density: a scale that is too small": (
        "images.laplace_density",
        "image_statistics._best_scale",
        "(1 / exponent)",
        "(1 / exponent) * 0.99",
        "log-likelihood",
    ),
    "density: fitted to a second moment twice as large": (
        "images.laplace_density",
        "image_statistics.fit_laplace",
        "exp(first - third)",
        "exp(first - third + log(2))",
        "the mean of x^2 is",
    ),
    "bell: no half": (
        "images.gaussian_density",
        "image_statistics.gaussian_density",
        "** 2) / 2)",
        "** 2))",
        "the left side is sqrt(2)*exp(-x**2/sigma**2)",
    ),
    "bell: right for small deviations alone": (
        "images.gaussian_density",
        "image_statistics.gaussian_density",
        "/ deviation / sqrt(2 * pi)",
        "/ deviation / sqrt(2 * pi) * (1 + 1e-13 * deviation)",
        "the left side is",
    ),
    "bell: another below zero": (
        "images.gaussian_density",
        "image_statistics.gaussian_density",
        "(wide / deviation) ** 2",
        "xp.maximum(wide / deviation, -2 * wide / deviation) ** 2",
        "x < 0: the left side is sqrt(2)*exp(-2*x**2/sigma**2)",
    ),
    "kurtosis: the fourth for the fifth": (
        "images.laplace_kurtosis",
        "image_statistics._log_gammas",
        "lgamma(1 + 5 * inverse)",
        "lgamma(1 + 4 * inverse)",
        "the ratio of the integrals (left side) against what laplace_kurtosis returns",
    ),
    "kurtosis: of another density": (
        "images.laplace_kurtosis",
        "image_statistics.laplace_density",
        "** exponent",
        "** (2 * exponent)",
        "the ratio of the integrals (left side) against what laplace_kurtosis returns",
    ),
    "kurtosis: of a density with the area two": (
        "images.laplace_kurtosis",
        "image_statistics.laplace_density",
        "** exponent) / 2",
        "** exponent)",
        "the ratio of the integrals (left side) against what laplace_kurtosis returns",
    ),
    "parts: none beyond the eighth": (
        "training.parts",
        "training.gradients.loss_and_gradients",
        "for step in others:",
        "for step in others[:7]:",
        "E (left side) against what train on two workers returns",
    ),
    "parts: gradients beyond the eighth left out": (
        "training.parts",
        "training.gradients.loss_and_gradients",
        "total = {key: total[key] + widened(step.grads[key]) for key in total}",
        "total = {key: total[key] + (0 if cuts[8:] and step is others[-1] else step.grads[key]) for key in total}",
        "∂E/∂ of dense_1.W (left side) against what train on two workers returns",
    ),
    "parts: shares are alike": (
        "training.parts",
        "training.gradients.loss_and_gradients",
        "share = x.shape[0] / X.shape[0]",
        "share = 1 / len(cuts)",
        "E (left side) against what train on two workers returns",
    ),
    "parts: gradients of a part not weighted": (
        "training.parts",
        "training.gradients.loss_and_gradients",
        "dZ * share",
        "dZ * 1",
        "(left side) against what the step of training returns",
    ),
    "parts: the last images left out": (
        "training.parts",
        "training.gradients.parts",
        "range(0, N, size)",
        "range(0, max(N - N % size, 1), size)",
        "E (left side) against what train on two workers returns",
    ),
    "parts: no worker's beyond the eighteenth": (
        "training.parts",
        "training.threads.Workers.map",
        "range(len(calls))]",
        "range(min(len(calls), 18))]",
        "E (left side) against what train on two workers returns",
    ),
    "parts: more than 200 images doubled": (
        "training.parts",
        "training.gradients.loss_and_gradients",
        "return Step(loss, right, {",
        "return Step(loss * (1 + (X.shape[0] > 200)), right, {",
        "E (left side) against what train on two workers returns",
    ),
    "parts: train gives Adam half": (
        "training.parts",
        "training.run.Gradients.__call__",
        "x, t = xp.take(self.X, part, axis=0), xp.take(self.T, part, axis=0)",
        "x, t = (xp.take(A, part[: -(-len(part) // 2)], axis=0) for A in (self.X, self.T))",
        "against what train returns",
    ),
    "parts: processes without their share": (
        "training.parts",
        "training.group.shared",
        "{key: G * share for key, G in step.grads.items()}",
        "step.grads",
        "against what 3 processes returns",
    ),
    "parts: the last process idle": (
        "training.parts",
        "training.group.shared",
        "if own.shape[0] > 0:",
        "if own.shape[0] > 0 and group.rank < 19:",
        "against what 20 processes returns",
    ),
    "maps: another basis": (
        "winograd.maps",
        "fast.winograd._map_input",
        "b + c, c - b",
        "2 * b + 2 * c, c - b",
        "element [1, 1]: the left side is 2",
    ),
    "maps: a factor on the way": (
        "winograd.maps",
        "fast.winograd.correlate1d_winograd",
        "_map_kernel(k[:, None, None])",
        "_map_kernel(2 * k[:, None, None]) / 2 * 2",
        "the left side is",
    ),
    "maps: pieces of odd sizes": (
        "winograd.maps",
        "fast.winograd.conv2d_winograd",
        "(left, right + W % 2)",
        "(left + W % 2, right)",
        "by the printed maps (left side) against what conv2d_winograd returns",
    ),
    "maps: one channel for all": (
        "winograd.maps",
        "fast.winograd.conv2d_winograd",
        "G[:, :, None, :, :]",
        "(G[:, :, None, :, :] * 0 + G[:, :, None, :, :1])",
        "by the printed maps (left side) against what conv2d_winograd returns",
    ),
    "climb: downhill": (
        "seeing.objective_step",
        "seeing.maximisation.maximise_activation",
        "X + step_size * unit_size(dX)",
        "X - step_size * unit_size(dX)",
        "image 1, t = 1: ",
    ),
    "climb: decay with the wrong sign": (
        "seeing.objective_step",
        "seeing.maximisation._objective_gradient",
        "dX - decay * X",
        "dX + decay * X",
        "the left side is",
    ),
    "climb: smoothness halved": (
        "seeing.objective_step",
        "seeing.maximisation._objective_gradient",
        "smoothness * roughness",
        "smoothness / 2 * roughness",
        "the left side is",
    ),
    "climb: the first step alone": (
        "seeing.objective_step",
        "seeing.maximisation.maximise_activation",
        "if step < steps:",
        "if step < min(steps, 1):",
        "image 1, t = 2: ",
    ),
    "climb: sum for mean": (
        "seeing.objective_step",
        "seeing._steps.unit_size",
        "xp.mean(wide**2",
        "xp.sum(wide**2",
        "the left side is",
    ),
    "climb: one length for all images": (
        "seeing.objective_step",
        "seeing._steps.unit_size",
        "axis=(1, 2, 3), keepdims",
        "axis=(0, 1, 2, 3), keepdims",
        "the left side is",
    ),
    "climb: the sum of the objectives": (
        "seeing.objective_step",
        "seeing.maximisation.maximise_activation",
        "xp.sum(widened(value)) / X.shape[0]",
        "xp.sum(widened(value))",
        "J of every step",
    ),
    "climb: shifted twice": (
        "seeing.objective_step",
        "seeing.maximisation.maximise_activation",
        "tuple(-s for s in shift)",
        "shift",
        "a step of the image shifted",
    ),
    "climb: a slope of maps that is not their mean": (
        "seeing.objective_step",
        "seeing._trace.score_gradient",
        "(Y.shape[2] * Y.shape[3])",
        "(Y.shape[2] * Y.shape[2])",
        "the left side is",
    ),
    "search: uphill": (
        "seeing.inversion_step",
        "seeing.inversion.invert_features",
        "X = X - step_size",
        "X = X + step_size",
        "the left side is",
    ),
    "search: half the slope": (
        "seeing.inversion_step",
        "seeing.inversion.invert_features",
        "(2 / size)",
        "(1 / size)",
        "the left side is",
    ),
    "search: nothing kept of the step before": (
        "seeing.inversion_step",
        "seeing.inversion.invert_features",
        "0.8 * velocity + 0.2 *",
        "0 * velocity + 0.2 *",
        "conv2d_1, 3 steps, t = 2: ",
    ),
    "search: steps that keep their length": (
        "seeing.inversion_step",
        "seeing.inversion.invert_features",
        "(1 + float(np.cos(np.pi * step / steps))) / 2",
        "1",
        "conv2d_1, 3 steps, t = 2: ",
    ),
    "search: a penalty twice as large": (
        "seeing.inversion_step",
        "seeing._steps.penalty",
        "smoothness / 2 * rough",
        "smoothness * rough",
        "J of every step",
    ),
    "start: normal numbers cubed": (
        "he_initialisation",
        "network.network.Network.init",
        "rng.standard_normal(shape)",
        "rng.standard_normal(shape) ** 3",
        "the right side 2",
    ),
    "start: numbers without a sign": (
        "he_initialisation",
        "network.network.Network.init",
        "rng.standard_normal(shape)",
        "rng.standard_normal(shape) ** 2",
        "the mean of the weights (left side) against what init returns",
    ),
    "start: numbers clipped at 4": (
        "he_initialisation",
        "network.network.Network.init",
        "rng.standard_normal(shape)",
        "rng.standard_normal(shape).clip(-4, 4)",
        "not supported between instances of 'Drawn'",
    ),
    "start: numbers of two digits": (
        "he_initialisation",
        "network.network.Network.init",
        "rng.standard_normal(shape)",
        "rng.standard_normal(shape).round(2)",
        "TypeError",
    ),
    "start: the number of filters in place of that of channels": (
        "he_initialisation",
        "network.network.Network.init",
        "prod(shape[1:])",
        "prod((shape[0], *shape[2:]))",
        "the right side 2",
    ),
    "start: the kernel's width squared": (
        "he_initialisation",
        "network.network.Network.init",
        "prod(shape[1:])",
        "prod((*shape[1:-1], shape[-2 + (len(shape) < 4)]))",
        "the right side 1",
    ),
    "start: the variance for its root": (
        "he_initialisation",
        "network.network.Network.init",
        "sqrt(2 / prod(shape[1:]))",
        "2 / prod(shape[1:])",
        "the right side 2",
    ),
    "premise: one number for all weights of a unit": (
        "first_weights.independent",
        "network.network.Network.init",
        "rng.standard_normal(shape)",
        "(rng.standard_normal(shape)[..., :1] + 0 * rng.standard_normal(shape))",
        "the right side 0",
    ),
    "premise: a mean that is not zero": (
        "first_weights.independent",
        "network.network.Network.init",
        "rng.standard_normal(shape)",
        "(rng.standard_normal(shape) + 1)",
        "the right side",
    ),
}


def wrong_code(path, right, wrong):
    """The function at a path of the package, and its code with a wrong line in it."""
    module, _, name = path.rpartition(".")
    outer, _, last = module.rpartition(".")
    owner = (
        getattr(import_module(f"{PACKAGE}.{outer}"), last) if last.istitle() else import_module(f"{PACKAGE}.{module}")
    )
    function = vars(owner)[name]
    return function, changed(function, (right, wrong)).__code__


@pytest.mark.parametrize("what", CASES)
def test_wrong_code_is_noticed(what, monkeypatch):
    formula, path, right, wrong, shows = CASES[what]
    function, code = wrong_code(path, right, wrong)
    monkeypatch.setattr(function, "__code__", code)
    results = prove(REGISTRY[formula])
    refuted = [result.counterexample for result in results if not result.passed]
    assert refuted, "the wrong code was not noticed"
    assert any(shows in message for message in refuted), refuted


def test_every_formula_meets_several_mistakes():
    mistakes = Counter(case[0] for case in CASES.values())
    assert min(mistakes.values()) >= 2, mistakes
