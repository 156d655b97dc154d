"""The baseline: findings that are known and accepted, in a file beside the data.

JSON Lines have no comments and a row no room for a remark, so what is accepted stands in a sidecar: a
header, then a line for each fingerprint with how often it may occur, sorted, so that two branches merge.
It is keyed by content: rows may be shuffled, split and renamed. A known finding counts for nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from dataprep.engine.validation.report import Report
from dataprep.errors import UsageError
from dataprep.jsontext import dumps
from dataprep.model import Finding

VERSION = 1
"""Of the shape of the file."""

_HEADER = {"dataprep-baseline": VERSION}
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_REWRITE = "write it again: dataprep validate --write-baseline FILE --accept-new"


class Entry(NamedTuple):
    """A finding that is known: its rule, how often it may occur, and a hint for who reads the file."""

    code: str
    number: int
    hint: str = ""


Baseline = Mapping[str, Entry]
"""Fingerprint -> entry."""


def load(path: Path) -> dict[str, Entry]:
    """Read a baseline.

    Raises:
        UsageError: it is missing, unreadable or malformed; says the line.
    """
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError as error:
        raise UsageError(
            f"{path}: there is no such baseline", f"make it with --write-baseline {path}"
        ) from error
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read ({error.strerror or error})", "name a baseline file"
        ) from error
    if not lines or _object(lines[0]).get("dataprep-baseline") is None:
        raise UsageError(f"{path}:1: is no header of a baseline", _REWRITE)
    version = _object(lines[0])["dataprep-baseline"]
    if version != VERSION:
        raise UsageError(
            f"{path}:1: the baseline has version {version}, this is for {VERSION}", _REWRITE
        )
    found: dict[str, Entry] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        key, entry = _entry(_object(line))
        if entry is None:
            raise UsageError(
                f"{path}:{number}: is no entry with fingerprint, code and count",
                "remove the line, or take the file's last good version",
            )
        # Two branches that were merged may both have added it.
        before = found.get(key)
        found[key] = entry if before is None or before.number < entry.number else before
    return found


def save(path: Path, entries: Baseline) -> None:
    """Write a baseline; the file is whole or as it was."""
    from dataprep.writing.staging import staging

    lines: list[dict[str, Any]] = [dict(_HEADER)]
    for key, one in sorted(entries.items(), key=lambda pair: (pair[1].code, pair[0])):
        lines.append({"fingerprint": key, "code": one.code, "count": one.number, "hint": one.hint})
    with staging(path) as stage:
        made = stage.folder / "baseline"
        made.write_bytes(b"".join(dumps(line) + b"\n" for line in lines))
        stage.put(made, path)
        stage.commit()


def taken(findings: Iterable[Finding]) -> dict[str, Entry]:
    """Return the baseline that knows these findings and no others."""
    counts: Counter[str] = Counter()
    firsts: dict[str, Finding] = {}
    for one in findings:
        counts[one.fingerprint] += 1
        firsts.setdefault(one.fingerprint, one)
    return {
        key: Entry(one.code, counts[key], f"{one.name} {one.location.json_path}".rstrip())
        for key, one in firsts.items()
    }


def rewritten(old: Baseline | None, now: Baseline, codes: frozenset[str] | None, accept: bool
              ) -> dict[str, Entry]:  # fmt: skip
    """Return what a baseline becomes.

    Args:
        old: what it was; None for a new file, which takes everything.
        now: what is found now.
        codes: the rules that could speak; None where not every file could be read. Entries that could
            not be found stay.
        accept: whether it may grow.
    """
    if old is None:
        return dict(now)
    kept = dict(now) if accept else {
        key: one._replace(number=min(one.number, old[key].number))
        for key, one in now.items() if key in old
    }  # fmt: skip
    for key, one in old.items():
        if codes is None or one.code not in codes:
            before = kept.get(key)
            kept[key] = one if before is None or before.number < one.number else before
    return kept


def together(baselines: Iterable[Baseline]) -> dict[str, Entry]:
    """Return the baseline that knows what each of several knows, an entry as often as it must be."""
    found: dict[str, Entry] = {}
    for one in baselines:
        for key, entry in one.items():
            if key not in found or found[key].number < entry.number:
                found[key] = entry
    return found


def apply(report: Report, known: Baseline, show: bool) -> Counter[str]:
    """Take the findings that a baseline knows out of the counts of a report.

    Args:
        report: with all its findings, and their fingerprints.
        known: the baseline.
        show: whether known findings stay in the list, marked as such.

    Returns:
        Fingerprint -> how many more findings the baseline would have known.
    """
    left = Counter({key: one.number for key, one in known.items()})
    findings: list[Finding] = []
    number = 0
    for one in report.findings:
        if left[one.fingerprint] <= 0:
            findings.append(one)
            continue
        left[one.fingerprint] -= 1
        number += 1
        report.counts[one.code, one.severity, one.fix, one.targets] -= 1
        if show:
            findings.append(one._replace(baselined=True))
    report.counts = +report.counts
    report.findings = findings
    report.baseline = {"known": number, "stale": 0}
    return left


def fold(report: Report, cap: int | None) -> None:
    """Keep the first findings of each rule, the known ones apart from the others."""
    if cap is None:
        return
    seen: Counter[tuple[str, bool]] = Counter()
    findings = []
    for one in report.findings:
        seen[one.code, one.baselined] += 1
        if seen[one.code, one.baselined] <= cap:
            findings.append(one)
    report.findings = findings


def _object(line: bytes) -> dict[str, Any]:
    try:
        data = orjson.loads(line)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _entry(data: dict[str, Any]) -> tuple[str, Entry | None]:
    key, code, count = data.get("fingerprint"), data.get("code"), data.get("count")
    hint = data.get("hint", "")
    good = (
        isinstance(key, str)
        and _FINGERPRINT.fullmatch(key)
        and isinstance(code, str)
        and type(count) is int
        and count > 0
        and isinstance(hint, str)
    )
    return (str(key), Entry(str(code), count or 0, hint)) if good else ("", None)
