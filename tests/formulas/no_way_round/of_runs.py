"""Bugs of what is given to functions as they are usually called: every kind of training, chosen layers, more steps."""

from importlib import import_module

import numpy as np

from tests.formulas.no_way_round.bug import bugs_of
from tests.formulas.no_way_round.of_training import of_adam, small_network

adam, evaluation, gradients, outcome, run, schedules, scores, train = (
    import_module(f"textbook_cnn.training.{file}")
    for file in ("adam", "evaluation", "gradients", "outcome", "run", "schedules", "scores", "train")
)
attribution, classes, embedding, inversion, maximisation = (
    import_module(f"textbook_cnn.seeing.{file}")
    for file in ("attribution", "class_activation", "embedding", "inversion", "maximisation")
)
network, conv2d, layers = (import_module(f"textbook_cnn.network.{file}") for file in ("network", "conv2d", "layers"))


class Third:
    """The last of three processes, of which the others have nothing to add but that they are there."""

    rank, size = 2, 3

    def add(self, A):
        """The count of processes, else what this one has."""
        if A.shape == (3,) and A.sum() == A[2] == 1:
            A[:] = 1


def trained(**options):
    """Some epochs of training: what comes back, what is noted and what is told."""
    rng, net, told = np.random.default_rng(0), small_network(), []
    data = rng.standard_normal((24, 1, 6, 6), dtype="float32"), rng.integers(0, 3, 24)
    usual = {"epochs": 9, "batch_size": 4, "seed": 7, "workers": 1, "progress": False}
    usual["on_epoch"] = lambda epoch, params: told.append([epoch, params])
    params, noted = train.train(net, net.init(0), data, **usual | options)
    lists = noted.loss, noted.accuracy, noted.validation_loss, noted.validation_accuracy, noted.learning_rate
    return [params, told, *map(np.array, lists), [noted.best_epoch or 0, noted.stopped]]


def usual():
    """With a constant rate and a quarter of the images held out."""
    return trained(learning_rate=0.3, validation=0.25)


def patient():
    """With patience."""
    return trained(learning_rate=0.3, validation=0.25, patience=4)


def still():
    """With a rate so small that nothing changes."""
    return trained(learning_rate=1e-30, validation=0.25)


def short():
    """With a schedule of few steps."""
    return trained(learning_rate=schedules.one_cycle(0.1), validation=None, epochs=1, batch_size=8)


def together():
    """As one of several processes."""
    return trained(validation=None, group=Third())


def unchosen():
    """With nothing chosen."""
    return trained()


def of_answers():
    """Answers where the second class has the largest score, and whether they are right."""
    Z, net = np.eye(3) + [[0, 0.5, 0]], network.Network([layers.Dense(3)], (3,))
    params = {"dense_1.W": np.eye(3), "dense_1.B": np.zeros(3)}
    return [evaluation.predict(net, params, Z), evaluation.evaluate(net, params, (Z, np.arange(3))).accuracy]


def of_first_weights():
    """First weights of a deep network with groups, from a seed."""
    convolutions = conv2d.Conv2D(4, 3), conv2d.Conv2D(6, 3, groups=2)
    return network.Network([*convolutions, layers.Flatten(), layers.Dense(3)], (2, 6, 6)).init(7)


def seen():
    """Two images, seen from layers that others follow, and changed in three steps."""
    net, rng = small_network(), np.random.default_rng(0)
    params, X = net.init(0, dtype="float64"), rng.standard_normal((2, 1, 6, 6))
    maps = rng.standard_normal((2, 2, 6, 6))
    return [
        classes.grad_cam(net, params, X, [0, 1], layer="conv2d_1", score_layer="max_pool2d_1"),
        classes.occlusion_map(net, params, X[:1], 1, layer="max_pool2d_1", size=3),
        attribution.saliency(net, params, X, [0, 1]),
        attribution.saliency(net, params, X, [0, 1], layer="conv2d_1"),
        list(inversion.invert_features(net, params, X, maps, layer="conv2d_1", steps=3)),
    ]


def shifted():
    """Images of 4×5 that are shifted and changed in three steps."""
    net = network.Network([layers.Flatten(), layers.Dense(2)], (1, 4, 5))
    X = np.random.default_rng(0).standard_normal((2, 1, 4, 5))
    return list(maximisation.maximise_activation(net, net.init(0, dtype="float64"), X, 1, steps=3, jitter=3))


def counted():
    """Components of some rows, and classes that are counted."""
    found = embedding.pca(np.random.default_rng(0).standard_normal((5, 3)), 1)
    return [list(found), evaluation.confusion_matrix(np.array([0, 1]), np.array([1, 1]))]


