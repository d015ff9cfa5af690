"""Listings: what they show is the source, without long docstrings; where their links lead; and what is a warning."""

import re

import pytest
from _extensions.listings.holes import contents, holes, named, objections, pages_of
from _extensions.listings.program import Program as Reader
from browser import Browser, find_chromium
from small_program import EVERYTHING, PACKAGE, ROOT, Program, code, links, words

FORWARD = "```{formula} relu.forward\n```\n"
PAGE = f"""# Page

## Rectifier

{FORWARD}
```{{listing}} relu
```

```{{listing}} _help.Handle.hold small.LIMITS
```
"""
OTHER = "# Other\n\n## Helpers\n\n```{listing} small._larger _help\n:folded:\n```\n"
REST = "# All\n\n## Rest\n\n```{listing} relu_backward\n:folded:\n```\n\n"
TABLE = f"{REST}```{{listing-table}}\n```\n\nSee {{full-sources}}`all` and {{source}}`tests/test_small.py`.\n"
SOURCE = PACKAGE["textbook_cnn/small.py"].splitlines()
HELP = PACKAGE["textbook_cnn/_help.py"].splitlines()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return Program(tmp_path_factory.mktemp("book"), page=PAGE, other=OTHER, table=TABLE)


def test_the_book_has_no_fault(book):
    assert (book.status, book.messages) == (0, "")


def test_a_listing_is_the_source_with_its_numbers_and_without_its_docstring(book):
    shown = [number for number, line in enumerate(SOURCE, 1) if 14 <= number <= 25 and not 17 <= number <= 23]
    assert SOURCE[16].startswith('    """Rectifier.')
    assert SOURCE[22] == '    """'
    assert SOURCE[13] == "# Why it stands here."
    assert code(book.listings("page")["relu"]) == [(number, SOURCE[number - 1]) for number in shown]


def test_methods_constants_and_files(book):
    page, other = book.listings("page"), book.listings("other")
    hold = HELP.index("    def hold(self, X):")
    assert code(page["Handle.hold"]) == [(n + 1, HELP[n]) for n in range(hold, hold + 3)]
    assert '"""Hold it."""' in words(page["Handle.hold"])  # one line is no more than a comment
    assert code(page["LIMITS"]) == [(SOURCE.index("LIMITS = (0, 1)") + 1, "LIMITS = (0, 1)")]
    lines = dict(code(other["textbook_cnn/_help.py"]))
    assert {1, len(HELP)} <= set(lines)
    assert all(HELP[number - 1] == line for number, line in lines.items())
    assert "It holds well." not in "".join(lines.values())


def test_a_private_docstring_is_folded_and_a_public_one_is_in_the_reference(book):
    listing = book.listings("other")["textbook_cnn/_help.py"]
    folded = words(re.search(r'<details class="listing-docstring">.*?</details>', listing, re.DOTALL)[0])
    assert "handle:\nGive it back.\n\nNothing else." in folded
    assert "Handle:\nA thing that holds." in folded
    relu = book.listings("page")["relu"]
    assert "listing-docstring" not in relu.partition('role="group"')[0]
    assert book.leads("page", links(relu)["what it takes and returns"]).startswith("\ntextbook_cnn.relu(")


def test_the_file_and_the_tests_are_links_to_lines(book):
    to = links(book.listings("page")["relu"])
    assert book.leads("page", to["textbook_cnn/small.py"]).startswith("# Why it stands here.")
    assert book.leads("page", to["test_values"]).startswith("def test_values():")
    assert "test_relu_is_no_name_here" not in to


def test_what_no_test_names_has_the_tests_of_what_uses_it(book):
    larger = book.listings("other")["_larger"]
    assert "Tests, of relu: test_values" in words(larger)


def test_names_in_the_code_lead_to_where_they_are_listed(book):
    to = links(book.listings("page")["relu"])
    assert book.leads("page", to["_larger"]) is not None
    assert to["_larger"] == "other.html#listing-small._larger"
    assert to["LIMITS"] == "#listing-small.LIMITS"
    assert book.leads("page", to["handle"]).startswith("def handle(X):")
    assert book.leads("page", links(book.listings("page")["Handle.hold"])["_tight"]).startswith("    def _tight")


