"""Links of the printed book: what stands behind their words, which a finger cannot press."""

from types import SimpleNamespace

import pytest
from _extensions.print.links import print_links
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes

PRINTED = {"chapters/4", "appendix/last", "notation"}


def environment():
    """What the links ask of Sphinx's environment."""
    labels = {"windows": ("chapters/4", "windows"), "erratum-1": ("appendix/last", "erratum-1")}
    return SimpleNamespace(
        titles={name: nodes.title("", name.title()) for name in (*PRINTED, "reference/index")},
        toc_secnumbers={"chapters/4": {"": (4,)}},
        domains={"std": SimpleNamespace(anonlabels=labels)},
    )


def printed(kind, target, words=""):
    """The sentence with a link, as it is printed."""
    link = addnodes.pending_xref("", nodes.inline("", words or "title"), reftype=kind, reftarget=target)
    link["refdoc"], link["refexplicit"] = "index", bool(words)
    book = new_document("book")
    book += nodes.paragraph("", "", nodes.Text("See "), link, nodes.Text("."))
    print_links(book, environment(), PRINTED)
    return book[0]


@pytest.mark.parametrize(
    ("kind", "target", "place"),
    [
        ("doc", "appendix/last", r"Appendix~\ref*{\detokenize{appendix/last::doc}}"),
        ("doc", "notation", r"page~\pageref*{\detokenize{notation::doc}}"),
        ("ref", "windows", r"page~\pageref*{\detokenize{chapters/4:windows}}"),
    ],
)
@pytest.mark.parametrize("words", ["", "these words"])
def test_a_link_says_where_it_leads(kind, target, place, words):
    assert printed(kind, target, words).astext() == f"See {words or 'title'} ({place})."


def test_a_chapter_is_named_by_its_number_once():
    assert printed("doc", "chapters/4").astext() == "See title."
    assert printed("doc", "chapters/4", "an earlier one").astext() == "See an earlier one (Chapter~4)."


def test_an_erratum_has_a_number_of_its_own():
    assert printed("ref", "erratum-1", "E1").astext() == "See E1."


@pytest.mark.parametrize(("words", "shown"), [("", "Reference/Index"), ("the reference", "the reference")])
def test_what_is_left_out_says_so(words, shown):
    sentence = printed("doc", "reference/index", words)
    assert sentence.astext() == f"See {shown} (not printed)."
    assert not list(sentence.findall(addnodes.pending_xref))


def test_a_link_to_a_file_names_it():
    book = new_document("book")
    book += nodes.paragraph(
        "", "", nodes.inline("", "the numbers", source_file="tests/test_images.py"), nodes.Text(".")
    )
    print_links(book, environment(), PRINTED)
    assert book.astext() == r"the numbers (\sphinxcode{tests/\allowbreak{}test\_images.py})."
