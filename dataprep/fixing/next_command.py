"""The command to type after a repair: complete, with what was typed for this one, or none at all."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dataprep.fixing.result import FixResult
from dataprep.readers.source import Source

_MOST = 10
"""Names in a command; nobody types more."""
_JUDGED = ("target", "method", "tokenizer")
_CHOSEN = (*_JUDGED, "grader", "select", "ignore", "extend_select")


class Asked(NamedTuple):
    """What a repair was asked to do.

    Attributes:
        given: the options as they were typed.
        merged: all options, with those of the configuration.
        output: where the file goes, as it was typed.
        per_file: whether each file was taken by itself.
        unsafe: whether unsafe repairs were wanted.
        only_look: whether nothing was to be written.
    """

    given: Mapping[str, Any]
    merged: Mapping[str, Any]
    output: str | None
    per_file: bool
    unsafe: bool
    only_look: bool


def next_command(result: FixResult, asked: Asked) -> str:
    """Return the command; empty where none can be typed: standard input has been read."""
    files = {
        name: name if path is None or asked.output is None else str(path)
        for name, path in result.changed.items()
    }
    if not files or any(name.startswith("<") for name in files.values()):
        return ""
    if asked.only_look and result.fixed:
        return _repair(list(files), asked)
    return _look(result, files, asked)


def _repair(names: list[str], asked: Asked) -> str:
    """Return the command that writes what was looked at."""
    paths, dataset = asked.given.get("paths") or (), asked.given.get("dataset")
    if len(paths) > _MOST:
        return ""
    words = ["fix", *paths, *_with("dataset", dataset)]
    words += _with("validation_file", asked.given.get("validation_file"))
    words += [word for key in _CHOSEN for word in _with(key, asked.given.get(key))]
    words += ["--unsafe-fixes"] * asked.unsafe
    if asked.per_file:
        return _typed([*words, "--per-file", "--in-place"])
    if len(names) > 1:
        return _typed([*words, "-o", "fixed/"])
    source = Source(Path(names[0]), names[0])
    return _typed([*words, "-o", str(Path(names[0]).with_name(f"{source.stem}.fixed.jsonl"))])


def _look(result: FixResult, files: Mapping[str, str], asked: Asked) -> str:
    """Return the command that looks at the files as they are now."""
    if len(files) > _MOST:
        return ""
    held = [one["path"] for one in result.report.files if one["part"] == "validation"]
    train = [file for name, file in files.items() if name not in held]
    dataset = asked.given.get("dataset") if asked.output is None else None
    said = dict(asked.given)
    if not (dataset or asked.per_file):  # no table says it any more
        said["method"] = asked.merged["method"]
        said["target"] = [one for one in result.report.targets if one != "generic"]
    if result.ok and not (dataset or asked.per_file):
        return _typed(["stats", *train, *(w for key in _JUDGED for w in _with(key, said.get(key)))])
    words = ["validate"]
    if asked.per_file:
        words += ["--per-file", *train]
    elif dataset:
        words += _with("dataset", dataset)
    else:
        words += [*train, *_with("validation_file", [files[name] for name in held])]
    words += [word for key in (*_JUDGED, "grader") for word in _with(key, said.get(key))]
    return _typed(words)


def _with(key: str, values: Any) -> list[str]:
    """Return an option with its values as words; none where it has none."""
    name = "--validation" if key == "validation_file" else f"--{key.replace('_', '-')}"
    several = [values] if isinstance(values, str) else values or ()
    return [word for value in several for word in (name, str(value))]


def _typed(words: Iterable[str]) -> str:
    return f"dataprep {' '.join(map(shlex.quote, words))}"
