"""Defects that are planted in generated rows, a given share of each, and the rule that must say so.

What is planted is written down as a code and its lines, so that what a validation finds can be held
against the truth. A row has at most one defect. A row that another is a copy of serves once.
"""

from __future__ import annotations

import json
import random
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from prose import Prose
from rows import Row, with_call

Edit = Callable[[Row, Prose], "Row | str"]
"""A sound row of its own -> the row with the defect, or its line."""

_WAITING = 200
_LONG = 400_000
"""Characters of prose in several languages that are more than 65,536 tokens."""


class Defect(NamedTuple):
    """A kind of defect.

    Attributes:
        code: the rule that names it.
        edit: what makes it.
        chat_only: whether it needs a conversation.
        again: whether it is made of a row that was written before.
    """

    code: str
    edit: Edit
    chat_only: bool = False
    again: bool = False


class Planter:
    """Makes lines of rows, some of them with a defect.

    Args:
        shares: name of a defect -> its share of the rows.
        prose: what the rows are made of.
        seed: of the choice; equal seeds choose equal rows.

    Attributes:
        planted: name of a defect -> the lines that have it.
    """

    def __init__(self, shares: Mapping[str, float], prose: Prose, seed: int) -> None:
        self.prose = prose
        self.planted: dict[str, list[int]] = {name: [] for name in shares}
        self._names: list[str] = ["", *shares]
        self._weights = [1 - sum(shares.values()), *shares.values()]
        self._random = random.Random(seed)
        self._waiting: deque[Row] = deque(maxlen=_WAITING)
        self._line = 0

    def line(self, row: Row) -> str:
        """Return the line of a row, with its end; the row is changed."""
        self._line += 1
        (name,) = self._random.choices(self._names, self._weights)
        if name and (not DEFECTS[name].again or self._waiting):
            self.planted[name].append(self._line)
            defect = DEFECTS[name]
            made = defect.edit(self._earlier() if defect.again else row, self.prose)
            return made if isinstance(made, str) else dumped(made)
        self._waiting.append(row)
        return dumped(row)

    def truth(self) -> dict[str, dict[str, object]]:
        """Return name of a defect -> the code of its rule, how many were planted, and their lines."""
        return {
            name: {"code": DEFECTS[name].code, "count": len(lines), "lines": lines}
            for name, lines in self.planted.items()
        }

    def _earlier(self) -> Row:
        at = self._random.randrange(len(self._waiting))
        row = self._waiting[at]
        del self._waiting[at]
        return row


def dumped(row: Row) -> str:
    """Return a row as a line."""
    return json.dumps(row, ensure_ascii=False) + "\n"


def parse_shares(given: Iterable[str], kind: str) -> dict[str, float]:
    """Return name -> share of what was given as ``name=share``.

    Raises:
        ValueError: there is no such defect for this kind of rows, or the shares are none.
    """
    shares: dict[str, float] = {}
    takes = [name for name, one in DEFECTS.items() if kind != "jsonl" or not one.chat_only]
    for one in given:
        name, _, share = one.partition("=")
        if kind not in ("jsonl", "chat", "chat-plain"):
            raise ValueError(f"defects are planted in jsonl, chat and chat-plain, not in {kind}")
        if name not in takes:
            raise ValueError(
                f"no defect of {kind} is called {name!r}; there are: {', '.join(takes)}"
            )
        try:
            shares[name] = float(share)
        except ValueError:
            raise ValueError(f"{one!r} is not a share such as {name}=0.01") from None
    if sum(shares.values()) > 1 or any(share < 0 for share in shares.values()):
        raise ValueError(f"the shares add up to {sum(shares.values()):g}; they are parts of 1")
    return shares


def _answer(row: Row) -> tuple[Row, str]:
    """Return where the last answer of a row stands, as a dict and its key."""
    return (row["messages"][-1], "content") if "messages" in row else (row, "completion")


def _said(change: Callable[[str, Prose], str]) -> Edit:
    """Return what changes the last answer."""

    def edit(row: Row, prose: Prose) -> Row:
        holder, key = _answer(row)
        holder[key] = change(holder[key], prose)
        return row

    return edit


def _question(row: Row) -> Row:
    return next(one for one in row["messages"] if one["role"] == "user")


def _foreign_role(row: Row, prose: Prose) -> Row:
    _question(row)["role"] = "human"
    return row


def _without_content(row: Row, prose: Prose) -> Row:
    # Of the answer: without its question a row would stand in conflict with others like it.
    row["messages"][-1].pop("content")
    return row


def _called(key: str, value: str) -> Edit:
    """Return what makes a conversation with a call, in which a key of the call has a value."""

    def edit(row: Row, prose: Prose) -> Row:
        row = row if "tools" in row else with_call(row, prose)
        calling = next(one for one in row["messages"] if "tool_calls" in one)
        calling["tool_calls"][0]["function"][key] = value
        return row

    return edit


def _nearly(row: Row, prose: Prose) -> Row:
    # In the question: another answer to the same one would be a conflict.
    holder, key = (_question(row), "content") if "messages" in row else (row, "prompt")
    if isinstance(holder[key], list):
        holder, key = holder[key][0], "text"
    holder[key] = f"Please: {holder[key]}"
    return row


def _other(answer: str, prose: Prose) -> str:
    return "\n".join(f"{prose.line()}." for _ in range(15))


def _key(answer: str, prose: Prose) -> str:
    # Put together here, so that nothing in this repository looks like one.
    letters = "".join(prose.random.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=16))
    return f"{answer} aws_access_key_id = AKIA{letters}"


def _unanswered(row: Row, prose: Prose) -> Row:
    row["messages"].append({"role": "user", "content": prose.question()})
    return row


def _long(answer: str, prose: Prose) -> str:
    parts = [answer]
    size = len(answer)
    while size < _LONG:
        parts.append(prose.line())
        size += len(parts[-1])
    return "\n".join(parts)


DEFECTS: dict[str, Defect] = {
    "broken-json": Defect("JSN001", lambda row, prose: dumped(row)[:-2] + "\n"),
    "blank-line": Defect("JSN005", lambda row, prose: "\n"),
    "duplicate-key": Defect(
        "JSN008", lambda row, prose: f'{{"{next(iter(row))}": [], {dumped(row)[1:]}'
    ),
    "unknown-key": Defect("SCH002", lambda row, prose: {"number": 7, **row}),
    "unknown-role": Defect("CHT002", _foreign_role, chat_only=True),
    "missing-content": Defect("CHT003", _without_content, chat_only=True),
    "empty-answer": Defect("CHT004", _said(lambda answer, prose: ""), chat_only=True),
    "no-answer": Defect("CHT006", _unanswered, chat_only=True),
    "broken-arguments": Defect("TLS002", _called("arguments", '{"query": '), chat_only=True),
    "undeclared-tool": Defect("TLS004", _called("name", "search"), chat_only=True),
    "mojibake": Defect(
        "TXT001", _said(lambda answer, prose: f"{answer} It\u00e2\u20ac\u2122s so.")
    ),
    "control-character": Defect("TXT002", _said(lambda answer, prose: f"{answer} \x1b[0m")),
    "secret": Defect("SEC001", _said(_key)),
    "duplicate": Defect("DUP001", lambda row, prose: row, again=True),
    "near-duplicate": Defect("DUP002", _nearly, again=True),
    "conflicting-answer": Defect("DUP003", _said(_other), again=True),
    "over-limit": Defect("TOK001", _said(_long)),
}
"""What can be planted. `near-duplicate` is looked for on request, `over-limit` makes a large row."""
