"""The training formats: an example to a row and back, and what a format cannot hold."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ROWS, chat_rows, prompt_completion_rows, text_rows, texts

from dataprep.dialects import recognise
from dataprep.discovery import classes
from dataprep.errors import UsageError
from dataprep.formats import get
from dataprep.formats.base import DROPPED, Format, Unusable

CHAT, PAIR, TEXT = get("chat"), get("prompt-completion"), get("text")
USER, ASSISTANT = {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}
SYSTEM = {"role": "system", "content": "s"}


def example_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return the example that a written row is read as."""
    binding = recognise(list(row), [row])
    assert binding is not None
    return binding.example(row)


def refused(form: Format, *messages: Any, **more: Any) -> str:
    """Return the code and the message with which a format refuses a conversation."""
    with pytest.raises(Unusable) as caught:
        form.row({"messages": list(messages), **more})
    assert caught.value.help == "write it with --to chat"
    return f"{caught.value.code} {caught.value}"


def test_the_formats_are_found_by_their_names() -> None:
    """Chat, prompt-completion and text; another name lists them."""
    assert set(classes("dataprep.formats", Format)) == {"chat", "prompt-completion", "text"}
    with pytest.raises(UsageError, match="no format is called `csv`") as caught:
        get("csv")
    assert caught.value.hint == "choose one of: chat, prompt-completion, text"


@given(row=prompt_completion_rows())
def test_a_pair_goes_through_chat_and_comes_back(row: dict[str, Any]) -> None:
    """Prompt-completion to chat to prompt-completion gives the same bytes, an empty prompt too."""
    before = json.dumps(row)
    chat = CHAT.row(example_of(row))
    assert [turn["role"] for turn in chat["messages"]] == ["user", "assistant"]
    assert json.dumps(PAIR.row(example_of(chat))) == before


@given(row=chat_rows())
def test_a_chat_is_one_pair_or_refused(row: dict[str, Any]) -> None:
    """One round without tools and weights fits a pair; anything else is refused with its code."""
    turns = row["messages"]
    head = turns[0]["role"] in ("system", "developer")
    fits = len(turns) - head == 2 and turns[-1].get("weight") != 0
    try:
        pair = PAIR.row(copy.deepcopy(row))
    except Unusable as reason:
        assert not fits
        assert reason.code in ("CNV004", "CNV015")
    else:
        assert fits
        assert pair["prompt"].endswith(turns[-2]["content"])
        assert pair["completion"] == turns[-1]["content"]
        if not head:
            back = CHAT.row(example_of(pair))["messages"]
            assert [turn["content"] for turn in back] == [turn["content"] for turn in turns]


@given(row=text_rows())
def test_a_text_is_a_completion_without_a_prompt(row: dict[str, Any]) -> None:
    """Plain text becomes an assistant's message, a completion, or the text it was."""
    text = row["text"]
    assert CHAT.row(dict(row)) == {"messages": [{"role": "assistant", "content": text}]}
    assert PAIR.row(dict(row)) == {"prompt": "", "completion": text}
    assert PAIR.row(CHAT.row(dict(row))) == {"prompt": "", "completion": text}
    assert TEXT.row(dict(row)) == row
    assert TEXT.row(CHAT.row(dict(row))) == row


def test_a_system_prompt_goes_in_front_of_the_prompt() -> None:
    """With a blank line between; a text has a blank line between its halves too."""
    assert PAIR.row({"messages": [SYSTEM, USER, ASSISTANT]}) == {
        "prompt": "s\n\na", "completion": "b",
    }  # fmt: skip
    assert TEXT.row({"messages": [SYSTEM, USER, ASSISTANT]}) == {"text": "s\n\na\n\nb"}
    developer = {"role": "developer", "content": "d"}
    assert PAIR.row({"messages": [developer, ASSISTANT]})["prompt"] == "d"


def test_kept_columns_stay_whatever_their_names() -> None:
    """A kept column called `text` is never taken for the text of a pair."""
    example = {"messages": [dict(USER), dict(ASSISTANT)], "text": "kept", "id": 1}
    assert PAIR.row(dict(example)) == {
        "prompt": "a", "completion": "b", "text": "kept", "id": 1,
    }  # fmt: skip
    assert CHAT.row(dict(example)) == example
    assert TEXT.row({"text": "a", "id": 1}) == {"text": "a", "id": 1}


