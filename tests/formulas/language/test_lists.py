"""The lists of the language: every file stands on one side, every entry is needed and has a reason."""

import pytest

from tests.support.imports import MODULES
from textbook_cnn.formulas import REGISTRY
from textbook_cnn.formulas.language import permitted, rooms
from textbook_cnn.formulas.language.judging import uses
from textbook_cnn.formulas.language.listed import LISTED, ROOMS
from textbook_cnn.formulas.language.listed.defaults import DEFAULTS
from textbook_cnn.formulas.language.live import parts
from textbook_cnn.formulas.language.names import is_within, origin
from textbook_cnn.formulas.shipped import PACKAGE, shipped

PARTS = [part for module in rooms.modules() for part in parts(module)]
USES = {(part.place, use) for part in PARTS for use in uses(part)}
LISTED_USES = [(place, use) for place, reasons in LISTED.items() for each in reasons for use in each.split(" | ")]


def inside(place, room):
    return f"{place}.".startswith(f"{room}.")


@pytest.mark.parametrize("name", MODULES)
def test_every_file_is_within_or_outside(name):
    own = is_within(f"{PACKAGE}.{name}")
    outside = [other for other in rooms.OUTSIDE if inside(name, other)]
    assert own != bool(outside) or name == "__init__", f"{name}: it belongs in WITHIN or OUTSIDE of language/rooms.py"


def test_no_name_of_these_lists_is_stale():
    assert [name for name in (*rooms.WITHIN, *rooms.OUTSIDE) if not any(inside(each, name) for each in MODULES)] == []


def test_a_place_stands_in_one_list_only():
    places = [place for room in ROOMS.values() for place in room]
    assert sorted(places) == sorted(LISTED)


def test_every_entry_is_needed():
    needed = {
        (".".join(place.split(".")[:count]), use.what)
        for place, use in USES
        if not permitted.everywhere(use.what, use.refuses)
        for count in range(1, len(place.split(".")) + 1)
    }
    assert [each for each in LISTED_USES if each not in needed] == []
    counted = {place for known in permitted.COUNTED.values() for place in known}
    assert (counted | set(DEFAULTS)) - {part.place for part in PARTS} == set()


def test_what_all_may_use_is_used():
    used = {use.what for _, use in USES}
    raised = {use.what for _, use in USES if use.refuses}
    assert [word for word in permitted.NAMES if f"name {word}" not in used] == []
    assert [word for word in permitted.ATTRIBUTES if f"attribute {word}" not in used] == []
    assert [word for word in permitted.NAMES_IN_MESSAGES if f"name {word}" not in raised] == []
    assert [word for word in permitted.ATTRIBUTES_IN_MESSAGES if f"attribute {word}" not in raised] == []


def test_every_entry_has_a_reason():
    reasons = [reason for each in LISTED.values() for reason in each.values()]
    reasons += [reason for known in permitted.REASONED.values() for _, reason in known.values()]
    assert all(len(reason) > 3 for reason in [*reasons, *rooms.OUTSIDE.values()])


@pytest.mark.parametrize("identifier", REGISTRY)
def test_no_function_of_a_formula_lies_outside(identifier):
    for name in REGISTRY[identifier].functions:
        assert is_within(origin(shipped(name))), f"{name} is not held to the language; see language/rooms.py"


def test_what_is_called_outside_stands_in_a_list():
    """Functions within call others of the package only if these are held to the language too, or listed one by one."""
    called = {use.what.removeprefix(f"name {PACKAGE}.") for _, use in USES if use.what.startswith(f"name {PACKAGE}.")}
    called -= {"_checks.shown"}  # within, but for messages alone
    listed = {use.removeprefix(f"name {PACKAGE}.") for _, use in LISTED_USES if use.startswith(f"name {PACKAGE}.")}
    assert called == listed
    assert all(any(inside(name, room) for room in rooms.OUTSIDE) for name in called)
    refusing = {name for name in called if inside(name, "_options") or inside(name, "_arrays.numbers")}
    assert called - refusing == {
        "_arrays.cublas.product",
        "_arrays.cublas.tf32_products",
        "_devices.blas",
        "_devices.cupy",
        "_devices.on_device",
        "_devices.own_generator",
        "training.progress.progress_bar",
        "network.parameters.as_numpy",
        "network.summary.summary_table",
        "network.archive.bfloat16",
        "seeing._progress.with_bar",
        "training.buffers.Buffers",
        "training.graph.GraphedSteps",
        "training.group.shared",
        "training.history.History",
        "training.options.check_tf32",
        "training.options.checked_group",
        "training.options.checked_options",
        "training.options.recorded",
        "training.options.watcher",
        "training.settings.one_thread_each",
        "training.signals.stops_at_signals",
    }
