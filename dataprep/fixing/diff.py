"""Repairs as text: for each place of a row what stood there and what stands there now.

Rows are long, so of a text only the part that differs is shown, with a little around it. No private
value can be read, whichever rule made the repair.
"""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.fixing.chunks import RowChange
from dataprep.fixing.rows import Done
from dataprep.rules.secrets.masking import hidden

_AROUND = 30
_MOST = 160
_HIDDEN = '"..."'
# What has masked a text before remembers it, and values may be as long as rows.
_masked = hidden.__wrapped__


def diff_lines(change: RowChange) -> Iterator[str]:
    """Yield the change of a row: a heading, then ``-`` and ``+`` lines for each place."""
    where = f"{change.path}:{change.line}" if change.line else change.path
    if change.dropped:
        yield f"@@ {where} {change.done[0].code} dropped: {_masked(change.dropped)}"
        return
    for one in change.done:
        yield f"@@ {where} {one.code} {one.json_path or one.said}"
        before, after = _shortened(one)
        if before:
            yield f"- {before}"
        if after:
            yield f"+ {after}"


def _shortened(one: Done) -> tuple[str, str]:
    """Return both texts masked, without what is the same at a distance from what differs."""
    before, after = one.before, one.after
    # Stars take the place of characters, so that what differs stays where it is.
    masked, better = _masked(before), _masked(after)
    if not before or not after:
        return _HIDDEN if before and one.private else _clipped(masked), _clipped(better)
    least = min(len(before), len(after))
    start = next((n for n in range(least) if before[n] != after[n]), least)
    end = next((n for n in range(least - start) if before[-1 - n] != after[-1 - n]), least - start)
    first = max(0, start - _AROUND)
    last = max(0, end - _AROUND)
    shown = [
        ("..." if first else "")
        + _clipped(text[first : len(text) - last])
        + ("..." if last else "")
        for text in (masked, better)
    ]
    if one.private and masked[first : len(before) - last] == before[first : len(before) - last]:
        shown[0] = _HIDDEN  # what is private in it is not known
    return shown[0], shown[1]


def _clipped(text: str) -> str:
    if len(text) <= _MOST:
        return text
    half = _MOST // 2
    return f"{text[:half]} ... {len(text) - 2 * half:,} more characters ... {text[-half:]}"
