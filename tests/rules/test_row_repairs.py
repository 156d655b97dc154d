"""What repairs of roles, turns, keys and calls do beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest
from conversing import ANSWER, ASKED
from conversing import calls as _calls
from conversing import result as _result
from conversing import row as _row
from mending import kind, mend, repairs_of

from dataprep.rules.base import chat
from dataprep.targets import get

GENERIC = get("generic")
BOTH = {"safe", "unsafe"}


def test_messages_after_the_last_answer_go_together() -> None:
    """All of them, in one repair."""
    row = chat(("user", "a"), ("assistant", "b"), ("user", "c"), ("user", "d"))
    assert mend(row, GENERIC, BOTH) == chat(("user", "a"), ("assistant", "b"))


def test_the_question_of_a_row_for_a_grader_stays() -> None:
    """What looks unfinished is complete with the key beside it: nothing is found."""
    row = chat(("user", "a"), ("assistant", "b"), ("user", "c"), reference="d")
    assert repairs_of("CHT006", row, GENERIC) == []


@pytest.mark.parametrize(
    ("role", "there"),
    [("assistant", None), ("system", chat(("user", "a"), ("assistant", "b")))],
)
def test_what_an_empty_message_leaves_out(role: str, there: Any) -> None:
    """An answer takes the row with it, an instruction only itself."""
    turns = [("user", "a"), ("assistant", "b")]
    at = 0 if role == "system" else 2
    turns[at:at] = [(role, "")] if role == "system" else [("user", "c"), (role, "")]
    assert mend(chat(*turns), GENERIC, BOTH) == there


def test_an_empty_question_is_for_a_person() -> None:
    """It is found, and stays."""
    row = chat(("user", " "), ("assistant", "b"))
    assert repairs_of("CHT004", row, GENERIC) == [("", [])]


def test_an_instruction_stays_where_no_conversation_would_be_left() -> None:
    """Without it the row would be a fragment."""
    assert repairs_of("CHT004", chat(("system", ""), ("assistant", "b")), GENERIC) == [("", [])]


def test_runs_of_messages_become_one_each() -> None:
    """Texts are joined by a blank line, blank ones left out; parts stay parts."""
    image = {"type": "image_url", "image_url": {"url": "https://a.example/1.png"}}
    row = _row(
        {"role": "user", "content": "One."}, {"role": "user", "content": " "},
        {"role": "user", "content": [image]},
        ANSWER, {"role": "assistant", "content": "No.", "weight": 1},
    )  # fmt: skip
    assert mend(row, GENERIC, BOTH) == _row(
        {"role": "user", "content": [{"type": "text", "text": "One."}, image]},
        {"role": "assistant", "content": "Yes.\n\nNo.", "weight": 1},
    )


def test_a_blank_message_adds_no_blank_line() -> None:
    """There is nothing to keep apart."""
    row = _row(ASKED, {**ASKED, "content": " "}, ASKED, ANSWER)
    assert mend(row, GENERIC, BOTH) == _row({**ASKED, "content": "Well?\n\nWell?"}, ANSWER)


@pytest.mark.parametrize(
    "second",
    [{"weight": 0}, {"name": "other"}, {"refusal": "No."}, {"content": None}],
    ids=["weight", "name", "refusal", "no content"],
)
def test_messages_that_differ_otherwise_stay_two(second: dict[str, Any]) -> None:
    """A weight, a name or a refusal would be lost by a merge."""
    row = _row(ASKED, ANSWER, {**ANSWER, **second})
    assert [edits for _, edits in repairs_of("CHT009", row, GENERIC)] == [[]]


def test_a_text_joins_the_calls_that_follow_where_the_target_takes_both() -> None:
    """For a platform that takes one or the other they stay two."""
    row = _row(ASKED, {"role": "assistant", "content": "Let me see."}, _calls("c12345678"))
    joined = {**_calls("c12345678"), "content": "Let me see."}
    assert mend(row, GENERIC, BOTH) == _row(ASKED, joined)
    assert mend(row, get("mistral"), BOTH) == row


def test_a_developer_stays_where_there_is_no_system_either() -> None:
    """Another role that the target does not have repairs nothing."""
    target = get("bedrock-claude")
    row = chat(("developer", "Be brief."), ("user", "a"), ("assistant", "b"))
    for fix, edits in repairs_of("CHT015", row, target):
        assert bool(edits) == (fix is None)


def test_metadata_goes_safely_and_what_is_learned_only_when_asked() -> None:
    """`source` says something about the row; `weight` about what is trained."""
    target = get("bedrock-nova")
    row = _row(ASKED, {**ANSWER, "weight": 1}, source="book")
    assert mend(row, target, {"safe"}) == _row(ASKED, {**ANSWER, "weight": 1})
    assert mend(row, target, BOTH) == _row(ASKED, ANSWER)


def test_a_misspelt_key_gets_its_name_where_its_value_fits() -> None:
    """A value that would not be taken stays under the name that it has."""
    row = _row(ASKED, {**ANSWER, "wieght": 1})
    assert mend(row, GENERIC, BOTH) == _row(ASKED, {**ANSWER, "weight": 1})
    assert mend(_row(ASKED, {**ANSWER, "wieght": "x"}), GENERIC, BOTH) == _row(
        ASKED, {**ANSWER, "wieght": "x"}
    )


def test_of_two_misspelt_keys_one_gets_the_name() -> None:
    """The first one; the other is no key of the target."""
    row = _row(ASKED, {**ANSWER, "wieght": 1, "weigth": 0})
    first, second = (edits for _, edits in repairs_of("SCH002", row, GENERIC))
    assert len(first) == 1 and second == []
    assert mend(row, GENERIC, BOTH) == _row(ASKED, {**ANSWER, "weight": 1})


def test_a_message_that_would_say_nothing_takes_its_row_along() -> None:
    """Calls on a platform without tools are all that the message says."""
    target = get("bedrock-nova")
    assert mend(_row(ASKED, _calls("c1")), target, BOTH) is None
    assert mend(_row(ASKED, _calls("c1")), target, {"safe"}) is not None


def test_an_empty_list_of_calls_is_no_loss() -> None:
    """Libraries write every key into every message."""
    user = {**ASKED, "tool_calls": []}
    row = _row(user, _calls("c1"), _result("c1"), ANSWER)
    assert mend(row, GENERIC, BOTH) == _row(ASKED, _calls("c1"), _result("c1"), ANSWER)
    empty = {"role": "user", "content": ""}
    assert mend(_row({**empty, "tool_calls": []}, ANSWER), GENERIC, BOTH) == _row(empty, ANSWER)


def test_results_without_their_calls_take_the_row_along() -> None:
    """A platform without tools cannot be told what the conversation says."""
    speaking = {**_calls("c1"), "content": "Let me see."}
    row = _row(ASKED, speaking, _result("c1"), ANSWER)
    assert mend(row, get("bedrock-nova"), BOTH) is None


def test_two_spellings_of_one_key_are_for_a_person() -> None:
    """Which of them is meant cannot be told; the other key gets its name."""
    row = {"Prompt": "a", "PROMPT": "b", "Completion": "c"}
    assert kind(row) == "unknown"
    row = {"Prompt": "a", "PROMPT": "b", "completion": "c"}
    assert mend(row, GENERIC, BOTH) == row


def test_keys_keep_their_values_under_their_new_names() -> None:
    """`preferred_completion` alone is renamed where the other side has its name."""
    side = [ANSWER]
    other = [{**ANSWER, "content": "No."}]
    row = {
        "input": {"messages": [ASKED]},
        "preferred_completion": side,
        "non_preferred_output": other,
    }
    assert mend(row, GENERIC, BOTH) == {
        "input": {"messages": [ASKED]}, "preferred_output": side, "non_preferred_output": other,
    }  # fmt: skip
