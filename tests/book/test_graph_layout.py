"""The drawing of what rests on what: nothing overlaps, nothing is left out, what is rested on lies below."""

from itertools import combinations

import pytest
from _extensions.formulas.graph_boxes import Box, parts, reachable, reduced
from _extensions.formulas.graph_layout import ABREAST, GAP, draw

SMALL = {"a": [], "b": ["a"], "c": ["b", "a"], "d": ["b", "a"], "e": ["a", "f"], "f": [], "g": [], "h": ["i"], "i": []}


def drawn(below, most=9):
    return draw(below, lambda names: 20.0 * len(names), lambda name: "i" if name == "g" else "", most)


def registry():
    from _extensions.formulas.graph import edges

    return edges()


@pytest.fixture(params=["small", "registry"])
def graph(request):
    return SMALL if request.param == "small" else registry()


def test_every_name_is_drawn_once(graph):
    names = [name for drawing in drawn(graph) for box in drawing.boxes for name in box.names]
    assert sorted(names) == sorted(graph)


def test_boxes_do_not_overlap_and_lie_inside(graph):
    for drawing in drawn(graph):
        for one, other in combinations(drawing.boxes, 2):
            beside = one.x + one.width + GAP <= other.x or other.x + other.width + GAP <= one.x
            assert beside or one.y + one.height < other.y or other.y + other.height < one.y
        for box in drawing.boxes:
            assert 0 <= box.x <= box.x + box.width <= drawing.width
            assert 0 <= box.y <= box.y + box.height <= drawing.height


def test_what_is_rested_on_lies_below(graph):
    for drawing in drawn(graph):
        for line in drawing.lines:
            assert [box.row for box in line] == list(range(line[0].row, line[-1].row - 1, -1))
            assert line[0].y + line[0].height < line[-1].y


def test_a_drawing_is_no_wider_than_a_page(graph):
    for drawing in drawn(graph):
        rows = [box.row for box in drawing.boxes]
        assert max(map(rows.count, rows)) <= ABREAST
        assert drawing.width < 900


def test_lines_say_what_the_edges_say(graph):
    home = {name: box for drawing in drawn(graph) for box in drawing.boxes for name in box.names}
    lines = [line for drawing in drawn(graph) for line in drawing.lines]
    joined = {(upper, lower) for line in lines for upper in line[0].names for lower in line[-1].names}
    less = {name: [lower for upper, lower in joined if upper == name] for name in graph}
    assert {name: reachable(name, less) for name in graph} == {name: reachable(name, graph) for name in graph}
    assert len(home) == len(graph)


def test_an_edge_that_follows_from_others_is_left_out():
    assert reduced(SMALL)["c"] == {"b"}
    assert reduced(SMALL)["e"] == {"a", "f"}


def test_names_that_rest_on_the_same_share_a_box():
    boxes = {box.names for drawing in drawn(SMALL) for box in drawing.boxes}
    assert boxes == {("a",), ("b",), ("c", "d"), ("e",), ("f",), ("g",), ("h",), ("i",)}


def test_names_tied_to_nothing_stand_at_the_end_by_kind():
    loose = {name: [] for name in "fghij"}
    assert [drawing.boxes[0].names for drawing in drawn(loose, 3)] == [("f", "h", "i"), ("j",), ("g",)]


def test_a_line_that_passes_a_row_has_a_lane_there():
    (drawing, *_) = drawn({"a": [], "b": ["a"], "c": ["b"], "d": [], "e": ["c", "d"]})
    (long,) = [line for line in drawing.lines if len(line) > 2]
    assert [box.names for box in long] == [("e",), (), (), ("d",)]


def test_parts_are_joined_over_any_box():
    a, b, c = Box(("a",)), Box(("b",)), Box(("c",))
    c.below = [a, b]
    assert [len(part) for part in parts([a, b, c, Box(("d",))])] == [3, 1]
