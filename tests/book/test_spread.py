"""The chapters are dealt to two processes, and no page is lost."""

import pytest
from _extensions.execution.spread import dealt
from sphinx.util.parallel import make_chunks

from tests.support.places import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md"))


@pytest.mark.parametrize("pages", [PAGES, PAGES[::2], PAGES[:1], []], ids=["all", "half", "one", "none"])
def test_no_page_is_lost(pages):
    assert sorted(dealt(pages)) == pages


def test_no_process_gets_many_more_chapters_than_the_other():
    chapters = [[page for page in chunk if page.startswith("chapters/")] for chunk in make_chunks(dealt(PAGES), 2)]
    counts = sorted(map(len, chapters), reverse=True)
    assert sum(counts) > 10
    assert counts[0] <= sum(counts) // 2 + 1
    in_order = [sum(page.startswith("chapters/") for page in chunk) for chunk in make_chunks(PAGES, 2)]
    assert max(in_order) > counts[0]