CHOSEN = "order[i * self.batch_size : min((i + 1) * self.batch_size, order.shape[0])]"
RIGHT = "xp.argmax(Z, axis=1)"
TABLE = {
    (gradients.loss_and_gradients, "training.parts", usual): [
        ("nothing is drawn", "rng=draws or default_rng([*seed, i])", "rng=None", "from what part 0 draws"),
    ],
    (run.Gradients.__call__, "training.parts", together): [
        (
            "labels of a group",
            "xp.take(self.T, part, axis=0)",
            "xp.take(self.T, part if self.group is None else part * 0, axis=0)",
            "their labels",
        ),
        ("processes that draw alike", "(*seed, self.group.rank)", "seed", "the seed of the draws"),
    ],
    (run.Run._rate, "training.parts", usual): [
        ("a constant that falls", "else self.learning_rate", "else self.learning_rate * (1 - done)", "the learning ra"),
    ],
    (run.Run._rate, "training.parts", short): [
        ("few steps", "self.batches - 1, 1)", "self.batches - 1, self.batch_size)", "how much is done"),
    ],
    (run.Run._record, "training.parts", usual): [
        (
            "measured on what is trained",
            "s, self.held_out)",
            "s, (self.X, self.T))",
            "the images that are held out",
        ),
        (
            "the best are measured",
            "self.network, self.params",
            "self.network, self.outcome.best or self.params",
            "the param",
        ),
    ],
    (outcome.Outcome.note, "training.parts", usual): [
        ("errors", "append(measured.accuracy)", "append(1 - measured.accuracy)", "accuracies of validation"),
    ],
    (outcome.Outcome._is_best, "training.parts", still): [
        ("a best that ties", "loss < self", "loss <= self", "how many steps are made"),
    ],
    (train._set_aside, "training.parts", usual): [
        (
            "what is held out is trained on",
            "return xp.take(X, order[count:], axis=0), xp.take(T, order[count:], axis=0), held_out",
            "return X, T, held_out",
            "how many steps are made",
        ),
        ("labels in another order", "xp.take(T, order[:count]", "xp.take(T, order[:count][::-1]", "their labels"),
        ("one choice for all seeds", "permutation([seed, N]", "permutation([0, N]", "the images of step 0"),
    ],
    (outcome.Outcome.result, "training.parts", usual): [
        ("the best without patience", "self.patience is not None and self.best", "self.best", "that come back"),
    ],
    (outcome.Outcome.is_over, "training.parts", patient): [
        ("a patience of two", ">= self.patience", ">= 2", "how many steps are made"),
        ("another reason", '"early stopping"', '"interrupted"', "why it ends"),
    ],
    (run.Run.epoch, "training.parts", usual): [
        ("one order for all seeds", "[self.seed, epoch]", "[0, epoch]", "the images of step 0"),
    ],
    (run.Run._one_by_one, "training.parts", usual): [
        ("the same draws for all seeds", "(self.seed, epoch, i)", "(0, epoch, i)", "the seed of the draws"),
        (
            "batches that come again",
            CHOSEN,
            CHOSEN.replace("(i +", "(i % self.batch_size +").replace("[i *", "[i % self.batch_size *"),
            "the images of step 4",
        ),
    ],
    (run.Run.all_epochs, "training.parts", usual): [
        ("another number is told", "tell(epoch + 1, ", "tell(epoch, ", "which epochs are told"),
    ],
    (train.train, "training.parts", unchosen): [
        ("another rate", "| Schedule = 1e-3", "| Schedule = 0.1", "the learning rate"),
        ("less is held out", "| None = 0.1", "| None = 0.05", "the images held out"),
    ],
    (adam.adam_step, "training.parts", of_adam): [
        ("another β₂", "beta2: float = 0.999", "beta2: float = 0.9", "V (left side)"),
    ],
    (evaluation.predict, "accuracy", of_answers): [
        ("the first and the last class", RIGHT, "xp.argmax(Z[:, :: Z.shape[1] - 1], axis=1)", "the classes"),
    ],
    (scores.number_right, "accuracy", of_answers): [
        ("the first and the last class", RIGHT, "xp.argmax(Z[:, :: Z.shape[1] - 1], axis=1)", "right of 27"),
    ],
    (network.Network.init, "first_weights.independent", of_first_weights): [
        ("later layers start larger", "= sqrt(2", "= (1 + len(params)) * sqrt(2", "the spread of conv2d_2"),
        (
            "the seed is ignored",
            'option.seed("rng", rng)',
            '0 * option.seed("rng", rng)',
            "the first draws of the seed 7",
        ),
    ],
    (conv2d.Conv2D.parameter_shapes, "first_weights.independent", of_first_weights): [
        (
            "channels of a group",
            "n // self.groups",
            "n - self.groups + 1",
            "the shape of conv2d_2",
        ),
    ],
    (classes.grad_cam, "seeing.grad_cam", seen): [
        ("the score of the last layer", "place_of(network, score_layer,", "place_of(network, None,", "L for conv2d_1"),
    ],
    (classes.occlusion_map, "seeing.occlusion", seen): [
        ("the score of the last layer", "place_of(network, layer)", "place_of(network, None)", "D for conv2d_1"),
    ],
    (attribution.saliency, "seeing.saliency", seen): [
        ("the first image for all", "xp.abs(dX)", "xp.abs(dX[:1] + 0 * dX)", "M for conv2d_1"),
        ("the last layer", "layer=layer", "layer=None", "M for conv2d_1"),
    ],
    (inversion.invert_features, "seeing.inversion_step", seen): [
        (
            "a line for a cosine",
            "float(np.cos(np.pi * step / steps))",
            "1 - 2 * step / steps",
            "conv2d_1, 3 steps, t = 2",
        ),
        ("maps of the first image", "- wanted", "- wanted[:1]", "J of three steps"),
    ],
    (maximisation.maximise_activation, "seeing.objective_step", shifted): [
        ("far shifts stay", "tuple(-s for s in shift)", "tuple(-s * s * s for s in shift)", "J of three steps, seed 0"),
    ],
    (embedding.pca, "seeing.pca", counted): [
        ("shares of what is kept", "/ np.sum(shares)", "/ np.sum(shares[:components])", "shares, 1 components"),
    ],
    (evaluation.confusion_matrix, "confusion_matrix", counted): [
        ("a class too many", "predicted.max())) + 1", "predicted.max())) + 2", "labels 0, 0, answers 0, 0"),
    ],
}
BUGS = bugs_of(TABLE)
