"""Links in the code of pages that are written again because another page changed: they are put in there too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def puts_in(app: Sphinx) -> Any:
    """What puts the links in: the state of the extension sphinx_codeautolink."""
    listeners = (getattr(listener.handler, "__self__", None) for listener in app.events.listeners["build-finished"])
    return next(state for state in listeners if type(state).__name__ == "SphinxCodeAutoLink")


class Links:
    """The links of pages that are not read again, which the extension keeps of .rst files alone."""

    def __init__(self) -> None:
        self.before: dict[str, Any] = {}

    def take(self, app: Sphinx) -> None:
        """Take them out of the environment of the last build, before the extension has its own there."""
        self.before = dict(getattr(app.env, "sphinx_codeautolink_transforms", {}))

    def give(self, app: Sphinx) -> None:
        """Let the extension have them; of pages that are read again or gone it forgets them."""
        if app.builder.format != "html":  # the extension does nothing then
            return
        known = puts_in(app).cache.transforms
        known.update({page: links for page, links in self.before.items() if page not in known})


def link_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Count a page that is about to be written among those that get links, for which its text had to change."""
    if app.builder.format == "html":
        puts_in(app).outdated_docs.add(str(Path(docname)))


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect before and after the extension, in the one process that puts the links in."""
    links = Links()
    app.connect("builder-inited", links.take, priority=100)
    app.connect("builder-inited", links.give, priority=900)
    app.connect("doctree-resolved", link_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
