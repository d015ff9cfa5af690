"""Bugs around the layers: parts of a batch, workers, Adam, the order of layers, first weights, images made to order."""

from importlib import import_module

import numpy as np

from tests.formulas.no_way_round.bug import bugs_of

adam, descent, gradients, threads = (
    import_module(f"textbook_cnn.training.{file}") for file in ("adam", "descent", "gradients", "threads")
)
network, order, layers, conv2d = (
    import_module(f"textbook_cnn.network.{file}") for file in ("network", "pool_first", "layers", "conv2d")
)


def small_network():
    """A network of every kind of layer that trains."""
    return network.Network(
        [
            conv2d.Conv2D(2, 3, padding="same"),
            layers.ReLU(),
            layers.MaxPool2D(2),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(3),
        ],
        (1, 6, 6),
    )


def of_steps():
    """Gradients of a batch of 600 images, which are more than eight parts; one worker, and several."""
    net, rng = small_network(), np.random.default_rng(0)
    params = net.init(0)
    X, T = rng.standard_normal((2000, 1, 6, 6), dtype="float32"), np.eye(3, dtype="float32")[rng.integers(0, 3, 2000)]
    with threads.worker_pool(2) as pool:
        return [list(gradients.loss_and_gradients(net, params, X, T, (0, 0), workers)) for workers in (None, pool)]


def of_adam():
    """Three steps with parameters and gradients from small to large; then the 2001st."""
    params = {"a": np.array([1.0, -2.0, 3000.0]), "b": np.array([0.5, 2.0e6])}
    grads = {"a": np.array([0.001, 30.0, -2.0e7]), "b": np.array([-5.0, 2000.0])}
    state, found = adam.adam_init(params), []
    for _ in range(3):
        params, state = adam.adam_step(params, grads, state)
        found.append([params, state.M, state.V])
    params, state = adam.adam_step(params, grads, state._replace(step=2000))
    return [*found, params]


def of_descent():
    """A step with gradients from small to large."""
    return descent.descent_step({"a": np.array([1.0, 2.0])}, {"a": np.array([0.25, 4.0e6])}, learning_rate=0.5)


def of_order():
    """A network of 40 layers with pooling first."""
    block = [conv2d.Conv2D(1, 1), layers.ReLU(), layers.MaxPool2D(1)]
    deep = network.Network([*block * 14], (1, 2, 2))
    return np.array([repr(layer) for layer in order.pool_first(deep).layers])


def of_networks():
    """First weights, scores and all gradients of a small network."""
    net = small_network()
    params = net.init(0)
    X = np.random.default_rng(1).standard_normal((2, 1, 6, 6)).astype("float32")
    Z, cache = net.forward(params, X, rng=np.random.default_rng(2))
    return [params, Z, *net.backward(params, cache, Z)]


def of_first_weights():
    """First weights of a layer."""
    return small_network().init(0)


