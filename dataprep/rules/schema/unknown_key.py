"""SCH002: a key that the target does not take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dataprep.rules.base import (
    CONVERSATIONS,
    SAFE,
    UNSAFE,
    Drop,
    Edit,
    Problem,
    Remove,
    Rename,
    Sample,
    SchemaRule,
    Violation,
    chat,
    rows,
)
from dataprep.rules.mending import value_at
from dataprep.rules.row import Path, Row
from dataprep.rules.schema.metadata import is_graded, is_metadata
from dataprep.rules.schema.words import keys, near, place
from dataprep.targets import Target

_FUNCTIONS = frozenset({"functions", "function_call"})
# What a message may say instead of a content.
_SAYING = frozenset({"tool_calls", "function_call", "refusal", "audio"})
_TURNS = (("user", "Capital of Peru?"), ("assistant", "Lima"))
# Without these something else would be learned, so that their removal is not safe.
_TRAINING = frozenset(
    ("audio", "documents", "function_call", "functions", "images", "loss", "name",
     "parallel_tool_calls", "prefix", "reasoning", "reasoning_content", "refusal",
     "response_format", "system", "thinking", "tool_call_id", "tool_calls", "tool_choice", "tools",
     "train", "weight")
)  # fmt: skip


class UnknownKey(SchemaRule):
    """Finds a key that the target does not take, in a row or in a message.

    What it does: compares the keys with those of the target. Rows of reinforcement datasets may
        have any. A key that belongs to messages of another role is found too: a `tool_call_id` on
        a user message.

    Why it matters: platforms reject such files ("Example 1 contains an extra `weight`"), and those
        that do not leave the key out without a word.

    What to do: remove it. Metadata such as `id` or `source` goes without changing what is learned;
        a key such as `tools` or `weight` does not: choose a target that takes it, or accept that. The
        repair removes the key with its value, renames it where another one was meant, writes old
        functions as tools, and drops a row in which a message would say nothing without the key, or
        the results of tools would answer no call.

    Source: OpenAI, fine-tuning error messages of training files, 2026-11-20.
    """

    code = "SCH002"
    name = "unknown-key"
    fix = SAFE
    kinds = CONVERSATIONS | {"prompt-completion", "text"}
    claims = (("additionalProperties", ""), ("false", ""))
    bad = (
        Sample(rows(chat(*_TURNS, id=17))),
        Sample(rows({"prompt": "2+2=", "completion": " 4", "source": "book"})),
    )
    good = (
        Sample(rows(chat(*_TURNS))),
        Sample(rows({"prompt": "2+2=", "completion": " 4"})),
    )
    fixed = good

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the key, what was meant, and what the removal changes."""
        key, path = str(violation.path[-1]), violation.path
        where = place(path[:-1])
        if violation.keyword == "false":
            role = violation.owner.get("role", "")
            return Problem(
                f"{keys([key])} in {where} does not belong to {role} messages",
                path,
                "remove it, or correct the role",
                fix=UNSAFE,
            )
        inner, taken = _taken(path, target)
        meant = _meant(key, violation.owner, taken)
        fact = f"`{target.name}` takes no key {keys([key])} in {where}"
        if meant:
            return Problem(fact, path, f"did you mean `{meant}`?", fix=UNSAFE)
        if key in _TRAINING:
            return Problem(fact, path, "removing it changes what is learned", fix=UNSAFE)
        if is_metadata(key):
            return Problem(fact, path, "remove it: nothing is learned from it")
        if not inner and is_graded(row.data):
            also = [one for one in row.data if one in taken or one == "messages"]
            graded = [one for one in row.data if one not in also]
            fact = f"the row ends with a question and has {keys(graded)} beside it"
            return Problem(fact, path, "validate graded rows with --method reinforcement", fix="")
        return Problem(fact, path, "remove it, or move what shall be learned into the content",
                       fix=UNSAFE)  # fmt: skip

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the key that was meant, or its removal."""
        path = problem.path
        key, owner = str(path[-1]), value_at(row.data, path[:-1])
        if problem.fix == "" or not isinstance(owner, dict):
            return []
        if key in _FUNCTIONS:
            from dataprep.rules.chat.legacy_calls import as_tools

            if edits := as_tools(row, target):
                return edits
        taken = _taken(path, target)[1]
        meant = "" if key in taken else _meant(key, owner, taken)
        if meant:
            # Of two keys that mean the same one, the first gets its name.
            first = row.notes.setdefault(f"first {path[:-1]} {meant}", key)
            fits = first == key and _fits(owner, path, meant, row, target)
            return [Rename(path, meant)] if fits else []
        return [Drop()] if _says_it_all(owner, key, row) else [Remove(path)]


def _says_it_all(owner: dict[str, Any], key: str, row: Row) -> bool:
    """Whether a message says nothing without a key, or results of tools answer nobody."""
    if key not in _SAYING or not owner[key]:
        return False
    if not any(owner.get(one) for one in (_SAYING | {"content"}) - {key}):
        return True
    assistants = key == "tool_calls" and owner.get("role") == "assistant"
    return assistants and any(one.role == "tool" for one in row.messages)


def _taken(path: Path, target: Target) -> tuple[bool, Any]:
    """Return whether a key is a message's, and the keys that the target takes there."""
    # A key of a message ends a path of a list's element; everything else is the row's.
    inner = len(path) > 1 and isinstance(path[-2], int)
    return inner, target.value("message_keys" if inner else "row_keys", ())


def _meant(key: str, owner: dict[str, Any], taken: Any) -> str:
    """Return the key that another one was meant to be; empty where there is none."""
    meant = near(key, [one for one in taken if one not in owner])
    return meant if meant != key else ""


def _fits(owner: dict[str, Any], path: Path, meant: str, row: Row, target: Target) -> bool:
    """Whether the target takes a key's value under the name that was meant."""
    from dataprep.rules.schema.compiled import compiled, violations

    # Only what lies around the key: a row may have many messages, each with such a key.
    node: Any = {key: value for key, value in owner.items() if key != path[-1]}
    new: list[str | int] = [meant]
    node[meant] = owner[str(path[-1])]
    for part in reversed(path[:-1]):
        node, new = ([node], [0, *new]) if isinstance(part, int) else ({part: node}, [part, *new])
    try:
        broken = violations(compiled(target, row.kind), node)
    except ValueError:  # nested deeper than the library follows
        return False
    return not any(list(one.path[: len(new)]) == new for one in broken)
