"""CHT004: a message that says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Drop, Edit, Problem, Remove, RowRule, Sample, Set, chat, rows
from dataprep.rules.chat.turns import INSTRUCTIONS
from dataprep.rules.mending import value_at
from dataprep.rules.row import Message, Row
from dataprep.targets import Target

_ASKED = ("user", "What is the capital of Peru?")
_GOOD = chat(_ASKED, ("assistant", "Lima"))
_LEFT_OUT = INSTRUCTIONS | {"tool", "function"}


class EmptyContent(RowRule):
    """Finds messages whose content is empty or white space.

    What it does: looks at contents that are a text or only text parts. An empty answer is an error;
        other messages, and answers of weight 0, are warnings. Tool results and messages with calls
        may be empty, since many libraries write nothing as an empty text; white space is named.

    Why it matters: an empty answer teaches the model to say nothing, and some platforms reject it. An
        empty question or instruction is most often a value that was lost on the way.

    What to do: fill in the text; without an answer leave the row out, without an instruction leave
        the system message out. The repair does that, and empties the content beside calls and of tools.
        Questions and context are for a person to fill in.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20.
    """

    code = "CHT004"
    name = "empty-content"
    fix = "unsafe"
    wakes_on = frozenset({"@blank", "@parts"})
    bad = (
        Sample(rows(_GOOD, chat(_ASKED, ("assistant", " "))), line=2),
        Sample(rows(chat(("system", ""), _ASKED, ("assistant", "Lima")))),
    )
    good = (Sample(rows(_GOOD)),)
    fixed = (Sample(rows(_GOOD)), Sample(rows(_GOOD)))

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield every message that says nothing."""
        for message in row.messages:
            content: Any = message.data.get("content")
            if not _blank(content) or _says_otherwise(message):
                continue
            role = message.role
            called = bool(message.data.get("tool_calls") or message.data.get("function_call"))
            if content == "" and (called or role in ("tool", "function")):
                continue
            trained = role == "assistant" and not called and message.data.get("weight") != 0
            said = content if isinstance(content, str) else "".join(one["text"] for one in content)
            state = "is white space only" if said else "is empty"
            mended = trained or called or role in _LEFT_OUT
            yield Problem(
                f"the content of the `{role}` message {state}" if role else f"the content {state}",
                (*message.path, "content"),
                "leave the row out, or add the answer" if trained else "add the text",
                Severity.ERROR if trained else Severity.WARNING,
                fix=None if mended and _can_go(row, message) else "",
            )

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return what leaves the row, the message or the white space out."""
        path = problem.path[:-1]
        message = value_at(row.data, path)
        if problem.fix == "" or not isinstance(message, dict):
            return []
        if message.get("role") in tuple(INSTRUCTIONS):
            return [Remove(path)]
        if problem.severity is Severity.ERROR:
            return [Drop()]
        return [Set(problem.path, "")]


def _blank(content: Any) -> bool:
    """Whether a content is a text, or only text parts, of nothing but white space."""
    if isinstance(content, str):
        return not content.strip()
    if not isinstance(content, list) or not content:
        return False
    return all(
        isinstance(part, dict) and isinstance(part.get("text"), str) and not part["text"].strip()
        for part in content
    )


def _can_go(row: Row, message: Message) -> bool:
    """Whether a message is no instruction, or one without which a conversation is left."""
    if message.role not in INSTRUCTIONS:
        return True
    others = {one.role for one in row.thread} - INSTRUCTIONS
    return message.path[:-1] == row.prefix and len(others) > (row.kind == "chat")


def _says_otherwise(message: Message) -> bool:
    """Whether a refusal or sound stands in the place of the content."""
    refusal, audio = message.data.get("refusal"), message.data.get("audio")
    return (isinstance(refusal, str) and bool(refusal.strip())) or isinstance(audio, dict)
