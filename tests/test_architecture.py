"""The map of the package is true: docs/architecture.md names every folder, and nothing that does not exist."""

import doctest
import re
import subprocess
from functools import cache

import pytest

from tests.support.places import PACKAGE, ROOT
from tests.test_readmes import READMES
from tests.test_structure import MAY_IMPORT

PAGE = ROOT / "docs" / "architecture.md"
TEXT = PAGE.read_text(encoding="utf-8")
PAGES = [PAGE, ROOT / "README.md", ROOT / "CONTRIBUTING.md", *READMES]
ROOTS = ROOT, PACKAGE  # what a path may be counted from, besides the folder of a README; for the map, also this:
FORMULAS = PACKAGE / "formulas"
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.*-]*(?:/[\w.*-]+)*/?")
SUFFIXES = (".py", ".md", ".rst", ".toml", ".txt", ".cff", ".css", ".js", ".json", ".yml", ".yaml", ".sh")
MADE = {"build", "dist", ".venv"}  # by the commands; not in a fresh clone
ROW = re.compile(r"^\| (.+) \|$", re.MULTILINE)


def paths_in(text):
    """What stands in backticks and is a path: it has a slash, or ends as a file does."""
    words = CODE.findall(FENCE.sub("", text))
    paths = [word for word in words if PATH.fullmatch(word) and ("/" in word or word.endswith(SUFFIXES))]
    return sorted({path for path in paths if "NAME" not in path})  # NAME stands for any


def exists(path, page):
    beside = FORMULAS if page == PAGE else page.parent
    return path.split("/")[0] in MADE or any(
        found.is_dir() or not path.endswith("/") for root in (*ROOTS, beside) for found in root.glob(path)
    )


def rows(title):
    """The cells of the tables in a section of the page, without headings."""
    section = TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    found = [[cell.strip() for cell in row.split("|")] for row in ROW.findall(section)]
    return [cells for cells in found if not set(cells[0]) <= {"-", " "} and "`" in cells[0]]


def tracked():
    """Files that git knows."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("this is no checkout: which files are ours is not known")
    return done.stdout.splitlines()


def test_every_folder_and_every_file_of_the_root_is_named():
    counted_from = "", "textbook_cnn/", "textbook_cnn/formulas/"
    named = {f"{root}{path}".rstrip("/") for path in paths_in(TEXT) for root in counted_from}
    named |= {folder for path in set(named) for folder in above(path)}
    named |= {re.sub("^textbook_cnn", "tests", path) for path in named}  # tests/ mirrors the package
    files = tracked()
    wanted = {folder for file in files for folder in above(file)} | {file for file in files if "/" not in file}
    missing = sorted(wanted - named - {file for file in wanted if f"`{file}`" in TEXT})
    assert not missing, f"docs/architecture.md: name {missing} in a table, in backticks, with one line each"


def above(path):
    """The folders in which a path lies: a/b/c gives a and a/b."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_path_names_what_does_not_exist(page):
    gone = [path for path in paths_in(page.read_text(encoding="utf-8")) if not exists(path, page)]
    assert not gone, f"{page.relative_to(ROOT)}: {gone} is not there; write where it is now, from the repository's root"


def test_a_path_that_is_gone_would_show():
    found = paths_in("`nothing.py`, `layers/relu.py`, `benchmarks/`, `a/gone/`, `x = 1 / 2`, `relu`, `layers/NAME.py`")
    assert found == ["a/gone/", "benchmarks/", "layers/relu.py", "nothing.py"]
    assert [exists(path, PAGE) for path in found] == [False, True, True, False]


def place_of(room, table):
    """A room as a table of the page names it: a folder with a slash, a file with its suffix."""
    path = room.replace(".", "/")
    place = f"{path}/" if (PACKAGE / path).is_dir() else f"{path}.py"
    return place.removeprefix("formulas/") if table == "The formulas" else place


@cache
def under(room):
    """All that a room may come to import, through others too."""
    return frozenset().union(*({other} | under(other) for other in MAY_IMPORT[room] - {room}))


def stands_on(table):
    """For each room of a table, of what it may import the rooms that are not below another one of these."""
    for room, allowed in MAY_IMPORT.items():
        if room.startswith("formulas.") == (table == "The formulas"):
            own = allowed - {room}
            yield room, [other for other in own if not any(other in under(third) for third in own)]


@pytest.mark.parametrize("table", ["The package", "The formulas"])
def test_rooms_stand_on_what_the_rules_of_imports_say(table):
    written = {CODE.findall(cells[0])[0]: CODE.findall(cells[2]) for cells in rows(table)}
    wanted = {place_of(room, table): sorted(place_of(on, table) for on in below) for room, below in stands_on(table)}
    uneven = sorted(written.keys() ^ wanted.keys())
    assert not uneven, f"docs/architecture.md, “{table}”: a row for each room of MAY_IMPORT, and no other; see {uneven}"
    wrong = {room: below for room, below in wanted.items() if written[room] != below}
    assert not wrong, f"docs/architecture.md, “{table}”: the last cells should be {wrong}"
    order = list(written)
    below_it = {
        room: [on for on in below if on in order and order.index(on) > order.index(room)]
        for room, below in wanted.items()
    }
    assert not any(below_it.values()), f"docs/architecture.md, “{table}”: from the ground up, but {below_it}"


def defines(text, name):
    """Whether a file defines a function, a class with a method, or a constant; other words need only be there."""
    if re.fullmatch(r"[A-Z]\w*\.\w+", name):
        kind, method = name.split(".")
        return f"class {kind}" in text and f"def {method}" in text
    return bool(
        re.search(rf"^(def|class) {name}\b|^{name} = ", text, re.MULTILINE) if name.isidentifier() else name in text
    )


def test_the_walks_name_what_is_in_the_files():
    walks = rows("Start here")
    assert len(walks) > 10
    for where, what, *_ in walks:
        (path,) = CODE.findall(where)
        place = next(root / path for root in (*ROOTS, FORMULAS) if (root / path).exists())
        files = sorted(place.glob("*.py")) if place.is_dir() else [place]
        text = "\n".join(file.read_text(encoding="utf-8") for file in files)
        for name in CODE.findall(what):
            assert defines(text, name), f"docs/architecture.md, “Start here”: {path} does not define {name}"


def test_the_walks_run():
    failed, attempted = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert attempted > 20
    assert not failed, "docs/architecture.md: an example does not give what stands there; see above"
