"""What the search finds on a page, tried on pages of a few lines."""

import json

import pytest
from _extensions.pages.search import as_list, said_of
from _extensions.pages.search_entries import entries_of
from test_extensions import build

PAGE = """
<p>outside</p><article role="main">
<section id="page"><h1>Page<a class="headerlink" href="#page">¶</a></h1><p>First\u2060, <em>text</em>.</p>
<section id="part"><h2>Part of <code><span class="pre">it</span></code></h2>{}</section>
<p>Last.</p></section></article><p>outside</p>
"""


def part(html):
    """The text of the page's section."""
    return {entry.anchor: entry for entry in entries_of(PAGE.format(html))}["part"]


def test_each_section_is_an_entry_with_its_own_text():
    entries = entries_of(PAGE.format("<p>Second</p>"))
    assert [(entry.anchor, entry.title, entry.text) for entry in entries] == [
        ("page", "Page", "First, text. Last."),
        ("part", "Part of it", "Second"),
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (r'<p>Of <span class="math notranslate">\(\partial E/\partial K\)</span> alone</p>', "Of ∂E/∂K alone"),
        ('<img src="a.png" alt="A boot">Boot', "A boot Boot"),
        ("<table><tr><td>one</td><td>two</td></tr></table>", "one two"),
        ("<pre><span>conv2d</span><span>(</span><span>X</span><span>)</span></pre>", "conv2d(X)"),
        ('<div class="cell_output"><pre>12.5</pre></div><p>kept</p>', "kept"),
        ("<p>a<br>b</p><script>c</script><style>d</style>", "a b"),
        (f'<div class="math">\\[{"x + " * 90}x\\]</div><p>kept</p>', "kept"),
        ("<p>x &lt; y</p>", "x < y"),
        ("<noscript><p>Without JavaScript</p></noscript><p>kept</p>", "kept"),
    ],
)
def test_the_text_is_what_a_reader_sees(html, text):
    assert part(html).text == text


def test_a_section_says_which_formulas_and_functions_it_shows():
    shown = part(
        '<div class="formula formula-is-relu.forward"></div><div id="listing-layers.relu.relu_backward"></div>'
    )
    assert said_of(shown) == "Rectifier, relu.forward, relu_backward"


def test_a_section_says_where_its_equations_have_their_numbers():
    number = '<span class="eqno">(5.12)<a class="headerlink" href="#equation-sum">¶</a></span>'
    tex = r"\[x + 1\]"
    shown = part(f'<div class="math-wrapper" id="equation-sum"><div class="math">{number}{tex}</div></div><p>kept</p>')
    assert shown.equations == {"5.12": "equation-sum"}
    assert shown.text == "(5.12) x + 1 kept"
    assert as_list(shown)[4] == {"5.12": "equation-sum"}


def test_functions_of_the_reference_are_entries():
    function = '<dl class="py function"><dt class="sig" id="textbook_cnn.relu">relu(X)</dt><dd>Rectifies.</dd></dl>'
    found = entries_of(PAGE.format(function + "<p>After</p>"))
    assert [(entry.title, entry.text) for entry in found][1:] == [
        ("Part of it", "After"),
        ("relu", "relu(X) Rectifies."),
    ]


def test_terms_of_the_glossary_are_entries():
    terms = (
        '<dt id="term-bias">bias<a class="headerlink" href="#term-bias">¶</a></dt><dt id="term-0">편향</dt>'
        '<dd><p>A <em>number</em>.</p></dd><dt id="term-GPU">GPU</dt><dd><p>A card.</p></dd>'
    )
    found = entries_of(PAGE.format(f'<p>Words.</p><dl class="simple glossary">{terms}</dl>'))
    assert [(entry.anchor, entry.title, entry.text) for entry in found][1:] == [
        ("part", "Part of it", "Words."),
        ("term-bias", "bias (편향)", "A number."),
        ("term-GPU", "GPU", "A card."),
    ]


def test_key_terms_of_a_chapter_are_found_in_the_glossary_alone():
    assert part('<dl class="key-terms simple"><dt>bias</dt><dd><p>A number.</p></dd></dl><p>kept</p>').text == "kept"


def test_exercises_are_entries():
    title = '<span class="exercise-number">Exercise 4.5</span> Momentum <span class="exercise-grade">★</span>'
    box = f'<p class="admonition-title">{title}</p><p>Do it.</p><details><summary>Solution</summary>Done.</details>'
    html = f'<p>Before</p><div class="exercise grade-1 admonition" id="ex-momentum">{box}</div><p>After</p>'
    found = entries_of(PAGE.format(html))
    assert [(entry.anchor, entry.title, entry.text) for entry in found][1:] == [
        ("part", "Part of it", "Before After"),
        ("ex-momentum", "Exercise 4.5 Momentum", "Do it. Solution Done."),
    ]


def test_the_build_writes_them_where_a_browser_can_load_them(tmp_path):
    status, messages, html = build(tmp_path, "'_extensions.pages.search'", "# Page\n\nText\n\n## Part\n\n역전파\n")
    assert (status, messages) == (0, "")
    assert "search_entries.js" not in html
    written = (tmp_path / "out" / "_static" / "search_entries.js").read_text(encoding="utf-8")
    (page,) = json.loads(written.removeprefix("window.bookPages = ").rstrip(";\n"))
    assert page["entries"] == [["page", "Page", "Text", ""], ["part", "Part", "역전파", ""]]
    assert "search_entries.js" in (tmp_path / "out" / "search.html").read_text(encoding="utf-8")
    assert not (tmp_path / "out" / "searchindex.js").exists()