def test_names_that_differ_in_capitals_have_places_of_their_own(book):
    assert book.leads("page", "other.html#listing-_help.Handle").startswith("class Handle:")
    assert book.leads("page", "other.html#listing-_help.handle").startswith("def handle(")


def test_the_formula_and_the_reference_lead_to_the_listing(book):
    below = book.html("page").partition("formula-links")[2].partition("</p>")[0]
    assert links(below)["relu"] == "#listing-small.relu"
    entry = book.html("reference")
    assert links(entry)["“Rectifier”"] == "page.html#listing-small.relu"
    assert book.leads("reference", links(entry)["textbook_cnn/small.py"]).startswith("# Why it stands here.")


def test_the_listing_names_its_formulas(book):
    assert links(book.listings("page")["relu"])["(1)"] == "#equation-relu-forward"


def test_folded_listings_are_shut_and_open_ones_are_not(book):
    assert book.html("page").count('<details class="listing"') == 0
    assert book.html("other").count('<details class="listing">') == 2


# The theme of the book has its text in an article; that of this small one has not.
IN_ARTICLE = """box => {
    const article = document.createElement("article");
    box.replaceWith(article);
    article.append(box);
    box.querySelector("pre").style = "width: 4em; overflow-x: auto";
}"""


@pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine")
def test_a_link_into_a_folded_listing_opens_it_and_wide_code_is_reached_with_the_keyboard(book):
    page = book.folder / "html" / "other.html"
    opened = "[...document.querySelectorAll('details.listing')].map(box => box.open)"
    with Browser(find_chromium()) as browser:
        browser.open(page, width=390)
        assert browser.evaluate(opened) == [False, False]
        browser.evaluate("location.hash = '#listing-_help.Handle'")
        browser.evaluate("new Promise(done => setTimeout(done, 200))")
        assert browser.evaluate(opened) == [False, True]
        browser.evaluate(f"({IN_ARTICLE})(document.querySelector('details.listing'))")
        browser.evaluate("document.querySelector('details.listing').open = true")
        browser.evaluate("new Promise(done => setTimeout(done, 200))")
        assert browser.evaluate("document.querySelector('details.listing pre').tabIndex") == 0
        assert browser.complaints() == []


def test_the_table_has_all_that_the_public_names_rest_on(book):
    table = book.html("table").partition("listing-table")[2].partition("</table>")[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in table.split("<tr")]
    found = {words(cells[0]).strip(): links(cells[1]) for cells in rows if len(cells) == 3}
    assert set(found) == {"relu", "relu_backward", "_larger", "handle", "Handle", "5, 2 of them public"}
    assert found["relu"] == {"Rectifier": "page.html#listing-small.relu"}
    assert found["_larger"] == {"Helpers": "other.html#listing-small._larger"}
    assert found["relu_backward"] == {"here: Rest": "#listing-small.relu_backward"}


def test_a_class_that_is_listed_in_parts_is_where_most_of_them_are(tmp_path):
    parts = PAGE.replace("_help.Handle.hold", "_help.Handle.hold _help.Handle._tight")
    book = Program(tmp_path, page=parts, other=OTHER.replace(" _help\n", " _help.handle\n"), table=TABLE)
    assert (book.status, book.messages) == (0, "")
    assert links(book.html("table"))["Rectifier, in parts"] == "page.html#listing-_help.Handle.hold"
    assert "nowhere" not in book.html("table")
    assert "5 in all" in book.html("table")


def test_a_source_is_a_link_to_its_page(book):
    assert links(book.html("table"))["tests/test_small.py"] == "sources/tests/test_small.html#line-1"


def test_all_sources_have_pages_and_an_index(book):
    index = links(book.html("table"))["all"]
    to = links((book.folder / "html" / index).read_text(encoding="utf-8"))
    assert {"small.py", "_help.py", "test_small.py"} <= set(to)
    page = (book.folder / "html" / "sources" / to["small.py"]).read_text(encoding="utf-8")
    assert code(page) == list(enumerate(SOURCE, 1))


