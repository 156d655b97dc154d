"""Layouts of one question and one answer: history, context, images, and what columns may hold."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import read, refused
from strategies import json_values, texts

from dataprep.dialects import recognise
from dataprep.formats.base import Unusable, as_text


def said(record: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the (role, content) pairs of a record."""
    return [(turn["role"], turn["content"]) for turn in read(record)["messages"]]


def test_alpaca_puts_the_input_under_the_instruction() -> None:
    """Instruction, blank line, input; without an input the instruction alone, and the reverse."""
    row = {"instruction": "Add", "input": "1 2", "output": "3"}
    assert said(row) == [("user", "Add\n\n1 2"), ("assistant", "3")]
    assert said({**row, "input": ""})[0] == ("user", "Add")
    assert said({**row, "input": None})[0] == ("user", "Add")
    assert said({**row, "instruction": ""})[0] == ("user", "1 2")


def test_system_and_history_come_first() -> None:
    """The system prompt, the earlier turns, then the question."""
    row = {
        "query": "c", "response": "d", "history": [["a", "b"]], "system": "s",
    }  # fmt: skip
    expected = [
        ("system", "s"),
        ("user", "a"),
        ("assistant", "b"),
        ("user", "c"),
        ("assistant", "d"),
    ]
    assert said(row) == expected
    assert said({**row, "history": '[["a", "b"]]'}) == expected


@pytest.mark.parametrize("empty", [None, "", "  ", [], "[]"])
def test_an_empty_history_is_no_history(empty: Any) -> None:
    """Null, blank text, an empty list and the text of one are all the same."""
    assert len(said({"query": "a", "response": "b", "history": empty})) == 2


@pytest.mark.parametrize(
    ("history", "message"),
    [
        (5, "CNV001 `history` holds '5', not a JSON list of pairs"),
        ("soon", "CNV001 `history` holds 'soon', not a JSON list of pairs"),
        (["ab"], "CNV001 `history` holds 'ab'; each entry must be a pair of question and answer"),
        ([["a"]], """CNV001 `history` holds '["a"]'; each entry must be a pair"""),
        ({"a": "b"}, """CNV001 `history` holds '{"a":"b"}', not a JSON list of pairs"""),
    ],
)
def test_a_history_of_another_shape_is_refused(history: Any, message: str) -> None:
    """What is not a list of pairs is named, and never taken apart character by character."""
    record = {"query": "a", "response": "b", "history": history}
    assert refused(record).startswith(message)


def test_values_that_are_not_text_become_text() -> None:
    """A number keeps its spelling, true and null are as in JSON, lists are compact JSON."""
    row = {"question": Decimal("1.50"), "answer": True}
    assert said(row) == [("user", "1.50"), ("assistant", "true")]
    assert said({"question": None, "answer": ["é", 1]}) == [("user", ""), ("assistant", '["é",1]')]


def test_messages_inside_a_pair_stay_messages() -> None:
    """A prompt or an input that is a list of messages (TRL, OpenAI's evals) is not turned to text."""
    asked = [{"role": "system", "content": "s"}, {"role": "user", "content": "a"}]
    answered = [{"role": "assistant", "content": "b"}]
    expected = [("system", "s"), ("user", "a"), ("assistant", "b")]
    assert said({"prompt": asked, "completion": answered}) == expected
    assert said({"input": asked, "ideal": "b"}) == expected


def test_images_go_where_their_marks_are() -> None:
    """A mark is replaced by the next image; without marks all images go before the last question."""
    row = {"query": "a <image> b<image>", "response": "c", "images": ["u", {"url": "v"}]}
    assert said(row)[0][1] == [
        {"type": "text", "text": "a "},
        {"type": "image_url", "image_url": {"url": "u"}},
        {"type": "text", "text": " b"},
        {"type": "image_url", "image_url": {"url": "v"}},
    ]
    unmarked = {"query": "b", "response": "c", "history": [["a", "x"]], "images": '["u", "v"]'}
    turns = said(unmarked)
    assert turns[0] == ("user", "a")
    assert [part["type"] for part in turns[2][1]] == ["image_url", "image_url", "text"]


@pytest.mark.parametrize("images", [None, "", [], "[]"])
def test_no_images_leave_the_question_as_it_is(images: Any) -> None:
    """Without images the question stays text, its marks too."""
    row = {"query": "a <image>", "response": "b", "images": images}
    assert said(row)[0] == ("user", "a <image>")


def test_images_that_do_not_fit_are_refused() -> None:
    """Another number of marks than images, or an image without an address."""
    row = {"query": "<image>", "response": "b", "images": ["u", "v"]}
    assert refused(row) == (
        "CNV015 the row lists 2 images and has 1 marks `<image>` in 1 user messages"
    )
    assert refused({**row, "images": [{"bytes": "x"}]}) == "CNV015 an image is '', not an address"
    parts = [{"role": "user", "content": [{"type": "text", "text": "a"}]}]
    assert "questions that are not text" in refused({"messages": parts, "images": ["u"]})


@given(
    row=st.fixed_dictionaries(
        {"instruction": json_values(), "output": json_values()},
        optional={
            "input": json_values(),
            "system": json_values(),
            "history": json_values(),
            "images": json_values(),
        },
    )
)
def test_any_values_end_in_an_example_or_a_reason(row: dict[str, Any]) -> None:
    """Whatever JSON stands in the columns: an example of texts, or one reason; the record is kept."""
    before = copy.deepcopy(row)
    binding = recognise(list(row), [row], "alpaca")
    assert binding is not None
    try:
        example = binding.example(row)
    except Unusable as reason:
        assert reason.code in ("CNV001", "CNV012", "CNV015")
    else:
        turns = example["messages"]
        assert turns[-1]["role"] == "assistant"
        assert all(isinstance(turn["content"], (str, list)) for turn in turns)
    assert row == before


@given(prompt=texts(), completion=texts())
def test_texts_arrive_as_they_are(prompt: str, completion: str) -> None:
    """No character is changed on the way from a column into a message."""
    assert said({"prompt": prompt, "completion": completion}) == [
        ("user", prompt),
        ("assistant", completion),
    ]


def test_sections_leave_empty_parts_out() -> None:
    """Title, heading, a blank line, content; a heading that repeats the title stands once."""
    row = {"title": "T", "heading": "H", "content": "C"}
    assert read(row) == {"text": "T\nH\n\nC"}
    assert read({**row, "heading": "T"}) == {"text": "T\n\nC"}
    assert read({**row, "title": None, "heading": " "}) == {"text": "C"}
    assert read({**row, "content": ""}) == {"text": "T\nH"}
    assert as_text(None) == ""
