"""What rests on what, in print: a list in two columns, each formula with the numbers of those below it."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes

from ..formulas.graph import graph_node
from .code import command, latex


def print_graph(files: Iterable[addnodes.start_of_file]) -> None:
    """Take the drawing away, and write the list beside it as it is printed."""
    for place in [found for file in files for found in file.findall(graph_node)]:
        after = place.parent[place.parent.index(place) :]
        whole = next(node for node in after if isinstance(node, nodes.bullet_list))
        whole.replace_self([latex(r"\begin{bookrests}"), *lines(whole), latex(r"\end{bookrests}")])
        place.parent.remove(place)


def lines(whole: nodes.bullet_list) -> Iterable[nodes.inline]:
    """A line for each formula; the last item is the heading of those that rest on none."""
    *resting, last = whole.children
    for item in resting:
        numbers = [to for line in item[1] for to in (nodes.Text(", "), line[0][0])][1:]
        yield command("bookrest", item[0].children, numbers)
    yield command("bookrestlast", last[0].children)
    for item in last[1]:
        yield command("bookrest", item[0].children, "")
