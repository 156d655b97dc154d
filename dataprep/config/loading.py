"""Finds and reads a configuration.

The nearest file counts, alone: nothing of a folder further up is merged into it, unless the file asks
for it with ``extends``. Paths inside a file are relative to that file.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dataprep.config.checking import check, parse
from dataprep.config.settings import Config, DatasetConfig
from dataprep.errors import UsageError

NAMES = (".dataprep.toml", "dataprep.toml", "pyproject.toml")
_TABLES = ("severity", "per-file-ignores", "datasets", "targets")
_LISTS = ("select", "ignore", "extend-select", "target", "validation-file", "rules")


def configuration(path: str | None, isolated: bool, start: Path) -> Config:
    """Return the configuration in use.

    Args:
        path: the file that was asked for, None for the nearest one.
        isolated: whether to look at no file at all.
        start: the folder from which to search upward.
    """
    if isolated:
        return Config(root=Path.cwd())
    found = Path(path) if path else find(start)
    return load(found) if found else Config(root=Path.cwd())


def find(start: Path) -> Path | None:
    """Return the nearest configuration, in the folder `start` or above it."""
    folder = start.resolve()
    for place in (folder, *folder.parents):
        for name in NAMES:
            path = place / name
            if path.is_file() and (name != "pyproject.toml" or _speaks_of_us(path)):
                return path
    return None


def load(path: Path) -> Config:
    """Read a configuration, and what it extends.

    Raises:
        UsageError: the file is missing, is no TOML, or says what no configuration can; the message
            names the file, the line and the key.
    """
    path = Path(os.path.abspath(path))
    data = _extended(path, ())
    fields: dict[str, Any] = {
        key.replace("-", "_"): value for key, value in data.items() if key not in _TABLES
    }
    for key in _LISTS:
        if key in data:
            fields[key.replace("-", "_")] = _texts(data[key])
    ignores = data.get("per-file-ignores", {})
    return Config(
        **fields,
        severity=data.get("severity", {}),
        per_file_ignores={pattern: _texts(rules) for pattern, rules in ignores.items()},
        datasets={name: _dataset(table) for name, table in data.get("datasets", {}).items()},
        targets=data.get("targets", {}),
        path=path,
        root=path.parent,
    )


def _speaks_of_us(path: Path) -> bool:
    # Most projects' files do not, and need not be parsed.
    return b"dataprep" in path.read_bytes() and _section(parse(path)[0], path) is not None


def _section(data: dict[str, Any], path: Path) -> Any:
    """Return what is ours in a file: all of it, or ``[tool.dataprep]``."""
    if path.name != "pyproject.toml":
        return data
    tool = data.get("tool")
    return tool.get("dataprep") if isinstance(tool, dict) else None


def _extended(path: Path, seen: tuple[Path, ...]) -> dict[str, Any]:
    """Return a file's data over that of the file which it extends, its paths made absolute."""
    if path in seen:
        chain = " -> ".join(one.name for one in (*seen, path))
        raise UsageError(f"{path} extends itself: {chain}", "remove one of the `extends`")
    parsed, text = parse(path)
    data = _section(parsed, path)
    if data is None:
        raise UsageError(f"{path} has no table [tool.dataprep]", "add one, or name another file")
    inside = ("tool", "dataprep") if path.name == "pyproject.toml" else ()
    check(data, path, text, inside)
    own = _absolute(data, path.parent)
    if "extends" not in own:
        return own
    base = _extended(Path(os.path.normpath(own.pop("extends"))), (*seen, path))
    tables = {key: base.get(key, {}) | own.get(key, {}) for key in _TABLES}
    return base | own | {key: table for key, table in tables.items() if table}


def _absolute(data: Mapping[str, Any], root: Path) -> dict[str, Any]:
    """Return the data with every path and glob in it made absolute."""
    out = dict(data)
    # What is special in a glob is not so in the name of the folder in which the file stands.
    anchor = glob.escape(str(root))
    for key in ("extends", "tokenizer", "baseline"):
        if key in out:
            out[key] = os.path.join(root, out[key])
    if "rules" in out:
        out["rules"] = _joined(out["rules"], str(root))
    if "validation-file" in out:
        out["validation-file"] = _joined(out["validation-file"], anchor)
    if "per-file-ignores" in out:
        out["per-file-ignores"] = {
            _anchored(pattern, anchor): rules for pattern, rules in out["per-file-ignores"].items()
        }
    if "datasets" in out:
        out["datasets"] = {
            name: table
            | {key: _joined(table[key], anchor) for key in ("train", "validation") if key in table}
            for name, table in out["datasets"].items()
        }
    return out


def _anchored(pattern: str, anchor: str) -> str:
    """Return a pattern as an absolute one; one without a slash fits at any depth, as for Git."""
    if os.path.isabs(pattern):
        return pattern
    deep = "" if "/" in pattern.rstrip("/") else "**/"
    return os.path.normpath(f"{anchor}/{deep}{pattern}")


def _joined(value: Any, anchor: str) -> tuple[str, ...]:
    return tuple(os.path.normpath(os.path.join(anchor, one)) for one in _texts(value))


def _dataset(table: Mapping[str, Any]) -> DatasetConfig:
    return DatasetConfig(
        train=_texts(table.get("train", ())),
        validation=_texts(table.get("validation", ())),
        target=_texts(table.get("target", ())),
        method=table.get("method"),
    )


def _texts(value: Any) -> tuple[str, ...]:
    """Return what may be one text or several as several."""
    return (value,) if isinstance(value, str) else tuple(value)
