"""Comparisons: one answer a side, two different ones, and no bias towards length."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asking import tallied
from hypothesis import given
from hypothesis import strategies as st

from dataprep import validate
from dataprep.rules.preference.comparisons import comparison
from dataprep.rules.preference.length_bias import LengthBias
from dataprep.rules.preference.lengths import Lengths
from dataprep.rules.row import Row

CODES = ("PRF", "DUP003")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["role", "content", "messages", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def said(*rows: Any, target: str = "generic") -> list[tuple[str, int | None, str]]:
    found = validate(rows, target=target, method="dpo", select=CODES, today="2026-03-01").findings
    return [(one.code, one.location.line, one.message) for one in found]


def turns(*roles: str) -> list[dict[str, str]]:
    return [
        {"role": role, "content": f"said by {role} {number}"} for number, role in enumerate(roles)
    ]


@pytest.mark.parametrize(
    ("roles", "message"),
    [
        (["assistant", "assistant"], "holds 2 answers of the assistant, not one"),
        (["user"], "holds 0 answers of the assistant, not one"),
        (["system", "assistant"], "holds a message of the role `system` beside its answer"),
    ],
)
def test_a_side_is_one_answer(roles: list[str], message: str) -> None:
    """None, two, or one beside somebody else's message."""
    row = {**comparison("Lima", "Cusco"), "non_preferred_output": turns(*roles)}
    assert said(row) == [("PRF001", 1, f"`non_preferred_output` {message}")]


def test_the_target_says_how_many_messages_a_side_has() -> None:
    """A call and its result before the answer are fine where no number is stated."""
    row = {
        **comparison("Lima", "Cusco"),
        "preferred_output": turns("assistant", "tool", "assistant"),
    }
    assert said(row) == said(row, target="azure/gpt-4.1") == []
    assert said(row, target="together") == [
        ("PRF001", 1, "`preferred_output` holds 3 messages, the limit is 1")
    ]


def test_names_and_white_space_make_no_other_answer() -> None:
    """Equal but for what is none of the answer; case is a part of it."""
    row = comparison("Lima", " Lima\n")
    row["preferred_output"][0]["name"] = "ann"
    assert said(row) == [
        ("PRF002", 1, "`preferred_output` and `non_preferred_output` are the same answer")
    ]
    assert said(comparison("Lima", "LIMA")) == []


def test_a_chain_is_no_conflict() -> None:
    """Better than the second, which is better than the third; only a pair turned round conflicts."""
    chain = [comparison("a", "b"), comparison("b", "c"), comparison("c", "d")]
    assert said(*chain) == []
    assert said(*chain, comparison("c", "b")) == [
        ("PRF005", 4,
         "the comparison of line 2 is turned round here: each prefers what the other refuses"),
    ]  # fmt: skip
    assert said(comparison("a", "b"), comparison("b", "a", "Something else?")) == []


def test_old_names_are_one_finding() -> None:
    """Both keys are named at once; the new names beside the old ones are another matter."""
    row = comparison("Lima", "Cusco")
    old = {"input": row["input"], "preferred_completion": 1, "non_preferred_completion": 2}
    [(code, line, message)] = said(old)
    assert (code, line) == ("PRF006", 1)
    assert message == (
        "the keys `preferred_completion`, `non_preferred_completion` are called "
        "`preferred_output`, `non_preferred_output` now"
    )


def pairs(sizes: list[tuple[int, int]]) -> list[Row]:
    return [Row(comparison("x" * a, "y" * b), "preference") for a, b in sizes]


def test_the_effect_is_that_of_the_textbook() -> None:
    """Cohen's d of the paired differences; the ratio is a geometric mean."""
    tally: Any = tallied(LengthBias(), pairs([(100, 100), (200, 100), (400, 100)]))
    # log2 of the ratios: 0, 1, 2, of mean 1 and standard deviation 1.
    assert tally.effect == pytest.approx(1.0, abs=1e-5)
    assert tally.ratio == pytest.approx(2.0, abs=1e-5)
    assert (tally.rows, tally.longer, tally.shorter) == (3, 2, 0)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=12), st.integers(0, 12))
def test_lengths_merge(sizes: list[tuple[int, int]], cut: int) -> None:
    """Counting two parts and merging is counting both; the sides exchanged is the effect negated."""
    first, second, whole = (
        tallied(LengthBias(), pairs(part)) for part in (sizes[:cut], sizes[cut:], sizes)
    )
    first.merge(second)
    assert vars(first) == vars(whole)
    other: Lengths = tallied(LengthBias(), pairs([(b, a) for a, b in sizes]))
    assert other.effect == pytest.approx(-whole.effect)


def test_length_bias_says_its_figures() -> None:
    """The shares, the ratio, the effect and its threshold; a small effect is no bias."""
    rows = [
        comparison("x" * (90 + number % 7), "y" * (30 + number % 5), f"Question {number}?")
        for number in range(40)
    ]
    [(code, line, message)] = said(*rows)
    assert (code, line) == ("PRF004", None)
    assert message.startswith("the preferred answer is the longer one in 40 of 40 comparisons, 2.9")
    assert message.endswith("; 0.8 is large)")
    mixed = [
        comparison("x" * (40 if number % 3 else 10), "y" * (30 if number % 2 else 25), f"{number}?")
        for number in range(40)
    ]
    assert said(*mixed) == []


@given(JSON, JSON, JSON)
def test_rows_may_have_any_shape(asked: Any, better: Any, worse: Any) -> None:
    """Nothing is raised, whatever stands where a comparison should be."""
    row = {"input": asked, "preferred_output": better, "non_preferred_output": worse}
    validate([row, row, {**row, "preferred_output": worse}], method="dpo", select=["PRF"])


def test_files_are_named_in_conflicts(tmp_path: Path) -> None:
    """A pair that is turned round in the other file."""
    import json

    for name, row in (("a", comparison("x", "y")), ("b", comparison("y", "x"))):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    [found] = validate(files, select=["PRF005"], method="dpo").findings
    assert f"{files[0]}:1" in found.message
    assert found.location.path == str(files[1])
