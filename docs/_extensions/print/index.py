"""The index of the printed book: terms where chapters introduce them and where the glossary has them, and functions."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from ..teaching.key_terms import korean_terms, new_terms
from .code import command, label, latex, page_around


def entry(words: str, *, code: bool = False, main: bool = False) -> nodes.raw:
    """An entry of the index; a main one has its page set bold."""
    escaped = words.replace("_", r"\_")
    shown = rf"\texttt{{{escaped}}}" if code else escaped
    return latex(rf"\index{{{words.replace('_', ' ')}@{shown}{'|spxpagem' * main}}}")


def join_terms(files: Iterable[addnodes.start_of_file]) -> dict[str, str]:
    """Put the Korean term of the glossary beside the English one; return the index's words of each English one.

    After the glossary stands a list that leads from the Korean words to the English ones, which makeindex cannot sort.
    """
    spelled = {}
    for glossary in (found for file in files for found in file.findall(addnodes.glossary)):
        korean = {}
        for item in glossary.findall(nodes.definition_list_item):
            english, *others = item.findall(nodes.term)
            term = spelled[words(english).lower()] = words(english)
            english[:] = [nodes.Text(term), entry(term)]
            for other in others:
                korean[words(other)] = term, label(page_around(glossary), english["ids"][0])
                english["ids"] += other["ids"]
                english += command("bookother", words(other))
                item.remove(other)
        place = glossary.parent.index(glossary) + 1
        glossary.parent[place:place] = from_korean(korean)
    return spelled


def from_korean(korean: dict[str, tuple[str, str]]) -> list[nodes.Node]:
    """The list of Korean words, each with the English one and its page."""
    if not korean:
        return []
    lines = [command("bookword", word, english, place) for word, (english, place) in sorted(korean.items())]
    title = nodes.title("", "From Korean to English")
    inside = [latex(r"\begin{bookwords}"), *lines, latex(r"\end{bookwords}")]
    return [nodes.section("", title, *inside, ids=["from-korean"])]


def words(term: nodes.term) -> str:
    """The words of a term, without what it says to the index."""
    return "".join(node.astext() for node in term.children if not isinstance(node, addnodes.index))


def note_terms(files: Iterable[addnodes.start_of_file], env: BuildEnvironment, spelled: dict[str, str]) -> None:
    """Write into the index where a chapter introduces a term: where it, the first to do so, links to it first."""
    for file in files:
        new = set(new_terms(env, file["docname"])) & spelled.keys()
        for link in list(file.findall(addnodes.pending_xref)):
            term = korean_terms(env).get(link["reftarget"].lower(), link["reftarget"].lower())
            if link.get("reftype") == "term" and term in new:
                new.remove(term)
                link.parent.insert(link.parent.index(link), entry(spelled[term], main=True))
