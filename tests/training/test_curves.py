"""Curves on a terminal and as an SVG."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataprep.training.curves import sampled, terminal
from dataprep.training.curves_svg import svg, ticks

FALLING = [(n, 8.0 - n) for n in range(1, 8)]
CURVES = {"train loss": FALLING, "valid loss": [(1, 7.0), (7, 3.5)]}
SVG = "{http://www.w3.org/2000/svg}"
points = st.tuples(st.integers(0, 10**9), st.floats(-1e9, 1e9))
curves = st.lists(points, min_size=1, max_size=30, unique_by=lambda point: point[0]).map(sorted)


def test_a_chart_on_the_terminal() -> None:
    """Columns of blocks, with the bounds of values on the left and of steps below."""
    assert list(terminal({"train loss": FALLING}, 22, height=2)) == [
        "train loss",
        "         7 │█▇▆▃▁",
        "         0 │██████▇▆▅▂",
        "            step 1   7",
    ]


def test_every_curve_has_a_chart_of_the_same_scale() -> None:
    """Two curves are two charts with the same labels, and no line is wider than asked."""
    lines = list(terminal(CURVES, 60))
    assert [line for line in lines if not line.startswith(" ")] == ["train loss", "valid loss"]
    assert sum("7 │" in line for line in lines) == 2
    assert max(map(len, lines)) <= 60
    assert lines[-1].split() == ["step", "1", "7"]


def test_ascii_where_blocks_cannot_be_shown() -> None:
    """The plain chart holds ASCII only."""
    lines = list(terminal(CURVES, 60, plain=True))
    assert "".join(lines).isascii()
    assert any("#" in line for line in lines)


def test_nothing_to_draw() -> None:
    """Without a point there is no line; a single point, or points on one height, can be drawn."""
    assert list(terminal({}, 80)) == list(terminal({"a": []}, 80)) == []
    assert list(terminal({"a": [(5, 1.0)]}, 80))
    assert list(terminal({"a": [(5, 0.0), (6, 0.0)]}, 80))


def test_sampling_means_and_lines() -> None:
    """Many steps in a column give their mean, few are joined by lines, outside there is nothing."""
    assert sampled([(0, 0.0), (4, 4.0)], 0, 4, 5) == [0, 1, 2, 3, 4]
    assert sampled([(0, 1.0), (1, 3.0), (100, 5.0)], 0, 100, 2) == [2.0, 5.0]
    assert sampled([(5, 1.0)], 0, 10, 3) == [None, 1.0, None]


@given(curves, st.integers(1, 250))
def test_any_curve_fits(curve: list[tuple[int, float]], width: int) -> None:
    """Whatever the values and the width, the chart is as wide as it may be and holds no other sign."""
    lines = list(terminal({"a": curve}, width))
    assert len(lines) == 7
    assert all(len(line) <= max(width, 30) for line in lines)


@given(curves)
def test_any_curve_is_an_svg(curve: list[tuple[int, float]]) -> None:
    """Whatever the values, the drawing is well-formed and its points lie inside of it."""
    drawing = ElementTree.fromstring(svg({"a": curve}, "t"))
    for line in drawing.iter(f"{SVG}polyline"):
        for point in line.attrib["points"].split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= 800
            assert 0 <= y <= 420


def test_the_svg_stands_alone_and_speaks() -> None:
    """One file: two lines told apart by more than colour, axes, labels, title and description."""
    text = svg(CURVES, 'Losses of <ft:"x"> & \x07co')
    drawing = ElementTree.fromstring(text)
    assert drawing.attrib["role"] == "img"
    assert drawing.attrib["aria-labelledby"] == "title description"
    assert drawing.findtext(f"{SVG}title") == 'Losses of <ft:"x"> &  co'
    assert "train loss from 7 at step 1 to 1 at step 7" in str(drawing.findtext(f"{SVG}desc"))
    lines = list(drawing.iter(f"{SVG}polyline"))
    assert len(lines) == 2
    assert len({line.attrib.get("stroke-dasharray") for line in lines}) == 2
    words = {one.text for one in drawing.iter(f"{SVG}text")}
    assert {"step", "loss", "train loss", "valid loss"} <= words
    assert "href" not in text
    assert "<script" not in text


def test_an_svg_of_many_points_stays_small() -> None:
    """A hundred thousand steps are thinned, the last one is kept."""
    drawing = ElementTree.fromstring(svg({"a": [(n, math.sin(n)) for n in range(100_000)]}, "t"))
    (line,) = drawing.iter(f"{SVG}polyline")
    points = line.attrib["points"].split()
    assert 1000 < len(points) <= 2001
    assert points[-1].startswith("780.0,")


def test_an_svg_of_nothing() -> None:
    """Without a point the drawing says so."""
    drawing = ElementTree.fromstring(svg({}, "t"))
    assert drawing.findtext(f"{SVG}desc") == "nothing was measured"
    assert not list(drawing.iter(f"{SVG}polyline"))


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (0.12, 0.31, [0.15, 0.2, 0.25, 0.3]),
        (1, 2, [1, 1.2, 1.4, 1.6, 1.8, 2]),
    ],
)
def test_ticks_are_round(low: float, high: float, found: list[float]) -> None:
    """The axes are labelled with round numbers inside the bounds."""
    assert ticks(low, high) == pytest.approx(found)
