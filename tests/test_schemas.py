"""schemas/: valid JSON Schemas, and what a conversion writes is valid against them."""

import json
from pathlib import Path

import pytest

from dataprep import schemas
from dataprep.errors import UsageError

jsonschema = pytest.importorskip("jsonschema")
DATASET = Path(__file__).resolve().parents[1] / "dataset"


def check(instance, name):
    jsonschema.Draft202012Validator(schemas.load(name)).validate(instance)


@pytest.mark.parametrize("name", schemas.names())
def test_a_schema_is_one(name):
    """Each file is a valid schema of draft 2020-12 with a title and a description."""
    schema = schemas.load(name)
    jsonschema.Draft202012Validator.check_schema(schema)

    assert schema["title"] and schema["description"]


@pytest.mark.parametrize(
    "name", ["chat", "preference", "reinforcement", "prompt-completion", "text"]
)
def test_every_error_of_a_row_is_at_its_place(name):
    """A row's schema has no alternatives, whose errors say nothing, and leaves its keys open."""
    text = json.dumps(schemas.load(name))

    assert '"anyOf"' not in text and '"oneOf"' not in text
    assert "additionalProperties" not in text


def test_all_conversations_are_made_of_the_same_messages():
    """Each file stands alone, so that an editor can use it; their shared parts are equal."""
    chat = schemas.load("chat")["$defs"]

    assert chat == schemas.load("preference")["$defs"] == schemas.load("reinforcement")["$defs"]


def test_an_unknown_schema_is_told_with_those_there_are():
    """The names are listed."""
    with pytest.raises(UsageError, match="no schema is called `chatt`") as caught:
        schemas.load("chatt")
    assert "chat" in caught.value.hint and "manifest" in caught.value.hint


@pytest.mark.parametrize("path", sorted(DATASET.iterdir()), ids=lambda path: path.name)
def test_what_is_written_is_valid(path):
    """Rows, rejects and manifests of the walk-through fit their schemas."""
    if path.name.endswith(".manifest.json"):
        check(json.loads(path.read_text("utf-8")), "manifest")
        return
    rows = [json.loads(line) for line in path.read_bytes().splitlines()]
    for row in rows:
        if path.name.endswith(".rejects"):
            check(row, "reject")
        else:
            keys = {"messages": "chat", "prompt": "prompt-completion", "text": "text"}
            check(row, next(name for key, name in keys.items() if key in row))
    assert rows


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"messages": []},
        {"messages": [{"role": "human", "content": "x"}]},
        {"messages": [{"role": "assistant", "content": 1}]},
        {"messages": [{"role": "assistant", "content": "x", "weight": 0.5}]},
        {"messages": [{"role": "assistant", "content": "x", "weight": True}]},
        {"messages": [{"role": "user", "content": "x", "weight": 1}]},
        {"messages": [{"role": "user", "content": None}]},
        {"messages": [{"role": "assistant"}]},
        {"messages": [{"role": "tool", "content": "x"}]},
        {"messages": [{"role": "user", "content": "x"}], "tools": [
            {"type": "function", "function": {"name": "f", "parameters": {"type": "dict"}}}]},
        {"messages": [{"role": "assistant", "tool_calls": [
            {"id": "c", "type": "function", "function": {"name": "f", "arguments": {}}}]}]},
    ],
)  # fmt: skip
def test_a_row_that_no_platform_takes_is_refused(row):
    """The chat schema says no where it must."""
    with pytest.raises(jsonschema.ValidationError):
        check(row, "chat")
