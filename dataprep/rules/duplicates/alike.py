"""How alike two rows are, in words: the exact measure behind near-duplicates.

Words are compared without regard to their order, each as often as it occurs. What stands in the words'
neighbourhood is compared before, by the sketches that bring two rows together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dataprep.rules.duplicates.keys import answer_start, roles_of

LEAST_WORDS = 12
"""Shorter rows are never nearly the same: one other word makes them another example."""

ALIKE = 0.85
"""From which share of common words on two rows are nearly the same."""

_INSTRUCTIONS = ("system", "developer")
_SPEAKING = frozenset(
    {
        "messages",
        "input",
        "preferred_output",
        "non_preferred_output",
        "prompt",
        "completion",
        "text",
    }
)
"""The keys of a row under which it speaks; the others tell of it."""

# No words of a conversation: equal in most rows, or different in each.
_BESIDE = frozenset({"role", "id", "tool_call_id", "type", "tools", "functions"})
_UNREADABLE = ("image_url", "input_audio", "file")
_ASKING = ("prompt", "input")
_LONG = 24
_DIGITS = frozenset("0123456789")
# From here on, most scripts are written without spaces between words.
_WITHOUT_SPACES = "\u2e80"


def said(data: dict[str, Any]) -> str:
    """Return the texts of a row of any shape, without its instructions and tools.

    Rows of one dataset share their system message; it would make all of them alike. A row with a
    picture, a recording or a file says nothing here: what it is about cannot be read.
    """
    texts: list[str] = []
    waiting = [data[key] for key in reversed(data) if key in _SPEAKING]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict) and value.get("role") not in _INSTRUCTIONS:
            if value.get("type") in _UNREADABLE:
                return ""
            waiting.extend(value[key] for key in reversed(value) if key not in _BESIDE)
    return "\n".join(texts)


def said_plainly(roles: Sequence[str], texts: Sequence[str]) -> str:
    """Return `said` of a chat row that is nothing but messages of a role and a text each."""
    if "system" in roles or "developer" in roles:
        texts = [text for role, text in zip(roles, texts, strict=True) if role not in _INSTRUCTIONS]
    return "\n".join(texts)


def instructed(data: dict[str, Any]) -> str:
    """Return the instructions of a row of any shape: its system and developer messages as one text."""
    texts = []
    for holder in (data, data.get("input")):
        messages = holder.get("messages") if isinstance(holder, dict) else None
        for one in messages if isinstance(messages, list) else ():
            if isinstance(one, dict) and one.get("role") in _INSTRUCTIONS:
                texts.append(str(one.get("content")))
    return "\n".join(texts)


def words(text: str) -> Counter[str]:
    """Return the words of a text with their numbers; characters where a script has no spaces."""
    found = text.split()
    if not text.isascii():
        parts: list[str] = []
        for word in found:
            spaced = word.isascii() or (len(word) <= _LONG and max(word) < _WITHOUT_SPACES)
            parts.extend((word,) if spaced else word)
        found = parts
    return Counter(found)


def similarity(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of words that two texts have in common, from 0 to 1."""
    sizes = one.total(), other.total()
    shared = one.keys() & other.keys()
    # Without a loop of Python's own: rows of one template are compared a million times.
    common = sum(map(min, map(one.__getitem__, shared), map(other.__getitem__, shared)))
    return 2 * common / sum(sizes) if any(sizes) else 1.0


def sides(data: dict[str, Any]) -> tuple[str, str]:
    """Return what a row asks, and what it answers or is graded by; nothing for a text."""
    messages = data.get("messages")
    if isinstance(messages, list):
        start = answer_start(roles_of(messages))
        graded = {key: data[key] for key in data if key not in ("messages", "tools")}
        answer = said({"messages": messages[start:]})
        return said({"messages": messages[:start]}), f"{answer}\n{graded}"
    asked = {key: value for key, value in data.items() if key in _ASKING}
    return said(asked), said({key: data[key] for key in data if key not in asked})


class Speech:
    """What is compared of a row.

    Attributes:
        words: of what it says, with their numbers.
        unnumbered: those of them that hold no digit.
        instructed: its instructions.
        sides: what it asks, and what it answers.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.words, self.instructed = words(said(data)), instructed(data)
        self.unnumbered = {
            word: count for word, count in self.words.items() if not _DIGITS.intersection(word)
        }
        self.sides = sides(data)

    def likeness(self, other: Speech) -> float:
        """Return the share of words in common; 0 for rows that are not nearly the same.

        Instructions that are other ones make another example of the same words. So do numbers alone,
        where question and answer both have their own: a task is made from a template, and solved anew.
        Numbers on one side, and those of a text, are edits.
        """
        if min(self.words.total(), other.words.total()) < LEAST_WORDS:
            return 0.0
        share = similarity(self.words, other.words)
        if share < ALIKE:
            return 0.0
        if self._is_other_task(other):
            return 0.0
        if self.instructed != other.instructed:
            told = similarity(words(self.instructed), words(other.instructed))
            return share if told >= ALIKE else 0.0
        return share

    def _is_other_task(self, other: Speech) -> bool:
        """Whether nothing but numbers differs, in the question and in the answer."""
        if self.unnumbered != other.unnumbered:
            return False
        return all(one != another for one, another in zip(self.sides, other.sides, strict=True))


def percent(share: float) -> str:
    """Return a share for people: ``94 %``, and never all of them, where they are not all."""
    return f"{min(99, int(100 * share))} %" if share < 1 else "all"
