"""What a reader puts together, though it stands in several places: cells of a table, a title and the text below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from docutils import nodes

from .flat import BREAK, flat
from .relations import LETTER, RELATION, words

SHORT = 60  # letters; what is longer is read by itself
READ_ALREADY = (nodes.table, nodes.tgroup, nodes.thead, nodes.row, nodes.definition_list_item, nodes.field)
UNREAD = (nodes.literal_block, nodes.math_block, nodes.comment, nodes.doctest_block, nodes.substitution_definition)


def put_together(doctree: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    """Yield the cells of a row, two of a table, a term or a field and what it means, and short neighbours."""
    for row in doctree.findall(nodes.row):
        cells, tgroup = list(map(flat, row.children)), row.parent.parent
        heads = [list(map(flat, head.children[0].children)) for head in tgroup.findall(nodes.thead)]
        yield row, " ".join(cells)
        yield from ((row, pair) for pair in pairs(cells, heads if row.parent.tagname == "tbody" else []))
    for item in doctree.findall(lambda node: isinstance(node, nodes.definition_list_item | nodes.field)):
        yield item, " : ".join(map(flat, item.children))
    for parent in doctree.findall(nodes.Element):
        if not isinstance(parent, READ_ALREADY):
            yield from ((parent, text) for text in runs(parts(parent)))


def pairs(cells: Sequence[str], heads: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield pairs of cells: a cell and the next, the head of a column and a cell in it."""
    yield from map(" : ".join, pairwise(cells))
    for head in heads:
        yield from map(" : ".join, zip(head, cells, strict=False))


def parts(parent: nodes.Element) -> list[str]:
    """Return the texts of the blocks in a block, or of the lines of a paragraph."""
    if isinstance(parent, nodes.TextElement):
        return flat(parent).split(BREAK) if isinstance(parent, nodes.paragraph) else []
    return ["" if next(child.findall(is_unread), None) else whole(child) for child in parent.children]


def whole(block: nodes.Node) -> str:
    """Return all paragraphs of a block with spaces between them."""
    return " ".join(
        flat(node) for node in block.findall(nodes.TextElement) if not isinstance(node.parent, nodes.TextElement)
    )


def is_unread(node: nodes.Node) -> bool:
    """Whether a node is read elsewhere, or by nobody."""
    return isinstance(node, UNREAD)


def states(text: str) -> bool:
    """Whether a text has a relation of its own, and was read with it."""
    return RELATION.search(text) is not None and LETTER.search(text) is not None


def runs(texts: Sequence[str]) -> Iterator[str]:
    """Yield short neighbours, all of a run with spaces between them, and two by two with a colon."""
    short: list[str] = []
    for text in [*texts, "." * (SHORT + 1)]:
        if len(text) <= SHORT and words(text) <= 3:
            short += [text.strip()] * bool(text.strip())
            continue
        if len(short) > 1 and not any(map(states, short)):
            yield " ".join(short)
            yield from map(" : ".join, pairwise(short))
        short = []
