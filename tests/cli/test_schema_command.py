"""`dataprep schema`: what there is, one of them, and with what a target states."""

from __future__ import annotations

import json

from dataprep import schemas


def test_schemas_are_listed(run):
    """Each name with its description, one a line."""
    ran = run("schema")

    lines = ran.stdout.splitlines()
    assert ran.code == 0
    assert [line.split()[0] for line in lines] == schemas.names()
    assert lines[0] == f"{'chat':{max(map(len, schemas.names()))}}  " + (
        "One line of a chat dataset: a conversation whose assistant messages are learned."
    )


def test_a_schema_is_printed(run):
    """As it stands in its file."""
    ran = run("schema", "preference")

    assert ran.code == 0
    assert json.loads(ran.stdout) == schemas.load("preference")


def test_a_schema_with_what_a_target_states(run):
    """The target's keys close the row."""
    ran = run("schema", "chat", "--target", "generic")

    assert ran.code == 0
    assert json.loads(ran.stdout)["additionalProperties"] is False


def test_what_is_not_there_is_told(run):
    """An unknown schema, an unknown target, and a target for what has none."""
    unknown = run("schema", "chatt")
    assert (unknown.code, "no schema is called `chatt`" in unknown.stderr) == (2, True)
    assert "choose one of: chat" in unknown.stderr

    platform = run("schema", "chat", "--target", "genericc")
    assert (platform.code, "no target is called `genericc`" in platform.stderr) == (2, True)

    same = run("schema", "manifest", "--target", "generic")
    assert (same.code, "the schema `manifest` is the same for every target" in same.stderr) == (
        2,
        True,
    )

    nothing = run("schema", "--target", "generic")
    assert (nothing.code, "--target needs a schema" in nothing.stderr) == (2, True)
