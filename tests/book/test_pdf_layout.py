"""What stays together on the pages of the printed book."""

from types import SimpleNamespace

import pytest
from _extensions.listings.places import listing
from _extensions.print.films import leave_out_strip
from _extensions.print.listings import runs
from _extensions.print.room import ask_for_room, height, rooms
from _extensions.print.ties import Ties
from docutils import nodes
from docutils.utils import new_document

LATEX = SimpleNamespace(builder=SimpleNamespace(format="latex"))


def code(lines):
    return nodes.literal_block("", "\n".join(["x"] * lines))


def cell(*outputs, lines=2):
    inside = nodes.container("", code(lines), classes=["cell_input"])
    below = [nodes.container("", *outputs, classes=["cell_output"])] if outputs else []
    return nodes.container("", inside, *below, classes=["cell"])


def book(*inside):
    document = new_document("book")
    document += nodes.section("", *inside)
    return document


def asked(document):
    ask_for_room(LATEX, document, "index")
    return [node.astext() for node in document.findall(nodes.raw)]


@pytest.mark.parametrize(
    ("code", "output", "room"),
    [
        (12, None, (12, 0)),
        (13, None, (4, 0)),
        (None, 25, (0, 25)),
        (None, 26, (0, 4)),
        (10, 15, (26, 0)),  # the whole cell
        (12, 20, (17, 4)),  # whole code, and the first lines of its output
        (30, 20, (4, 20)),
    ],
)
def test_short_code_and_outputs_are_not_torn(code, output, room):
    assert rooms(code, output) == room


def test_a_line_that_does_not_fit_counts_as_the_lines_that_it_becomes():
    assert height(nodes.literal_block("", f"{'x' * 106}\n\n{'x' * 107}")) == 4


def test_each_block_says_how_many_lines_it_has_and_which_room_it_needs():
    assert asked(book(code(3), code(20))) == [r"\bookcode{3}{3}", r"\bookcode{20}{4}"]
    assert asked(book(cell(code(5)))) == [r"\bookcode{2}{8}", r"\bookcode{5}{0}"]
    assert asked(book(cell(nodes.image(uri="x.png")))) == [r"\bookcode{2}{2}"]


def test_the_head_of_a_listing_and_its_code_ask_for_room_together():
    head = nodes.inline("", "", nodes.raw("", "\n\\booklistinghead", format="latex"))
    document = book(head, code(3))
    assert asked(document) == [r"\bookcode{3}{5}", "\n\\booklistinghead"]
    assert document[0].index(head) == 1


def test_screens_are_asked_for_no_room():
    document = book(code(3))
    ask_for_room(SimpleNamespace(builder=SimpleNamespace(format="html")), document, "index")
    assert len(document[0]) == 1


def test_folded_listings_that_follow_one_another_are_said_in_one_paragraph():
    found = [listing(folded=folded) for folded in (True, True, False, True)]
    apart = listing(folded=True)
    section = nodes.section("", *found, nodes.paragraph("", "Words."), apart)
    assert runs([*section.findall(listing)]) == [found[:2], found[2:3], found[3:], [apart]]


def test_no_line_begins_with_a_sign_of_multiplication():
    document = book(nodes.paragraph("", "A 3 × 3 kernel."), nodes.literal_block("", "3 × 3"))
    Ties(document).run()
    assert [node.astext() for node in document[0]] == ["A 3\N{NO-BREAK SPACE}× 3 kernel.", "3 × 3"]


def test_a_picture_without_a_number_stands_in_the_middle():
    pictures = [nodes.image(uri=f"{number}.png") for number in range(3)]
    figure = nodes.figure("", pictures[1])
    Ties(book(nodes.container("", pictures[0]), figure, nodes.paragraph("", "", pictures[2]))).run()
    assert [picture.get("align") for picture in pictures] == ["center", None, None]


def test_moments_of_a_film_are_printed_once():
    strip, other = (cell(nodes.figure("", ids=[name])) for name in ("fig-film-strip", "fig-strip"))
    document = book(strip, other)
    leave_out_strip(document, ["fig-film"])
    assert document[0].children == [other]
