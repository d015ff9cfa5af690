"""Where each definition is listed: noted while pages are read, known when they are written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ..folders import CHAPTERS
from .holes import contents, holes
from .program import Program
from .suite import Suite

logger = logging.getLogger(__name__)


class listing(nodes.General, nodes.Element):  # noqa: N801 (docutils finds visitors by the class's name)
    """A definition that a page lists; it becomes HTML when all pages are read."""


class listing_table(nodes.General, nodes.Element):  # noqa: N801
    """The place of the table of the whole program."""


@dataclass(frozen=True)
class Place:
    """Where a definition stands: page, id, the section around it, and whether as itself or in what contains it."""

    name: str
    page: str
    id: str
    section: str
    folded: bool
    again: bool
    itself: bool


@cache
def program_in(root: Path) -> Program:
    """The program in a folder, read once in a build."""
    return Program(root)


def program_of(app: Sphinx) -> Program:
    """The program that the book lists."""
    return program_in(Path(app.config.listing_root or app.confdir))


@cache
def suite_of_program(program: Program) -> Suite:
    """The tests of a program, read once in a build."""
    return Suite(program)


def suite_of(app: Sphinx) -> Suite:
    """The tests of the program that the book lists."""
    return suite_of_program(program_of(app))


def all_places(env: BuildEnvironment) -> dict[str, list[Place]]:
    """What each page lists."""
    if not hasattr(env, "listing_places"):
        env.listing_places, env.listings_written = {}, {}
        env.listing_tables, env.listing_linked = set(), set()  # pages with a table, and with any link to a listing
    return env.listing_places


def places(env: BuildEnvironment) -> dict[str, Place]:
    """The place to which a name leads: open before folded, as itself before in something, in the order of pages."""
    found = [place for page in sorted(all_places(env), reverse=True) for place in reversed(all_places(env)[page])]
    order = sorted(found, key=lambda place: (place.again, place.folded, not place.itself), reverse=True)
    in_chapters = sorted(order, key=lambda place: place.page.startswith(CHAPTERS))
    return {place.name: place for place in in_chapters}


def place_of_parts(found: dict[str, Place], name: str) -> Place | None:
    """Of a class that is listed method by method the first of those in the section that has most of them."""
    methods = [place for place in reversed(found.values()) if place.name.startswith(f"{name}.")]
    sections = Counter((place.page, place.section) for place in methods)
    return max(methods, key=lambda place: sections[place.page, place.section], default=None)


def note_places(app: Sphinx, doctree: nodes.document) -> None:
    """Note what a page lists, and give it ids."""
    page, program = app.env.docname, program_of(app)
    all_places(app.env).pop(page, None)
    given: dict[str, listing] = {}  # which listing has the id of a name: one that stands open, else the first
    for node in doctree.findall(listing):
        if not (node["folded"] or node["again"]) and given.setdefault(node["name"], node) is not node:
            _warn_of_second(node["name"], page, page, node)
    for node in doctree.findall(listing):
        definition = program.definitions[node["name"]]
        for case in suite_of(app).of(definition)[0] if definition.own_name else ():
            app.env.note_dependency(str(program.root / case.path))
        node["marks"] = []
        for each in contents(program, definition):
            if given.setdefault(each.name, node) is node:
                mark = f"listing-{each.name}"  # not made lower case: `_Handle` is not `_handle`
                node["marks"].append((each.name, mark))
                itself = each == definition
                place = Place(each.name, page, mark, _section(node), node["folded"], node["again"], itself)
                all_places(app.env).setdefault(page, []).append(place)
    if any(doctree.findall(listing_table)):
        app.env.listing_tables.add(page)
    if any(isinstance(node, listing | listing_table) or is_link(node) for node in doctree.findall(nodes.Element)):
        app.env.listing_linked.add(page)


def is_link(node: nodes.Element) -> bool:
    """Whether a node leads to a listing when all pages are read."""
    return "listing" in node or "listed" in node


def _section(node: nodes.Node) -> str:
    """Title of the section in which a node stands."""
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    return "" if node is None else node[0].astext()


def check_places(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of what stands open in two places, and, in a book with a table of the program, of holes."""
    program, found = program_of(app), [place for page in all_places(env).values() for place in page]
    opened = [place for place in found if place.itself and not place.folded and not place.again]
    first: dict[str, str] = {}
    for place in sorted(opened, key=lambda place: place.page):
        if place.name in first:
            _warn_of_second(place.name, first[place.name], place.page, place.page)
        first.setdefault(place.name, place.page)
    if env.listing_tables and not app.config.draft:
        missing = holes(program, {place.name for place in found if place.itself})
        for module, names in groupby(missing, lambda name: program.definitions[name].module):
            warn(f"no page lists, of {module}: {', '.join(names)}", min(env.listing_tables), "hole")


def _warn_of_second(name: str, first: str, page: str, location: object) -> None:
    where = "this page" if first == page else first
    warn(f"{name} stands open on {where} already (folded, or again?)", location, "twice")


def warn(message: str, location: object, subtype: str) -> None:
    """Log a warning about listings."""
    logger.warning(message, location=location, type="listing", subtype=subtype)


def purge_places(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a page that is read again."""
    all_places(env).pop(docname, None)
    env.listing_tables.discard(docname)
    env.listing_linked.discard(docname)


def merge_places(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    """Take in what another process read."""
    all_places(env).update({page: found for page, found in all_places(other).items() if page in docnames})
    env.listing_tables |= other.listing_tables & docnames
    env.listing_linked |= other.listing_linked & docnames


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Pages whose links lead elsewhere than when they were written, because a listing has come, gone or moved."""
    before, now = env.listings_written, {name: (place.page, place.id) for name, place in places(env).items()}
    env.listings_written = now
    return [] if now == before else sorted(env.listing_linked & env.found_docs)
