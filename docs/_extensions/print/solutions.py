"""Solutions of the printed book stand at its end, chapter by chapter."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes

NUMBER = re.compile(r"\d+\.?")


def is_solution(node: nodes.Node) -> bool:
    """Whether a node is the solution of an exercise."""
    if not isinstance(node, nodes.Element):
        return False
    titled = isinstance(node, nodes.admonition) and bool(node.children) and node[0].astext() == "Solution"
    return titled or "solution" in node.get("classes", [])


def is_part(node: nodes.Node) -> bool:
    """Whether a node belongs to the solution before it: a cell that a page folds away."""
    return isinstance(node, nodes.container) and node.get("hide_mode") is not None


def move_solutions(book: nodes.section, files: Iterable[addnodes.start_of_file]) -> None:
    """Take the solutions out of the chapters into one chapter at the end."""
    sections = [section for place, file in enumerate(files) if (section := solutions_of(file, place)) is not None]
    if sections:
        book += nodes.raw("", r"\bookbackmatter", format="latex")
        book += nodes.section("", nodes.title("", "Solutions"), *sections, ids=["solutions"])


def solutions_of(file: addnodes.start_of_file, place_of_file: int) -> nodes.section | None:
    """Return a section with the solutions of a chapter, taken out of it; None where it has none."""
    found: list[nodes.Node] = []
    for solution in list(filter(is_solution, file.findall())):
        parent = solution.parent
        place = parent.index(solution)
        last = place + 1
        while last < len(parent) and is_part(parent[last]):
            last += 1
        moved = parent[place:last]
        del parent[place:last]
        found += [*numbered(number_before(parent, place), moved[0][1:]), *moved[1:]]
    if not found:
        return None
    title = next(file.findall(nodes.title)).astext()
    inside = addnodes.start_of_file("", *found, docname=file["docname"])  # so that labels stay what they were
    return nodes.section("", nodes.title("", title), inside, ids=[f"solutions-{place_of_file}"])


def number_before(parent: nodes.Element, place: int) -> str:
    """The number of the exercise before a place."""
    strong = (each.astext() for node in reversed(parent[:place]) for each in node.findall(nodes.strong))
    return next(filter(NUMBER.fullmatch, strong), "").rstrip(".")


def numbered(number: str, solution: list[nodes.Node]) -> list[nodes.Node]:
    """The solution with the number before its first word."""
    mark = nodes.raw("", rf"\bookanswer{{{number}}}", format="latex")
    if solution and isinstance(solution[0], nodes.paragraph):
        solution[0].insert(0, mark)
        return solution
    return [nodes.paragraph("", "", mark), *solution]
