"""Links on paper: behind their words stands the appendix, the page or the file that they lead to."""

from __future__ import annotations

from collections.abc import Collection

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.util import docname_join

from ..folders import APPENDIX
from ..teaching.chapter_numbers import chapter_number
from .code import label, latex

NUMBERED = "erratum-"  # places that are found by their number
NOT_PRINTED = " (not printed)"


def print_links(book: nodes.document, env: BuildEnvironment, printed: Collection[str]) -> None:
    """Say on paper where links to pages, sections and files lead."""
    for link in list(book.findall(addnodes.pending_xref)):
        if link["reftype"] == "doc":
            page = docname_join(link["refdoc"], link["reftarget"])
            if page not in printed:
                name_left_out(link, env, page)
            elif link["refexplicit"] or not chapter_number(env, page):  # which say their number themselves
                name_place(link, number_of(env, page))
        elif link["reftype"] == "ref" and link["reftarget"] in env.domains["std"].anonlabels:
            page, name, *_ = env.domains["std"].anonlabels[link["reftarget"]]
            if page in printed and not name.startswith(NUMBERED):
                name_place(link, on_page(label(page, name)))
    for words in list(book.findall(nodes.inline)):
        if "source_file" in words:
            words.parent.insert(words.parent.index(words) + 1, latex(f" ({file_name(words['source_file'])})"))


def name_left_out(link: addnodes.pending_xref, env: BuildEnvironment, page: str) -> None:
    """Put the title of a page that is left out in place of the link to it."""
    if page in env.titles:
        words = link.astext() if link["refexplicit"] else env.titles[page].astext()
        link.replace_self([nodes.emphasis("", words), nodes.Text(NOT_PRINTED)])


def name_place(link: addnodes.pending_xref, place: str) -> None:
    """Write a place behind a link."""
    link.parent.insert(link.parent.index(link) + 1, latex(f" ({place})"))


def number_of(env: BuildEnvironment, page: str) -> str:
    """Number or letter of a page of the book; where it has none, the page of the paper."""
    place = label(page, ":doc")
    if number := chapter_number(env, page):
        return f"Chapter~{number}"
    return rf"Appendix~\ref*{{{place}}}" if page.startswith(APPENDIX) else on_page(place)


def on_page(place: str) -> str:
    """The page of the paper on which a label stands."""
    return rf"page~\pageref*{{{place}}}"


def file_name(path: str) -> str:
    """The name of a file, which may be parted after a stroke."""
    return rf"\sphinxcode{{{path.replace('_', chr(92) + '_').replace('/', '/' + chr(92) + 'allowbreak{}')}}}"
