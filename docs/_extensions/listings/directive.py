"""The directive `listing`: the body of a function of the package, taken from its source when the book is built.

What the package does not define, what stands open in two places and what no page lists are warnings, which fail a build
with -W.  In a draft of one page only the first can be known.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import ReferenceRole, SphinxDirective, SphinxRole

from .links import CodeLinks, Listed, resolve_listings, to
from .places import (
    check_places,
    listing,
    listing_table,
    merge_places,
    note_places,
    pages_to_write,
    program_of,
    purge_places,
    warn,
)
from .sources import address_of_index, is_shown, line_address, source_pages
from .table import resolve_tables


class Listing(SphinxDirective):
    """Show definitions of the package; `folded` ones are shut until a reader opens them, `again` allows a second place.

    A name leaves out the package: a public name, `module.function`, `module.Class.method`, or `module` for a file.
    """

    required_arguments = 1
    optional_arguments = 100
    option_spec: ClassVar[dict[str, Any]] = {"folded": directives.flag, "again": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Return a node for each definition."""
        found, program = [], program_of(self.env.app)
        options = {name: name in self.options for name in ("folded", "again")}
        for name in self.arguments:
            definition = program.find(name)
            if definition is None:
                warn(f"the package does not define {name!r}", self.get_location(), "unknown")
                continue
            self.env.note_dependency(str(definition.path))
            node = listing("", name=definition.name, **options)
            self.set_source_info(node)
            found.append(node)
        return found


class ListingTable(SphinxDirective):
    """Show what the program consists of, where each part is listed, and which formulas speak of it."""

    def run(self) -> list[nodes.Node]:
        """Return the table's place; it is filled in when all pages are read."""
        for path in program_of(self.env.app).library.files.values():
            self.env.note_dependency(str(path))
        return [listing_table()]


class FullSources(SphinxRole):
    """A link to the page that lists all sources."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link."""
        return [to(address_of_index(self.env.app, self.env.docname), nodes.Text(self.text))], []


class Source(ReferenceRole):
    """A link to the page of a source file, given from the repository; a file that is not there is a warning."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link."""
        shown = nodes.inline("", self.title) if self.has_explicit_title else nodes.literal("", self.title)
        if not is_shown(Path(self.env.app.confdir), self.target):
            warn(f"no page shows {self.target}", self.get_location(), "source")
            return [shown], []
        if self.has_explicit_title:
            shown["source_file"] = self.target  # which paper shows
        return [to(line_address(self.env.app, self.env.docname, self.target, 1), shown)], []


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives, the checks and the pages of sources."""
    app.setup_extension("_extensions.execution.draft")
    app.add_config_value("listing_root", "", "env", types=frozenset({str}))  # the repository, if it is not confdir
    app.add_node(listing)
    app.add_node(listing_table)
    app.add_directive("listing", Listing)
    app.add_directive("listing-table", ListingTable)
    app.add_directive("listed", Listed)
    app.add_role("full-sources", FullSources())
    app.add_role("source", Source())
    app.add_post_transform(CodeLinks)
    app.add_css_file("listings.css")
    app.connect("doctree-read", note_places)
    app.connect("env-purge-doc", purge_places)
    app.connect("env-merge-info", merge_places)
    app.connect("env-check-consistency", check_places)
    app.connect("env-updated", pages_to_write)
    app.connect("doctree-resolved", resolve_listings, priority=400)  # before the links to formulas in them
    app.connect("doctree-resolved", resolve_tables, priority=400)
    app.connect("html-collect-pages", source_pages)
    return {"version": "2", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
