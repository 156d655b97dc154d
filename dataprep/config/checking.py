"""Reads a TOML file and says what is wrong with it: the file, the line, the key, the way out.

The verdict is that of `schemas/config.schema.json`, which editors use too; the words are ours.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from dataprep import schemas
from dataprep.config.settings import near
from dataprep.errors import UsageError

_TYPES = {
    "string": "a string", "array": "an array", "object": "a table", "integer": "an integer",
    "number": "a number", "boolean": "a boolean",
}  # fmt: skip


def parse(path: Path) -> tuple[dict[str, Any], str]:
    """Return the data and the text of a TOML file.

    Raises:
        UsageError: it cannot be read, or is no TOML.
    """
    import tomllib

    try:
        text = path.read_text("utf-8-sig")
        return tomllib.loads(text), text
    except OSError as error:
        raise UsageError(
            f"{path}: {error.strerror or error}", "name a configuration that can be read"
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} is not UTF-8 (byte {error.start + 1:,})", "save it as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        fact, line = str(error), re.search(r"\(at line (\d+), column \d+\)", str(error))
        where = f"{path}:{line.group(1)}" if line else str(path)
        fact = fact.partition(" (at ")[0]
        raise UsageError(
            f"{where} is not valid TOML: {fact[:1].lower()}{fact[1:]}", "correct the line"
        ) from error


def check(data: Any, path: Path, text: str, inside: Sequence[str] = ()) -> None:
    """Check a configuration.

    Args:
        data: what the file says for us.
        path: of the file.
        text: of the file, to tell the line.
        inside: the tables around `data`.

    Raises:
        UsageError: about the first fault of the file.
    """
    faults = []
    for error in _validator().iter_errors(_plain(data)):
        keys = tuple(error.instance_path)
        for key, message, hint in _faults(error, keys):
            line = line_of(text, (*inside, *key))
            faults.append((line or 0, f"{path}:{line}" if line else str(path), message, hint))
    if faults:
        _, where, message, hint = min(faults, key=lambda fault: fault[0])
        raise UsageError(f"{where}: {message}", hint)


def line_of(text: str, keys: Sequence[str | int]) -> int | None:
    """Return the line where a key stands, None where a simple look does not find it."""
    wanted = [str(key) for key in keys if isinstance(key, str)]
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            table = _parts(stripped.strip("[").partition("]")[0])
            if table[: len(wanted)] == wanted:
                return number
        elif "=" in stripped and not stripped.startswith("#"):
            full = table + _parts(_left(stripped))
            if full[: len(wanted)] == wanted:
                return number
            # An inline table holds the rest of the keys in its line.
            if wanted[: len(full)] == full and wanted[-1] in stripped:
                return number
    return None


def _left(line: str) -> str:
    """Return what stands before the first equals sign outside of quotes."""
    found = re.match(r'(?:"[^"]*"|\'[^\']*\'|[^="\'])*', line)
    return found.group() if found else ""


def _parts(dotted: str) -> list[str]:
    """Return the keys of a dotted key; the quoted ones without their quotes."""
    return [
        one.strip("\"'") for one in re.findall(r'"[^"]*"|\'[^\']*\'|[^.\s"\']+', dotted.strip())
    ]


@cache
def _validator() -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(schemas.load("config"))


def _plain(value: Any) -> Any:
    """Return TOML data as JSON has it: dates and times become texts."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return value


def _faults(error: Any, keys: tuple[str | int, ...]) -> list[tuple[Any, str, str]]:
    """Return the faults behind one error of the validator: (keys, message, hint)."""
    kind, name = error.kind, _name(keys)
    if kind.name == "additionalProperties":
        known = list(_at(schemas.load("config"), error.schema_path[:-1])["properties"])
        table = f" in [{name}]" if keys else ""
        return [
            ((*keys, key), f"unknown key `{key}`{table}", near(key, known))
            for key in kind.unexpected
        ]
    if kind.name == "type":
        wanted = " or ".join(map(_typed, sorted(kind.types, reverse=True)))
        found = _TYPES.get(_json_type(error.instance), "another type")
        return [(keys, f"`{name}` is {found}, and must be {wanted}", "")]
    if kind.name == "enum":
        if not isinstance(error.instance, str):
            return []  # the type is wrong, which is said
        options = ", ".join(map(str, kind.options))
        return [(keys, f"`{name}` is `{error.instance}`", f"choose one of: {options}")]
    if kind.name == "minimum":
        return [(keys, f"`{name}` is {error.instance}, below {kind.limit}", "")]
    if kind.name == "required":
        return [(keys, f"[{name}] has no `{kind.property}`", "add the key")]
    return [(keys, f"`{name}`: {error.message}", "")]


def _typed(kind: str) -> str:
    return "an array of strings" if kind == "array" else _TYPES[kind]


def _name(keys: Sequence[str | int]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")


def _json_type(value: Any) -> str:
    kinds = (("boolean", bool), ("integer", int), ("number", float), ("string", str),
             ("array", list), ("object", dict))  # fmt: skip
    return next((name for name, kind in kinds if isinstance(value, kind)), "")


def _at(schema: Any, path: Sequence[str | int]) -> Any:
    for part in path:
        schema = schema[part]
    return schema
