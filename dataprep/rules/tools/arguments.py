"""The arguments of a call: a JSON text (or an object, as some libraries write them), read once.

The standard library reads them, as it says which keys are there twice. Half of a surrogate pair, a
number beyond all floats and nesting of any depth are JSON, whatever a reader makes of them.
"""

import json
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

_KEPT = 2_000  # characters of a text whose reading is kept for the next rule that asks


class Reading(NamedTuple):
    """What arguments hold.

    Attributes:
        value: the value; None where there is none.
        fault: why they are not JSON; empty where they are.
        column: where, 1-based, in characters.
        repeated: a key that stands twice in one object; empty where there is none.
        readable: whether the value could be made; not so for nesting beyond Python's depth.
    """

    value: Any = None
    fault: str = ""
    column: int = 0
    repeated: str = ""
    readable: bool = True


def read(arguments: Any) -> Reading:
    """Return what arguments hold; those of another type than text are their own value."""
    if not isinstance(arguments, str):
        return Reading(arguments)
    return _kept(arguments) if len(arguments) <= _KEPT else _read(arguments)


def _read(text: str) -> Reading:
    repeated: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) < len(found) and not repeated:
            seen: set[str] = set()
            # A set's `add` returns None: the first key that was there before.
            repeated.append(next(key for key, _ in found if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
        return made

    try:
        value = json.loads(
            text, object_pairs_hook=pairs, parse_constant=_refused, parse_int=_integer
        )
    except _Constant as constant:
        name = str(constant)
        return Reading(fault=f"`{name}` is no JSON value", column=_outside(text, name) + 1)
    except json.JSONDecodeError as error:
        return Reading(fault=_reason(text, error), column=error.pos + 1)
    except RecursionError:
        return _deep(text)
    return Reading(value, repeated=repeated[0] if repeated else "")


_kept = lru_cache(maxsize=256)(_read)


class _Constant(Exception):
    """NaN or an infinity, which JSON does not have."""


def _refused(name: str) -> Any:
    raise _Constant(name)


def _integer(digits: str) -> int | float:
    # Python refuses integers of thousands of digits, because reading them takes quadratic time.
    return int(digits) if len(digits) < 400 else float(digits)


def _deep(text: str) -> Reading:
    try:
        return Reading(orjson.loads(text))
    except orjson.JSONDecodeError:
        return Reading(readable=False)


def _outside(text: str, name: str) -> int:
    """Return where a bare word stands outside of strings."""
    inside, position = False, 0
    while position < len(text):
        if text[position] == "\\" and inside:
            position += 1
        elif text[position] == '"':
            inside = not inside
        elif not inside and text.startswith(name, position):
            return position
        position += 1
    return 0


def _reason(text: str, error: json.JSONDecodeError) -> str:
    rest = text[error.pos :]
    if not text.strip():
        return "the text is empty"
    if not rest.strip() or error.msg.startswith("Unterminated string"):
        return "the text ends too early"
    if rest[0] == "'":
        return "a single quote stands where JSON has double quotes"
    if error.msg.startswith("Extra data"):
        return "text follows after the value"
    if rest.startswith(("True", "False", "None")):
        return f"`{rest[: 4 if rest[0] != 'F' else 5]}` is Python, not JSON"
    if rest[0] in "}]" and text[: error.pos].rstrip().endswith(","):
        return "a comma stands before the closing bracket"
    if error.msg.startswith("Invalid control character"):
        return "a line end or control character stands inside a string"
    return error.msg[0].lower() + error.msg[1:]
