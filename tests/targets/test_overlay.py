"""The schema of a target's rows: the base, and over it what the target states, nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from dataprep import schemas, targets
from dataprep.errors import UsageError
from dataprep.targets import Figure, Target
from dataprep.targets.overlay import row_schema

KINDS = ["chat", "preference", "prompt-completion", "reinforcement", "text"]


def target(**values):
    figures = {key: Figure(value, "a page", date(2026, 11, 20)) for key, value in values.items()}
    return Target("mine", "mine", "mine", figures)


@pytest.mark.parametrize("kind", KINDS)
def test_a_target_that_states_nothing_is_the_base(kind):
    """What is not known is not forbidden."""
    assert row_schema(target(), kind) == schemas.load(kind)


@pytest.mark.parametrize("name", targets.names())
@pytest.mark.parametrize("kind", KINDS)
def test_every_overlay_is_a_schema_and_always_the_same(name, kind):
    """It is valid, new data each time, and no alternative slips in."""
    jsonschema = pytest.importorskip("jsonschema")
    one, two = row_schema(targets.get(name), kind), row_schema(targets.get(name), kind)

    jsonschema.Draft202012Validator.check_schema(one)
    assert one == two and one is not two


def test_roles_and_parts_are_the_targets_and_developer_is_left_to_its_rule():
    """The enumerations are replaced; `developer` stays, for CHT015 judges it."""
    parts = row_schema(target(roles=["user", "assistant"], parts=["text"]), "chat")["$defs"]

    assert parts["message"]["properties"]["role"]["enum"] == ["user", "assistant", "developer"]
    assert parts["part"]["properties"]["type"]["enum"] == ["text"]


def test_patterns_are_the_targets():
    """The two patterns of names go to messages and to tools."""
    mine = target(name_pattern="^a$", tool_name_pattern="^b$")
    parts = row_schema(mine, "reinforcement")["$defs"]

    assert parts["message"]["properties"]["name"]["pattern"] == "^a$"
    assert parts["function"]["properties"]["name"]["pattern"] == "^b$"


def test_message_keys_close_messages():
    """A key that the target does not state is none, even one that the format has or asks for."""
    parts = row_schema(target(message_keys=["name", "thinking"]), "chat")["$defs"]
    message = parts["message"]

    assert list(message["properties"]) == ["role", "content", "name", "thinking"]
    assert message["additionalProperties"] is False
    assert parts["tool_answer"]["required"] == ["content"]


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("chat", ["messages", "tools", "id"]),
        ("prompt-completion", ["prompt", "completion", "id"]),
        ("text", ["text", "id"]),
        ("preference", ["input", "preferred_output", "non_preferred_output", "id"]),
    ],
)
def test_row_keys_close_rows(kind, keys):
    """The keys of the format and the target's; what goes with messages only where messages are."""
    schema = row_schema(target(row_keys=["tools", "id"]), kind)

    assert list(schema["properties"]) == keys
    assert schema["additionalProperties"] is False
    if kind == "preference":
        conversation = schema["properties"]["input"]
        assert list(conversation["properties"]) == ["messages", "tools"]
        assert conversation["additionalProperties"] is False


def test_reinforcement_rows_stay_open():
    """Their further keys are what the grader reads."""
    schema = row_schema(target(row_keys=["tools"], message_keys=[]), "reinforcement")

    assert "additionalProperties" not in schema
    assert schema["$defs"]["message"]["additionalProperties"] is False


def test_arguments_as_objects_need_no_ids():
    """Chat templates pair calls and answers by their order."""
    parts = row_schema(target(arguments="object"), "chat")["$defs"]

    assert parts["arguments"]["type"] == "object"
    assert parts["tool_call"]["required"] == ["type", "function"]
    assert parts["tool_answer"]["required"] == ["content"]
    assert row_schema(target(arguments="string"), "chat") == schemas.load("chat")


def test_an_unknown_kind_is_told():
    """There is no schema of rows that are of no kind."""
    with pytest.raises(UsageError, match="no schema is called `unknown`"):
        row_schema(target(), "unknown")