@pytest.mark.parametrize("form", [PAIR, TEXT], ids=["prompt-completion", "text"])
def test_what_one_turn_cannot_hold_is_refused(form: Format) -> None:
    """Several turns, tools, calls, images, untrained answers: with a reason, never cut down."""
    title = form.title
    assert refused(form, USER, ASSISTANT, USER, ASSISTANT) == (
        "CNV004 the conversation has 4 messages (user, assistant, user, assistant); "
        f"a {title} row holds one prompt and one answer"
    )
    assert "has 1 messages (user); a" in refused(form, USER)
    assert "has 9 messages (user, user, user, user, user, user, user, user, ...)" in refused(
        form, *[USER] * 9
    )
    assert refused(form, USER, ASSISTANT, tools=[{}]) == (
        f"CNV015 the example declares tools, which {title} rows cannot hold"
    )
    call = {"role": "assistant", "content": None, "tool_calls": [{}]}
    assert refused(form, USER, call) == (
        f"CNV015 the answer is a tool call, which {title} rows cannot hold"
    )
    image = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "u"}}]}
    assert refused(form, image, ASSISTANT) == (
        f"CNV015 the content has a part that is not text, which {title} rows cannot hold"
    )
    assert refused(form, USER, {**ASSISTANT, "weight": 0}) == (
        f"CNV015 the answer has the weight 0, which {title} rows cannot hold"
    )


def test_what_is_lost_of_messages_is_named() -> None:
    """A name or a line of reasoning has no place in a pair, and is not dropped in silence."""
    turns = [{**USER, "name": "n"}, {**ASSISTANT, "reasoning": "r"}]
    assert PAIR.row({"messages": turns, DROPPED: ["x[].y"]}) == {
        "prompt": "a", "completion": "b",
        DROPPED: ["x[].y", "messages[].name", "messages[].reasoning"],
    }  # fmt: skip
    assert DROPPED not in PAIR.row({"messages": [USER, {**ASSISTANT, "weight": 1}]})


def test_text_parts_are_joined() -> None:
    """Content that is a list of texts is the texts one after another; weight 1 is the usual one."""
    parts = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    row = PAIR.row({"messages": [{"role": "user", "content": parts}, {**ASSISTANT, "weight": 1}]})
    assert row == {"prompt": "ab", "completion": "b"}


@given(data=st.data(), name=st.sampled_from(sorted(ROWS)))
def test_texts_are_what_map_texts_changes(data: st.DataObject, name: str) -> None:
    """`texts` lists in order what `map_texts` gives to its function; all else stays as it is."""
    form, row = get(name), data.draw(ROWS[name])
    listed = form.texts(row)
    seen: list[str] = []
    before = copy.deepcopy(row)
    form.map_texts(row, lambda text: seen.append(text) or text)  # type: ignore[func-returns-value]
    assert seen == listed
    assert row == before
    form.map_texts(row, lambda text: "!" + text)
    assert form.texts(row) == ["!" + text for text in listed]
    form.map_texts(row, lambda text: text[1:])
    assert row == before


def test_texts_of_parts_are_texts_too() -> None:
    """Text parts count, images and the arguments of calls do not."""
    image = {"type": "image_url", "image_url": {"url": "u"}}
    call = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    row = {
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "a"}, image]},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "assistant", "content": "b"},
        ]
    }
    assert CHAT.texts(row) == ["a", "b"]
    CHAT.map_texts(row, str.upper)
    assert CHAT.texts(row) == ["A", "B"]
    assert row["messages"][0]["content"][1] == image
    assert row["messages"][1]["tool_calls"] == [call]


@given(data=st.data(), name=st.sampled_from(sorted(ROWS)))
def test_the_answer_is_the_last_text(data: st.DataObject, name: str) -> None:
    """A row that ends in an answer names its text, which is the last one of the row."""
    row = data.draw(ROWS[name])
    form = get(name)
    assert form.answer(row) == form.texts(row)[-1]
    assert not form.empty_answer(row)


def test_a_chat_that_ends_otherwise_has_no_answer_to_name() -> None:
    """A question or a call at the end is no answer that is text."""
    call = {"role": "assistant", "content": None, "tool_calls": [{}]}
    assert CHAT.answer({"messages": [USER, ASSISTANT, USER]}) is None
    assert CHAT.answer({"messages": [USER, call]}) is None
    parts = {"role": "assistant", "content": [{"type": "text", "text": "x"}]}
    assert CHAT.answer({"messages": [USER, parts]}) == "x"


