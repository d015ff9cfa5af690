"""Training, its steps and what is measured of it."""

import numpy as np

import textbook_cnn as cnn
from tests.wrong_calls.calls.network import PARAMS, X
from tests.wrong_calls.kinds import (
    FLAG,
    FUNCTION,
    OBJECT,
    SEED,
    TEXT,
    ZERO_AXES,
    Kind,
    array,
    either,
    integer,
    labels,
    number,
    optional,
    params,
)
from tests.wrong_calls.trying import Right

NETWORK = cnn.Network([cnn.Conv2D(2, 2), cnn.ReLU(), cnn.MaxPool2D(), cnn.Flatten(), cnn.Dense(3)], (1, 5, 5))
LABELS = np.array([2, 0])
GRADS = {key: np.ones_like(P) for key, P in PARAMS.items()}
ANY = params(any_names=True)
RATE = either(number(0, 1e308), ZERO_AXES)


def pairs(data):
    images, classes = data
    for label, wrong in array("f", 4, (1, 2, 3)).changed(images):
        yield f"images as {label}", (wrong, classes)
    for label, wrong in labels(3).changed(classes):
        if not isinstance(wrong, np.ndarray) or wrong.shape != (1, 2):
            yield f"labels as {label}", (images, wrong)
    yield "images alone", (images,)
    yield "three", (images, classes, classes)
    yield "the wrong way round", (classes, images)


DATA = Kind(changed=pairs)
MODEL = {"network": (NETWORK, OBJECT), "params": (PARAMS, params())}

CALLS = [
    Right(
        cnn.train,
        {"progress": False},
        **MODEL,
        data=((X, LABELS), DATA),
        epochs=(1, integer(1)),
        batch_size=(2, integer(1)),
        learning_rate=(0.1, either(RATE, FUNCTION)),
        validation=((X, LABELS), either(optional(DATA), number(0, 0.999))),
        patience=(1, optional(integer(1))),
        seed=(0, SEED),
        workers=(1, optional(integer(1))),
        device=(None, optional(Kind())),
        tf32=(False, FLAG),
        graph=(False, optional(FLAG)),
        group=(None, optional(Kind())),
        on_epoch=(None, optional(FUNCTION)),
    ),
    Right(
        cnn.train,
        {**{key: value for key, (value, _) in MODEL.items()}, "data": (X, LABELS), "epochs": 1, "validation": None},
        progress=(False, FLAG),
    ),
    Right(cnn.descent_step, params=(PARAMS, ANY), grads=(GRADS, params()), learning_rate=(0.1, RATE)),
    Right(cnn.adam_init, params=(PARAMS, ANY)),
    Right(
        cnn.adam_step,
        params=(PARAMS, params()),
        grads=(GRADS, params()),
        state=(cnn.adam_init(PARAMS), OBJECT),
        learning_rate=(0.1, RATE),
        beta1=(0.9, number(0, 0.999)),
        beta2=(0.9, number(0, 0.999)),
        epsilon=(1e-7, number(0)),
    ),
    Right(
        cnn.one_cycle,
        peak=(0.1, number(0)),
        warm_up=(0.3, number(0, 0.999)),
        start=(0.04, number(0)),
        end=(0.0001, number(0)),
    ),
    Right(
        cnn.NCCLGroup,
        size=(2, integer(1)),
        rank=(1, integer(0)),
        host=("here", optional(TEXT)),
        port=(7, optional(integer(1, 65535))),
        use_mpi=(False, FLAG),
    ),
    Right(cnn.evaluate, **MODEL, data=((X, LABELS), DATA)),
    Right(cnn.predict, **MODEL, X=(X, array("f", 4, (1, 2, 3)))),
    Right(cnn.accuracy, labels=(LABELS, labels(None)), predicted=(LABELS, labels(None))),
    Right(
        cnn.confusion_matrix,
        labels=(LABELS, labels(3)),
        predicted=(LABELS, labels(3)),
        classes=(3, optional(integer(3, 10_000))),
    ),
    Right(
        cnn.check_gradients,
        **MODEL,
        data=((X, LABELS), DATA),
        step=(1e-5, number(0, 1)),
        samples=(2, integer(1)),
        seed=(0, SEED),
    ),
]
