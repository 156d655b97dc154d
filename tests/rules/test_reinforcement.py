"""Tasks for reinforcement: held out, ending with the question, graded by what each of them has."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asking import tallied
from hypothesis import given
from hypothesis import strategies as st

from dataprep import validate
from dataprep.rules.reinforcement.constant_reference import ConstantReference
from dataprep.rules.reinforcement.tasks import task
from dataprep.rules.row import Row

CHECK = {
    "type": "string_check",
    "name": "c",
    "operation": "eq",
    "input": "{{ sample.output_text }}",
}


def said(*rows: Any, reads: str = "", **options: Any) -> list[tuple[str, int | None, str, str]]:
    if reads:
        options["grader"] = json.dumps({**CHECK, "reference": reads})
    given = {"select": ["RFT"], "ignore": ["RFT001"], "method": "reinforcement", **options}
    found = validate(rows, **given).findings
    return [(one.code, one.location.line, one.message, one.help) for one in found]


@pytest.mark.parametrize(
    ("reads", "keys", "message", "place"),
    [
        ("item.answer", {}, "the row has no `answer`", None),
        ("item.a.b", {"a": {"c": 1}}, "`a` has no `b`", "$.a"),
        ("item.a.b", {"a": "text"}, "`a` is no object", "$.a"),
        ("item.a[1]", {"a": ["one"]}, "`a` has 1 of the 2 elements that takes", "$.a"),
        ("item.a[0]", {"a": {"0": 1}}, "`a` is no list", "$.a"),
    ],
)
def test_what_the_grader_reads_must_be_there(
    reads: str, keys: Any, message: str, place: str | None
) -> None:
    """The path as it is written, how far it leads, and where that is."""
    grader = json.dumps({**CHECK, "reference": f"{{{{ {reads} }}}}"})
    [found] = validate(
        [task(1, **keys)], select=["RFT003"], method="reinforcement", grader=grader
    ).findings
    assert found.message == f"the grader reads `{{{{ {reads} }}}}`, and {message}"
    assert (found.location.json_path or None) == place


def test_false_and_zero_are_there() -> None:
    """A value that is false or empty can be filled in; messages can be read too."""
    for value in (False, "", 0):
        assert said(task(1, a={"b": value}), reads="{{ item.a.b }}") == []
    assert said(task(1), reads="{{ item.messages[0].content }}") == []


def test_without_a_grader_or_its_method_nothing_is_said() -> None:
    """Chat rows are held against no grader."""
    assert said(task(1)) == []
    row = {"messages": [*task(1)["messages"], {"role": "assistant", "content": "2"}]}
    assert said(row, reads="{{ item.answer }}", method="supervised") == []


def test_a_misspelt_key_is_suggested() -> None:
    """What the row has instead."""
    [(_, _, _, help)] = said(task(1, reference_anwser="2"), reads="{{ item.reference_answer }}")
    assert help == "did you mean `reference_anwser`? rename it, or correct the path in the grader"


def test_a_reference_that_never_differs() -> None:
    """What all rows share; an id beside it hides it, unless the grader says what it reads."""
    constant = [task(number, answer="42") for number in range(12)]
    assert [one[2] for one in said(*constant)] == ["all 12 rows have the same `answer` (`42`)"]
    with_ids = [{**row, "id": number} for number, row in enumerate(constant)]
    assert said(*with_ids) == []
    assert [one[0] for one in said(*with_ids, reads="{{ item.answer }}")] == ["RFT004"]
    assert said(*with_ids, reads="{{ item.answer }} {{ item.id }}") == []
    assert said(*constant[:9]) == []
    assert said(*constant, task(13)) == []  # a row that has none is no part of a constant


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), st.sampled_from([1, [2], "3"])), max_size=9),
    st.integers(0, 9),
)
def test_references_merge(keys: list[Any], cut: int) -> None:
    """Counting two parts and merging is counting both."""
    rows = [Row(task(number, **one), "reinforcement") for number, one in enumerate(keys)]
    first, second, whole = (
        tallied(ConstantReference(), part) for part in (rows[:cut], rows[cut:], rows)
    )
    first.merge(second)
    assert vars(first) == vars(whole)


def test_a_validation_file_is_required_by_the_target() -> None:
    """Only for a method for which the target says so."""
    for target, method, codes in (
        ("generic", "reinforcement", ["RFT001"]),
        ("azure/o4-mini", "reinforcement", ["RFT001"]),
        ("generic", None, []),
        ("fireworks", "reinforcement", []),
    ):
        found = validate([task(1)], select=["RFT001"], target=target, method=method).findings
        assert [one.code for one in found] == codes
