"""Curves as one SVG that needs nothing else: axes, labels, lines, and words for who cannot see it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from dataprep.training.curves import Curve, bounds

_WIDTH, _HEIGHT = 800, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 50, 50
# Told apart by more than the colour (Okabe and Ito, Color Universal Design, 2008).
_STYLES = (("#0072b2", ""), ("#d55e00", ' stroke-dasharray="7 4"'), ("#009e73", ""))
_MOST_POINTS = 2000


def svg(curves: Mapping[str, Curve], title: str) -> str:
    """Return the drawing.

    Args:
        curves: name -> (step, value) by step.
        title: what it shows; read aloud where it is not seen.
    """
    curves = {name: curve for name, curve in curves.items() if curve}
    return "\n".join([*_lines(curves, title), ""])


def _lines(curves: Mapping[str, Curve], title: str) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'aria-labelledby="title description" font-family="sans-serif" font-size="13">'
    )
    yield f'<title id="title">{_text(title)}</title>'
    yield f'<desc id="description">{_text(_words(curves))}</desc>'
    yield '<rect width="100%" height="100%" fill="#ffffff"/>'
    yield f'<text x="{_LEFT}" y="24" font-size="16">{_text(title)}</text>'
    if curves:
        yield from _drawing(curves)
    yield "</svg>"


def _drawing(curves: Mapping[str, Curve]) -> Iterator[str]:
    steps = [step for curve in curves.values() for step, _ in curve]
    first, last = min(steps), max(steps)
    low, high = bounds(curves)
    across, down = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    bottom = _HEIGHT - _BOTTOM

    def x(step: float) -> float:
        return _LEFT + (step - first) / max(1, last - first) * across

    def y(value: float) -> float:
        return bottom - (value - low) / (high - low) * down

    for value in ticks(low, high):
        yield f'<path d="M{_LEFT} {y(value):.1f}H{_WIDTH - _RIGHT}" stroke="#dddddd"/>'
        yield f'<text x="{_LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:.4g}</text>'
    for step in ticks(first, max(last, first + 1)):
        if step == int(step) and step <= last:
            yield f'<text x="{x(step):.1f}" y="{bottom + 18}" text-anchor="middle">{step:,.0f}</text>'
    yield f'<path d="M{_LEFT} {_TOP}V{bottom}H{_WIDTH - _RIGHT}" fill="none" stroke="#333333"/>'
    yield f'<text x="{_LEFT + across / 2}" y="{_HEIGHT - 12}" text-anchor="middle">step</text>'
    middle = -(_TOP + down / 2)
    yield f'<text transform="rotate(-90)" x="{middle}" y="18" text-anchor="middle">loss</text>'
    for n, (name, curve) in enumerate(curves.items()):
        colour, dashes = _STYLES[n % len(_STYLES)]
        stroke = f'fill="none" stroke="{colour}" stroke-width="2"{dashes}'
        points = " ".join(f"{x(step):.1f},{y(value):.1f}" for step, value in _thinned(curve))
        yield f'<polyline points="{points}" {stroke}/>'
        if len(curve) == 1:
            yield f'<circle cx="{x(curve[0][0]):.1f}" cy="{y(curve[0][1]):.1f}" r="3" fill="{colour}"/>'
        right = _WIDTH - _RIGHT - 150 * (len(curves) - n)
        yield f'<path d="M{right} 36h30" {stroke}/>'
        yield f'<text x="{right + 38}" y="40">{_text(name)}</text>'


def ticks(low: float, high: float, about: int = 6) -> list[float]:
    """Return round numbers from `low` to `high`, some `about` of them."""
    size = 10.0 ** math.floor(math.log10((high - low) / about))
    width = next(size * n for n in (1, 2, 5, 10) if (high - low) / (size * n) <= about)
    first = math.ceil(low / width - 1e-9)
    return [n * width for n in range(first, math.floor(high / width + 1e-9) + 1)]


def _thinned(curve: Curve) -> Curve:
    """Return at most so many points as a screen can show, the last one among them."""
    every = math.ceil(len(curve) / _MOST_POINTS)
    return [*curve[:-1:every], curve[-1]]


def _words(curves: Mapping[str, Curve]) -> str:
    """Return what the drawing shows, in words."""
    return "; ".join(
        f"{name} from {curve[0][1]:.4g} at step {curve[0][0]:,} to {curve[-1][1]:.4g} at step "
        f"{curve[-1][0]:,}"
        for name, curve in curves.items()
    ) or "nothing was measured"  # fmt: skip


def _text(words: str) -> str:
    return escape("".join(char if char.isprintable() else " " for char in words))
