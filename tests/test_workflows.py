"""The forge's workflows, the hooks and the commands: one set of names and tools, and workflows with few rights."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement

from tests.support.places import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
PROSE = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ".github/pull_request_template.md", ".pre-commit-config.yaml"]
NAMED = re.compile(r"(?:`|env \w+=\w+ |step |run: |^|= \w+=\d )make ([a-z][a-z-]*)", re.MULTILINE)


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def recipe(target):
    """The commands of a target, without make's own marks."""
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    return [line.strip().lstrip("@") for line in found[1].splitlines()]


every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def test_there_are_workflows_for_the_tests_and_the_book():
    assert [path.stem for path in WORKFLOWS] == ["book", "tests"]


@pytest.mark.parametrize(
    "name", [".ci/run", *PROSE, *(path.relative_to(ROOT).as_posix() for path in WORKFLOWS)], ids=str
)
def test_every_command_that_is_named_is_in_the_makefile(name):
    named = set(NAMED.findall((ROOT / name).read_text(encoding="utf-8")))
    assert named
    assert named <= TARGETS, f"{name}: the Makefile has no target {sorted(named - TARGETS)}"


def test_every_target_is_phony_and_in_the_help():
    phony = re.search(r"^\.PHONY: (.*)", MAKEFILE, re.MULTILINE)[1].split()
    assert set(phony) == TARGETS
    assert set(re.findall(r"@echo 'make ([a-z-]+)", MAKEFILE)) == TARGETS - {"help"}


def test_continuous_integration_runs_all_in_the_order_that_fails_early():
    steps = re.findall(r"^step .*\bmake ([a-z-]+)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert steps == ["lint", "test", "book", "check"]


def test_workflows_run_what_continuous_integration_runs_the_oldest_versions_and_the_emulated_gpu():
    run = set().union(*(NAMED.findall(path.read_text(encoding="utf-8")) for path in WORKFLOWS))
    assert run == {"lint", "test", "test-oldest", "test-gpu-emulated", "book", "check"}


def test_workflows_try_the_oldest_python_and_a_new_one():
    (tests,) = (load(path) for path in WORKFLOWS if path.stem == "tests")
    assert tests["jobs"]["tests"]["strategy"]["matrix"]["python"] == ["3.11", "3.13"]


@every_workflow
def test_a_workflow_may_read_and_no_more(path):
    workflow = load(path)
    assert workflow["permissions"] == {"contents": "read"}
    writing = {name: set(job["permissions"]) for name, job in workflow["jobs"].items() if "permissions" in job}
    assert writing == ({"publish": {"pages", "id-token"}} if path.stem == "book" else {})
    assert "pull_request_target" not in path.read_text(encoding="utf-8")


@every_workflow
def test_a_workflow_ends_in_time_and_runs_once_at_a_time(path):
    workflow = load(path)
    assert "group" in workflow["concurrency"]
    assert all(0 < job["timeout-minutes"] <= 45 for job in workflow["jobs"].values())


@every_workflow
def test_actions_are_those_of_the_forge_and_have_a_version(path):
    steps = [step for job in load(path)["jobs"].values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", action)] == []
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"] == {"persist-credentials": False} for step in checkouts)


def test_forms_of_issues():
    forms = {path.stem: load(path) for path in FORMS}
    assert set(forms) == {"bug", "config", "question", "wrong_formula"}
    for name, form in forms.items():
        if name != "config":
            assert {"name", "description", "body"} <= set(form), name
            labels = [field["attributes"]["label"] for field in form["body"]]
            assert len(set(labels)) == len(labels) > 0, name


def tools(commands):
    """Names of the tools that some commands call, with the command of a tool that has several."""
    found = [re.search(r"\.venv/bin/(?:python -m )?(ruff \w+|\w+)", command) for command in commands]
    return [match[1] for match in found if match]


def test_lint_and_the_hooks_run_the_same_tools():
    """From .venv, so that their versions are those of constraints.txt."""
    lint = [command.replace("$(PYTHON_HERE)", ".venv/bin/python") for command in recipe("lint")[1:]]
    (hooks,) = (repository["hooks"] for repository in load(ROOT / ".pre-commit-config.yaml")["repos"])
    assert {repository["repo"] for repository in load(ROOT / ".pre-commit-config.yaml")["repos"]} == {"local"}
    assert tools(lint) == tools(hook["entry"] for hook in hooks)
    assert len(tools(lint)) == len(lint) == len(hooks)
    wanted = {Requirement(text).name for text in EXTRAS["lint"]}
    assert {name.split()[0] for name in tools(lint)} == wanted, "the extra lint and make lint name different tools"
