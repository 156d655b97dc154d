"""Turns become conversations: what a transcript says is gathered until something divides it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dataprep.codes import finding
from dataprep.model import Location, Record, Reject
from dataprep.readers.text_modes.base import TextContext
from dataprep.readers.text_modes.dividers import divider, is_divider, without_dividers
from dataprep.readers.text_modes.headings import Fence
from dataprep.readers.text_modes.pieces import Passage, cleaner, count_of, judge, orphan, shown
from dataprep.readers.text_modes.speakers import Turn

_MOST_FORMS, _LONGEST_FORM = 8, 40
"""The dividing lines that one note can list whole; others are rejects."""


class Conversations:
    """The conversation that is being read.

    Args:
        context: the options, and where notes go.
        roles: the role of every speaker by the name in lower case.
    """

    def __init__(self, context: TextContext, roles: dict[str, str]) -> None:
        self.roles = roles
        self._context = context
        self._clean = cleaner(context.options, inner=False)
        self._outside = judge(context)
        self._turns: list[tuple[str, list[str]]] = []
        self._start = self._size = 0
        self._speaker = ""  # of the passage; empty before the first turn
        self._label = ""  # the line on which the turn begins
        self._passage: Passage | None = None
        self._fence = Fence()
        self._dividers: Counter[str] = Counter()
        self._first_divider = 0

    def turn(self, number: int, line: str, found: Turn) -> Iterator[Record | Reject]:
        """Begin a turn; a heading right above it has ended the conversation before."""
        kept, cut = self._take(followed=True)
        yield from kept
        if cut is not None:
            yield from self._conversation()
            yield cut
        if not self._turns:
            self._start = number
        self._speaker, self._label = found.speaker.casefold(), line
        self._passage = Passage("turn", number)
        self._passage.add(found.text, self._context.name)
        self._fence = Fence()
        self._fence.covers(found.text)

    def add(self, number: int, line: str) -> Iterator[Record | Reject]:
        """Add a line without a label to the turn above it, or end the conversation."""
        if not self._fence.covers(line) and is_divider(line):
            yield from self.finish()
            yield from self._divide(number, line)
            return
        if self._passage is None:
            if not line.strip():
                return
            self._passage = Passage("text before the first speaker", number)
        self._passage.add(line, self._context.name)

    def finish(self) -> Iterator[Record | Reject]:
        """End the conversation."""
        kept, cut = self._take(followed=False)
        yield from kept
        yield from self._conversation()
        if cut is not None:
            yield cut
        self._speaker = ""

    def note_dividers(self) -> None:
        """Note the lines that divided the conversations: they are in none of them."""
        if not self._dividers:
            return
        forms = ", ".join(f"`{shown(form)}`" for form in self._dividers)
        lines = count_of(self._dividers.total(), "dividing line")
        place = Location(self._context.name, self._first_divider)
        self._context.notes.append(
            finding("REA034", f"{lines} between conversations: {forms}", place)
        )

    def _divide(self, number: int, line: str) -> Iterator[Reject]:
        """Count a dividing line for the note, which names every form it takes."""
        form = line.strip()
        listed = len(self._dividers) < _MOST_FORMS and len(form) <= _LONGEST_FORM
        if listed or form in self._dividers:
            self._first_divider = self._first_divider or number
            self._dividers[form] += 1
        else:
            yield divider([line], number, self._context)

    def _take(self, followed: bool) -> tuple[list[Reject], Reject | None]:
        """Put the passage into its turn.

        Returns:
            what of it is no turn, and the headings at its end, as rejects.
        """
        passage, self._passage = self._passage, None
        if passage is None:
            return [], None
        if not self._speaker:
            fact = f"text that no speaker says: `{shown(passage.text.strip())}`"
            return [orphan(passage, fact, self._context, informs=True)], None
        kept, first, cut = without_dividers(passage.lines, followed)
        content = self._clean("\n".join(kept))
        self._size += len(content) + 1
        wordless = not content or content.isspace()
        if not wordless:
            if self._turns and self._turns[-1][0] == self._speaker:
                self._turns[-1][1].append(content)
            else:
                self._turns.append((self._speaker, [content]))
        return (
            [self._wordless(passage.line)] if wordless else [],
            divider(cut, passage.line + first, self._context) if cut else None,
        )

    def _wordless(self, line: int) -> Reject:
        fact = f"the turn has no words: `{shown(self._label.strip())}`"
        place = Location(self._context.name, line)
        return Reject(self._label, finding("REA035", fact, place), len(self._label) + 1)

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
