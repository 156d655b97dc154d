"""Layouts of whole conversations: `messages`, ShareGPT and its kin, tool calls, single turns."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import read, refused
from strategies import chat_rows, json_values

from dataprep.dialects import recognise
from dataprep.dialects.roles import ROLES, known_role
from dataprep.formats.base import DROPPED, Unusable

CALL = {"from": "function_call", "value": '{"name": "f", "arguments": {"x": 1}}'}
RESULT = {"from": "observation", "value": "1"}
ASK = {"from": "human", "value": "a"}
SAY = {"from": "gpt", "value": "b"}


def messages(*turns: Any, **more: Any) -> list[dict[str, Any]]:
    """Return the messages of a ShareGPT conversation."""
    made: list[dict[str, Any]] = read({"conversations": list(turns), **more})["messages"]
    return made


@given(row=chat_rows())
def test_chat_rows_stay_as_they_are(row: dict[str, Any]) -> None:
    """Tools, names, weights, roles, the order of keys: all of it is kept, byte for byte."""
    before = json.dumps(row)
    assert json.dumps(read(row)) == before
    assert json.dumps(row) == before


def test_chat_rows_get_one_order_of_keys() -> None:
    """Whatever the order in the source; a key that is null in a table is left out, content is not."""
    turn = {
        "tool_calls": None,
        "weight": 1,
        "content": "a",
        "extra": 2,
        "name": "n",
        "role": "user",
    }
    made = read({"messages": [turn, {"content": None, "role": "assistant"}]})["messages"]
    assert (
        json.dumps(made[0])
        == '{"role": "user", "content": "a", "name": "n", "weight": 1, "extra": 2}'
    )
    assert made[1] == {"role": "assistant", "content": None}


def test_a_message_is_not_the_records() -> None:
    """A step that changes an example changes neither the record nor what goes to the rejects."""
    part = {"type": "text", "text": "a\r\n"}
    row = {"messages": [{"role": "user", "content": [part]}]}
    before = copy.deepcopy(row)
    example = read(row)
    example["messages"][0]["content"][0]["text"] = "changed"
    assert row == before


@pytest.mark.parametrize(
    ("turns", "message"),
    [
        ("soon", "CNV001 `messages` holds 'soon', not a list of messages"),
        ([], "CNV001 `messages` is an empty list: there is no message to learn from"),
        (["a"], "CNV001 $.messages[0] is 'a', not a message object"),
        ([["a"]], """CNV001 $.messages[0] is '["a"]', not a message object"""),
        ([{"content": "a"}], "CNV012 the message at $.messages[0] has no `role`"),
        ([{"role": None, "content": "a"}], "CNV012 the role '' at $.messages[0].role is not one"),
        ([{"role": True, "content": "a"}], "CNV012 the role 'true' at $.messages[0].role is not"),
        ([{"role": ["user"]}], """CNV012 the role '["user"]' at $.messages[0].role is not one"""),
        (
            [{"role": "boss"}],
            "CNV012 the role 'boss' at $.messages[0].role is not one that is known",
        ),
    ],
)
def test_messages_that_are_none_are_refused(turns: Any, message: str) -> None:
    """A finding names the place and the value."""
    good = {"messages": [{"role": "user", "content": "a"}]}
    binding = recognise(["messages"], [good])
    assert binding is not None
    with pytest.raises(Unusable) as caught:
        binding.example({"messages": turns})
    assert f"{caught.value.code} {caught.value}".startswith(message)


@pytest.mark.parametrize(
    ("content", "expected"),
    [(True, "true"), (0, "0"), (None, None), ({"a": 1}, '{"a":1}'), (["a", 1], ["a", 1])],
)
def test_content_is_text_or_parts(content: Any, expected: Any) -> None:
    """Content of another type becomes text; a list of parts and null stay."""
    made = read({"messages": [{"role": "user", "content": content}]})
    assert made["messages"] == [{"role": "user", "content": expected}]


def test_a_system_prompt_and_images_beside_the_messages_go_into_them() -> None:
    """A system prompt of its own column comes first, unless the first turn is the same."""
    turns = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
    assert read({"messages": turns, "system": "s"})["messages"][0] == {
        "role": "system", "content": "s",
    }  # fmt: skip
    first = {"role": "system", "content": "s"}
    assert len(read({"messages": [first, *turns], "system": "s"})["messages"]) == 3
    assert len(read({"messages": [first, *turns], "system": "t"})["messages"]) == 4
    assert len(read({"messages": [turns[0], *turns], "system": None})["messages"]) == 3
    shown = read({"messages": turns, "images": ["u"]})["messages"][0]["content"]
    assert shown[0] == {"type": "image_url", "image_url": {"url": "u"}}


def test_json_in_the_cells_of_a_table_is_read() -> None:
    """A CSV or a Parquet file holds messages and tools as JSON text; an empty cell is nothing."""
    turns = [{"role": "user", "content": "a"}]
    tools = [{"type": "function", "function": {"name": "f"}}]
    row = {
        "messages": json.dumps(turns), "tools": json.dumps(tools), "parallel_tool_calls": "false",
        "functions": "",
    }  # fmt: skip
    assert read(row) == {"messages": turns, "tools": tools, "parallel_tool_calls": False}
    assert read({"messages": turns, "tools": "[]"}) == {"messages": turns}
    assert refused({"messages": turns, "tools": "f, g"}) == (
        "CNV001 `tools` holds 'f, g', not a JSON list of definitions"
    )


def test_every_name_of_a_role_is_known() -> None:
    """Case, spaces and hyphens do not matter, and every name leads to a role of chat rows."""
    roles = {"system", "developer", "user", "assistant", "tool_call", "tool", "function"}
    assert set(ROLES.values()) == roles
    for word, role in ROLES.items():
        odd = f" {word.upper().replace('_', '-')} "
        assert known_role(word) == known_role(odd) == role
    assert known_role("Function Response") == "tool"
    assert [known_role(word) for word in ("", "boss", None, 3, ["user"])] == [None] * 5


def test_sharegpt_calls_and_observations_become_tool_calls() -> None:
    """A call gets an id, and the observation after it bears the same."""
    assert messages(ASK, CALL, RESULT, SAY) == [
        {"role": "user", "content": "a"},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": "call_1",
                    "type": "function",
                    "function": {"name": "f", "arguments": '{"x":1}'},
                }
            ],
        },
        {"role": "tool", "tool_call_id": "call_1", "content": "1"},
        {"role": "assistant", "content": "b"},
    ]


@given(rounds=st.lists(st.integers(1, 4), min_size=1, max_size=4), listed=st.booleans())
def test_results_take_the_calls_in_order(rounds: list[int], listed: bool) -> None:
    """However many calls are made at once, in one turn or in several: every id is answered once."""
    turns: list[Any] = [ASK]
    for calls in rounds:
        one = {"name": "f", "arguments": "{}"}
        if listed:
            turns.append({"from": "function_call", "value": json.dumps([one] * calls)})
        else:
            turns += [{"from": "function_call", "value": one}] * calls
        turns += [RESULT] * calls
    made = messages(*turns)
    called = [[call["id"] for call in turn["tool_calls"]] for turn in made if "tool_calls" in turn]
    assert [len(ids) for ids in called] == rounds
    answered = [turn["tool_call_id"] for turn in made if turn["role"] == "tool"]
    assert answered == [identity for ids in called for identity in ids]
    assert len(set(answered)) == sum(rounds)


@pytest.mark.parametrize(
    ("value", "arguments"),
    [
        ({"name": "f", "arguments": '{"x": 1}'}, '{"x": 1}'),
        ({"name": "f", "parameters": {"x": 1}}, '{"x":1}'),
        ({"name": "f", "arguments": None}, "{}"),
        ({"name": "f"}, "{}"),
        ({"type": "function", "function": {"name": "f", "arguments": {}}}, "{}"),
        ('{"name": "f", "arguments": {"x": 12345678901234567890123, "y": 1.50}}',
         '{"x":12345678901234567890123,"y":1.50}'),
    ],
)  # fmt: skip
def test_arguments_of_a_call_are_kept(value: Any, arguments: str) -> None:
    """Text stays as it is; anything else becomes compact JSON that says the same."""
    call = messages(ASK, {"from": "function-call", "value": value})[1]["tool_calls"][0]
    assert call["function"] == {"name": "f", "arguments": arguments}


@pytest.mark.parametrize(
    ("turns", "message"),
    [
        ([{"from": "function_call", "value": "f(1)"}], "is 'f(1)', not JSON with `name` and"),
        ([{"from": "function_call", "value": "[]"}], "is '[]', not JSON with `name` and"),
        ([{"from": "function_call", "value": {"name": 1}}], """is '{"name":1}', not JSON with"""),
        ([{"from": "function_call", "value": None}], "is '', not JSON with `name`"),
        ([RESULT], "CNV001 the tool result at $.conversations[0] follows no call"),
        ([CALL, RESULT, RESULT], "CNV001 the tool result at $.conversations[2] follows no call"),
        (["a"], "CNV001 $.conversations[0] is 'a', not a turn"),
        ([None], "CNV001 $.conversations[0] is '', not a turn"),
        ([{}], "CNV001 the turn at $.conversations[0] has the keys no columns"),
        ([{"id": 1}], "has the keys `id`; a role and a text were expected (from/value"),
        ([{"from": "moderator", "value": "a"}], "CNV012 the role 'moderator' at $.conv"),
        ([{"from": None, "value": "a"}], "CNV012 the role '' at $.conversations[0].from"),
    ],
)
def test_sharegpt_turns_that_cannot_be_read_are_refused(turns: list[Any], message: str) -> None:
    """A finding names the turn and what it holds."""
    assert message in refused({"conversations": turns})


def test_calls_written_as_text_of_messages_become_calls() -> None:
    """The agents' layout of ms-swift: roles tool_call and tool_response with JSON as content."""
    made = read(
        {
            "messages": [
                {"role": "user", "content": "a"},
                {"role": "tool_call", "content": '{"name": "f", "arguments": {}}'},
                {"role": "tool_call", "content": '{"name": "g", "arguments": {}}'},
                {"role": "tool_response", "content": "1"},
                {"role": "tool_response", "content": "2"},
                {"role": "assistant", "content": "b"},
            ]
        }
    )["messages"]
    assert [turn["role"] for turn in made] == ["user", "assistant", "tool", "tool", "assistant"]
    assert [call["function"]["name"] for call in made[1]["tool_calls"]] == ["f", "g"]
    assert [turn["tool_call_id"] for turn in made[2:4]] == ["call_1", "call_2"]


