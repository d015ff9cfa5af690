"""The built book and the modules that build and open it."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "scripts"), str(Path(__file__).parent)]


@pytest.fixture(scope="session")
def book() -> Path:
    folder = ROOT / "build" / "html"
    if not (folder / "index.html").exists():
        pytest.fail("there is no built book: run `make book` first")
    return folder
