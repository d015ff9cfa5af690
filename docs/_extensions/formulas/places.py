"""Where each formula is shown, and the links between a formula, its row in the table, and what names it."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from textbook_cnn.formulas import REGISTRY

TABLE = ""  # the place of the table of all formulas


def row_id(formula_id: str) -> str:
    """Id of the formula's row in the table."""
    return nodes.make_id(f"proof-{formula_id}")


def equation_id(formula_id: str) -> str:
    """Id of the numbered equation."""
    return nodes.make_id(f"equation-{formula_id}")


def to_equation(formula_id: str, shows: str = "number") -> nodes.reference:
    """Return a link to the numbered equation; it shows the "number" or the "id"."""
    title = REGISTRY[formula_id].title
    return nodes.reference("", "", internal=True, formula_place=formula_id, shows=shows, reftitle=title)


def to_row(formula_id: str, words: str) -> nodes.reference:
    """Return a link to the formula's row in the table."""
    return nodes.reference("", words, internal=True, formula_row=formula_id)


def note_place(env: BuildEnvironment, formula_id: str) -> None:
    """Remember that the page being read shows the formula."""
    places(env)[formula_id] = env.docname


def places(env: BuildEnvironment) -> dict[str, str]:
    """Pages by the formula they show; under `TABLE` the page with the table."""
    if not hasattr(env, "formula_places"):
        env.formula_places = {}
    return env.formula_places


def purge_places(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a page that is read again."""
    env.formula_places = {key: page for key, page in places(env).items() if page != docname}


def merge_places(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    """Take in what another process read."""
    places(env).update({key: page for key, page in places(other).items() if page in docnames})


def to_function(docname: str, name: str, classes: Iterable[str] = ()) -> addnodes.pending_xref:
    """Return a link from a page to a public function: to its listing, or else to its entry in the reference."""
    return addnodes.pending_xref(
        "",
        nodes.literal(name, name, classes=list(classes)),
        refdomain="py",
        reftype="obj",
        reftarget=f"textbook_cnn.{name}",
        refexplicit=True,
        refwarn=True,
        refdoc=docname,
        listing=name,
    )


def number(env: BuildEnvironment, formula_id: str) -> str:
    """Return the number of the formula's equation, such as "(4.7)"; its id where no page shows it."""
    page = places(env).get(formula_id)
    numbers = env.toc_fignumbers.get(page, {}).get("displaymath", {}).get(equation_id(formula_id), ())
    return f"({'.'.join(map(str, numbers))})" if numbers else formula_id


def address(app: Sphinx, docname: str, formula_id: str) -> str | None:
    """Address of the equation, seen from a page; None where no page shows it."""
    page = places(app.env).get(formula_id)
    return page and app.builder.get_relative_uri(docname, page) + f"#{equation_id(formula_id)}"


def resolve_places(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give the links their addresses and words; a link to what no page shows becomes words."""
    for link in list(doctree.findall(nodes.reference)):
        if "formula_row" in link:
            page = places(app.env).get(TABLE)
            target = page and app.builder.get_relative_uri(docname, page) + f"#{row_id(link['formula_row'])}"
        elif "formula_place" in link:
            name = link["formula_place"]
            target = address(app, docname, name)
            link += nodes.Text(number(app.env, name)) if link["shows"] == "number" else nodes.literal("", name)
        else:
            continue
        if target is None:
            link.replace_self(link.children)
        else:
            link["refuri"] = target
