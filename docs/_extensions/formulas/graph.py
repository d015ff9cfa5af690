"""The directive `formula-graph`: what rests on what, drawn from the registry, and the same as a list."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from html import escape
from itertools import pairwise
from textwrap import wrap

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.graph import rests_on

from .graph_boxes import WIDTH, Box, Names
from .graph_layout import Drawing, draw
from .places import address, number, to_equation
from .proofs import note_sources

LINE, PAD, LETTERS = 17, 9, 27  # height of a line and margin of a box in pixels; letters that fit into its width
SPACE, INDENT = 4, 6  # between the names of a box; of a name's second line


class graph_node(nodes.General, nodes.Element):  # noqa: N801, as docutils has them
    """Stands where the drawing will be, until all numbers and addresses are known."""


def edges() -> dict[str, tuple[str, ...]]:
    """What each formula of the registry rests on."""
    return {name: rests_on(formula, REGISTRY) for name, formula in REGISTRY.items()}


def words(env: BuildEnvironment, name: str) -> list[str]:
    """Number and title of a formula in lines that fit into a box."""
    return wrap(f"{number(env, name)} {REGISTRY[name].title}", LETTERS)


def height_of(env: BuildEnvironment, names: Names) -> float:
    """Height of the box that holds the names."""
    return 2 * PAD + LINE * sum(len(words(env, name)) for name in names) + SPACE * (len(names) - 1)


def kind_of(name: str) -> str:
    """Definitions have boxes of their own."""
    return "definition" if REGISTRY[name].status == "definition" else "statement"


class FormulaGraph(SphinxDirective):
    """Draw what rests on what."""

    def run(self) -> list[nodes.Node]:
        """Return the place of the drawing, and the list."""
        note_sources(self.env)
        opening = "<details class='formula-graph-list'><summary>The same as a list</summary>"
        return [
            graph_node(),
            nodes.raw("", opening, format="html", of_the_book=True),
            as_list(),
            nodes.raw("", "</details>", format="html", of_the_book=True),
        ]


def item(name: str, *more: nodes.Node) -> nodes.list_item:
    """A formula's number and title, with what follows."""
    title = nodes.Text(f" {REGISTRY[name].title}")
    return nodes.list_item("", nodes.paragraph("", "", to_equation(name), title), *more)


def bullets(items: Iterable[nodes.list_item]) -> nodes.bullet_list:
    """A list of them."""
    return nodes.bullet_list("", *items, bullet="-")


def as_list() -> nodes.bullet_list:
    """Every formula with what it rests on below it; those that rest on none together at the end."""
    below = edges()
    rest = nodes.list_item(
        "", nodes.paragraph("", "Rest on no other equation:"), bullets(item(name) for name in below if not below[name])
    )
    return bullets([*(item(name, bullets(map(item, below[name]))) for name in below if below[name]), rest])


def svg_box(app: Sphinx, docname: str, box: Box) -> str:
    """A box with a line or two for each formula, linked to its equation."""
    text, y = [], box.y + PAD
    for name in box.names:
        lines = words(app.env, name)
        spans = "".join(
            f'<tspan x="{box.x + PAD + INDENT * (k > 0):g}" y="{y + LINE * (k + 0.76):g}">{escape(line)}</tspan>'
            for k, line in enumerate(lines)
        )
        link = address(app, docname, name)
        text.append(f'<a href="{escape(link)}"><text>{spans}</text></a>' if link else f"<text>{spans}</text>")
        y += LINE * len(lines) + SPACE
    size = f'x="{box.x:g}" y="{box.y:g}" width="{WIDTH}" height="{box.height:g}" rx="6"'
    return f'<g class="{kind_of(box.names[0])}"><rect {size}/>{"".join(text)}</g>'


def svg_line(line: list[Box], ends: dict[Box, list[list[Box]]]) -> str:
    """A curve from a box to what it rests on: bent between the rows, straight within them."""
    path = ""
    for upper, lower in pairwise(line):
        start = upper.x + upper.width * (port(line, ends[upper], above=False) if upper.names else 0.5)
        end = lower.x + lower.width * (port(line, ends[lower], above=True) if lower.names else 0.5)
        top, bottom = upper.y + upper.height, lower.top
        middle = (top + bottom) / 2
        path += f"{'L' if path else 'M'}{start:g} {top:g}C{start:g} {middle:g} {end:g} {middle:g} {end:g} {bottom:g}"
        path += f"V{lower.y:g}"
    return f'<path d="{path}"/>'


def port(line: list[Box], lines: list[list[Box]], *, above: bool) -> float:
    """Where on the edge of a box a line ends, from 0 to 1, in the order of what is at the other end."""
    box, beside = (line[-1], line[-2]) if above else (line[0], line[1])
    ends = {other[-2] if above else other[1] for other in lines if (other[-1] if above else other[0]) is box}
    return (sorted(ends, key=lambda end: end.x).index(beside) + 1) / (len(ends) + 1)


def svg(app: Sphinx, docname: str, drawing: Drawing) -> str:
    """One connected part."""
    ends: dict[Box, list[list[Box]]] = {}
    for line in drawing.lines:
        for box in (line[0], line[-1]):
            ends.setdefault(box, []).append(line)
    width, height = drawing.width + 2, drawing.height + 2
    shapes = [*(svg_line(line, ends) for line in drawing.lines), *(svg_box(app, docname, box) for box in drawing.boxes)]
    return (
        f'<div><svg viewBox="-1 -1 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="group" '
        f'aria-label="A part of the graph">{"".join(shapes)}</svg></div>'
    )


def resolve_graph(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Draw; in a book without HTML the list says it all."""
    for place in list(doctree.findall(graph_node)):
        drawings = [svg(app, docname, drawing) for drawing in draw(edges(), partial(height_of, app.env), kind_of)]
        html = f'<div class="formula-graph" role="group" aria-label="What rests on what">{"".join(drawings)}</div>'
        html = f'<details class="formula-graph-drawing" open><summary>The drawing</summary>{html}</details>'
        place.replace_self(nodes.raw("", html, format="html"))