def test_a_source_is_written_again_when_it_or_what_stands_beside_it_has_changed(tmp_path):
    book = Program(tmp_path, page=PAGE)
    sources = tmp_path / "html" / "sources"

    def again():
        """The sources that a build writes."""
        pages = {page: page.stat().st_mtime_ns for page in sources.rglob("*.html") if page.stem != "index"}
        book.build()
        assert book.status == 0, book.messages
        return {page.stem for page, time in pages.items() if not page.is_file() or page.stat().st_mtime_ns != time}

    assert again() == set()
    book.write("tests/test_small.py", PACKAGE["tests/test_small.py"].replace("2.0", "3.0"))
    assert again() == {"test_small"}
    assert "3.0" in (sources / "tests" / "test_small.html").read_text(encoding="utf-8")
    (sources / "textbook_cnn" / "small.html").unlink()
    book.build()
    assert (sources / "textbook_cnn" / "small.html").is_file()
    book.write("docs/page.md", PAGE.replace("# ", "# Other ", 1))
    assert again() == {"__init__", "_help", "small", "test_small"}


def test_an_edit_changes_the_pages_that_list_it_and_their_links(tmp_path):
    again = FORWARD.replace("\n```", "\n:again:\n```")
    book = Program(tmp_path, page=PAGE, other=OTHER, formula=f"# Formula\n\n{again}")
    assert book.status == 0
    text = PACKAGE["textbook_cnn/_help.py"]
    book.write("textbook_cnn/_help.py", text.replace("return self._tight(X)", "return 1 * X"))
    book.build()
    assert "2 changed" in book.output  # page, other; not the page with the formula
    assert "return 1 * X" in words(book.listings("page")["Handle.hold"])
    book.write("docs/page.md", PAGE.replace("```{listing} relu\n```", "Gone."))
    book.build()
    below = book.html("formula").partition("formula-links")[2].partition("</p>")[0]
    assert links(below)["relu"] == "reference.html#textbook_cnn.relu"


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("```{listing} small.relu relu.sideways\n```", "the package does not define 'relu.sideways'"),
        ("```{listing} small.relu\n```\n\n```{listing} relu\n```", "small.relu stands open on this page already"),
        (
            "```{listing-table}\n```\n\n```{listing} relu _help\n```",
            "no page lists, of small: small.relu_backward, small.",
        ),
        ("See {source}`tests/test_missing.py`.", "no page shows tests/test_missing.py"),
        ("See {source}`docs/page.md`.", "no page shows docs/page.md"),
        ("See {source}`tests/../conf.py`.", "no page shows tests/../conf.py"),
    ],
    ids=["unknown", "twice", "hole", "missing", "no source", "elsewhere"],
)
def test_what_is_wrong_is_a_warning(tmp_path, page, message):
    book = Program(tmp_path, page=f"# Page\n\n{FORWARD}\n{page}\n")
    assert book.status == 1
    (warning,) = [line for line in book.messages.splitlines() if "WARNING" in line]
    assert message in warning


def test_a_second_page_is_a_second_place_unless_it_says_so(tmp_path):
    book = Program(tmp_path, page=PAGE, second="# Second\n\n```{listing} relu\n```\n")
    assert "small.relu stands open on page already" in book.messages
    for option in ("again", "folded"):
        book.write("docs/second.md", f"# Second\n\n```{{listing}} relu\n:{option}:\n```\n")
        book.build()
        assert (book.status, book.messages) == (0, "")


def test_a_method_stands_open_beside_its_folded_class(tmp_path):
    folded = "```{listing} _help.Handle\n:folded:\n```\n\n"
    book = Program(tmp_path, page=f"# Page\n\n{FORWARD}\n{folded}```{{listing}} _help.Handle.hold relu\n```\n")
    assert (book.status, book.messages) == (0, "")
    assert 'id="listing-_help.Handle.hold" role="group"' in book.html("page")


def test_a_draft_has_the_code_and_no_links_to_sources(tmp_path):
    book = Program(tmp_path, page=PAGE, table=TABLE)
    book.build("-D", "draft=page")
    assert book.status == 0, book.messages
    relu = book.listings("page")["relu"]
    assert (25, SOURCE[24]) in code(relu)
    assert not any("sources/" in address for address in links(relu).values())
    assert "test_values" in words(relu)


