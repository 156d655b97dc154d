"""Text mode `question-answer`: labelled questions and the answers below them.

An answer keeps its lines. A question with several answers gives a record for each. Where no answer
is labelled, the text below a question is its answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from dataprep.codes import finding
from dataprep.model import Location, Record, Reject, Severity
from dataprep.readers.options import TextOptions
from dataprep.readers.text_modes.base import NO_FIT, Fit, Lines, TextContext, TextMode
from dataprep.readers.text_modes.headings import without_dividers
from dataprep.readers.text_modes.pieces import Passage, cleaner, judge, shown
from dataprep.readers.text_modes.question_labels import Label, style_of

_LOOK_AHEAD = 1000
_MOST_OPEN = 10_000
_PLAIN_QUESTIONS = 3
"""Questions without a labelled answer that it takes to guess this mode."""


class QuestionAnswerMode(TextMode):
    """Questions and answers, found by their labels."""

    name = "question-answer"
    summary = "questions and answers with labels: Q: and A:, Question 1:, Frage:, 问："

    def fits(self, sample: str, options: TextOptions) -> Fit:
        """Fit a text that begins with questions and answers."""
        lines = [line for line in sample.split("\n") if line.strip()]
        style = style_of(lines)
        if not style.questions:
            return NO_FIT
        asked = [at for at, line in enumerate(lines) if style.question(line)]
        answers = sum(1 for line in lines if style.answer(line))
        if style.answers and asked:
            why = f"{len(asked) + answers:,} lines begin with a label such as `Q:` or `A:`"
            return Fit(0.95 if asked[0] <= max(10, len(lines) // 3) else 0.4, why)
        positions = set(asked)
        followed = sum(at + 1 < len(lines) and at + 1 not in positions for at in asked)
        if len(asked) < _PLAIN_QUESTIONS or followed * 5 < len(asked) * 4:
            return NO_FIT
        return Fit(0.8, f"{len(asked):,} lines are numbered or labelled questions, text below them")

    def records(self, lines: Lines, context: TextContext) -> Iterator[Record | Reject]:
        """Yield ``{"question", "answer"}``.

        A question without an answer and an answer without a question are `REA014` rejects, an empty
        answer is a `PRC009` reject. Text before the first question is a note, headings and dividers
        between two questions are another.
        """
        source = iter(lines)
        ahead = list(islice(source, _LOOK_AHEAD))
        style = style_of(line for _, line in ahead)
        state = _Pairs(context, bool(style.answers))
        for number, line in chain(ahead, source):
            if label := style.question(line):
                yield from state.finish()
                state.ask(number, label)
            elif label := style.answer(line):
                yield from state.finish_passage()
                state.answer(number, label)
            else:
                state.add(number, line)
        yield from state.finish()
        state.note_skipped()


class _Pairs:
    """The question and the answer that are being read."""

    def __init__(self, context: TextContext, labelled: bool) -> None:
        self._context = context
        self._labelled = labelled
        self._clean = cleaner(context.options, inner=False)
        self._outside = judge(context)
        self._question: Passage | None = None
        self._number = ""
        self._current: Passage | None = None
        self._answered = True
        self._open: set[str] = set()  # numbers of questions that got no answer
        self._misplaced = ""
        self._skipped = 0
        self._first_skipped = 0
        self._preamble: tuple[int, int, str] | None = None

    def ask(self, number: int, label: Label) -> None:
        """Begin a question."""
        self._question = self._current = self._passage("question", number, label)
        self._number, self._answered = label.number, False

    def answer(self, number: int, label: Label) -> None:
        """Begin an answer.

        In a text with all answers below all questions, answer 1 does not belong to question 9.
        """
        strays = label.number != self._number and label.number in self._open
        self._misplaced = label.number if strays else ""
        self._current = self._passage("answer", number, label)

    def add(self, number: int, line: str) -> None:
        """Add a line without a label to what is being read."""
        if self._current is not None:
            self._current.add(line, self._context.name)
        elif line.strip():
            first, count, text = self._preamble or (number, 0, line.strip())
            self._preamble = first, count + 1, text

    def finish(self) -> Iterator[Record | Reject]:
        """End the question with what belongs to it."""
        yield from self.finish_passage()
        question = self._question
        if question is None or self._answered:
            return
        halves = None if self._labelled else _split(question.lines)
        if halves is None:
            if self._number and len(self._open) < _MOST_OPEN:
                self._open.add(self._number)
            fact, help_text = "the question has no answer", "add a line that begins with `A:`"
            yield self._orphan(question, fact, help_text)
            return
        answer = Passage("answer", question.line + len(halves[0]))
        answer.lines = halves[1]
        question.lines = halves[0]
        yield self._pair(question, answer)

    def finish_passage(self) -> Iterator[Record | Reject]:
        """End the question's text or the answer that is being read."""
        passage, self._current = self._current, None
        if passage is None:
            return
        kept, cut = without_dividers(passage.lines)
        if cut:
            self._first_skipped = self._first_skipped or passage.line + len(kept)
            self._skipped += len(cut)
        passage.lines = kept
        if passage is self._question:
            return
        if self._question is None:
            yield self._orphan(passage, "the answer has no question", "begin one with `Q:`")
        elif self._misplaced:
            fact = f"answer {self._misplaced} does not stand below question {self._misplaced}"
            yield self._orphan(passage, fact, "move it below its question")
        else:
            self._answered = True
            yield self._pair(self._question, passage)

    def note_skipped(self) -> None:
        """Note the text that belongs to no question."""
        if self._preamble is not None:
            first, count, text = self._preamble
            fact = f"{_count(count, 'line')} of text before the first question: `{shown(text)}`"
            if self._question is None:
                fact = "no line begins a question with a label such as `Q:`"
            self._note(first, fact, "")
        if self._skipped:
            fact = f"{_count(self._skipped, 'dividing line')} between questions left out"
            self._note(self._first_skipped, fact, "--text sections keeps headings")

    def _note(self, line: int, fact: str, help_text: str) -> None:
        place = Location(self._context.name, line)
        severity = Severity.INFO if self._question is not None else None
        self._context.notes.append(finding("REA014", fact, place, help_text, severity))

    def _passage(self, what: str, number: int, label: Label) -> Passage:
        passage = Passage(what, number)
        passage.add(label.text, self._context.name)
        return passage

    def _pair(self, question: Passage, answer: Passage) -> Record | Reject:
        data = {"question": self._clean(question.text), "answer": self._clean(answer.text)}
        size = len(question.text) + len(answer.text) + 2
        if not data["answer"].strip():
            place = Location(self._context.name, answer.line)
            return Reject(data, finding("PRC009", "the answer is empty", place), size)
        if not data["question"].strip():
            place = Location(self._context.name, question.line)
            return Reject(data, finding("REA014", "the answer's question is empty", place), size)
        outside = self._outside
        rejected = outside(data["answer"], question.line, data, "answer") if outside else None
        return rejected or Record(data, question.line, "", size)

    def _orphan(self, passage: Passage, fact: str, help_text: str) -> Reject:
        text = passage.text
        place = Location(self._context.name, passage.line)
        return Reject(text, finding("REA014", fact, place, help_text), len(text) + 1)


def _split(lines: list[str]) -> tuple[list[str], list[str]] | None:
    """Split an unlabelled answer from its question: behind the first line that asks, or a blank."""
    for at, line in enumerate(lines):
        asks = line.rstrip(" \t*_")[-1:] in ("?", "？", "؟")
        if asks or (at and not line.strip()):
            answer = lines[at + 1 :]
            return (lines[: at + 1], answer) if any(map(str.strip, answer)) else None
    return None


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"
