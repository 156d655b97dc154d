"""What a user's own rule says, looked at as it is said: only a `Problem` goes on to the engine.

A rule of a user's may yield anything, return nothing, or end the program. Each of these would show in
the engine, far from the file that has to be corrected; so the rule's methods are watched, and the file
and the line are told.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from dataprep.errors import UsageError
from dataprep.rules.rule import Problem, Rule

_METHODS = ("check", "finish")
_HELP = 'write `yield Problem("what is wrong")` (from dataprep.rules.base import Problem)'


def guard(rule: type[Rule]) -> None:
    """Watch what a rule says, from now on; a second time changes nothing."""
    for name in _METHODS:
        method = getattr(rule, name, None)
        if callable(method) and not hasattr(method, "_guarded"):
            watched = _watched(rule.__name__, method)
            watched._guarded = True  # type: ignore[attr-defined]
            setattr(rule, name, watched)


def _watched(name: str, method: Callable[..., Any]) -> Callable[..., Iterator[Problem]]:
    code = getattr(method, "__code__", None)

    def place(made: Any = None) -> str:
        """Return the file and the line: of the `yield` that was reached, or of the method."""
        frame = getattr(made, "gi_frame", None)
        if frame is not None:
            return f"{frame.f_code.co_filename}:{frame.f_lineno}"
        return f"{code.co_filename}:{code.co_firstlineno}" if code else name

    @functools.wraps(method)
    def watched(*given: Any) -> Iterator[Problem]:
        made: Any = None
        try:
            made = method(*given)
            if made is None or isinstance(made, (str, Problem)) or not hasattr(made, "__iter__"):
                kind = "nothing" if made is None else f"a {type(made).__name__}"
                raise UsageError(
                    f"{place()}: {name}.{method.__name__} returns {kind}, not problems", _HELP
                )
            for one in made:
                if not isinstance(one, Problem):
                    raise UsageError(
                        f"{place(made)}: {name}.{method.__name__} yields a {type(one).__name__}, "
                        "not a Problem",
                        _HELP,
                    )
                if not isinstance(one.message, str):
                    raise UsageError(
                        f"{place(made)}: the message of a Problem is of the type "
                        f"{type(one.message).__name__}, not a text",
                        _HELP,
                    )
                yield one
        except SystemExit as left:
            raise UsageError(
                f"{_left(left, place())}: {name}.{method.__name__} ends the program "
                f"(SystemExit: {left.code})",
                "yield a Problem instead of leaving",
            ) from left

    return watched


def _left(error: SystemExit, method: str) -> str:
    """Return the last line of the method's own file that led to the exit."""
    import traceback

    file = method.rpartition(":")[0]
    lines = [one for one in traceback.extract_tb(error.__traceback__) if one.filename == file]
    return f"{file}:{lines[-1].lineno}" if lines else method
