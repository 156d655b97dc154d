"""Rows of numbers come back in order, however many there are."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import dataprep.engine.sorted_runs as sorted_runs
from dataprep.engine.sorted_runs import SortedRuns

NUMBERS = st.integers(0, 2**64 - 1)


@given(rows=st.lists(st.tuples(NUMBERS, NUMBERS), max_size=200), run=st.integers(1, 40))
def test_rows_come_back_sorted(rows, run):
    """In runs of any length, twice as often as asked for, and with what is added in between."""
    before = sorted_runs._RUN, sorted_runs._BLOCK
    sorted_runs._RUN, sorted_runs._BLOCK = run, 3
    try:
        with tempfile.TemporaryDirectory() as folder:
            runs = SortedRuns(2, Path(folder))
            for row in rows:
                runs.append(row)
            assert list(runs) == sorted(rows)
            runs.append((7, 7))
            assert list(runs) == sorted([*rows, (7, 7)])
            runs.close()
    finally:
        sorted_runs._RUN, sorted_runs._BLOCK = before
