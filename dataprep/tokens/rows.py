"""What a row of any kind costs, and how much of that is learned.

Exact for plain texts. Where the platform publishes no formula (tool definitions and calls, images,
which outputs of a preference row are paid for), `RowTokens.estimate` is set, `total` is the
estimate and `low` what the row takes at least.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from dataprep.tokens.batches import FAILED, count_groups, count_short, count_texts
from dataprep.tokens.chat import PER_MESSAGE, PRIMING, Turn, turns
from dataprep.tokens.text_counter import TextCounter
from dataprep.tokens.tools import Estimate, tool_tokens

_CHATS = ("chat", "reinforcement")


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


def row_tokens(data: dict[str, Any], kind: str, encoding: str, cached: bool = True) -> RowTokens:
    """Return the tokens of one row; see `rows_tokens`."""
    return rows_tokens([(data, kind)], encoding, cached)[0]


def rows_tokens(
    rows: Sequence[tuple[dict[str, Any], str]], encoding: str, cached: bool = True
) -> list[RowTokens]:
    """Return the tokens of rows of any shape; what is not as it should be counts nothing.

    Args:
        rows: each with its kind: ``chat``, ``prompt-completion``, ``preference``, ``reinforcement``
            or ``text``; a row of another kind has no tokens.
        encoding: a name of `ENCODINGS`, or ``file:PATH``.
        cached: whether counts of earlier runs are used, and these kept.

    Raises:
        UsageError, InputError, MissingExtraError, DataprepError: the encoding itself cannot be used.
            A text that cannot be counted is a `failure` and no exception.
    """
    # The formulas run twice: first to say which texts are counted, then with the counts. Plain
    # rows, which most are, need neither.
    plain = [plain_chat(data) if kind in _CHATS else None for data, kind in rows]
    counters = [TextCounter(encoding, cached) if one is None else None for one in plain]
    groups: list[Sequence[str]] = []
    for (data, kind), one, counter in zip(rows, plain, counters, strict=True):
        if counter is not None:
            _formula(data, kind, counter)
            groups.append(counter.texts)
        elif one is not None:
            groups.append(one[1])
    counts = count_groups(groups, encoding, cached)
    found = []
    for (data, kind), one, counter, count in zip(rows, plain, counters, counts, strict=True):
        if one is not None and FAILED not in count:
            found.append(_of_plain(one[0], count, kind, encoding, cached))
            continue
        if counter is None:
            counter = TextCounter(encoding, cached)
            _formula(data, kind, counter)
            count = count_texts(counter.texts, encoding)
        counter.replay(count)
        tokens = _formula(data, kind, counter)
        found.append(tokens._replace(failure=counter.failure) if counter.failure else tokens)
    return found


def plain_chat(data: dict[str, Any]) -> tuple[list[str], list[str]] | None:
    """Return roles and texts of a chat whose messages have nothing else; None for any other row."""
    messages = data.get("messages")
    if not isinstance(messages, list) or data.get("tools") or data.get("functions"):
        return None
    roles, texts = [], []
    for message in messages:
        if not isinstance(message, dict) or len(message) != 2:
            return None
        role, text = message.get("role"), message.get("content")
        if not isinstance(role, str) or not isinstance(text, str):
            return None
        roles.append(role)
        texts.append(text)
    return roles, texts


def plain_totals(
    rows: Sequence[tuple[Sequence[str], Sequence[str]]], encoding: str, cached: bool = True
) -> tuple[int, int]:
    """Return what plain chats (see `plain_chat`) add up to: all tokens, and those that are learned.

    Raises:
        as `rows_tokens`.
    """
    counts = count_groups([texts for _, texts in rows], encoding, cached)
    total = answers = 0
    for (roles, _), count in zip(rows, counts, strict=True):
        frame, learned = _frame(tuple(roles), encoding, cached)
        total += frame + sum(count)
        for number in learned:
            answers += count[number]
        if FAILED in count:
            # `FAILED` is minus 1, and the text is to count as nothing.
            total += count.count(FAILED)
            answers += sum(count[number] == FAILED for number in learned)
    return total, answers


def surviving_answers(data: dict[str, Any], kind: str, encoding: str, limit: int) -> int:
    """Return how many tokens of the answers are left of a row that is cut after `limit` tokens."""
    count = TextCounter(encoding, cached=False)  # few rows are that long
    _surviving(data, kind, count, limit)
    count.replay(count_texts(count.texts, encoding))
    return _surviving(data, kind, count, limit)


def _surviving(data: dict[str, Any], kind: str, count: TextCounter, limit: int) -> int:
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


@lru_cache(4096)
def _frame(roles: tuple[str, ...], encoding: str, cached: bool) -> tuple[int, tuple[int, ...]]:
    """Return what stands around the contents of messages, and which of them are learned."""
    around = sum(PER_MESSAGE + count_short(role, encoding, cached) for role in roles)
    return around + PRIMING, tuple(n for n, role in enumerate(roles) if role == "assistant")


def _of_plain(
    roles: Sequence[str], counts: Sequence[int], kind: str, encoding: str, cached: bool
) -> RowTokens:
    frame, learned = _frame(tuple(roles), encoding, cached)
    by_role: dict[str, int] = {}
    for role, count in zip(roles, counts, strict=True):
        by_role[role] = by_role.get(role, 0) + count
    total = frame + sum(counts)
    answers = sum(counts[number] for number in learned) if kind == "chat" else 0
    return RowTokens(total, by_role, answers, total)


def _formula(data: dict[str, Any], kind: str, count: TextCounter) -> RowTokens:
    """Return the tokens of a row; every text is counted, in an order that no count changes."""
    if kind in ("prompt-completion", "text"):
        return _texts(data, kind, count)
    if kind == "preference":
        return _preference(data, count)
    if kind in _CHATS:
        return _conversation(data, kind, count)
    return RowTokens(0, {}, 0, 0)


def _text(data: dict[str, Any], key: str, count: TextCounter) -> int:
    value = data.get(key)
    return count(value) if isinstance(value, str) else 0


def _texts(data: dict[str, Any], kind: str, count: TextCounter) -> RowTokens:
    keys = ("text",) if kind == "text" else ("prompt", "completion")
    parts = {key: _text(data, key, count) for key in keys}
    total = sum(parts.values())
    return RowTokens(total, parts, parts[keys[-1]], total)


def _definitions(holder: dict[str, Any], count: TextCounter) -> Estimate:
    tools = holder.get("tools") or holder.get("functions")
    return tool_tokens(tools, count.encoding, count)


def _conversation(data: dict[str, Any], kind: str, count: TextCounter) -> RowTokens:
    tools = _definitions(data, count)
    thread = list(turns(data.get("messages"), count))
    low = sum(turn.low for turn in thread) + PRIMING + tools.low
    total = low + sum(turn.guess for turn in thread) + tools.total - tools.low
    learned = kind == "chat"
    answers = sum(turn.content for turn in thread if turn.trained and learned)
    estimate = tools.total > 0 or any(turn.estimate for turn in thread)
    return RowTokens(total, _by_role(thread), answers, low, estimate)


def _preference(data: dict[str, Any], count: TextCounter) -> RowTokens:
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
