"""Text mode `dialogue`: a transcript with speaker labels becomes conversations.

The whole text is read once ahead, to know who speaks. A divider such as `---`, or a heading right
above a turn, begins the next conversation; without any the file is one. Lines without a label
belong to the turn above them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dataprep.codes import finding
from dataprep.errors import InputError, UsageError
from dataprep.model import Location, Record, Reject, Severity
from dataprep.readers.options import TextOptions
from dataprep.readers.text_modes.base import NO_FIT, Fit, Lines, TextContext, TextMode
from dataprep.readers.text_modes.headings import Fence, is_divider, without_dividers
from dataprep.readers.text_modes.pieces import Passage, cleaner, judge, shown
from dataprep.readers.text_modes.speakers import (
    ROLES,
    Speaker,
    Survey,
    Turn,
    assign,
    known_role,
    turn,
)

_LISTED = 8


class DialogueMode(TextMode):
    """Turns of speakers to messages with roles."""

    name = "dialogue"
    summary = "a transcript: a name and a colon before every turn"

    def fits(self, sample: str, options: TextOptions) -> Fit:
        """Fit a text most of which are turns of a few speakers; a mapping makes it certain."""
        lines = [line for line in sample.split("\n") if line.strip()]
        if options.speakers:
            return Fit(1.0, "speakers are mapped to roles")
        survey = Survey.of(lines)
        speakers = survey.speakers()
        turns = sum(speaker.turns for speaker in speakers)
        why = f"{turns:,} lines begin with a speaker: {_names(speakers)}"
        roles = {known_role(speaker.name) for speaker in speakers}
        if {"user", "assistant"} <= roles and turns * 10 >= len(lines):
            return Fit(0.9, why)
        talk = sum(speaker.ends for speaker in speakers) * 2 >= turns
        if 2 <= len(speakers) <= _LISTED and talk and turns >= 4 and turns * 4 >= len(lines):
            return Fit(0.8, why)
        return NO_FIT

    def prepare(self, lines: Lines, context: TextContext) -> None:
        """Find the speakers, give each a role, and note who has which.

        Raises:
            UsageError: a role is not known, or there are more than two speakers and no mapping.
            InputError: the text has no speakers.
        """
        mapping = _mapping(context.options)
        text = False

        def seen() -> Iterator[str]:
            nonlocal text
            for _, line in lines:
                text = text or bool(line.strip())
                yield line

        survey = Survey.of(seen(), mapping)
        speakers = survey.speakers(mapping)
        if not speakers:
            if not text:
                return
            raise InputError(
                f"{context.name}: no line begins with a speaker's name and a colon",
                "choose another way to read it: --text paragraphs",
            )
        roles = assign(speakers, mapping)
        if roles is None:
            most = shown(max(speakers, key=lambda speaker: speaker.turns).name)
            raise UsageError(
                f"{context.name}: {len(speakers)} speakers and no role for them: "
                f"{_names(speakers)}",
                f'say who answers, the others become users: --speaker "{most}=assistant"; '
                "or read it another way, e.g. --text paragraphs",
            )
        chosen = tuple((speaker.name, roles[speaker.name.casefold()]) for speaker in speakers)
        context.options = replace(context.options, speakers=chosen)
        _note_roles(context, mapping, speakers, roles, survey.rare(speakers))

    def records(self, lines: Lines, context: TextContext) -> Iterator[Record | Reject]:
        """Yield ``{"messages": [{"role", "content"}, ...]}`` for every conversation.

        Only the labels in `context.options.speakers` begin a turn (`prepare` puts them there).
        Text before the first turn of a conversation is a `REA014` reject.
        """
        talk = _Conversations(context)
        for number, line in lines:
            found = turn(line, talk.roles)
            if found is not None and found.speaker.casefold() in talk.roles:
                yield from talk.turn(number, found)
            else:
                yield from talk.add(number, line)
        yield from talk.finish()


class _Conversations:
    """The conversation that is being read."""

    def __init__(self, context: TextContext) -> None:
        self.roles = _mapping(context.options)
        self._context = context
        self._clean = cleaner(context.options, inner=False)
        self._outside = judge(context)
        self._turns: list[tuple[str, list[str]]] = []
        self._start = self._size = 0
        self._speaker = ""  # of the passage; empty before the first turn
        self._passage: Passage | None = None
        self._fence = Fence()

    def turn(self, number: int, found: Turn) -> Iterator[Record | Reject]:
        """Begin a turn; a heading right above it has ended the conversation before."""
        kept, cut = self._take()
        yield from kept
        if cut is not None:
            yield from self._conversation()
            yield cut
        if not self._turns:
            self._start = number
        self._speaker = found.speaker.casefold()
        self._passage = Passage("turn", number)
        self._passage.add(found.text, self._context.name)
        self._fence = Fence()
        self._fence.covers(found.text)

    def add(self, number: int, line: str) -> Iterator[Record | Reject]:
        """Add a line without a label to the turn above it, or end the conversation."""
        if not self._fence.covers(line) and is_divider(line):
            yield from self.finish()
            return
        if self._passage is None:
            if not line.strip():
                return
            self._passage = Passage("text before the first speaker", number)
        self._passage.add(line, self._context.name)

    def finish(self) -> Iterator[Record | Reject]:
        """End the conversation."""
        kept, cut = self._take()
        yield from kept
        yield from self._conversation()
        if cut is not None:
            yield cut
        self._speaker = ""

    def _take(self) -> tuple[list[Reject], Reject | None]:
        """Put the passage into its turn.

        Returns:
            the text without a speaker that it was, and the headings at its end, as rejects.
        """
        passage, self._passage = self._passage, None
        if passage is None:
            return [], None
        if not self._speaker:
            return [self._orphan(passage.text, passage.line)], None
        kept, cut = without_dividers(passage.lines)
        content = self._clean("\n".join(kept))
        self._size += len(content) + 1
        if content and not content.isspace():
            if self._turns and self._turns[-1][0] == self._speaker:
                self._turns[-1][1].append(content)
            else:
                self._turns.append((self._speaker, [content]))
        return [], self._orphan("\n".join(cut), passage.line + len(kept)) if cut else None

    def _conversation(self) -> Iterator[Record | Reject]:
        turns, size = self._turns, self._size
        self._turns, self._size = [], 0
        if not turns:
            return
        messages = [
            {"role": self.roles[speaker], "content": "\n".join(parts)} for speaker, parts in turns
        ]
        data = {"messages": messages}
        rejected = None
        if self._outside is not None:
            text = "\n".join(message["content"] for message in messages)
            rejected = self._outside(text, self._start, data, "conversation")
        yield rejected or Record(data, self._start, "", size)

    def _orphan(self, text: str, line: int) -> Reject:
        fact = f"text that no speaker says: `{shown(text.strip())}`"
        place = Location(self._context.name, line)
        return Reject(text, finding("REA014", fact, place, "", Severity.INFO), len(text) + 1)


def _mapping(options: TextOptions) -> dict[str, str]:
    """Return the roles by lower-case speaker.

    Raises:
        UsageError: a role is not one that a message can have.
    """
    for name, role in options.speakers:
        if role not in ROLES:
            raise UsageError(
                f"`{role}` is not a role that the speaker `{name}` could have",
                "the roles are " + ", ".join(ROLES),
            )
    return {name.casefold(): role for name, role in options.speakers}


def _note_roles(
    context: TextContext,
    mapping: dict[str, str],
    speakers: list[Speaker],
    roles: dict[str, str],
    rare: list[Speaker],
) -> None:
    place = Location(context.name)
    if any(speaker.name.casefold() not in mapping for speaker in speakers):
        listed = ", ".join(
            f"`{shown(speaker.name)}` ({_turns(speaker)}) is {roles[speaker.name.casefold()]}"
            for speaker in speakers[:_LISTED]
        )
        help_text = "--speaker NAME=role changes it"
        context.notes.append(finding("REA031", listed + _more(speakers), place, help_text))
    if rare:
        fact = f"labels read as text, not as speakers: {_names(rare)}"
        help_text = "--speaker NAME=role makes one a speaker"
        context.notes.append(finding("REA014", fact, place, help_text, Severity.INFO))


def _names(speakers: list[Speaker]) -> str:
    listed = sorted(speakers, key=lambda speaker: -speaker.turns)[:_LISTED]
    return ", ".join(f"`{shown(one.name)}` ({_turns(one)})" for one in listed) + _more(speakers)


def _more(speakers: list[Speaker]) -> str:
    return f" and {len(speakers) - _LISTED:,} more" if len(speakers) > _LISTED else ""


def _turns(speaker: Speaker) -> str:
    return "1 turn" if speaker.turns == 1 else f"{speaker.turns:,} turns"
