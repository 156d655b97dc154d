"""Plans: the options and the answers of a walk as a TOML file, to be walked again without questions."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dataprep.errors import InputError, OutputError, UsageError
from dataprep.fixing.prepare.questions import Answer

VERSION = 1
FORMATS = ("chat", "prompt-completion")


class Options(NamedTuple):
    """What decides a walk besides the answers.

    Attributes:
        to: the output format; empty to go by the file.
        target: ``PLATFORM`` or ``PLATFORM/MODEL``.
        compat: whether the rows are those of the old tool.
        map: part of an example -> column, as for `convert`; empty to go by the file.
        sheet: of a workbook, by name or number, or ``all``; empty to ask where there are several.
    """

    to: str = ""
    target: str = "generic"
    compat: bool = False
    map: Mapping[str, str] = {}
    sheet: str = ""


class Plan(NamedTuple):
    """A walk that can be repeated: same input, same plan, same bytes."""

    options: Options
    answers: Mapping[str, Answer]


def load(path: Path) -> Plan:
    """Return the plan of a file.

    Raises:
        InputError: it cannot be read, or is no TOML.
        UsageError: it holds what no plan holds.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror})", "check the name of the plan"
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path}: is no plan: {error}", "write one with: dataprep prepare FILE --save-plan PLAN"
        ) from error
    return from_data(data, str(path))


def from_data(data: Mapping[str, Any], name: str) -> Plan:
    """Return a plan from its parsed form (``schemas/plan.schema.json``).

    Raises:
        UsageError: it holds what no plan holds.
    """
    shape: dict[str, Any] = {"version": int, "options": dict, "map": dict, "answers": dict}
    _check(data, shape, name)
    if data.get("version") != VERSION:
        raise UsageError(
            f"{name}: `version` is {data.get('version')!r}; this program reads {VERSION}",
            "answer anew without --plan, and save the plan again",
        )
    options = data.get("options", {})
    kinds = {"to": str, "target": str, "compat": bool, "sheet": str}
    _check(options, kinds, f"{name}, [options]")
    if options.get("to", "") not in ("", *FORMATS):
        raise UsageError(f"{name}: `to` is {options['to']!r}", f"use one of: {', '.join(FORMATS)}")
    columns, answers = data.get("map", {}), data.get("answers", {})
    _check(columns, dict.fromkeys(columns, str), f"{name}, [map]")
    _check(answers, dict.fromkeys(answers, str | bool), f"{name}, [answers]")
    return Plan(Options(**options, map=columns), answers)


def written(plan: Plan) -> str:
    """Return a plan as TOML."""
    options = plan.options._asdict()
    columns = options.pop("map")
    for key in ("to", "sheet"):
        if not options[key]:
            del options[key]
    lines = [
        "# A plan of `dataprep prepare`: dataprep prepare FILE --plan THIS",
        f"version = {VERSION}",
    ]
    for title, table in (("options", options), ("map", columns), ("answers", plan.answers)):
        if table:
            lines += ["", f"[{title}]"]
            lines += [f"{_key(key)} = {_value(value)}" for key, value in table.items()]
    return "\n".join(lines) + "\n"


def save(plan: Plan, path: Path) -> None:
    """Write a plan where no file is yet.

    Raises:
        OutputError: there is one, or the place cannot be written.
    """
    text = written(plan).encode("utf-8", "replace")
    try:
        with path.open("xb") as file:
            file.write(text)
    except FileExistsError as error:
        raise OutputError(f"{path}: exists", "choose another name with --save-plan") from error
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror})", "choose another place"
        ) from error


def _check(table: Mapping[str, Any], shape: Mapping[str, Any], name: str) -> None:
    for key, value in table.items():
        if key not in shape:
            raise UsageError(f"{name}: there is no key `{key}`", f"use: {', '.join(shape)}")
        if not isinstance(value, shape[key]):
            raise UsageError(
                f"{name}: `{key}` is {value!r}, of another kind than it must be",
                "correct it, or answer anew without --plan",
            )


def _key(key: str) -> str:
    return key if re.fullmatch("[A-Za-z0-9_-]+", key) else _quoted(key)


def _value(value: Answer) -> str:
    return str(value).lower() if isinstance(value, bool) else _quoted(value)


def _quoted(text: str) -> str:
    """Return a basic string: JSON's escapes are TOML's, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
