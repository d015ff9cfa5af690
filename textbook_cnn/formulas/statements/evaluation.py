"""What is counted in a network's answers."""

from __future__ import annotations

from typing import Any

from ..examples import borders
from ..examples.evaluation import ANSWER, answers
from ..examples.left_out import classes_that_occur
from ..formula import Formula
from ..notation.cases import Same
from ..notation.letters import N, b, c, k, l
from ..notation.nodes import Node
from ..notation.sums import Indicator, Sum
from ..notation.tensors import Tensor
from ..proofs import as_printed, as_run


def mean_over_images(body: Node) -> Any:
    """(1/N) Σ over the images."""
    return 1 / N * Sum(body, b, 1, N)


TRUTH = Tensor("T", b)
GIVEN = Tensor(ANSWER, b)
ANSWERS = as_printed(
    answers,
    "all labels and answers of three images of three classes, three of two, and two of three",
    "regions",
)
TIES = as_run(borders.tied_scores, "27 rows of scores that tie: the first of the largest", "numbers", "scores that tie")
OCCURRING = as_run(classes_that_occur, "all labels and answers of two images, without the number of classes", "numbers")

CHAPTER = 7
FORMULAS = (
    Formula(
        id="confusion_matrix",
        title="Confusion matrix",
        slide="",
        rows=((Tensor("C", k, l), Sum(Indicator(Same(TRUTH, k), Same(GIVEN, l)), b, 1, N)),),
        functions=("confusion_matrix",),
        proofs=(ANSWERS, OCCURRING),
    ),
    Formula(
        id="accuracy",
        title="Accuracy",
        slide="",
        rows=(
            (Tensor(r"\text{accuracy}"), mean_over_images(Indicator(Same(TRUTH, GIVEN)))),
            (Tensor(r"\text{accuracy}"), 1 / N * Sum(Tensor("C", k, k), k, 1, c)),
        ),
        functions=("accuracy", "confusion_matrix"),
        proofs=(ANSWERS, TIES),
    ),
)
