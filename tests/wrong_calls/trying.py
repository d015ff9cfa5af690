"""Makes wrong calls from a right one, tries them, and says how each was met."""

import re
import signal
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.wrong_calls.kinds import Kind
from tests.wrong_calls.values import POOL

SECONDS = 2  # longer than any refusal takes: work was begun


class Right:
    """A right call: a function and, by name, the right value of each argument and its kind.

    `beside` are arguments that go along as they are and are not tried.
    """

    def __init__(self, function: Callable[..., Any], beside: dict[str, Any] | None = None, /, **tried: Any):
        self.name: str = function.__qualname__
        self.function = function
        self.values = {key: value for key, (value, _) in tried.items()} | (beside or {})
        self.kinds: dict[str, Kind] = {key: kind for key, (_, kind) in tried.items()}

    def __call__(self) -> Any:
        return self.function(**self.values)

    def wrong(self) -> Iterator[tuple[str, str, Any]]:
        """The argument, what it becomes in words, and the wrong value, for each wrong call."""
        for argument, kind in self.kinds.items():
            for label, value in POOL.items():
                if not kind.right(value):
                    yield argument, label, value
            for label, value in kind.changed(self.values[argument]):
                yield argument, f"its own as {label}", value


@dataclass(frozen=True)
class Met:
    """How one wrong call was met: "refused", "silent", "nameless" or "foreign"."""

    function: str
    argument: str
    value: str
    how: str
    detail: str = ""

    @property
    def call(self) -> tuple[str, str, str]:
        """What EXCEPTIONS knows it by."""
        return self.function, self.argument, self.value

    def __str__(self) -> str:
        return f"{self.function}({self.argument} = {self.value}): {self.how}; {self.detail}"


class TooLong(BaseException):
    """The call went on working."""


def _too_long(*_: Any) -> None:
    raise TooLong


def met(right: Right, argument: str, label: str, value: Any) -> Met:
    """Call with one argument wrong."""
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        right.function(**{**right.values, argument: value})
        how, detail = "silent", "it returned"
    except TooLong:
        how, detail = "silent", f"still working after {SECONDS} s"
    except (TypeError, ValueError) as error:
        detail = f"{type(error).__name__}: {str(error)[:200]}"
        to_blame = right.kinds if label.startswith("its own as axis") else [argument]  # two that do not fit
        named = re.search(rf"(?<!\w)({'|'.join(to_blame)})(?!\w)", str(error))
        how = "refused" if named else "nameless"
    except BaseException as error:  # what else there is, SystemExit too, is no refusal
        how, detail = "foreign", f"{type(error).__name__}: {str(error)[:200]}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return Met(right.name, argument, label, how, detail)


def tried(right: Right) -> list[Met]:
    """All wrong calls made from a right one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [met(right, *wrong) for wrong in right.wrong()]
