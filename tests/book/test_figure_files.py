"""Figures as files: each numbered one of the built book, and all of them in an archive."""

import re
import subprocess
import sys
from zipfile import ZipFile

import pytest
from _extensions.pages.figure_files import ARCHIVE, FOLDER, NOTE, pack

from tests.support.places import ROOT

CAPTION = re.compile(r'<figure [^>]*id="([^"]+)"(?:(?!</figure>).)*?caption-number">Figure ([\d.]+)', re.DOTALL)


def test_every_numbered_figure_is_a_file(book):
    pages = [path.read_text(encoding="utf-8") for path in book.rglob("*.html") if "sources" not in path.parts]
    found = [(name, number) for page in pages for name, number in CAPTION.findall(page)]
    expected = {f"fig-{number.strip('.').replace('.', '-')}-{name.removeprefix('fig-')}" for name, number in found}
    films = {name for name in expected if name.endswith("-film")}  # a film is no file for slides
    files = [file for file in (book / FOLDER).iterdir() if file.name != NOTE]
    assert len(expected) > 50
    assert {file.stem for file in files} == expected - films
    kinds = {file.suffix for file in files}
    assert {".svg", ".png"} <= kinds <= {".svg", ".png", ".pdf"}


def test_the_archive_has_all_of_them(book):
    with ZipFile(book / ARCHIVE) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted(f"{FOLDER}/{file.name}" for file in (book / FOLDER).iterdir())
        said = archive.read(f"{FOLDER}/{NOTE}").decode()
    assert "CC BY 4.0" in said
    assert "The textbook_cnn authors" in said


def test_the_same_files_make_the_same_archive(tmp_path):
    packed = []
    for _ in range(2):
        (tmp_path / FOLDER).mkdir(exist_ok=True)
        for name in ("b.svg", "a.png"):
            (tmp_path / FOLDER / name).write_bytes(name.encode())
        pack(tmp_path / FOLDER)
        packed.append((tmp_path / ARCHIVE).read_bytes())
    assert packed[0] == packed[1]
    assert ZipFile(tmp_path / ARCHIVE).namelist() == ["figures/a.png", "figures/b.svg"]


@pytest.mark.parametrize(
    ("builder", "expected"), [("html", 'href="../figures.zip">All of them</a>'), ("latex", "All of them")]
)
def test_the_role_leads_to_the_archive_beside_the_page_or_is_words(tmp_path, builder, expected):
    (tmp_path / "conf.py").write_text(f"import sys\nsys.path.insert(0, {str(ROOT / 'docs')!r})\n")
    (tmp_path / "part").mkdir()
    (tmp_path / "index.md").write_text("# Book\n\n```{toctree}\npart/page\n```\n")
    (tmp_path / "part" / "page.md").write_text("# Page\n\n{figure-files}`All of them`.\n")
    extensions = "extensions=myst_parser,_extensions.execution.draft,_extensions.pages.figure_files"
    out = tmp_path / "out"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", builder, "-D", extensions, str(tmp_path), str(out)]
    subprocess.run(command, check=True)
    written = "".join(path.read_text(encoding="utf-8") for path in [*out.glob("part/page.html"), *out.glob("*.tex")])
    assert expected in written
    assert (out / ARCHIVE).is_file() == (builder == "html")
