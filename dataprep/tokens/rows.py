"""What a row of any kind costs, and how much of that is learned.

Exact for plain texts. Where the platform publishes no formula (tool definitions and calls, images,
which outputs of a preference row are paid for), `RowTokens.estimate` is set, `total` is the
estimate and `low` what the row takes at least.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from dataprep.errors import DataprepError
from dataprep.tokens.chat import PRIMING, Turn, turns
from dataprep.tokens.counting import count_tokens
from dataprep.tokens.tokenizer_file import PREFIX, load_file
from dataprep.tokens.tools import Estimate, tool_tokens
from dataprep.tokens.vocabulary import load

_SHORT = 32


class RowTokens(NamedTuple):
    """The tokens of a row in one encoding.

    Attributes:
        total: of the whole row. In a preference row both outputs are counted, which is what is
            billed as far as anyone has published.
        by_role: role -> tokens of its contents; of a preference row the outputs are the assistant's.
            Rows without roles have ``prompt``, ``completion`` or ``text`` in their place.
        answers: of what is learned: assistant messages whose weight is not 0, the completion, the
            text, the preferred output; nothing in a reinforcement row.
        low: what the row takes at least; `total` unless it is an estimate. Of a preference row:
            the input with the longer output, the longest sequence that is trained on.
        estimate: whether `total` rests on a formula that is not published for all of the row.
        failure: why a text of the row could not be counted; such a text counts as nothing.
    """

    total: int
    by_role: dict[str, int]
    answers: int
    low: int
    estimate: bool = False
    failure: str = ""


def row_tokens(data: dict[str, Any], kind: str, encoding: str) -> RowTokens:
    """Return the tokens of a row of any shape; what is not as it should be counts nothing.

    Args:
        data: the row.
        kind: ``chat``, ``prompt-completion``, ``preference``, ``reinforcement`` or ``text``; a row
            of another kind has no tokens.
        encoding: a name of `ENCODINGS`, or ``file:PATH``.

    Raises:
        UsageError, InputError, MissingExtraError, DataprepError: the encoding itself cannot be used.
            A text that cannot be counted is a `failure` and no exception.
    """
    count = _TextCounter(encoding)
    if kind in ("prompt-completion", "text"):
        found = _texts(data, kind, count)
    elif kind == "preference":
        found = _preference(data, count)
    elif kind in ("chat", "reinforcement"):
        found = _conversation(data, kind, count)
    else:
        found = RowTokens(0, {}, 0, 0)
    return found._replace(failure=count.failure) if count.failure else found


def surviving_answers(data: dict[str, Any], kind: str, encoding: str, limit: int) -> int:
    """Return how many tokens of the answers are left of a row that is cut after `limit` tokens."""
    count = _TextCounter(encoding)
    if kind == "text":
        return min(limit, _text(data, "text", count))
    if kind == "prompt-completion":
        left = max(0, limit - _text(data, "prompt", count))
        return min(left, _text(data, "completion", count))
    holder, answers = data, []
    if kind == "preference":
        inner = data.get("input")
        holder = inner if isinstance(inner, dict) else {}
        answers = list(turns(data.get("preferred_output"), count))
    thread = list(turns(holder.get("messages"), count))
    if kind == "preference":
        thread = [turn._replace(trained=False) for turn in thread]
    used, kept = _definitions(holder, count).low, 0
    for turn in thread + answers:
        used += turn.around
        if turn.trained:
            kept += min(max(0, limit - used), turn.content)
        used += turn.content
    return kept


class _TextCounter:
    """Counts texts in an encoding, and keeps the first failure instead of raising it."""

    def __init__(self, encoding: str) -> None:
        if encoding.startswith(PREFIX):
            load_file(encoding)
        else:
            load(encoding)
        self.encoding, self.failure = encoding, ""

    def __call__(self, text: str) -> int:
        try:
            if len(text) <= _SHORT:
                return _short(text, self.encoding)
            return count_tokens(text, self.encoding)
        except DataprepError as error:
            self.failure = self.failure or error.message
            return 0


@lru_cache(4096)
def _short(text: str, encoding: str) -> int:
    """Count a text that comes again and again: a role, a name, a label."""
    return count_tokens(text, encoding)


def _text(data: dict[str, Any], key: str, count: _TextCounter) -> int:
    value = data.get(key)
    return count(value) if isinstance(value, str) else 0


def _texts(data: dict[str, Any], kind: str, count: _TextCounter) -> RowTokens:
    keys = ("text",) if kind == "text" else ("prompt", "completion")
    parts = {key: _text(data, key, count) for key in keys}
    total = sum(parts.values())
    return RowTokens(total, parts, parts[keys[-1]], total)


def _definitions(holder: dict[str, Any], count: _TextCounter) -> Estimate:
    tools = holder.get("tools") or holder.get("functions")
    return tool_tokens(tools, count.encoding, count)


def _conversation(data: dict[str, Any], kind: str, count: _TextCounter) -> RowTokens:
    tools = _definitions(data, count)
    thread = list(turns(data.get("messages"), count))
    low = sum(turn.low for turn in thread) + PRIMING + tools.low
    total = low + sum(turn.guess for turn in thread) + tools.total - tools.low
    learned = kind == "chat"
    answers = sum(turn.content for turn in thread if turn.trained and learned)
    estimate = tools.total > 0 or any(turn.estimate for turn in thread)
    return RowTokens(total, _by_role(thread), answers, low, estimate)


def _preference(data: dict[str, Any], count: _TextCounter) -> RowTokens:
    inner = data.get("input")
    first = _conversation(inner if isinstance(inner, dict) else {}, "chat", count)
    better, worse = (
        list(turns(data.get(key), count)) for key in ("preferred_output", "non_preferred_output")
    )
    lows = [sum(turn.low for turn in side) for side in (better, worse)]
    total = first.total + sum(lows) + sum(turn.guess for turn in better + worse)
    by_role = dict(first.by_role)
    for role, tokens in _by_role(better + worse).items():
        by_role[role] = by_role.get(role, 0) + tokens
    answers = sum(turn.content for turn in better if turn.trained)
    return RowTokens(total, by_role, answers, first.low + max(lows), True)


def _by_role(thread: list[Turn]) -> dict[str, int]:
    found: dict[str, int] = {}
    for turn in thread:
        found[turn.role] = found.get(turn.role, 0) + turn.content
    return found
