"""A draft: one page alone, on the network that is at hand, and only its own formulas proved.

`-D draft=chapters/05_backward` builds this page into a folder of its own, build/draft/NAME.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

# Kinds of warnings that say no more than that another page is not there.
LINKS = ["ref", "myst.xref_missing", "toc", "bibtex.key_not_found"]
NOTE = "Draft: this page alone, with links to no other. {network}Formulas proved: those of this page."


def build_folder(app: Sphinx) -> Path:
    """The folder beside the book in which runs, outputs of cells and the like are kept; drafts use it too."""
    return Path(app.outdir).parents[1 if app.config.draft else 0]


def page_of(app: Sphinx) -> Path:
    """The file of the draft's page."""
    return next(Path(app.srcdir).glob(f"{app.config.draft}.*"))


def page_alone(app: Sphinx, config: Config) -> None:
    """Leave everything out but the page."""
    if config.draft:
        config.root_doc = config.draft
        config.include_patterns = [page_of(app).relative_to(app.srcdir).as_posix()]
        config.nitpicky = False
        config.html_use_index = False
        config.suppress_warnings = [*config.suppress_warnings, *LINKS]


def add_note(app: Sphinx, doctree: nodes.document) -> None:
    """Say at the top of the page that it is a draft, and of what."""
    if app.config.draft:
        words = NOTE.format(network=app.config.draft_network and f"{app.config.draft_network} ")
        note = nodes.note("", nodes.paragraph("", words), classes=["draft-note"])
        title = next(doctree.findall(nodes.title))
        title.parent.insert(title.parent.index(title) + 1, note)


def setup(app: Sphinx) -> dict[str, Any]:
    """Choose the page before anything asks which pages there are."""
    app.add_config_value("draft", "", "env", types=frozenset({str}))
    app.add_config_value("draft_network", "", "env", types=frozenset({str}))
    app.connect("config-inited", page_alone, priority=100)
    app.connect("doctree-read", add_note)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
