"""Limits for the length of examples, in characters and tokens: drop or cut."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stepping import apply, dropped
from strategies import prompt_completion_rows

from dataprep.errors import UsageError
from dataprep.formats.base import Unusable
from dataprep.tokens import count_tokens

PAIR = {"prompt": "one two", "completion": "three four five"}


def test_examples_outside_the_limits_are_dropped() -> None:
    """The message says the length and the limit; a length that equals a limit is inside."""
    assert apply(dict(PAIR), min_chars=22, max_chars=22, min_tokens=5, max_tokens=5).row == PAIR
    assert dropped(dict(PAIR), min_chars=23) == (
        "CNV006 the example has 22 characters; the least is 23"
    )
    assert dropped(dict(PAIR), max_chars=21) == (
        "CNV007 the example has 22 characters; the most is 21"
    )
    assert dropped(dict(PAIR), max_tokens=4) == "CNV007 the example has 5 tokens; the most is 4"
    assert dropped(dict(PAIR), min_tokens=1_000) == (
        "CNV006 the example has 5 tokens; the least is 1,000"
    )


def test_all_texts_of_a_chat_count() -> None:
    """System prompts, questions and earlier answers too."""
    turns = [{"role": role, "content": "abc"} for role in ("system", "user", "assistant")]
    assert "has 9 characters" in dropped({"messages": turns}, max_chars=8)


def test_an_answer_is_cut_to_the_limit_and_said_so() -> None:
    """The end of the answer goes, the prompt stays; a warning says how long it was."""
    done = apply(dict(PAIR), max_chars=12, too_long="truncate")
    assert done.row == {"prompt": "one two", "completion": "three"}
    assert done.changed == {"truncated to the length limit": 1}
    assert done.warnings == [("CNV011", "the answer was cut: 22 characters; the most is 12")]
    tokens = apply(dict(PAIR), max_tokens=4, too_long="truncate")
    assert tokens.row == {"prompt": "one two", "completion": "three four"}


def test_only_an_answer_at_the_end_is_cut() -> None:
    """Never the question, though it is the last text; the last part of content that is a list is."""
    user = {"role": "user", "content": "a long question"}
    call = {"role": "assistant", "content": None, "tool_calls": [{}]}
    options: dict[str, Any] = {"max_chars": 5, "too_long": "truncate"}
    for last in ([call], [{"role": "assistant", "content": "b"}, user]):
        assert "and does not end in an answer that could be cut" in dropped(
            {"messages": [user, *last]}, **options
        )
    parts = [{"type": "text", "text": "ab"}, {"type": "text", "text": "cdef"}]
    row = {"messages": [{"role": "assistant", "content": parts}]}
    content = apply(row, **options).row["messages"][0]["content"]
    assert [part["text"] for part in content] == ["ab", "cde"]


@pytest.mark.parametrize(
    ("completion", "limit"), [("three", 7), ("three", 3), ("   three", 10), ("\n\nthree", 8)]
)
def test_when_nothing_to_learn_would_be_left_the_example_is_dropped(
    completion: str, limit: int
) -> None:
    """An answer of white space is no answer."""
    row = {"prompt": "one two", "completion": completion}
    surplus = len(completion) + 7 - limit
    assert dropped(row, max_chars=limit, too_long="truncate") == (
        f"CNV007 the example is {surplus} characters too long and its answer has only "
        f"{len(completion)}; nothing would be left to learn"
    )


def test_a_character_of_several_tokens_is_not_cut_in_two() -> None:
    """What is left is a beginning of the text, never a broken character."""
    row = {"prompt": "", "completion": "🫠🫠"}
    assert count_tokens("🫠") > 1
    assert "nothing would be left" in dropped(row, max_tokens=1, too_long="truncate")


@given(
    row=prompt_completion_rows(),
    limit=st.integers(1, 30),
    unit=st.sampled_from(("chars", "tokens")),
)
def test_what_is_cut_fits_and_is_a_beginning(row: dict[str, Any], limit: int, unit: str) -> None:
    """At or below the limit, and the answer is a prefix of what it was."""
    before = dict(row)
    try:
        done = apply(row, **{f"max_{unit}": limit, "too_long": "truncate", "lf": False})
    except Unusable as reason:
        assert reason.code == "CNV007"
        return
    count = len if unit == "chars" else count_tokens
    assert sum(count(text) for text in row.values()) <= limit
    assert row["prompt"] == before["prompt"]
    assert before["completion"].startswith(row["completion"])
    assert bool(done.changed) == bool(done.warnings) == (row != before)


def test_a_warning_of_a_dropped_row_is_not_the_next_ones() -> None:
    """A row that was cut and then dropped leaves nothing behind."""
    from collections import Counter

    from stepping import pipeline

    steps = pipeline("text", max_chars=10, min_tokens=5, too_long="truncate")
    with pytest.raises(Unusable, match="the least is 5"):
        steps.apply({"text": "a" * 40}, Counter())
    assert steps.apply({"text": "a b c d e"}, Counter()) == []


def test_limits_that_contradict_are_an_error() -> None:
    """No example can be both."""
    with pytest.raises(UsageError, match="--min-chars 2,000 is above --max-chars 10") as caught:
        apply(dict(PAIR), min_chars=2000, max_chars=10)
    assert caught.value.hint == "no example can be both; change one of them"


def test_the_vocabulary_can_be_chosen() -> None:
    """Tokens are counted in the encoding that is asked for."""
    text = {"text": "안녕하세요 세계"}
    counts = {name: count_tokens(text["text"], name) for name in ("o200k_base", "r50k_base")}
    assert counts["o200k_base"] < counts["r50k_base"]
    limit = counts["o200k_base"]
    assert apply(dict(text), max_tokens=limit).row == text
    assert f"has {counts['r50k_base']} tokens" in dropped(
        dict(text), max_tokens=limit, tokenizer_encoding="r50k_base"
    )
