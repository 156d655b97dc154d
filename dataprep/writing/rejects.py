"""The rejects: one JSON line for each row that could not be used, as it was, and why."""

from __future__ import annotations

from typing import Any

from dataprep.jsontext import dumps
from dataprep.model import Finding


def reject_line(raw: Any, finding: Finding) -> bytes:
    """Return the line for a row: its place, the reason, and the raw record.

    Bytes that did not decode are written as escapes ``\\udc80`` to ``\\udcff``, so that nothing of the
    row is lost.
    """
    place = {
        key: value
        for key, value in finding.location._asdict().items()
        if value and key in ("path", "line", "column", "json_path", "cell")
    }
    reason = {"code": finding.code, "name": finding.name, "message": finding.message}
    return dumps({**place, **reason, "record": raw})
