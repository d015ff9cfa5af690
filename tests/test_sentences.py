"""What pages say in numbers is held by their cells, and the checker that says so sees what is planted."""

import sys

import pytest

from tests.support.places import ROOT

pytest.importorskip("myst_parser", reason="reads pages as the book does; comes with the extra `docs`")
sys.path.append(str(ROOT / "docs"))

from _extensions.sentences.check import exceptions, faults, main, pages

PAGES, EXCEPTIONS = pages(), exceptions()
FEW, FEW_IN_ALL = 3, 30


def page(prose, *tests, options=""):
    cells = "".join(f"\n```{{code-cell}}\n{options}boot = compute()\n{test}\n```\n" for test in tests or [""])
    return f"---\nfile_format: mystnb\n---\n# Title\n\n{prose}\n{cells}"


def found(*args, known=(), **options):
    return [message for _, message in faults(page(*args, **options), dict.fromkeys(known, "a reason"))]


def tokens(prose, **options):
    messages = found(prose, **options)
    return [token for message in messages for token in message.partition(" — ")[0].split(", ")] if messages else []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_its_cells_hold(name):
    objections = faults(PAGES[name].read_text(encoding="utf-8"), EXCEPTIONS.get(name, {}))
    assert not objections, "\n".join(f"docs/{name}.md:{line}: {message}" for line, message in objections)


def test_exceptions_are_few_and_have_their_reasons():
    assert set(EXCEPTIONS) <= set(PAGES)
    assert all(len(words) <= FEW for words in EXCEPTIONS.values())
    assert sum(map(len, EXCEPTIONS.values())) <= FEW_IN_ALL
    assert all(len(reason.split()) >= 3 for words in EXCEPTIONS.values() for reason in words.values())


@pytest.mark.parametrize("name", ["index", "appendix/proofs", "chapters/05_backward"])
def test_these_are_pages(name):
    assert name in PAGES


@pytest.mark.parametrize("name", ["notation", "architecture", "_extensions/README"])
def test_these_are_not(name):
    assert name not in PAGES


CLAIMS = {
    "The boot has 28 rows.": ["28"],
    "It has 3,136 numbers, 2.5 on average.": ["3,136", "2.5"],
    "It has four rows and twenty-eight columns.": ["four", "twenty-eight"],
    "About 40 % vanish, that is 40 per cent.": ["40 %", "40 per cent"],
    "A third, a quarter, twice as many, half.": ["third", "quarter", "twice", "half"],
    "They cost 1,440 million and a hundred.": ["1,440 million", "hundred"],
    "# Three layers": ["Three"],
    "| a | b |\n|---|---|\n| 5 | x |": ["5"],
    "- one point\n- seven of them": ["seven"],
    ":::{admonition} Four parts\n:class: note\n\nIt has 9.\n:::": ["Four", "9"],
    "Rates of 10⁻³ do.": ["10⁻³"],
    "The kernels are 3×3.": ["3"],
    "A 27px icon, the 5th of 16k, at 1e-3 and .5.": ["27", "5", "16", "1e-3", ".5"],
    "The fourth, an eighth, ½ and ⅔.": ["fourth", "eighth", "½", "⅔"],
    "A dozen, a hundredth, tenfold, a hundredfold, thrice.": ["dozen", "hundredth", "tenfold", "hundredfold", "thrice"],
    "There are 1998 weights and 2000 rows.": ["1998", "2000"],
    "```{note} It has 27.\n```": ["27"],
    "```{rubric} Seven rows\n```": ["Seven"],
    "```{literalinclude} a.py\n:caption: In 27 lines\n```": ["27"],
    "![It has 27.](a.png)": ["27"],
    "See [its 27 rows](#rows).": ["27"],
    "<p>It has <b>27</b>.</p>": ["27"],
    "```{eval-rst}\nIt has 27.\n```": ["27"],
    # None of these is a claim.
    "VGG16, VGG-16, float32, a 2-D array, a 32-bit number, and report #34.": [],
    "In 1998, and again in 2015 (2016).": [],
    "A 2D array.\n\n<!-- 27 of them -->": [],
    "`28` and $28$, {doc}`the 28 <proofs>` and [28 rows](https://example.org) stand there.": [],
    "**3.** Show it. Chapter 5 and exercises 2 and 3 say how.": [],
    "1. first\n2. second": [],
    "One or two of the largest are never seen.": [],
    "{glue:text}`share` of the pixels.": [],
}


