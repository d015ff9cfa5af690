"""Parts that mean different things print differently; the few that print alike are listed, with the reason."""

import re
from collections import defaultdict
from itertools import combinations

import pytest
import sympy as sp

from tests.formulas.notation.test_read_back import kinds
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.formula import Formula
from textbook_cnn.formulas.notation.arrays import X, X_j, Y_pq
from textbook_cnn.formulas.notation.cases import Less
from textbook_cnn.formulas.notation.letters import i, j, n, p, q
from textbook_cnn.formulas.notation.nodes import Node, Plus, Times
from textbook_cnn.formulas.notation.printing import latex
from textbook_cnn.formulas.notation.tensors import CentredElement, Element, OfPart, PaddedElement, Step, Tensor
from textbook_cnn.formulas.slides.errata import CLAIMS
from textbook_cnn.formulas.slides.mistakes import WRONG

INDEXED = "an index of a letter; from where it counts is said of the letter"
ONE_SIGN = "the sign says the same of sequences and of images"
IN_A_ROW = "numbers in parentheses; a set stands beside an interval, a shape beside sizes, letters behind ∂"
MIDDLE = "of a kernel that is counted from its middle; the Σ before it begins at −r"
ALIKE = {
    ("Element", "PaddedElement"): "the formula says beside itself what is 0 outside",
    ("CentredElement", "Element"): MIDDLE,
    ("CentredElement", "PaddedElement"): MIDDLE,
    ("Star", "Star1"): ONE_SIGN,
    ("Star1Full", "StarFull"): ONE_SIGN,
    ("Conv1Full", "ConvFull"): ONE_SIGN,
    ("Entry", "OfPart"): INDEXED,
    ("Entry", "Step"): INDEXED,
    ("Entry", "Tensor"): INDEXED,
    ("OfPart", "Step"): INDEXED,
    ("OfPart", "Tensor"): INDEXED,
    ("Step", "Tensor"): INDEXED,
    ("Listed", "OpenInterval"): IN_A_ROW,
    ("Listed", "Sizes"): IN_A_ROW,
    ("OpenInterval", "Sizes"): IN_A_ROW,
    ("MatrixProduct", "Times"): "arrays side by side are a product of matrices: `Times` takes one array at most",
    ("Product", "Times"): "a dot between numbers",
    ("MatrixProduct", "Product"): "a dot between numbers",
    ("Variance", "VarianceOfDraws"): "a variance",
}
A, B = Tensor("A"), Tensor("B")
ARGUMENTS = [
    *[(A,), (A, B), (A, i), (A, i, j), (A, i, 1, n), (A, i, n), (A, i, n, j, n), (A, B, i), (1, 2), (i, j)],
    *[("A",), ("A", i), ("A", i, j), ([[A, B], [B, A]],), ([A, Less(i, j)], [B])],
]


def printed(node):
    """LaTeX without what only changes the spacing and the size of parentheses."""
    return bare(latex(node))


def bare(text):
    """The same, of a text."""
    return re.sub(r"\\left(?![a-z])|\\right(?![a-z])|\\[!,]|\s", "", text)


def made():
    """Nodes of all kinds from the same arguments, but for those that print one of these alone."""
    for arguments in ARGUMENTS:
        for kind in kinds(Node):
            try:
                node = kind(*arguments)
                text = printed(node)
            except (AttributeError, IndexError, NotImplementedError, TypeError, ValueError):
                continue  # another number of arguments, or another kind
            if len(arguments) > 1 or text.strip("()") != printed(node.args[0]).strip("()"):
                yield arguments, text, kind.__name__


def test_other_nodes_print_otherwise():
    found = defaultdict(set)
    for arguments, text, kind in made():
        found[str(arguments), text].add(kind)
    alike = {pair for names in found.values() for pair in combinations(sorted(names), 2)}
    assert alike - {("SumApart", "SumOver")} == set(ALIKE)  # a sum over pairs needs two indices


def rows():
    """All equations that are printed anywhere."""
    for formula in [*REGISTRY.values(), *(wrong.statement() for wrong in WRONG.values())]:
        yield from formula.equations()
    yield from filter(None, CLAIMS.values())


def test_what_is_printed_twice_is_the_same_twice():
    found = defaultdict(set)
    for row in rows():
        for side in (row.left, row.right):
            for node in sp.preorder_traversal(side):
                if isinstance(node, Node) and not (isinstance(node, Plus | Times) and len(node.args) == 1):
                    found[printed(node)].add(node)
    for text, nodes in found.items():
        for pair in combinations(sorted({type(node).__name__ for node in nodes}), 2):
            assert pair in ALIKE, f"{text} is {' and '.join(pair)}"


@pytest.mark.parametrize("formula", REGISTRY.values(), ids=REGISTRY)
def test_a_formula_says_what_is_zero_outside(formula):
    nodes = [
        node for row in formula.equations() for side in (row.left, row.right) for node in sp.preorder_traversal(side)
    ]
    for node in nodes:
        if isinstance(node, PaddedElement):
            assert rf"\quad {latex(node.args[0])} = 0 \text{{ outside}}" in formula.latex()
    assert any(isinstance(node, PaddedElement) for node in nodes) == (r"\text{ outside}" in formula.latex())


@pytest.mark.parametrize("formula", REGISTRY.values(), ids=REGISTRY)
def test_a_letter_counts_its_indices_from_one_place_in_a_formula(formula):
    counted = defaultdict(set)
    for row in formula.equations():
        for node in (*sp.preorder_traversal(row.left), *sp.preorder_traversal(row.right)):
            if isinstance(node, Tensor | Step | OfPart) and len(node.args) > 1:
                counted[str(node.args[0])].add(type(node))
            if isinstance(node, CentredElement):
                assert all(rf"\sum_{{{latex(index)}=-r}}^{{r}}" in formula.latex() for index in node.args[1:])
    assert all(len(kinds) == 1 for kinds in counted.values())


def test_it_says_so_once():
    right = PaddedElement(X, p, q) + PaddedElement(X, q, p) + PaddedElement(X_j, p, q) + Element(X, p, q)
    formula = Formula("images.digit", "", "", ((Y_pq, right),))
    words = r", \quad X = 0 \text{ outside}, \quad X_{j} = 0 \text{ outside}"
    assert formula.latex() == "Y[p, q] = X[p, q] + X[q, p] + X_{j}[p, q] + X[p, q]" + words
