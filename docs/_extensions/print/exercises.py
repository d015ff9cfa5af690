"""Exercises of the printed book: a head with number, grade and kind; hints below them, solutions at the book's end."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from ..teaching.chapter_numbers import chapter_number
from ..teaching.exercises import exercise, number
from .code import command, label, latex

SOLUTION, HINT = "solution", "exercise-hint"


def print_exercises(files: Iterable[addnodes.start_of_file], env: BuildEnvironment) -> nodes.section | None:
    """Write the exercises as they are printed; return the chapter of their solutions, None where there are none."""
    sections = []
    for file in files:
        if solved := [part for node in list(file.findall(exercise)) for part in print_one(node, file["docname"], env)]:
            title = f"{chapter_number(env, file['docname'])} {next(file.findall(nodes.title)).astext()}".strip()
            inside = addnodes.start_of_file("", *solved, docname=file["docname"])  # so that labels stay what they were
            sections.append(nodes.section("", nodes.title("", title), inside, ids=[f"solutions-{len(sections)}"]))
    return nodes.section("", nodes.title("", "Solutions"), *sections, ids=["solutions"]) if sections else None


def print_one(node: exercise, page: str, env: BuildEnvironment) -> list[nodes.Node]:
    """Replace an exercise by its printed form; return its solution in that form, nothing in a handout."""
    title, *rest = node.children
    counted, anchor = number(env, page, node["ids"][0]), label(page, node["ids"][0])
    solutions = [part for part in rest if SOLUTION in classes(part) and not env.config.handout]
    answer = label(page, f"{node['ids'][0]}-solution") if solutions else ""
    head = command("bookexercise", counted, anchor, copies(title), "★" * int(node["grade"]), node["kind"], answer)
    stays = [each for part in rest if SOLUTION not in classes(part) for each in as_printed(part)]
    node.replace_self([head, *stays, latex(r"\bookexerciseend")])
    inside = [each for part in solutions for each in part.children[1:]]
    return [command("booksolution", counted, answer, copies(title), anchor), *inside] if solutions else []


def classes(node: nodes.Node) -> list[str]:
    """The classes of a node."""
    return node.get("classes", []) if isinstance(node, nodes.Element) else []


def as_printed(node: nodes.Node) -> list[nodes.Node]:
    """A part of an exercise: a hint in small type and without its title, all else as it is."""
    if HINT not in classes(node):
        return [node]
    inside = node.children[1:]
    if inside and isinstance(inside[0], nodes.paragraph):
        inside[0].insert(0, latex(r"\bookhintmark{}"))
    return [latex(r"\begin{bookhint}"), *inside, latex(r"\end{bookhint}")]


def copies(title: nodes.Node) -> list[nodes.Node]:
    """The words of a title, once more."""
    return [part.deepcopy() for part in title.children]