def test_sharegpt_tools_become_definitions() -> None:
    """JSON text is read, bare functions are wrapped, an empty list is left out."""
    bare = {"name": "f", "parameters": {}}
    wrapped = {"type": "function", "function": bare}
    for tools in ([bare], [wrapped], json.dumps([bare])):
        assert read({"conversations": [ASK, SAY], "tools": tools})["tools"] == [wrapped]
    for tools in ("[]", [], "", None):
        assert "tools" not in read({"conversations": [ASK, SAY], "tools": tools})
    assert "CNV001 `tools` holds 'f'" in refused({"conversations": [ASK, SAY], "tools": "f"})
    assert "CNV001 `tools` holds" in refused({"conversations": [ASK, SAY], "tools": ["f"]})


def test_keys_of_turns_that_are_not_used_are_named() -> None:
    """Nothing is left out in silence; the weight of an answer is used."""
    example = read({"conversations": [{**ASK, "lang": "en", "weight": 1}, {**SAY, "weight": 0}]})
    assert example[DROPPED] == ["conversations[].lang", "conversations[].weight"]
    assert example["messages"][1] == {"role": "assistant", "content": "b", "weight": 0}
    assert DROPPED not in read({"conversations": [ASK, {**SAY, "weight": 1}]})


def test_both_sides_in_one_object_come_in_the_order_of_speaking() -> None:
    """Whatever the order of the keys; a key that is no side is named as unused."""
    turn = {"assistant": "b", "human": "a", "system": "s", "tool": "t", "id": 1}
    example = read({"conversation": [turn]})
    assert [one["content"] for one in example["messages"]] == ["s", "a", "b"]
    assert example[DROPPED] == ["conversation[].id", "conversation[].tool"]


