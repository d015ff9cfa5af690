"""What CONTRIBUTING.md walks through works as it stands there, and where a step is left out, a message says which."""

import re

import pytest

from tests.support.contributing import Tree, diffs, section

LAYER, FORMULA, SECTION = "Adding a layer", "Adding a formula", "Adding a section to a chapter"
NAME = "squared_relu"
FUNCTION, STATEMENT, EXAMPLES, TEST, RIGHT_CALLS, CHAPTER, DECISIONS, PRODUCTS = diffs(LAYER)
OTHER_LISTS = (
    "tests/test_api.py",
    "tests/test_every_function.py",
    "tests/test_promised_shapes.py",
    "tests/test_runs_on.py",
    "tests/test_benchmarks_gpu.py",
    "tests/test_structure.py",
    "tests/formulas/test_registry.py",
    "tests/formulas/test_graph.py",
    "tests/formulas/language/test_lists.py",
    "tests/formulas/notation/test_as_text.py",
    "tests/wrong_calls/test_wrong_calls.py",
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the tree to which the layer has been added."""
    tree = Tree(tmp_path_factory.mktemp("tree"))
    for diff in diffs(LAYER).values():
        tree.apply(diff)
    return tree


@pytest.fixture
def changed(tree):
    """Change a file of that copy, or take it away, for one test."""
    before = {}

    def change(name, text=None):
        file = tree.folder / name
        now = file.read_text(encoding="utf-8")
        before.setdefault(file, now)
        file.unlink() if text is None else file.write_text(text(now), encoding="utf-8")

    yield change
    for file, text in before.items():
        file.write_text(text, encoding="utf-8")


def test_a_layer_is_five_files_of_one_name_and_what_is_counted():
    *files, right_calls, chapter, decisions, products = diffs(LAYER)
    assert right_calls == "tests/wrong_calls/calls/layers.py"
    assert decisions == "textbook_cnn/formulas/language/listed/decisions.py"
    assert products == "textbook_cnn/formulas/language/listed/products.py"
    assert files == [
        f"textbook_cnn/layers/{NAME}.py",
        f"textbook_cnn/formulas/statements/{NAME}.py",
        f"textbook_cnn/formulas/examples/{NAME}.py",
        f"tests/layers/test_{NAME}.py",
    ]
    assert re.fullmatch(r"docs/chapters/.*\.md", chapter)


def test_its_equations_are_proved(tree):
    ids = re.findall(r"^```\{formula\} (.*)$", (tree.folder / CHAPTER).read_text(encoding="utf-8"), re.MULTILINE)
    ours = [name for name in ids if name.startswith(NAME)]
    assert ours == [f"{NAME}.forward", f"{NAME}.backward"]
    assert f"prove {' '.join(ours)}" in section(LAYER)
    status, shown = tree.python("-m", "textbook_cnn", "prove", "--jobs", "1", *ours)
    assert status == 0, shown
    assert "NOT PROVED" not in shown


def test_every_test_of_it_passes_and_no_list_lacks_it(tree):
    status, shown = tree.pytest(TEST, *OTHER_LISTS, "-k", f"{NAME} and not torch and not jax and not cupy")
    assert status == 0, shown
    assert int(re.search(r"(\d+) passed", shown)[1]) > 80
    status, shown = tree.pytest("--doctest-modules", FUNCTION)
    assert status == 0, shown


def test_its_files_have_the_style_of_the_house(tree):
    pytest.importorskip("ruff", reason="the tests alone do not install the linter")
    for words in (["check"], ["format", "--check"]):
        status, shown = tree.python("-m", "ruff", *words, FUNCTION, STATEMENT, EXAMPLES, TEST)
        assert status == 0, shown


def test_without_the_names_the_package_says_what_it_expects(tree, changed):
    changed(FUNCTION, lambda text: re.sub(r"(?m)^__all__ = .*\n", "", text))
    status, shown = tree.python("-c", "import textbook_cnn")
    assert status == 1
    assert f"layers/{NAME}.py: expected __all__ = [...] with the names of its public functions, got none" in shown


def test_a_name_left_out_is_told_where_to_go(tree, changed):
    changed(FUNCTION, lambda text: text.replace(f', "{NAME}_backward"]', "]"))
    status, shown = tree.pytest("tests/test_api.py::test_layers_list_what_they_define")
    assert status == 1
    assert f'{FUNCTION}: add "{NAME}_backward" to __all__' in shown


def test_without_the_statement_a_message_says_where_it_goes(tree, changed):
    changed(STATEMENT)
    status, shown = tree.pytest("tests/test_api.py", "-k", f"equations and {NAME}")
    assert status == 1
    assert f"the docstring of {NAME} names {NAME}.forward, which is no formula's id: add a" in shown
    assert f'Formula(id="{NAME}.forward", …, functions=("{NAME}",)) to {STATEMENT}' in shown


def test_without_a_call_a_message_says_where_it_goes(tree, changed):
    changed(TEST, lambda text: text.replace("CALLS = [", "SOME = ["))
    status, shown = tree.pytest("tests/test_every_function.py", "-k", f"says_why_not and {NAME}")
    assert status == 1
    assert f"{NAME} is never called: add to CALLS in {TEST}" in shown
    assert f'Call("{NAME}", (shape_of_X,), oracle,' in shown


def test_without_a_right_call_a_message_says_where_it_goes(tree, changed):
    changed(RIGHT_CALLS, lambda text: re.sub(rf"(?m)^.*{NAME}.*\n", "", text))
    status, shown = tree.pytest("tests/wrong_calls/test_wrong_calls.py", "-k", "has_a_right_call")
    assert status == 1
    assert f"in tests/wrong_calls/calls: ['{NAME}', '{NAME}_backward']" in shown


def test_without_the_test_file_it_says_the_same(tree, changed):
    changed(TEST)
    status, shown = tree.pytest("tests/test_every_function.py", "-k", f"says_why_not and {NAME}")
    assert status == 1
    assert f"{NAME}_backward is never called: add to CALLS in {TEST}" in shown


def test_without_the_examples_the_statement_says_what_is_missing(tree, changed):
    changed(EXAMPLES)
    status, shown = tree.python("-m", "textbook_cnn", "prove", f"{NAME}.forward")
    assert status == 1
    assert f"No module named 'textbook_cnn.formulas.examples.{NAME}'" in shown


def test_without_what_it_decides_a_message_says_where_it_goes(tree, changed):
    changed(DECISIONS, lambda text: re.sub(rf"(?m)^ *\"layers.{NAME}._squared\".*\n", "", text))
    status, shown = tree.python("-m", "textbook_cnn", "prove", "--jobs", "1", f"{NAME}.forward")
    assert status == 1
    assert f"not proved: {NAME}.forward: layers/{NAME}.py, _squared, line " in shown
    assert "number of decisions (.maximum() 1) stands on no list" in shown
    where = f'under "layers.{NAME}._squared" in formulas/language/listed/decisions.py'
    assert f'enter ".maximum() 1", with a reason, {where}' in shown


def test_without_what_it_multiplies_a_message_says_where_it_goes(tree, changed):
    changed(PRODUCTS, lambda text: re.sub(rf"(?m)^ *\"layers.{NAME}._sloped\".*\n", "", text))
    status, shown = tree.python("-m", "textbook_cnn", "prove", "--jobs", "1", f"{NAME}.forward")
    assert status == 1
    assert "number of products (* 1) stands on no list" in shown
    assert f'enter "* 1" under "layers.{NAME}._sloped" in formulas/language/listed/products.py' in shown


def test_a_formula_is_one_entry_and_a_wrong_one_is_noticed(tree, changed):
    ((file, diff),) = diffs(FORMULA).items()
    changed(file, str)  # as it is, to be put back
    tree.apply(diff)
    prove = "-m", "textbook_cnn", "prove", "--jobs", "1", "rot180.twice"
    assert " ".join(prove[1:3]) + " rot180.twice" in section(FORMULA)
    status, shown = tree.python(*prove)
    assert status == 0, shown
    assert re.search(r"rot180\.twice +proved +rot180 +code +108 ", shown)
    changed(file, lambda text: text.replace("Rot180(Rot180(K)), K", "Rot180(K), K"))
    status, shown = tree.python(*prove)
    assert status == 1
    assert "not proved: rot180.twice" in shown
    assert "the left side is" in shown


def test_a_section_of_a_chapter_fits_in(tmp_path):
    ((file, diff),) = diffs(SECTION).items()
    tree = Tree(tmp_path)
    tree.apply(diff)
    assert "\n## Pooling" in (tree.folder / file).read_text(encoding="utf-8").partition("How many answers")[2]


def test_what_a_section_says_is_held(tmp_path):
    pytest.importorskip("myst_nb", reason="the tests alone do not install what the book is built with")
    ((file, diff),) = diffs(SECTION).items()
    tree = Tree(tmp_path)
    tree.apply(diff)
    check = "docs/_extensions/sentences/check.py", file
    assert tree.python(*check)[0] == 0
    text = (tree.folder / file).read_text(encoding="utf-8")
    (tree.folder / file).write_text(text.replace(', "a ReLU stops half"', ""), encoding="utf-8")
    status, shown = tree.python(*check)
    assert status == 1
    assert "half — Of answers that are positive as often as negative, a ReLU stops half." in shown