@pytest.mark.parametrize("prose", CLAIMS)
def test_what_must_be_held(prose):
    assert tokens(prose) == list(dict.fromkeys(CLAIMS[prose]))


def test_comparisons_count_where_outputs_are_spoken_of():
    assert tokens("**What to notice.** Most are never larger than two.") == ["Most", "never", "larger", "two"]
    assert tokens("**What to notice.** Neither is double; the shortest is bigger.") == [
        *("Neither", "double", "shortest", "bigger"),
    ]
    image, figure = "image:\n    alt: All boots.", "figure:\n    caption: >-\n      The *largest*\n      of 4."
    head = f"---\nmystnb:\n  {image}\n  {figure}\n---\n"
    assert tokens("Words.", options=head) == ["All", "largest", "4"]
    assert tokens("```{figure} x.png\n:alt: every boot\n\nThe brighter one.\n```") == ["every", "brighter"]


HELD = [
    ("The boot has 28 rows.", 'assert boot.shape == (28, 28), "28 rows"'),
    ("It has *28*\nrows, “so”.", "assert len(boot) == 28, '28 rows, \"so\"'"),
    ("It has ten.", 'assert len(boot) == 10, "has ten"'),
    ("About 40 % vanish.", 'assert boot.mean() < 0.4, "40 % vanish"'),
    ("About 40 percent vanish.", 'assert 100 * boot.mean() < 40, "40 percent vanish"'),
    ("Right 9 times in 10.", 'assert boot.mean() > 0.9, "9 times in 10"'),
    ("Right nine in ten.", 'assert 10 * boot.mean() > 9, "nine in ten"'),
    ("Two thirds are.", 'assert abs(boot.mean() - 2 / 3) < 0.1, "Two thirds"'),
    ("A third is, a quarter is not.", 'assert boot[0] == 0.33 and boot[1] == 4, "A third is, a quarter"'),
    ("It takes 1,440 million.", 'assert boot.size == 1_440_000_000, "1,440 million"'),
    ("Rates of 10⁻³.", 'assert boot == 1e-3, "Rates of 10⁻³"'),
    ("It falls by −3.", 'assert boot == -3, "falls by −3"'),
    ("28 rows. Later again 28 columns.", 'assert boot.shape == (28, 28), "28 rows … 28 columns"'),
    ("**What to notice.** Most are dark.", 'assert boot.mean() < 0.5, "Most are dark"'),
    ("With `K` and $k$, 28 rows.", 'assert len(boot) == 28, "With K and k, 28 rows"'),
]


@pytest.mark.parametrize(("prose", "test"), HELD, ids=[prose for prose, _ in HELD])
def test_what_holds(prose, test):
    assert tokens(prose) != []
    assert found(prose, test) == []


