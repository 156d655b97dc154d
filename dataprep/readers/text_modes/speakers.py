"""Who speaks in a transcript, and in which role.

A speaker's label stands at the beginning of a line: `Anna:`, `**Anna:**`, `[00:01:02] Anna:`,
`ANNA (00:12):`, `12/31/23, 10:15 PM - Anna:`. Not everything before a colon is a speaker: labels
that are rare beside the others, and words such as `Note`, are text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?(?:[  ]?[AaPp]\.?[Mm]\.?)?"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ T]{1,2}"
_STAMP = (
    rf"[\[(<]?(?:{_DATE})?{_TIME}(?:[ ]?(?:-->|[-–])[ ]?{_TIME})?[\])>]?"
    r"[ \t]{0,3}[-–]?[ \t]{0,3}"
)
_LABEL = re.compile(
    rf"[ \t]{{0,8}}(?P<before>{_STAMP})?(?P<bold>\*\*|__|\*|_)?(?P<inside>{_STAMP})?"
    r"(?P<name>[^\W\d_][^:：\n*\[\](){}<>\"“”|=;?!]{0,39})"
    rf"(?P<behind>[ \t]{{0,3}}[\[(]{_TIME}[\])])?(?P<close>\*\*|__|\*|_)?[ \t]{{0,2}}"
    r"(?::(?![/\\:\d])|：)(?P<late>\*\*|__|\*|_)?"
)
_LABEL_ROOM = 160  # no label is longer; the rest of the line is never matched
_MOST_WORDS = 4
_MOST_LABELS = 10_000

ROLES = ("system", "user", "assistant")

_USERS = (
    "user", "human", "customer", "client", "caller", "visitor", "guest", "student", "patient",
    "interviewer", "me", "you", "questioner", "prompter", "nutzer", "benutzer", "kunde",
    "kundin", "usuario", "cliente", "utilisateur", "用户", "客户", "问者", "пользователь", "клиент",
)  # fmt: skip
_ASSISTANTS = (
    "assistant", "ai", "bot", "chatbot", "model", "gpt", "chatgpt", "gpt-4", "llm", "agent",
    "support", "operator", "advisor", "helpdesk", "interviewee", "expert", "assistent",
    "berater", "asistente", "conseiller", "助手", "客服", "ассистент", "оператор",
)  # fmt: skip
_KNOWN = {
    "system": "system",
    "system prompt": "system",
    **dict.fromkeys(_USERS, "user"),
    **dict.fromkeys(_ASSISTANTS, "assistant"),
}
# What stands before a colon in letters, logs and forms.
_NOT_SPEAKERS = frozenset((
    "note", "notes", "nb", "warning", "tip", "tips", "example", "examples", "important", "hint",
    "caution", "date", "time", "subject", "location", "place", "topic", "title", "participants",
    "attendees", "summary", "http", "https", "ftp", "mailto", "file", "todo", "ps", "source",
    "transcript", "duration", "recorded", "from", "to", "cc", "bcc", "re", "info", "error",
    "debug", "warn", "fatal", "trace", "step", "question", "answer", "q", "url", "email",
    "phone", "address",
))  # fmt: skip


class Turn(NamedTuple):
    """A line that begins a turn.

    Attributes:
        speaker: the name as written.
        text: the line without the label.
        stamped: whether a time stands beside the name, which nothing but a speaker has.
    """

    speaker: str
    text: str
    stamped: bool


def turn(line: str, mapped: Container[str] = ()) -> Turn | None:
    """Return the label at the beginning of a line when it could be a speaker's, or None.

    Args:
        line: the line.
        mapped: names in lower case that are speakers whatever they look like.
    """
    if ":" not in line[:_LABEL_ROOM] and "：" not in line[:_LABEL_ROOM]:
        return None
    found = _LABEL.match(line[:_LABEL_ROOM])
    if found is None:
        return None
    name = found["name"].strip()
    key = name.casefold()
    if key not in mapped and key not in _KNOWN:
        unlikely = key in _NOT_SPEAKERS or name[0].islower()
        if unlikely or len(name.split()) > _MOST_WORDS:
            return None
    text = line[found.end() :].strip(" \t")
    if found["bold"] and not found["close"] and not found["late"]:
        text = text.removesuffix(found["bold"]).rstrip(" \t")
    return Turn(name, text, bool(found["before"] or found["inside"] or found["behind"]))


@dataclass(slots=True)
class Speaker:
    """What a survey knows of one label.

    Attributes:
        name: as it stands at its first turn.
        turns: how many lines it begins.
        asks: how many of them end with a question mark.
        ends: how many of them end like a sentence.
        stamped: how many of them bear a time.
    """

    name: str
    turns: int = 0
    asks: int = 0
    ends: int = 0
    stamped: int = 0


@dataclass(slots=True)
class Survey:
    """The labels of a text, by their name in lower case, in order of appearance."""

    labels: dict[str, Speaker] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[str], mapped: Container[str] = ()) -> Survey:
        """Count the labels of the lines; `mapped` as in `turn`."""
        survey = cls()
        for line in lines:
            if found := turn(line, mapped):
                survey._count(found, mapped)
        return survey

    def _count(self, found: Turn, mapped: Container[str]) -> None:
        key = found.speaker.casefold()
        full = len(self.labels) >= _MOST_LABELS
        if full and key not in self.labels and key not in mapped:
            return
        speaker = self.labels.setdefault(key, Speaker(found.speaker))
        last = found.text.rstrip("\"'”’»)*_ ")[-1:]
        speaker.turns += 1
        speaker.stamped += found.stamped
        speaker.asks += last in ("?", "？", "؟")
        speaker.ends += bool(last) and last in ".?!…。？！؟"

    def speakers(self, mapped: Iterable[str] = ()) -> list[Speaker]:
        """Return the labels that are speakers.

        They are the mapped, the known roles, those with a time beside them, and the frequent.
        """
        named = {name.casefold() for name in mapped}
        most = _most_turns(self.labels.values())
        return [
            speaker
            for key, speaker in self.labels.items()
            if key in named or key in _KNOWN or speaker.stamped or speaker.turns * 5 > most
        ]

    def rare(self, speakers: list[Speaker]) -> list[Speaker]:
        """Return the labels that are none of the speakers."""
        names = {speaker.name for speaker in speakers}
        return [label for label in self.labels.values() if label.name not in names]


def _most_turns(speakers: Iterable[Speaker]) -> int:
    """Return the turns of the one who speaks most; a fifth of them makes a speaker frequent."""
    return max((speaker.turns for speaker in speakers), default=0)


def known_role(name: str) -> str | None:
    """Return the role that a speaker's name says by itself (`Customer`), or None."""
    return _KNOWN.get(name.casefold())