@pytest.mark.parametrize(
    ("answer", "empty"),
    [
        ({"content": ""}, True),
        ({"content": " \n"}, True),
        ({"content": None}, True),
        ({}, True),
        ({"content": []}, True),
        ({"content": [{"type": "text", "text": " "}]}, True),
        ({"content": [{"type": "text", "text": "x"}]}, False),
        ({"content": [{"type": "image_url", "image_url": {"url": "u"}}]}, False),
        ({"content": None, "tool_calls": [{}]}, False),
        ({"content": None, "function_call": {}}, True),
        ({"content": None, "refusal": "no"}, False),
        ({"content": "0"}, False),
    ],
)
def test_an_answer_is_empty_when_nothing_is_learned(answer: dict[str, Any], empty: bool) -> None:
    """White space, null and no content are empty; calls, refusals and images are not."""
    reason = CHAT.empty_answer({"messages": [USER, {"role": "assistant", **answer}]})
    assert reason == ("the answer is empty" if empty else "")


def test_a_row_without_an_answer_says_why() -> None:
    """Each format in its own words."""
    assert CHAT.empty_answer({"messages": [USER]}) == (
        "no message is the assistant's, so there is nothing to learn"
    )
    assert PAIR.empty_answer({"prompt": "a", "completion": " "}) == "the completion is empty"
    assert TEXT.empty_answer({"text": "\t"}) == "the text is empty"


def test_a_row_in_which_nobody_asks_is_worth_a_remark() -> None:
    """It is written all the same: an empty question, or no user at all."""
    assert CHAT.remark({"messages": [USER, ASSISTANT]}) is None
    assert CHAT.remark({"messages": [SYSTEM, ASSISTANT]}) == (
        "CHT010", "no message is the user's: the model would learn to speak unasked",
    )  # fmt: skip
    blank = {"role": "user", "content": [{"type": "text", "text": " "}]}
    assert CHAT.remark({"messages": [USER, ASSISTANT, blank, ASSISTANT]}) == (
        "CNV016", "what the user says is empty",
    )  # fmt: skip
    assert PAIR.remark({"prompt": " ", "completion": "b"}) == ("CNV016", "the prompt is empty")
    assert PAIR.remark({"prompt": "a", "completion": "b"}) is None
    assert TEXT.remark({"text": "a"}) is None


@given(prompt=texts(), one=texts(1), other=texts(1))
def test_equal_prompts_give_equal_bytes(prompt: str, one: str, other: str) -> None:
    """The answer has no part in the prompt; rows without a prompt are told apart by their answers."""
    for form in (PAIR, CHAT):
        first, second = (
            form.row({"messages": [{**USER, "content": prompt}, {**ASSISTANT, "content": text}]})
            for text in (one, other)
        )
        if prompt or form is CHAT:
            assert form.prompt(first) == form.prompt(second)
    alone = [CHAT.row({"text": text}) for text in (one, other)]
    assert (CHAT.prompt(alone[0]) == CHAT.prompt(alone[1])) == (one == other)
    empty = [PAIR.row({"text": text}) for text in (one, other)]
    assert (PAIR.prompt(empty[0]) == PAIR.prompt(empty[1])) == (one == other)


def test_the_order_of_keys_does_not_tell_prompts_apart() -> None:
    """Two messages with the same keys in another order are the same prompt."""
    other = {"content": "a", "role": "user"}
    assert CHAT.prompt({"messages": [USER, ASSISTANT]}) == CHAT.prompt({"messages": [other]})


def test_a_preview_shows_every_text() -> None:
    """Roles with their texts; calls as JSON after them."""
    call = {"id": "1"}
    row = {"messages": [USER, {**ASSISTANT, "tool_calls": [call]}, {"content": [call]}]}
    assert CHAT.preview(row) == [
        ("user", "a"), ("assistant", 'b [{"id":"1"}]'), ("?", '[{"id":"1"}]'),
    ]  # fmt: skip
    assert PAIR.preview({"prompt": "a", "completion": "b"}) == [
        ("prompt", "a"),
        ("completion", "b"),
    ]
