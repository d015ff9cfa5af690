"""Tables, as the bars and dashes that both readers of notebooks know."""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes

from .inline import Inline


def table(node: nodes.table, inline: Inline, text_of: Callable[[nodes.Node], str]) -> str:
    """Return a table, with its title above it."""
    head = [row for part in node.findall(nodes.thead) for row in part.findall(nodes.row)]
    body = [row for part in node.findall(nodes.tbody) for row in part.findall(nodes.row)]
    rows = [[field(text_of(entry)) for entry in row.children] for row in (*head, *body)]
    width = max(map(len, rows))
    if not head:
        rows.insert(0, [" "] * width)
    rows.insert(1, ["---"] * width)
    lines = "\n".join(f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows)
    title = node.next_node(nodes.title)
    return f"**{inline.of(title)}**\n\n{lines}" if title else lines


def field(text: str) -> str:
    """Return a field on one line, in which no bar ends it: in mathematics a bar has a name."""
    pieces = text.replace("\n\n", "<br>").replace("\n", " ").split("$")
    return "$".join(piece.replace("|", r"\vert ") if place % 2 else piece for place, piece in enumerate(pieces))
