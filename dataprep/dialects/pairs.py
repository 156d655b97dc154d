"""The part that all layouts of one question and one answer in named columns have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from dataprep.dialects.base import SYSTEM_NAMES, Binding, Dialect, find, is_preference, value
from dataprep.dialects.conversation import Conversation
from dataprep.dialects.images import attach
from dataprep.dialects.tool_calls import parsed
from dataprep.formats.base import Unusable, as_text, shown
from dataprep.model import Example


class PairDialect(Dialect):
    """A question and an answer in two columns; a subclass names the columns.

    Attributes:
        user_names, assistant_names: the names that the columns may bear, the usual one first.
        extra_names: optional parts and their names; ``history`` is a list of earlier
            [question, answer] pairs, ``input`` is put under the question with a blank line between.
    """

    required = ("user", "assistant")
    user_names: ClassVar[tuple[str, ...]]
    assistant_names: ClassVar[tuple[str, ...]]
    extra_names: ClassVar[dict[str, tuple[str, ...]]] = {}

    def bind(self, columns: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> Binding | None:
        user, assistant = find(columns, self.user_names), find(columns, self.assistant_names)
        if not user or not assistant or is_preference(columns, sample, assistant):
            return None
        parts = {"user": user, "assistant": assistant}
        optional = {"system": SYSTEM_NAMES, **self.extra_names, "images": ("images",)}
        for part, names in optional.items():
            column = find([name for name in columns if name not in parts.values()], names)
            if column:
                parts[part] = column
        return Binding(self, parts)

    def claims(self, binding: Binding, sample: Sequence[Mapping[str, Any]]) -> bool:
        # A question column that is never filled, beside other columns: the question is in one of
        # those. Without others, the rows are completions with an empty prompt.
        column = binding.parts["user"]
        filled = any(shown(row.get(column)).strip() for row in sample)
        return filled or all(row.keys() <= binding.columns for row in sample)

    def sides(self, parts: Mapping[str, str]) -> tuple[str, str] | None:
        return (parts["user"], parts["assistant"]) if len(parts) == 2 else None

    def example(self, row: Mapping[str, Any], parts: Mapping[str, str]) -> Example:
        question, answer = value(row, parts["user"]), value(row, parts["assistant"])
        if len(parts) == 2 and type(question) is type(answer) is str:  # most rows of most files
            user = {"role": "user", "content": question}
            return {"messages": [user, {"role": "assistant", "content": answer}]}
        conversation = Conversation(row.get(parts["system"]) if "system" in parts else None)
        if "history" in parts:
            _add_history(conversation, row.get(parts["history"]))
        if "input" in parts and (context := as_text(row.get(parts["input"]))):
            text = as_text(question)
            question = f"{text}\n\n{context}" if text else context
        _add_side(conversation, "user", question, parts["user"])
        _add_side(conversation, "assistant", answer, parts["assistant"])
        if "images" in parts:
            attach(conversation.messages, row.get(parts["images"]))
        return {"messages": conversation.messages}


def _add_side(conversation: Conversation, role: str, content: Any, column: str) -> None:
    """Add a text, or the messages where a column holds a list of them (TRL, OpenAI's evals)."""
    if isinstance(content, list) and content and all(map(_is_message, content)):
        for number, turn in enumerate(content):
            conversation.add_message(turn, f"$.{column}[{number}]")
    else:
        conversation.add(role, content, f"$.{column}")


def _is_message(turn: Any) -> bool:
    return isinstance(turn, dict) and "role" in turn and "content" in turn


def _add_history(conversation: Conversation, turns: Any) -> None:
    """Add the earlier turns, given as a list of [question, answer] pairs, perhaps as JSON text."""
    if not turns or (isinstance(turns, str) and not turns.strip()):
        return
    pairs = parsed(turns)
    if not isinstance(pairs, list):
        raise Unusable(
            "CNV001", f"`history` holds {as_text(turns)[:60]!r}, not a JSON list of pairs"
        )
    for number, pair in enumerate(pairs):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise Unusable(
                "CNV001",
                f"`history` holds {as_text(pair)[:60]!r}; each entry must be a pair of "
                "question and answer",
            )
        for role, text in zip(("user", "assistant"), pair, strict=True):
            conversation.add(role, text, f"$.history[{number}]")