def test_one_message_a_row_becomes_one_message() -> None:
    """The role by its usual name; a tool's message cannot stand alone."""
    row = {"role": "Human", "content": 5}
    assert read(row) == {"messages": [{"role": "user", "content": "5"}]}
    for word in ("tool", "tool_call", "observation"):
        assert refused({"role": word, "content": "x"}).startswith(
            f"CNV015 the role '{word}' at `role` is a tool's; in a row of its own nothing ties"
        )


_turn = st.one_of(
    json_values(),
    st.fixed_dictionaries(
        {},
        optional={
            "role": st.sampled_from(sorted(ROLES)) | json_values(),
            "from": st.sampled_from(sorted(ROLES)) | json_values(),
            "value": json_values() | st.just('{"name": "f"}'),
            "content": json_values() | st.just('{"name": "f"}'),
            "human": json_values(),
            "gpt": json_values(),
            "tool_calls": json_values(),
            "tool_call_id": json_values(),
            "weight": json_values(),
        },
    ),
)


@given(
    column=st.sampled_from(("messages", "conversations")),
    turns=st.lists(_turn, max_size=4),
    more=st.fixed_dictionaries(
        {},
        optional={
            "system": json_values(), "tools": json_values(), "images": json_values(),
            "functions": json_values(),
        },
    ),
)  # fmt: skip
def test_any_turns_end_in_messages_or_a_reason(
    column: str, turns: list[Any], more: dict[str, Any]
) -> None:
    """Whatever JSON stands in the list: messages with roles, or one reason; the record is kept."""
    row = {column: turns, **more}
    before = copy.deepcopy(row)
    binding = recognise(list(row), [row])
    assert binding is not None
    try:
        example = binding.example(row)
    except Unusable as reason:
        assert reason.code in ("CNV001", "CNV012", "CNV015")
        assert str(reason)
    else:
        roles = {turn["role"] for turn in example["messages"]}
        assert roles <= {"system", "developer", "user", "assistant", "tool", "function"}
    assert row == before
