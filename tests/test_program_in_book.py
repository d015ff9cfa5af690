"""The program is in the book: every function and class that the public names rest on is listed on some page."""

import sys

from tests.support.places import ROOT

sys.path.insert(0, str(ROOT / "docs"))

from _extensions.listings.holes import objections, pages_of
from _extensions.listings.program import Program


def test_pages_list_the_whole_program_and_nothing_that_does_not_exist():
    faults = objections(Program(ROOT), pages_of(ROOT))
    assert not faults, "\n".join(faults)


def test_a_page_that_is_gone_would_show():
    faults = objections(Program(ROOT), {"docs/page.md": "```{listing} conv2d layers.conv3d\n```\n"})
    assert "docs/page.md: the package does not define 'layers.conv3d'" in faults
    assert "no page lists layers._matrices.columns_of" in faults
    assert "no page lists layers.conv2d.conv2d" not in faults