def assign(speakers: list[Speaker], mapping: dict[str, str]) -> dict[str, str] | None:
    """Return the role of every speaker by the name in lower case, or None when it is not clear.

    The mapping (lower-case name to role) comes first, then names that say their role. When only the
    assistant is known the others are users; when only the user is, one other is the assistant. Of
    two speakers the one who asks more, or else the first, is the user, and so are those who hardly
    speak beside the two.
    """
    roles: dict[str, str] = {}
    open_: list[Speaker] = []
    for speaker in speakers:
        role = mapping.get(speaker.name.casefold()) or known_role(speaker.name)
        if role is None:
            open_.append(speaker)
        else:
            roles[speaker.name.casefold()] = role
    taken = set(roles.values())
    if not open_:
        return roles
    if "assistant" in taken:
        return roles | {speaker.name.casefold(): "user" for speaker in open_}
    if len(open_) == 1:
        role = "assistant" if "user" in taken else "user"
        return roles | {open_[0].name.casefold(): role}
    most = _most_turns(open_)
    frequent = [speaker for speaker in open_ if speaker.turns * 5 > most]
    if len(frequent) == 2 and not taken - {"system"}:
        user, assistant = frequent
        if assistant.asks > user.asks:
            user, assistant = assistant, user
        users = {speaker.name.casefold(): "user" for speaker in open_}
        return roles | users | {assistant.name.casefold(): "assistant"}
    return None
