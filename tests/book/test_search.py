"""The search, in a real browser and from a file: what readers ask for stands among the first that is found."""

import re
from pathlib import Path

import pytest
from browser import Browser, find_chromium

CHROMIUM = find_chromium()
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

BACKWARD, REST = "chapters/05_backward.html", "chapters/06_rest_of_the_network.html"
EXPECTED = [
    ("합성곱", "glossary.html#term-convolution"),
    ("합성곱", "chapters/02_convolution.html#convolution-the-kernel-turned-around", 6),
    ("역전파", "glossary.html#term-backpropagation"),
    ("역전파", f"{BACKWARD}#what-goes-in-what-comes-out"),
    ("특징 맵", "chapters/03_convolution_layer.html#channels-in-feature-maps-out"),
    ("특징맵", "chapters/03_convolution_layer.html#channels-in-feature-maps-out"),
    ("학습률", "chapters/04_learning.html#a-slope-and-a-step-against-it", 4),
    ("gradient", f"{BACKWARD}#the-gradients-side-by-side"),
    ("gradients", f"{BACKWARD}#the-gradients-side-by-side"),
    ("backprop", "glossary.html#term-backpropagation"),
    ("max pooling", f"{REST}#pooling-keep-the-largest"),
    ("average pooling", f"{REST}#pooling-by-the-mean"),
    ("im2col", "chapters/03_convolution_layer.html#windows-as-columns"),
    ("padding same", "chapters/02_convolution.html#padding-what-to-do-at-the-border"),
    ("320", "chapters/03_convolution_layer.html#counting-parameters"),
    ("60,000", "chapters/07_training.html"),
    ("60000", "chapters/07_training.html"),
    ("softmax", f"{REST}#softmax-and-cross-entropy-how-wrong-was-it"),
    ("cross entropy", f"{REST}#softmax-and-cross-entropy-how-wrong-was-it"),
    ("learning rate", "chapters/07_training.html#the-learning-rate-rises-and-falls"),
    ("dead units", "chapters/08_what_layers_see.html#units-that-never-answer"),
    ("He initialisation", f"{REST}#a-sensible-start"),
    ("He initialization", f"{REST}#a-sensible-start"),
    ("grey", "chapters/01_images.html#from-colour-to-grey"),
    ("gray color", "chapters/01_images.html#from-colour-to-grey"),
    ("convoluton", "glossary.html#term-convolution"),
    ("chain rule", f"{BACKWARD}#the-kernel"),
    ("transposed convolution", f"{BACKWARD}#the-way-back-as-a-layer"),
    ("conv2d_backward_kernel", "reference/convolution_layer.html#textbook_cnn.conv2d_backward_kernel"),
    ("Network.forward", "reference/network.html#textbook_cnn.Network.forward"),
    ("Winograd", "chapters/12_fast_convolution.html#winograd-four-outputs-for-sixteen-products"),
    ("receptive field", "chapters/09_deep_layers.html#how-much-does-an-output-see"),
    ("grad-cam", "chapters/10_seeing_inside.html#where-the-evidence-lies"),
    ("필터", "glossary.html#term-filter"),
    ("최대 풀링", f"{REST}#pooling-keep-the-largest"),
    ("relu", "glossary.html#term-ReLU"),
    ("stride", "chapters/03_convolution_layer.html#stride-and-dilation"),
    ("momentum", "chapters/04_learning.html#ex-momentum"),
    ("why is the kernel flipped", "chapters/02_convolution.html#convolution-the-kernel-turned-around", 1),
    ("why is the kernel flipped", f"{BACKWARD}#the-input"),
    ("rotate kernel", "chapters/02_convolution.html#convolution-the-kernel-turned-around"),
    ("dead neurons", "chapters/08_what_layers_see.html#units-that-never-answer"),
    ("where", "chapters/12_fast_convolution.html#where-the-time-of-a-step-goes"),
    ("errata", "appendix/errata.html"),
    ("how wrong code is refused", "appendix/refused.html"),
    ("how to install", "install.html#install"),
    ("difference between convolution and cross-correlation", "chapters/02_convolution.html"),
    ("how do I install", "install.html#install"),
    ("license", "appendix/credits.html#data-weights-photographs"),
    ("ｓｏｆｔｍａｘ", "glossary.html#term-softmax"),
]
RESULTS = "[...document.querySelectorAll('.book-search-results a')].map(link => link.getAttribute('href'))"
TYPE = (
    "(form => {{ form.q.value = {!r}; form.q.dispatchEvent(new Event('input')) }})"
    "(document.querySelector('form.book-search'))"
)
STATUS = "document.querySelector('.book-search-found')?.textContent ?? ''"
SEEN = "new Promise(done => {{ const look = () => {} ? done(1) : setTimeout(look, 20); look() }})"


@pytest.fixture(scope="module")
def browser(book):
    with Browser(CHROMIUM) as running:
        running.open(book / "search.html")
        yield running


