"""The preface of the printed book: the first page without what leads through a screen."""

from __future__ import annotations

from docutils import nodes

from ..pages.contents import contents_of_book

BUTTON = "front-button"


def without_screen(page: nodes.section) -> nodes.section:
    """Take buttons and the sections that list the contents out of the first page."""
    for button in list(page.findall(nodes.Element)):
        if BUTTON in button.get("classes", []) and button.parent is not None:
            line = button.parent
            line.remove(button)
            if isinstance(line, nodes.paragraph) and not line.children:
                line.parent.remove(line)
    for section in {section_around(place) for place in page.findall(contents_of_book)} - {page}:
        section.parent.remove(section)
    return page


def section_around(node: nodes.Node) -> nodes.section:
    """The section in which a node stands."""
    while not isinstance(node, nodes.section):
        node = node.parent
    return node