@pytest.fixture(scope="module")
def reader(book):
    return Reader(book.folder)


def test_directives_are_read_from_the_text_of_a_page():
    folded, table = "```{listing} a b.c\n:folded:\n```\n\n", "```{listing-table}\n```\n"
    text = f"{folded}:::{{listing}} d\n:::\n\n{table}````{{listing}} e\n:again:\n````\n"
    assert named(text) == [("a", False), ("b.c", False), ("d", True), ("e", False)]


def test_holes_can_be_found_without_a_book(reader):
    pages = {"one.md": PAGE, "two.md": OTHER}
    assert objections(reader, pages) == ["no page lists small.relu_backward"]
    assert objections(reader, {"all.md": EVERYTHING}) == []
    twice = objections(reader, {"all.md": EVERYTHING, "one.md": PAGE, "two.md": PAGE + "```{listing} nothing\n```\n"})
    assert twice[0] == "two.md: the package does not define 'nothing'"
    assert "small.relu is listed open in more than one place: one.md, two.md" in twice


def test_a_class_is_listed_when_its_methods_are(reader):
    others = ["small.relu", "small.relu_backward", "small._larger", "_help.handle"]
    assert holes(reader, others) == ["_help.Handle"]
    assert holes(reader, [*others, "_help.Handle.hold"]) == ["_help.Handle"]
    assert holes(reader, [*others, "_help.Handle.hold", "_help.Handle._tight"]) == []


def test_nothing_that_nobody_calls_is_missed(reader):
    assert "small.unused" not in reader.required
    assert "small.unused" in [each.name for each in contents(reader, reader.definitions["small"])]


HIDDEN = {
    "def _part(x):\n    return x": "",
    "_part = lambda x: x": "",
    "_part = partial(max, 0)": "",
    "try:\n    import fast\nexcept ImportError:\n    def _part(x):\n        return x": "",
    "with open('a') as a:\n    def _part(x):\n        return x": "",
    "for _ in range(1):\n    if _:\n        def _part(x):\n            return x": "",
    "match 1:\n    case 1:\n        def _part(x):\n            return x": "",
    "def _part(x):\n    return x\n": "; [0 for _part in ()]",
    "def _part(x):\n    return x\n\n": "; (lambda _part: 0)",
}


@pytest.mark.parametrize(("made", "after"), HIDDEN.items(), ids=range(len(HIDDEN)))
def test_a_function_cannot_be_hidden(tmp_path, made, after):
    (tmp_path / "textbook_cnn").mkdir()
    (tmp_path / "textbook_cnn" / "__init__.py").write_text("from .whole import whole\n", encoding="utf-8")
    text = f"{made}\n\ndef whole(x):\n    _part(x){after}\n"
    (tmp_path / "textbook_cnn" / "whole.py").write_text(text, encoding="utf-8")
    assert "whole._part" in Reader(tmp_path).closure(["whole.whole"])


def test_pages_that_are_not_in_the_book_list_nothing(tmp_path):
    (tmp_path / "docs" / "_away").mkdir(parents=True)
    for name in ("page", "_draft", "_away/page"):
        (tmp_path / "docs" / f"{name}.md").write_text(PAGE, encoding="utf-8")
    assert list(pages_of(tmp_path)) == ["docs/page.md"]


def test_the_package_is_read_as_it_is():
    """Aliases, faces that gather their files, functions named as their files, and names that are local."""
    reader = Reader(ROOT)
    assert reader.find("conv2d").name == "layers.conv2d.conv2d"
    assert reader.find("layers.conv2d").kind == "file"
    assert reader.find("Network.forward").name == "network.network.Network.forward"
    assert reader.find("nothing") is None
    used = {use.name for use in reader.uses("network.conv2d.Bias.backward")}
    assert "layers.conv2d_backward.conv2d_backward_bias" in used
    assert {"layers._matrices.columns_of", "_checks.axes"} <= {use.name for use in reader.uses("layers.conv2d.conv2d")}
    assert {"training.graph.GraphedSteps", "_arrays.cublas.product", "layers._pools.served"} <= set(reader.required)
    assert not [name for name in reader.required if name.startswith(("formulas", "visualize", "commands"))]
