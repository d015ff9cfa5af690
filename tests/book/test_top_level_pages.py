"""README and its neighbours, which no book shows: they state no equation either."""

import pytest
from _extensions.formulas.coverage import objection
from _extensions.formulas.shown import texts
from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.parsers.docutils_ import Parser

from tests.support.places import ROOT

PAGES = sorted(ROOT.glob("*.md"))
SETTINGS = {"myst_enable_extensions": ["dollarmath"], "report_level": 5, "myst_suppress_warnings": ["myst"]}


def objections(text):
    """What the search of the book's pages finds in Markdown, and equations that stand by themselves."""
    page = publish_doctree(text, parser=Parser(), settings_overrides=SETTINGS)
    blocks = [block.astext() for block in page.findall(nodes.math_block)]
    for block in list(page.findall(nodes.literal_block)):
        if "diff" in block["classes"]:  # a recipe, which another test follows, proofs and all
            block.parent.remove(block)
        block["language"] = " ".join(block["classes"][1:])  # as Sphinx says it
        blocks += [block.astext()] * (block["language"] == "math")
    return [*blocks, *(f"{found}: {one.text}" for one in texts(page, ROOT) if (found := objection(one)))]


def test_there_are_pages():
    assert {"README.md", "CONTRIBUTING.md"} <= {page.name for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_equation_stands_on_a_page_without_proofs(page):
    assert objections(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "$$Y = K \\star X$$",
        "```math\nY = K \\star X\n```",
        "Here $\\partial E/\\partial K = X \\star G$ holds.",
        "Y = B + X ⋆ K",
        "| gradient |\n| --- |\n| X ⋆ G |",
    ],
)
def test_what_would_be_found(text):
    assert objections(f"# Title\n\n{text}\n") != []