PLANTED = [
    ("The boot has 28 rows.", "", "28 — The boot has 28 rows."),
    ("It has 28 rows.", 'assert len(boot) == 28, "29 rows"', "stand 0 times on the page, not once: 29 rows"),
    ("28 rows. And 28 rows.", 'assert len(boot) == 28, "28 rows"', "stand 2 times on the page"),
    ("It has 28 rows.", 'assert len(boot) > 2, "28 rows"', "does not contain the number 28"),
    ("It has ten rows.", 'assert len(boot) == 9, "ten rows"', "does not contain the number ten"),
    ("About 40 % are.", 'assert boot < 0.5, "40 % are"', "does not contain the number 40 %"),
    ("Nine in ten are.", 'assert boot > 0.8, "Nine in ten"', "does not contain the number Nine"),
    ("A third is.", 'assert boot > 0.3, "A third"', "does not contain the number third"),
    ("2 and 3 rows.", 'assert boot == 2, "2 and 3 rows"', "does not contain the number 3"),
    ("It has 28 rows.", 'assert True, "28 rows"', "about nothing that the page computes"),
    ("It has 28 rows.", 'assert 28 == 28, "28 rows"', "about nothing that the page computes"),
    ("It has 28 rows.", 'assert boot or 28, "28 rows"', "about nothing that the page computes"),
    ("It has 28 rows.", 'assert all(k == 28 for k in [28]), "28 rows"', "about nothing that the page computes"),
    ("It has 28 rows.", 'import numpy as np\nassert np.array(28) == 28, "28 rows"', "about nothing that the page"),
    ("It has 28 rows.", 'def never():\n    assert len(boot) == 28, "28 rows"', "28 — It has 28 rows."),
    *(
        ("It has 28 rows.", f'{head}\n    assert len(boot) == 28, "28 rows"{tail}', "28 — It has 28 rows.")
        for head, tail in (
            ("if boot is None:", ""),
            ("for _ in []:", ""),
            ("try:", "\nexcept AssertionError:\n    pass"),
            ("with suppress(AssertionError):", ""),
            ("class Never:", ""),
        )
    ),
    *(
        ("It has 28 rows.", f'assert {test}, "28 rows"', "true whatever the page computes")
        for test in (
            "boot == boot or boot == 28",
            "[len(boot) == 28]",
            "(len(boot) == 28, boot)",
            "(lambda: len(boot) == 28)",
            "(len(row) == 28 for row in boot)",
        )
    ),
    *(
        (f"The boot {turn} 28 rows.", 'assert len(boot) == 28, "28 rows"', "which belongs to them: 28 rows")
        for turn in ("has not", "has less than the", "never had", "hasn't")
    ),
    ("It has rows.", 'assert boot, f"{boot} rows"', "no plain string"),
    ("It has rows.", 'assert boot, "columns"', "stand 0 times"),
    ("**What to notice.** Most are.", 'assert boot, "are."', "Most — Most are."),
]


@pytest.mark.parametrize(("prose", "test", "message"), PLANTED, ids=[f"{one[1]}" for one in PLANTED])
def test_what_is_planted_is_found(prose, test, message):
    assert any(message in one for one in found(prose, test))


@pytest.mark.parametrize(
    "head",
    [":tags: [raises-exception]\n", "---\ntags: [remove-cell, skip-execution]\n---\n", "%%script false\n"],
)
def test_a_cell_that_may_fail_or_is_not_run_holds_nothing(head):
    assert "28 — It has 28 rows." in found("It has 28 rows.", 'assert len(boot) == 28, "28 rows"', options=head)


def test_part_of_a_number_does_not_hold_it():
    assert "28 — It has 28 rows." in found("It has 28 rows.", 'assert boot == 8, "8 rows"')


def test_an_exception_holds_until_it_is_not_needed():
    assert found("It has 28 rows.", known=["28 rows"]) == []
    needless = ["an exception that is not needed: 28 rows"]
    assert found("It has rows.", known=["28 rows"]) == needless
    assert found("It has 28 rows.", 'assert len(boot) == 28, "28 rows"', known=["28 rows"]) == needless


def test_lines_are_those_of_the_file():
    text = page("A\n`b`\nc 28.\n\n:::{admonition} Note\n:class: tip\n\nIt has\n29.\n:::", 'assert boot, "none"')
    lines = text.splitlines()
    for line, message in faults(text, {}):
        word = message.split()[0] if "—" in message else "none"
        assert word in lines[line - 1]


def test_the_command_prints_what_it_finds(capsys, monkeypatch, tmp_path):
    (tmp_path / "05_a.md").write_text(page("It has 28 rows."), encoding="utf-8")
    monkeypatch.setattr("_extensions.sentences.check.DOCS", tmp_path)
    assert main(["05"]) == 1
    assert capsys.readouterr().out == "docs/05_a.md:6: 28 — It has 28 rows.\n"
    (tmp_path / "06_b.md").write_text(page("It has rows."), encoding="utf-8")
    assert main(["docs/06_b.md"]) == 0
    assert main(["05", "07"]) == 2
    assert "no page that is checked has '07' in its name" in capsys.readouterr().err