GROW = "total = {key: total[key] + widened(step.grads[key]) for key in total}"
TABLE = {
    (gradients.loss_and_gradients, "training.parts", of_steps): [
        (
            "parts beyond the eighth",
            "for step in others:",
            "for step in others[:7]:",
            "number 7",
            "E (left side) against what train on two workers",
        ),
        (
            "gradients of parts beyond the eighth",
            GROW,
            f"if step in others[:7]:\n            {GROW}",
            "number 7",
            "a function of symbols would be compared, which has no exact ",
        ),
        (
            "parts that are small",
            "share = x.shape[0] / X.shape[0]",
            "share = max(x.shape[0] / X.shape[0], 0.05)",
            "number 0.05",
            "E (left side) against what train on two workers",
        ),
        (
            "shares of equal parts",
            "x.shape[0] / X.shape[0]",
            "1 / len(cuts)",
            "",
            "E (left side) against what train on two workers",
        ),
        (
            "the last part is not scaled",
            "if share < 1:",
            "if share < 1 and part.stop < X.shape[0]:",
            "attribute stop",
            "E (left side) against what the step of training",
        ),
        (
            "the first parameter, of the first part alone",
            GROW,
            f"name, kept = next(iter(total.items()))\n        {GROW}\n        total[name] = kept",
            "element written",
            "∂E/∂ of dense_1.W (left side) against what train on two workers",
        ),
        (
            "the loss of the first part alone",
            "loss, right = loss + step.loss, right",
            "loss, right = loss, right",
            "",
            "E (left side) against what the step of training",
        ),
    ],
    (gradients.parts, "training.parts", of_steps): [
        ("more than 1000 images", "range(0, N, size)", "range(0, min(N, 1000), size)", "number 1000", ""),
    ],
    (threads.Workers.map, "training.parts", of_steps): [
        (
            "results beyond the eighteenth",
            "others[i].result() if i in others",
            "others[min(i, 19)].result() if i in others",
            "number 19",
            "E (left side) against what train on two workers",
        ),
    ],
    (adam._moved, "adam.step", of_adam): [
        (
            "gradients clipped at a thousand",
            "    M = beta1",
            "    G = xp.clip(G, -1000, 1000)\n    M = beta1",
            "attribute clip",
            "the code goes this way only where g_1_1 < 1000",
        ),
        (
            "gradients clipped at a million",
            "    M = beta1",
            "    G = xp.maximum(G, -1e6)\n    M = beta1",
            "number -1000000.0",
            "the code goes this way only where 1000000 + g_2_1 > 0",
        ),
        (
            "steps of large parameters",
            "return P - rate",
            "return P - xp.where(abs(P) > 1000, 0.5, 1.0) * rate",
            "number 1000",
            "the code goes this way only where p_1 > 0",
        ),
        (
            "a gradient that is taken for 0",
            "    M = beta1",
            "    G = G * (abs(G) > 0.01)\n    M = beta1",
            "number 0.01",
            "the code goes this way only where g_1_1 > 5764607523034235/576460752303423488",
        ),
    ],
    (adam.adam_step, "adam.step", of_adam): [
        (
            "steps beyond the thousandth",
            "t = checked_step(state.step)",
            "t = min(state.step, 999)",
            "number 999",
            "",
        ),
        (
            "the second parameter by the first's gradient",
            "gradients[key],",
            "gradients[key] if len(moved) == 0 or len(params) < 2 else -gradients[key],",
            "number of decisions",
            "",
        ),
    ],
    (descent._moved, "descent.step", of_descent): [
        (
            "gradients of more than a million",
            "P - rate * dP",
            "P - rate * (dP if (dP < 1e6).all() else 2 * dP)",
            "number 1000000.0",
            "the code goes this way only where g_0_11 < 1000000",
        ),
    ],
    (order.pool_first, "pool_first.forward", of_order): [
        (
            "beyond 30 layers",
            "while i < len(network.layers):",
            "while i < min(len(network.layers), 30):",
            "number 30",
            "",
        ),
    ],
    (network.Network.init, "he_initialisation", of_first_weights): [
        (
            "draws cubed",
            "rng.standard_normal(shape) * spread",
            "rng.standard_normal(shape) ** 3 * spread",
            "number 3",
            "the left side is",
        ),
        (
            "draws clipped at 2",
            "rng.standard_normal(shape) * spread",
            "rng.standard_normal(shape).clip(-2, 2) * spread",
            "attribute clip",
            "TypeError: '>=' not supported between instances of 'Drawn' a",
        ),
        ("biases that are not 0", "else 0.0", "else 0.01", "number 0.01", ""),
    ],
    (network.Network.init, "first_weights.independent", of_first_weights): [
        (
            "the same draws for all inputs",
            "rng.standard_normal(shape) * spread",
            "(rng.standard_normal((shape[0],) + (1,) * (len(shape) - 1)) + 0 * rng.standard_normal(shape)) * spread",
            "",
            "at symmetric weights, n = 2, i = 1, j = 1, l = 2: the left side is 1/2*w_1**2",
        ),
    ],
    (network.Network.backward, "network.gradients", of_networks): [
        (
            "the first layer's gradients twice",
            ": value for letter",
            ": value if i else value + value for letter",
            "number of decisions",
            "∂E/∂ of conv2d_1.K (left side) against what Network.backward",
        ),
    ],
}
BUGS = bugs_of(TABLE)
