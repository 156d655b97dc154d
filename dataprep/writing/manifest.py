"""The manifest: how a dataset was made, so that it can be made again and used rightly."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest_bytes(content: dict[str, Any]) -> bytes:
    """Return the manifest's text: indented JSON, for people and programs.

    There is no time of day in it, and paths are as the user gave them: the same command on the same
    input gives the same bytes.
    """
    return (json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n").encode()


def is_ours(path: Path) -> bool:
    """Whether a file is a manifest that dataprep wrote."""
    return _manifest(path) is not None


def previous_outputs(path: Path) -> list[Path]:
    """Return the files that an earlier run with this manifest wrote and that are still there."""
    content = _manifest(path)
    if content is None:
        return []
    try:
        names = [entry["path"] for entry in content["outputs"]]
    except (KeyError, TypeError):
        return []
    found = [path.parent / Path(name).name for name in names if isinstance(name, str)]
    return [one for one in found if one.suffix == ".jsonl" and one.is_file()]


def _manifest(path: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and content.get("tool") == "dataprep" else None
