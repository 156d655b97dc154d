"""Keyed facts: grouping by key through partitions on disk."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataprep.engine import facts


def expected(keys, least):
    found = {}
    for row, key in enumerate(keys):
        found.setdefault(key, []).append(row)
    return [(key, found[key]) for key in sorted(found) if len(found[key]) >= least]


@given(st.lists(st.integers(0, (1 << 64) - 1) | st.integers(0, 5)), st.integers(1, 3))
def test_groups_are_complete_and_ascending(tmp_path_factory, keys, least):
    """Every row stands in the group of its key, keys and rows ascending."""
    folder = tmp_path_factory.mktemp("facts")

    assert list(facts.groups(keys, len(keys), folder, least=least)) == expected(keys, least)


@pytest.mark.parametrize("least", [1, 2])
def test_partitions_change_nothing(tmp_path, monkeypatch, least):
    """Spilling to many partitions gives the same groups, and leaves no file behind."""
    monkeypatch.setattr(facts, "PARTITION", 16)
    keys = array("Q", [(row * 2654435761) % 97 << 57 | row % 7 for row in range(1000)])

    found = facts.groups(keys, 1000, tmp_path, least=least)
    assert [(key, list(rows)) for key, rows in found] == expected(keys, least)
    assert list(tmp_path.iterdir()) == []


def test_span_spreads_small_keys(tmp_path, monkeypatch):
    """Keys below a small bound are spread over the partitions too."""
    monkeypatch.setattr(facts, "PARTITION", 8)
    keys = array("Q", [row // 2 for row in range(200)])

    assert list(facts.groups(keys, 200, tmp_path, span=100)) == expected(keys, 1)


@given(st.lists(st.integers(0, 6), min_size=1), st.sampled_from([2, 1 << 17]))
def test_groups_in_the_order_of_their_first_rows(tmp_path_factory, keys, partition):
    """Groups come in the order of the files, whole, however many partitions they pass through."""
    folder = tmp_path_factory.mktemp("facts")
    found = [rows for _, rows in expected(keys, 2)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facts, "PARTITION", partition)
        ordered = [list(rows) for rows in facts.by_first_row(found, len(keys), folder)]

    assert ordered == sorted(found)
    assert list(folder.iterdir()) == []


@given(st.lists(st.integers(0, 9) | st.just(7), min_size=40, max_size=400), st.integers(1, 3))
def test_a_key_of_very_many_rows(tmp_path_factory, keys, least):
    """A group of more rows than a partition should hold is whole, ascending, and in its place."""
    folder = tmp_path_factory.mktemp("facts")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facts, "PARTITION", 4)
        found = facts.groups(keys, len(keys), folder, span=10, least=least)
        together = [(key, list(rows)) for key, rows in found]

    assert together == expected(keys, least)
    assert list(folder.iterdir()) == []
