"""Print what the environment lacks for some extras, a requirement a line: `.venv/bin/python scripts/missing.py test`.

A package is there if its version is the one in constraints.txt, or fits what asks for it where that names none; and if
what it requires itself is there. pip's own reader of requirements is used, so that nothing has to be installed first.
"""

import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.specifiers import SpecifierSet
from pip._vendor.packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def applies(requirement: Requirement, extras: set[str]) -> bool:
    """Whether its marker holds here, for the package's bare requirements or for one of its extras."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def wanted(settings: dict, extras: list[str]) -> Iterator[Requirement]:
    """What pyproject.toml asks for: the build backend, the dependencies, and those of the extras."""
    project = settings["project"]
    unknown = set(extras) - set(project["optional-dependencies"])
    if unknown:
        sys.exit(f"expected extras among {', '.join(project['optional-dependencies'])}, got {', '.join(unknown)}")
    yield from map(Requirement, settings["build-system"]["requires"] + project["dependencies"])
    for extra in extras:
        for requirement in map(Requirement, project["optional-dependencies"][extra]):
            if canonicalize_name(requirement.name) == canonicalize_name(project["name"]):
                yield from wanted(settings, sorted(requirement.extras))
            else:
                yield requirement


def pins(text: str) -> dict[str, SpecifierSet]:
    """The versions of constraints.txt that apply here, by name."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    found = [requirement for requirement in map(Requirement, filter(None, lines)) if applies(requirement, set())]
    return {canonicalize_name(requirement.name): requirement.specifier for requirement in found}


def missing(requirements: list[Requirement], pinned: dict[str, SpecifierSet]) -> list[str]:
    """Return those of the requirements, and of what they require, that are not met."""
    lacking: dict[str, None] = {}
    seen: set[str] = set()
    waiting = list(requirements)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        requirement.marker = None  # it applies, or would not be here
        if str(requirement) in seen:
            continue
        seen.add(str(requirement))
        try:
            found = distribution(name)
            if not pinned.get(name, requirement.specifier).contains(found.version, prereleases=True):
                raise PackageNotFoundError
        except PackageNotFoundError:
            lacking[str(requirement)] = None
            continue
        waiting += [each for each in map(Requirement, found.requires or ()) if applies(each, requirement.extras)]
    return sorted(lacking)


def main(extras: list[str]) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [requirement for requirement in wanted(settings, extras) if applies(requirement, set())]
    print(*missing(asked, pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))), sep="\n", end="")


if __name__ == "__main__":
    main(sys.argv[1:])