def answers(browser: Browser, question: str) -> list[str]:
    browser.evaluate(TYPE.format(question))
    browser.evaluate(SEEN.format(f"({STATUS}).endsWith({f'“{question}”'!r})"))
    return browser.evaluate(RESULTS)


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda case: f"{case[0]}: {case[1]}")
def test_the_place_is_among_the_first(browser, expected):
    question, place, *most = expected
    assert place in answers(browser, question)[: most[0] if most else 3]


@pytest.mark.parametrize(
    "question", ["(5.7)", "5.7", "Eq. (5.7)", "eq. 5.7", "equation 5.7", "why (5.7)", "식 (5.7)", "（5.7）", "식 5.7"]
)
def test_the_number_of_an_equation_leads_to_it(browser, question):
    assert answers(browser, question)[0] == f"{BACKWARD}#equation-conv2d-backward-kernel-simplified"
    words = "document.querySelector('.book-search-results a').textContent"
    assert browser.evaluate(words).startswith("Chapter 5 · Equation (5.7) · ")


def test_every_number_leads_to_where_the_equation_has_it(browser, book):
    number = re.compile(r'class="eqno">\(([\d.]+)\)<a [^>]*href="#([^"]+)"')
    pages = sorted((book / "chapters").glob("*.html"))
    there = {found[1]: found[2] for page in pages for found in number.finditer(page.read_text(encoding="utf-8"))}
    assert len(there) > 100
    first = "(index => {}.map(number => bookSearch.search(`(${{number}})`, index).found[0].equation))"
    found = browser.evaluate(first.format(list(there)) + "(bookSearch.indexOf(bookPages))")
    assert found == list(there.values())


@pytest.mark.parametrize("question", ["exercise 4.5", "(99.1)", "equation 99.1"])
def test_other_numbers_name_no_equation(browser, question):
    assert not any("#equation-" in place for place in answers(browser, question))


def test_nothing_was_fetched_in_vain(browser):
    answers(browser, "gradient")
    assert browser.complaints() == []


def test_what_is_found_is_there(browser, book):
    for question in ("gradient", "conv2d", "합성곱"):
        for address in answers(browser, question):
            page, _, anchor = address.partition("#")
            assert not anchor or f'id="{anchor}"' in (book / page).read_text(encoding="utf-8"), address


def test_an_answer_says_where_it_stands_and_marks_the_words(browser):
    answers(browser, "learning rate")
    items = "[...document.querySelectorAll('.book-search-results li')]"
    assert browser.evaluate(f"{items}[0].querySelector('a').textContent") == "Glossary · learning rate (학습률)"
    assert browser.evaluate(f"{items}[1].querySelector('a').textContent").startswith("Chapter 7 · The learning rate")
    marked = browser.evaluate(f"[...{items}[2].querySelectorAll('p mark')].map(mark => mark.textContent)")
    assert {"learning", "rate"} <= {word.lower() for word in marked}


def test_twenty_are_shown_and_then_more(browser):
    assert len(answers(browser, "kernel")) == 20
    browser.evaluate("document.querySelector('.book-search-results + button').click()")
    assert len(browser.evaluate(RESULTS)) == 40
    assert len(set(browser.evaluate(RESULTS))) > 20
    assert len(answers(browser, "gradient")) == 20


def test_nothing_found_is_said(browser):
    assert answers(browser, "xyzzyplugh") == []
    assert browser.evaluate(STATUS) == "Nothing found for “xyzzyplugh”"


def test_the_box_beside_every_page_leads_there(browser, book):
    browser.open(book / "chapters" / "01_images.html")
    browser.events.clear()
    submit = "form.q.value = 'max pooling'; setTimeout(() => form.submit())"
    browser.evaluate(f"(form => {{ {submit} }})(document.querySelector('form.sidebar-search-container'))")
    while not any(event.get("method") == "Page.loadEventFired" for event in browser.events):
        browser.events.append(browser._read())
    assert browser.evaluate("document.querySelector('form.book-search').q.value") == "max pooling"
    assert f"{REST}#pooling-keep-the-largest" in browser.evaluate(RESULTS)[:3]


def test_no_other_page_loads_the_index(book):
    pages = [path for path in book.rglob("*.html") if "_static" not in path.parts]
    loads = re.compile(r"<script[^>]* src=\"[^\"]*search_\w+\.js")
    assert [path.name for path in pages if loads.search(path.read_text(encoding="utf-8"))] == ["search.html"]


def test_the_index_is_of_a_size_that_can_be_carried(book):
    assert 500_000 < (book / "_static" / "search_entries.js").stat().st_size < 1_600_000


def test_without_javascript_a_sentence_says_so(book):
    html = Path(book / "search.html").read_text(encoding="utf-8")
    assert "needs JavaScript" in html.partition("<noscript>")[2].partition("</noscript>")[0]
