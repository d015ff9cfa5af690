"""The directive `public-names`: an entry for all that a module lists in `__all__`; a new name needs no line."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

SHOWN = "public_names"  # the key, in a page's metadata, of what it showed and of what that comes from


def names_of(modules: list[str], but: list[str]) -> list[str]:
    """Public names of the modules, each once: those of a file together, in the order in which the file defines them."""
    left_out = {name for module in but for name in import_module(module).__all__}
    files: dict[str, set[tuple[int, str]]] = {}
    for module in map(import_module, modules):
        for name in module.__all__:
            thing = getattr(module, name)
            files.setdefault(getattr(thing, "__module__", module.__name__), set()).add((_line(thing), name))
    return [name for defined in files.values() for _, name in sorted(defined) if name not in left_out]


def _line(thing: Any) -> int:
    """The line where a function or a class begins; plain data comes before them."""
    return inspect.getsourcelines(thing)[1] if inspect.isfunction(thing) or inspect.isclass(thing) else 0


def entry(package: str, name: str, members: list[str]) -> list[str]:
    """Lines of the directive that documents a name."""
    thing = getattr(import_module(package), name)
    kind = "autoclass" if inspect.isclass(thing) else "autofunction" if inspect.isfunction(thing) else "autodata"
    shown = ", ".join(member.partition(".")[2] for member in members if member.startswith(f"{name}."))
    return [f".. {kind}:: {name}", *([f"   :members: {shown}"] if shown else []), ""]


class PublicNames(SphinxDirective):
    """Show a table of the public names of some modules, and then their entries.

    The arguments are modules.  `from` is the package that the names are imported from, `but` names modules whose names
    stand elsewhere, and `members` methods to show, such as `Network.init`.
    """

    required_arguments, optional_arguments, final_argument_whitespace = 1, 0, True
    option_spec: ClassVar[dict[str, Any]] = {"from": directives.unchanged, "but": str.split, "members": str.split}

    def run(self) -> list[nodes.Node]:
        """Return the table and the entries."""
        modules, but = self.arguments[0].split(), self.options.get("but", [])
        package, members = self.options.get("from", "textbook_cnn"), self.options.get("members", [])
        names = noted(self.env, modules, but)
        table = [f".. currentmodule:: {package}", "", ".. autosummary::", "   :nosignatures:", ""]
        entries = [line for name in names for line in entry(package, name, members)]
        return self.parse_text_to_nodes("\n".join([*table, *(f"   {name}" for name in names), "", *entries]))


def noted(env: BuildEnvironment, modules: list[str], but: list[str]) -> list[str]:
    """Public names of the modules, for a page that is to be read again when they have others."""
    names = names_of(modules, but)
    env.metadata[env.docname].setdefault(SHOWN, []).append((modules, but, names))
    return names


def outdated(app: Sphinx, env: BuildEnvironment, *_: Any) -> list[str]:
    """Pages that would show other names than when they were read; no file need have changed for that."""
    return [
        page
        for page, data in env.metadata.items()
        if any(names_of(modules, but) != names for modules, but, names in data.get(SHOWN, []))
    ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive."""
    app.add_directive("public-names", PublicNames)
    app.connect("env-get-outdated", outdated)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
