"""The foot of an equation: a chip that says what it is, and, folded behind the chip, how that is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from textbook_cnn.formulas import Formula, ProofResult

MARKS = {"proved": "✓ proved", "definition": "definition", "data": "example", "editorial": "no mathematics"}
KIND_OF_MARK = {"proved": "code"}  # the others have colours of their own
NOT_PROVED = "✗ not proved"
COUNTEREXAMPLE, NO_VALUE = "✗ wrong: counterexample", "✗ wrong: no value"
# Without these an equation is false, and it does not print them: they are seen though the rest is folded.  Each stands
# in what the proofs of the formula cover, and a test looks for it there.
CONDITIONS = {
    "adam.unbiased": "averages that start at 0",
    "avg_pool2d.padded": "zeros that count",
    "avg_pool2d.padded_backward": "zeros that count",
    "first_weights.half": "inputs as likely as their negatives",
    "first_weights.independent": "numbers with the mean 0",
    "first_weights.kept": "inputs as likely as their negatives",
    "first_weights.sum": "numbers with the mean 0",
    "images.gaussian_density": "every σ above 0",
    "images.laplace_density": "all s and ν above 0",
    "images.laplace_kurtosis": "every ν above 0",
    "max_pool2d.backward": "no ties",
    "max_pool2d.general_backward": "no ties",
    "max_pool2d.general_slope": "no ties",
    "max_pool2d.padded_backward": "no ties",
    "max_pool2d.slope": "no ties",
    "pad2d.reflect": "at least two rows and columns",
    "softmax_cross_entropy.forward": "rows T that sum to 1",
    "softmax_cross_entropy.one_image": "rows T that sum to 1",
    "winograd.products": "outputs of even size",
}


class fold(nodes.General, nodes.Element):  # noqa: N801 (docutils finds visitors by the class's name)
    """What a reader opens and shuts, in HTML without any program; on paper and elsewhere it is all there."""


class fold_head(nodes.General, nodes.TextElement):  # noqa: N801
    """The words of a fold that are always seen."""


def chip(words: str, kind: str) -> nodes.inline:
    """The chip itself: a few words in the colour of their kind."""
    return nodes.inline("", words, classes=["formula-chip", f"formula-{nodes.make_id(kind)}"])


def chip_of(formula: Formula, proved: Iterable[ProofResult]) -> nodes.inline:
    """What a formula is: proved, a definition, an example; or not proved, which fails the build."""
    if not all(result.passed for result in proved):
        return chip(NOT_PROVED, "refuted")
    return chip(MARKS[formula.status], KIND_OF_MARK.get(formula.status, formula.status))


def beside(formula: Formula) -> list[nodes.Node]:
    """What stands beside the chip: which step of a derivation it is, and a condition that is not printed."""
    words = [formula.step, CONDITIONS.get(formula.id, "")]
    return [nodes.Text(f" {' · '.join(filter(None, words))}")] if any(words) else []


def foot(head: Sequence[nodes.Node], line: nodes.paragraph, *, shut: bool = True) -> fold:
    """Return a fold with these words and this line behind them."""
    return fold("", fold_head("", "", *head, translatable=False), line, shut=shut, classes=["formula-foot"])


def open_fold(self: Any, node: fold) -> None:
    """Begin the fold in HTML."""
    self.body.append(self.starttag(node, "details", **({} if node["shut"] else {"open": "open"})))


def close_fold(self: Any, node: fold) -> None:
    """End it."""
    self.body.append("</details>\n")


def open_head(self: Any, node: fold_head) -> None:
    """Begin its words."""
    self.body.append("<summary>")


def close_head(self: Any, node: fold_head) -> None:
    """End them."""
    self.body.append("</summary>\n")


def nothing(self: Any, node: nodes.Element) -> None:
    """What is folded in HTML is plain text elsewhere."""


def add_chip(app: Sphinx) -> None:
    """Register the nodes for every kind of output."""
    plain = dict.fromkeys(("latex", "text", "man", "texinfo"), (nothing, nothing))
    app.add_node(fold, html=(open_fold, close_fold), **plain)
    app.add_node(fold_head, html=(open_head, close_head), **plain)
