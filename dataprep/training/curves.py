"""Curves on a terminal: columns of blocks, one chart above the other, on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Curve = Sequence[tuple[int, float]]

_BLOCKS = " ▁▂▃▄▅▆▇█"
_ASCII = " .:-=+*##"
_LABEL = 10


def terminal(
    curves: Mapping[str, Curve], width: int, height: int = 5, plain: bool = False
) -> Iterator[str]:
    """Yield the lines of a chart for each curve.

    Args:
        curves: name -> (step, value) by step; all share the scale of steps and of values.
        width: columns of the terminal.
        height: lines of one chart.
        plain: ASCII only, for a terminal that shows no blocks.
    """
    curves = {name: curve for name, curve in curves.items() if curve}
    if not curves:
        return
    columns = max(10, min(width, 200) - _LABEL - 2)
    steps = [step for curve in curves.values() for step, _ in curve]
    low, high = bounds(curves)
    blocks = _ASCII if plain else _BLOCKS
    for name, curve in curves.items():
        yield name
        heights = [
            None if value is None else max(1, round((value - low) / (high - low) * 8 * height))
            for value in sampled(curve, min(steps), max(steps), columns)
        ]
        for line in reversed(range(height)):
            label = {height - 1: high, 0: low}.get(line)
            shown = "" if label is None else f"{label:.3g}"
            cells = (blocks[min(8, max(0, (n or 0) - 8 * line))] for n in heights)
            yield f"{shown:>{_LABEL}} {'|' if plain else '│'}{''.join(cells)}".rstrip()
    yield " " * (_LABEL + 2) + _axis(min(steps), max(steps), columns)


def _axis(first: int, last: int, columns: int) -> str:
    """Return the labels of the first and the last step, the latter where there is room for it."""
    left, right = f"step {first:,}", f"{last:,}"
    fits = first != last and len(left) + len(right) < columns
    return f"{left}{right:>{columns - len(left)}}" if fits else left


def bounds(curves: Mapping[str, Curve]) -> tuple[float, float]:
    """Return the lowest and the highest value, apart from each other; a low one is taken for 0."""
    values = [value for curve in curves.values() for _, value in curve]
    low, high = min(values), max(values)
    if 0 < low < high / 3:
        low = 0.0
    return (low, high) if high > low else (low - abs(low) / 2 - 0.5, high + abs(high) / 2 + 0.5)


def sampled(curve: Curve, first: int, last: int, columns: int) -> list[float | None]:
    """Return one value for each column: the mean of its steps, else on the line between neighbours.

    Before the first and behind the last point there is None.
    """
    sums: dict[int, list[float]] = {}
    for step, value in curve:
        at = round((step - first) * (columns - 1) / max(1, last - first))
        sums.setdefault(at, []).append(value)
    means = {at: sum(values) / len(values) for at, values in sorted(sums.items())}
    found: list[float | None] = [None] * columns
    places = list(means)
    for left, right in zip(places, places[1:] or places, strict=False):
        for at in range(left, right + 1):
            share = (at - left) / max(1, right - left)
            found[at] = means[left] + share * (means[right] - means[left])
    return found
