"""The one scan for all text patterns finds what each pattern would find by itself."""

from __future__ import annotations

import re
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataprep.engine.validation.scanning import SPELLING, Scanner

WORDS = [f"w{letter}[0-9]" for letter in "abcdefghijkl"]
PATTERNS = [(pattern, f"R{number % 5}") for number, pattern in enumerate([*WORDS, "x[^y]{0,9}z"])]
LINES = st.lists(
    st.lists(st.sampled_from(["wa1", "wb2", "wl9", "x", "z", "y", " ", "w", "é", "\\u003a"])).map(
        "".join
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize("few", [True, False])
@given(lines=LINES)
def test_the_scan_finds_on_each_line_what_its_patterns_find_there(few, lines):
    """Together or one by one, a line wakes exactly what has a pattern in it."""
    patterns = PATTERNS[:3] if few else PATTERNS
    raw = [line.encode() for line in lines]
    content = b"\n".join(raw) + b"\n"
    begin = list(accumulate((len(line) + 1 for line in raw), initial=0))
    small, large = Scanner(patterns), Scanner(patterns)
    assert large._searches  # as after the first large chunk
    for scanner in (small, large):
        woken = scanner.lines(content, b"\n")
        for start, line in zip(begin, lines, strict=False):
            expected = {name for pattern, name in patterns if re.search(pattern, line)}
            expected |= {SPELLING} if "\\u003a" in line else set()
            assert woken.get(start, set()) == expected


def test_a_match_over_two_lines_wakes_neither_and_hides_nothing():
    """Rows are looked at alone: what begins in one and ends in the next is no match."""
    scanner = Scanner(PATTERNS)
    assert scanner.lines(b"x\nz wa1\n", b"\n") == {2: {"R0"}}
    assert scanner._searches  # as after the first large chunk
    assert scanner.lines(b"x\nz wa1\n", b"\n") == {2: {"R0"}}
