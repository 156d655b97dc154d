"""Repairs as text: for each place of a row what stood there and what stands there now.

Rows are long, so of a text only the part that differs is shown, with a little around it.
"""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.fixing.chunks import RowChange
from dataprep.fixing.rows import Done

_AROUND = 30
_MOST = 160
_HIDDEN = '"..."'


def diff_lines(change: RowChange) -> Iterator[str]:
    """Yield the change of a row: a heading, then ``-`` and ``+`` lines for each place."""
    where = f"{change.path}:{change.line}" if change.line else change.path
    if change.dropped:
        yield f"@@ {where} {change.done[0].code} dropped: {change.dropped}"
        return
    for one in change.done:
        yield f"@@ {where} {one.code} {one.json_path or _whole(one.code)}"
        before, after = (_HIDDEN, one.after) if one.private else _shortened(one)
        if before:
            yield f"- {before}"
        if after:
            yield f"+ {after if not one.private else _clipped(after)}"


def _shortened(one: Done) -> tuple[str, str]:
    """Return both texts without what is the same at a distance from what differs."""
    before, after = one.before, one.after
    if not before or not after:
        return _clipped(before), _clipped(after)
    least = min(len(before), len(after))
    start = next((n for n in range(least) if before[n] != after[n]), least)
    end = next((n for n in range(least - start) if before[-1 - n] != after[-1 - n]), least - start)
    first = max(0, start - _AROUND)
    last = max(0, end - _AROUND)
    return tuple(  # type: ignore[return-value]
        ("..." if first else "")
        + _clipped(text[first : len(text) - last])
        + ("..." if last else "")
        for text in (before, after)
    )


def _clipped(text: str) -> str:
    if len(text) <= _MOST:
        return text
    half = _MOST // 2
    return f"{text[:half]} ... {len(text) - 2 * half:,} more characters ... {text[-half:]}"


def _whole(code: str) -> str:
    return "the file" if code in ("JSN003", "JSN006", "JSN007") else "the line"
