"""From options as people write them (``label:0=no,1=yes``) to `Settings`.

The command line and the Python API give the same names; the API may give a mapping where the command
line has a list of ``NAME=VALUE`` texts.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from dataprep.dialects.mapped import PARTS, SIDES
from dataprep.engine.settings import Settings, Split
from dataprep.errors import UsageError
from dataprep.escapes import unescape
from dataprep.normalization.pipeline import switches
from dataprep.readers.options import ReadOptions, TextOptions

_READ = ("encoding", "delimiter", "quote", "header", "skip_hidden", "records")
_TEXT = {
    "text": "mode", "chunk_size": "chunk_size", "chunk_overlap": "chunk_overlap",
    "chunk_unit": "chunk_unit", "min_line_chars": "min_chars", "max_line_chars": "max_chars",
    "min_line_tokens": "min_tokens", "max_line_tokens": "max_tokens",
}  # fmt: skip
_PLAIN = ("to", "dialect", "group_by", "order_by", "drop_duplicates", "shard_size", "ascii")
_OTHER = (
    "input_format", "sheet", "explode", "speaker", "drop_section", "map", "user", "assistant",
    "system", "values", "keep", "split", "seed", "stratify", "group",
)  # fmt: skip
_ESCAPED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}


def settings_from(options: Mapping[str, Any]) -> Settings:
    """Return the settings for options by their names (dashes as underscores); None means not given.

    Raises:
        UsageError: an unknown name, a value that makes no sense, or options that contradict.
    """
    given = {name: value for name, value in options.items() if value is not None and value != ()}
    step_names = {switch.name for switch in switches()}
    known = {*_READ, *_TEXT, *_PLAIN, *_OTHER, *step_names}
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            raise UsageError(
                f"no option is called `{name}`",
                f"did you mean `{near[0]}`?" if near else "see: dataprep convert --help",
            )
    return Settings(
        read=_reading(given),
        columns=_columns(given),
        templates={side: given[side] for side in ("user", "assistant") if side in given},
        system=unescape(given["system"]) if "system" in given else None,
        values=_values(given.get("values", ())),
        keep=tuple(_listed(given.get("keep", ()))),
        steps={name: value for name, value in given.items() if name in step_names},
        split=_split(given),
        **_checked_plain(given),
    )


def _checked_plain(given: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: given[name] for name in _PLAIN if name in given}
    if "order_by" in plain and "group_by" not in plain:
        raise UsageError("--order-by orders the rows of a group", "add --group-by COLUMN")
    if "group_by" in plain and given.get("keep"):
        raise UsageError("--keep does not go with --group-by: a conversation has many rows",
                         "leave one of them out")  # fmt: skip
    if plain.get("shard_size", 1) < 1:
        raise UsageError(f"--shard-size {plain['shard_size']} must be 1 or more", "e.g. 10000")
    return plain


def _reading(given: Mapping[str, Any]) -> ReadOptions:
    text: dict[str, Any] = {_TEXT[name]: given[name] for name in _TEXT if name in given}
    for name in ("trim", "collapse_whitespace"):
        if name in given:
            text[name] = given[name]
    if "tokenizer_encoding" in given:
        text["encoding_name"] = given["tokenizer_encoding"]
    text["speakers"] = tuple(_pairs(given.get("speaker", ()), "--speaker", "NAME=role").items())
    text["drop_sections"] = tuple(name.lower() for name in _listed(given.get("drop_section", ())))
    if text.get("chunk_overlap", 0) >= text.get("chunk_size", 2000):
        raise UsageError(
            f"--chunk-overlap {text['chunk_overlap']} must be smaller than the chunks "
            f"({text.get('chunk_size', 2000)})",
            "lower it, or raise --chunk-size",
        )
    read: dict[str, Any] = {name: given[name] for name in _READ if name in given}
    for name in ("delimiter", "quote"):
        if name in read:
            read[name] = _ESCAPED.get(read[name], read[name])
            if len(read[name]) > 1:
                raise UsageError(
                    f"--{name} {read[name]!r} must be one character", "e.g. ';' or tab"
                )
    if "header" in read:
        read["header"] = str(read["header"])
    return ReadOptions(
        format=given.get("input_format"),
        sheets=tuple(str(name) for name in _listed(given.get("sheet", ()))),
        explode=tuple(_listed(given.get("explode", ()))),
        text=TextOptions(**text),
        **read,
    )


def _columns(given: Mapping[str, Any]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for part, column in _pairs(given.get("map", ()), "--map", "ROLE=COLUMN").items():
        role = SIDES.get(part, part)
        if role not in PARTS:
            raise UsageError(
                f"--map {part}={column}: `{part}` is not a part of an example",
                f"use one of: {', '.join((*PARTS, *SIDES))}",
            )
        if role in columns:
            raise UsageError(
                f"--map names two columns for `{role}`: `{columns[role]}` and `{column}`",
                f"combine them with a template: --{role} '{{{columns[role]}}} {{{column}}}'",
            )
        columns[role] = column
    for side in ("user", "assistant"):
        if side in columns and side in given:
            raise UsageError(
                f"both --map {side}={columns[side]} and --{side} say what the {side} says",
                "leave one of them out",
            )
    return columns


def _values(given: Any) -> dict[str, dict[str, str]]:
    """Return column -> old -> new from ``COLUMN:OLD=NEW,OLD=NEW`` texts."""
    if isinstance(given, Mapping):
        return {
            column: {str(old): str(new) for old, new in table.items()}
            for column, table in given.items()
        }
    tables: dict[str, dict[str, str]] = {}
    for text in _listed(given):
        column, colon, pairs = text.partition(":")
        if not colon or "=" not in pairs:
            raise UsageError(
                f"--values {text!r} is not COLUMN:OLD=NEW,OLD=NEW", "e.g. --values label:0=no,1=yes"
            )
        for pair in pairs.split(","):
            old, equals, new = pair.partition("=")
            if not equals:
                raise UsageError(
                    f"--values {text!r}: {pair!r} is not OLD=NEW", "e.g. --values label:0=no,1=yes"
                )
            tables.setdefault(column, {})[old] = unescape(new)
    return tables


def _split(given: Mapping[str, Any]) -> Split | None:
    if "split" not in given:
        for name in ("stratify", "group"):
            if name in given:
                raise UsageError(
                    f"--{name} says how to split", "add --split train=0.8,validation=0.2"
                )
        return None
    raw = given["split"]
    texts = raw if isinstance(raw, Mapping) else [one for t in _listed(raw) for one in t.split(",")]
    pairs = _pairs(texts, "--split", "NAME=SHARE")
    sizes = {name: _size(name, text) for name, text in pairs.items()}
    exact = all(isinstance(size, int) for size in sizes.values())
    if not exact and any(isinstance(size, int) and size > 1 for size in sizes.values()):
        raise UsageError(
            "--split mixes numbers of examples and fractions",
            "give all as fractions (train=0.8,validation=0.2) or all as numbers (train=800,...)",
        )
    total = sum(sizes.values())
    if not exact and abs(total - 1) > 1e-6:
        raise UsageError(
            f"the fractions of --split add up to {total:g}; they must add up to 1",
            "e.g. --split train=0.8,validation=0.1,test=0.1",
        )
    group, stratify = given.get("group"), given.get("stratify")
    if group is not None and stratify is not None:
        raise UsageError("--group and --stratify decide the split both", "leave one of them out")
    return Split(tuple(sizes.items()), int(given.get("seed", 0)), exact, stratify, group)


def _size(name: str, text: Any) -> int | float:
    """Return a share: a whole number is a number of examples, ``0.8`` and ``80%`` are fractions."""
    written = str(text).strip()
    try:
        if written.endswith("%"):
            size: int | float = float(written[:-1]) / 100
        elif isinstance(text, float) or not written.isdecimal():
            size = float(written)
        else:
            size = int(written)
    except ValueError:
        size = -1
    if not size > 0 or (isinstance(size, float) and not size <= 1):
        raise UsageError(
            f"--split {name}={text}: the share must be a fraction up to 1 or a number of examples",
            "e.g. --split train=0.8,validation=0.2 or --split train=800,validation=200",
        )
    if not name.replace("-", "").replace("_", "").isalnum():
        raise UsageError(
            f"--split: {name!r} cannot be part of a file name", "use letters and digits"
        )
    return size


def _pairs(given: Any, flag: str, shape: str) -> dict[str, Any]:
    """Return name -> value from ``NAME=VALUE`` texts or a mapping."""
    if isinstance(given, Mapping):
        return dict(given)
    pairs: dict[str, Any] = {}
    for text in _listed(given):
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or not value:
            raise UsageError(f"{flag} {text!r} is not {shape}", f"write it as {flag} {shape}")
        if name.strip() in pairs:
            raise UsageError(f"{flag} names `{name.strip()}` twice", "leave one of them out")
        pairs[name.strip()] = value
    return pairs


def _listed(given: Any) -> list[str]:
    if isinstance(given, (str, int)):
        return [str(given)]
    if isinstance(given, Iterable):
        return [str(one) for one in given]
    return []
