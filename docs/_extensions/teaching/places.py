"""In which section of which page each formula, figure and exercise stands; and the exercises of the book."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ..by_page import ByPage
from ..folders import CHAPTERS
from .exercises import exercise
from .key_terms import detached

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Section:
    """A section by its page and its anchor there."""

    docname: str
    anchor: str


@dataclass(frozen=True)
class Listed:
    """An exercise as lists show it."""

    docname: str
    anchor: str
    title: nodes.Element
    grade: str
    kind: str
    formulas: tuple[str, ...]
    slides: tuple[int, ...]
    line: int | None = None


@dataclass
class Places:
    """What a page has: sections of what stands in them, its exercises in their order, and formulas of solutions."""

    sections: dict[str, Section] = field(default_factory=dict)
    exercises: list[Listed] = field(default_factory=list)
    solving: set[str] = field(default_factory=set)


by_page = ByPage[Places]("teaching_places")  # the places


def section_of(env: BuildEnvironment, name: str) -> Section | None:
    """Return the section of a chapter where a formula or a figure stands; the first chapter that has it counts."""
    pages = sorted(page for page in by_page(env) if page.startswith(CHAPTERS))
    found = (by_page(env)[page].sections.get(name) for page in pages)
    return next((section for section in found if section), None)


def exercises(env: BuildEnvironment) -> list[Listed]:
    """All exercises in the order of the chapters."""
    return [each for page in sorted(by_page(env)) for each in by_page(env)[page].exercises]


def solving(env: BuildEnvironment) -> set[str]:
    """The formulas that only solutions show; a list that named them would give the answers away."""
    return set().union(*(page.solving for page in by_page(env).values()))


def note_places(app: Sphinx, doctree: nodes.document) -> None:
    """Write down what stands on a page."""
    here, page = Places(), app.env.docname
    for node in doctree.findall(lambda node: isinstance(node, (nodes.math_block, nodes.figure, exercise))):
        if isinstance(node, exercise):
            title = detached(node[0])
            about = tuple(node["formulas"]), tuple(node["slides"])
            here.exercises.append(Listed(page, node["ids"][0], title, node["grade"], node["kind"], *about, node.line))
            continue
        names = node.get("names", []) if isinstance(node, nodes.figure) else [node.get("formula")]
        parent = node.parent
        while parent is not None and not isinstance(parent, nodes.section):
            if "solution" in parent["classes"]:
                here.solving.update(name for name in names if name)
            parent = parent.parent
        if parent is not None:
            for name in names:
                here.sections.setdefault(name, Section(page, parent["ids"][0]))
    by_page(app.env)[page] = here


def check_titles(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of an exercise with the title of another; labels that are the same are known to Sphinx."""
    first: dict[str, Listed] = {}
    for each in exercises(env):
        other = first.setdefault(each.title.astext(), each)
        if other is not each:
            words = f"expected exercises of different titles, got {each.title.astext()!r} again"
            place = f"{env.doc2path(other.docname, base=False)}:{other.line}"
            logger.warning(f"{words}: {place}", location=(each.docname, each.line), type="exercise", subtype="title")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect."""
    app.connect("doctree-read", note_places)
    app.connect("env-check-consistency", check_titles)
    by_page.connect(app)
    return {"version": "1", "env_version": 3, "parallel_read_safe": True, "parallel_write_safe": True}
