"""Fixtures for all tests: `xp`, one array library after another, and a fixed profile for hypothesis."""

import sys

import pytest
from hypothesis import HealthCheck, settings

from tests.support.cupy_double import cupy_or_double
from tests.support.libraries import NAMES, Library, package_of
from tests.support.runs_on import RUNS_ON

CUPY = cupy_or_double()  # before anything else asks for CuPy
JAX_TESTS = pytest.StashKey[int]()

# The same examples on every run and every machine; no deadline, because the machines differ.
settings.register_profile(
    "project",
    derandomize=True,
    deadline=None,
    max_examples=40,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("project")


def pytest_report_header():
    """Say which CuPy it is that the tests named "cupy" run on."""
    return f"cupy: {CUPY}"


@pytest.fixture(scope="session", params=NAMES)
def xp(request):
    """Each array library in turn; one that is absent is skipped with its reason."""
    return Library(request.param)


def pytest_runtest_setup(item):
    """Skip a function on a library whose arrays it does not take, as `tests/support/runs_on.py` declares."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    support = RUNS_ON.get(parameters.get("function", getattr(parameters.get("call"), "name", None)))
    if support and "xp" in parameters and package_of(parameters["xp"]) not in support.libraries:
        pytest.skip(f"NumPy only: {support.why}")


def pytest_runtest_teardown(item):
    """JAX keeps what it compiles, more than a megabyte for each operation and shape: forget it now and then."""
    if "jax" in sys.modules and "[jax" in item.name:
        item.config.stash[JAX_TESTS] = item.config.stash.get(JAX_TESTS, 0) + 1
        if item.config.stash[JAX_TESTS] % 40 == 0:
            sys.modules["jax"].clear_caches()


def pytest_collection_modifyitems(items):
    """The longest proofs first: started last, one would keep a process busy after the others have ended."""
    items.sort(key=lambda item: "test_functions_on_every_layer_shape" not in item.nodeid)
