"""A small network computed in plain loops, and its way back by the Jacobian of every layer.  Nothing here calls the
package: layers and parameters are read, no function of theirs is used."""

from itertools import product

import numpy as np

from textbook_cnn import Conv2D, Dense, Flatten, MaxPool2D, Network, ReLU

LAYERS = (
    Conv2D(3, 3, padding="same"),
    ReLU(),
    MaxPool2D(2),
    Conv2D(4, 3),
    ReLU(),
    Flatten(),
    Dense(5),
    ReLU(),
    Dense(3),
)


def small_network():
    """Two channels of 8 × 8 pixels, three classes; parameters and three images in float64."""
    network, rng = Network(LAYERS, (2, 8, 8)), np.random.default_rng(3)
    params = {key: rng.standard_normal(shape) for key, shape in network.parameter_shapes.items()}
    return network, params, rng.standard_normal((3, 2, 8, 8))


def apply(layer, own, X):
    """Output of one layer for one image."""
    match layer:
        case ReLU():
            return np.where(X > 0, X, 0.0)
        case Flatten():
            return X.ravel()
        case Dense():
            return own["W"] @ X + own["B"]
        case MaxPool2D():
            n, H, W = X.shape
            return np.array(
                [
                    [[X[j, 2 * p : 2 * p + 2, 2 * q : 2 * q + 2].max() for q in range(W // 2)] for p in range(H // 2)]
                    for j in range(n)
                ]
            )
        case Conv2D():
            X = np.pad(X, ((0, 0), (1, 1), (1, 1))) if layer.padding == "same" else X
            K, B = own["K"], own["B"]
            H, W = X.shape[1] - 2, X.shape[2] - 2
            return B[:, None, None] + sum(
                np.einsum("ij,jpq->ipq", K[:, :, u, v], X[:, u : u + H, v : v + W])
                for u, v in product(range(3), range(3))
            )
    raise TypeError(layer)


def own(network, params, i):
    return {key.split(".")[1]: A for key, A in params.items() if key.split(".")[0] == network.names[i]}


def run(network, params, X, start=0, stop=None):
    """Inputs of the layers start … stop − 1 for one image, and the last output at the end."""
    values = [X]
    for i in range(start, len(network.layers) if stop is None else stop):
        values.append(apply(network.layers[i], own(network, params, i), values[-1]))
    return values


def jacobian(function, X, step=1e-6):
    """Matrix (outputs, inputs) of central differences; exact to rounding where the function is piecewise linear."""
    columns = []
    for place in np.ndindex(X.shape):
        moved = [X.copy(), X.copy()]
        moved[0][place] += step
        moved[1][place] -= step
        columns.append((function(moved[0]) - function(moved[1])).ravel() / (2 * step))
    return np.array(columns).T


def back(network, params, X, dY, stop, rule):
    """dY at the output of layer stop − 1, brought back to the input layer by layer; `rule` says what a ReLU does."""
    values = run(network, params, X, stop=stop)
    for i in reversed(range(stop)):
        layer, before = network.layers[i], values[i]
        if isinstance(layer, ReLU):
            dY = rule(before, dY)
        elif isinstance(layer, MaxPool2D):
            dY = to_the_maximum(before, dY)
        else:
            slopes = jacobian(lambda A, layer=layer, i=i: apply(layer, own(network, params, i), A), before)
            dY = (slopes.T @ dY.ravel()).reshape(before.shape)
    return dY


def to_the_maximum(X, dY):
    """Each number of dY where its 2 × 2 window has its largest element, the first of equal ones."""
    dX = np.zeros_like(X)
    for j, p, q in np.ndindex(dY.shape):
        places = [(j, 2 * p + u, 2 * q + v) for u, v in product(range(2), range(2))]
        dX[max(places, key=lambda at: X[at])] = dY[j, p, q]
    return dX


def gradient_rule(X, dY):
    return np.where(X > 0, dY, 0)


def guided_rule(X, dY):
    return np.where((X > 0) & (dY > 0), dY, 0)


def deconvnet_rule(X, dY):
    return np.where(dY > 0, dY, 0)


def score(network, params, X, unit, stop=None, start=0):
    """Output of a unit, or the mean of a feature map, of layer stop − 1."""
    return run(network, params, X, start, stop)[-1][unit].mean()


def windows(size, kernel, stride):
    return list(product(*(range(0, m - kernel + 1, stride) for m in size)))
