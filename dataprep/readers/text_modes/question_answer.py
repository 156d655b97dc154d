"""Text mode `question-answer`: labelled questions and the answers below them.

An answer keeps its lines. A question with several answers gives a record for each. Where no answer
is labelled, the text below a question is its answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.codes import finding
from dataprep.model import Location, Record, Reject
from dataprep.readers.options import TextOptions
from dataprep.readers.text_lines import beginning
from dataprep.readers.text_modes.base import NO_FIT, Fit, Lines, TextContext, TextMode
from dataprep.readers.text_modes.dividers import divider, title_of, without_dividers
from dataprep.readers.text_modes.pieces import Passage, cleaner, count_of, judge, orphan, shown
from dataprep.readers.text_modes.question_labels import Label, style_of

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

        A question without an answer, an answer without a question and the text before the first
        question are `REA014` rejects, an empty answer is a `PRC009` reject. Headings and dividers
        between two questions are `REA034` rejects, and a note counts them.
        """
        ahead, lines = beginning(lines)
        style = style_of(line for _, line in ahead)
        state = _Pairs(context, bool(style.answers))
        for number, line in lines:
            if label := style.question(line):
                yield from state.finish()
                state.ask(number, label)
            elif label := style.answer(line):
                yield from state.finish_passage()
                state.answer(number, label)
            else:
                state.add(number, line)
        yield from state.finish(followed=False)
        state.note_dividers()


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
        self._preamble: Passage | None = None
        self._cut: list[Reject] = []  # dividers whose place is behind the next pair
        self._dividers = 0
        self._first_divider = Location(context.name), ""

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
        elif self._preamble is not None or line.strip():
            self._preamble = self._preamble or Passage("text before the first question", number)
            self._preamble.add(line, self._context.name)

    def finish(self, followed: bool = True) -> Iterator[Record | Reject]:
        """End the question with what belongs to it.

        Args:
            followed: whether a label stands on the next line; otherwise the text ends.
        """
        yield from self.finish_passage(followed)
        yield from self._unlabelled()
        yield from self._cut_off()

    def _unlabelled(self) -> Iterator[Record | Reject]:
        """Yield what becomes of a question that no labelled answer followed."""
        question = self._question
        if question is None or self._answered:
            return
        halves = None if self._labelled else _split(question.lines)
        if halves is None:
            if self._number and len(self._open) < _MOST_OPEN:
                self._open.add(self._number)
            fact, help_text = "the question has no answer", "add a line that begins with `A:`"
            yield orphan(question, fact, self._context, help_text)
            return
        answer = Passage("answer", question.line + len(halves[0]))
        answer.lines = halves[1]
        question.lines = halves[0]
        yield self._pair(question, answer)

    def finish_passage(self, followed: bool = True) -> Iterator[Record | Reject]:
        """End the question's text, the answer or the preamble that is being read."""
        if self._preamble is not None:
            yield self._before_all(self._preamble, followed)
            self._preamble = None
        passage, self._current = self._current, None
        if passage is None:
            return
        passage.lines, first, cut = without_dividers(passage.lines, followed)
        if cut:
            self._divide(cut, passage.line + first)
        if passage is self._question:
            return
        if self._question is None:
            fact, help_text = "the answer has no question", "begin one with `Q:`"
            yield orphan(passage, fact, self._context, help_text)
        elif self._misplaced:
            fact = f"answer {self._misplaced} does not stand below question {self._misplaced}"
            yield orphan(passage, fact, self._context, "move it below its question")
        else:
            self._answered = True
            yield self._pair(self._question, passage)
        yield from self._cut_off()

    def note_dividers(self) -> None:
        """Note how many dividers were cut off."""
        if not self._dividers:
            return
        place, title = self._first_divider
        count = count_of(self._dividers, "section divider")
        fact = f"{count} between questions, cut from the text above, the first: `{shown(title)}`"
        self._context.notes.append(finding("REA034", fact, place))

    def _before_all(self, preamble: Passage, followed: bool) -> Reject:
        if not followed:
            fact = "no line begins a question with a label such as `Q:`"
            return orphan(preamble, fact, self._context, "--text MODE reads it another way")
        count = count_of(sum(1 for line in preamble.lines if line.strip()), "line")
        title = preamble.lines[0].strip()
        fact = f"{count} of text before the first question: `{shown(title)}`"
        return orphan(preamble, fact, self._context, informs=True)

    def _divide(self, lines: list[str], line: int) -> None:
        """Take a divider out of the text; it stays behind what is cut off here."""
        reject = divider(lines, line, self._context)
        if not self._dividers:
            self._first_divider = reject.finding.location, title_of(lines)
        self._dividers += 1
        self._cut.append(reject)

    def _cut_off(self) -> Iterator[Reject]:
        """Yield the dividers that stand behind what was just yielded."""
        yield from self._cut
        self._cut = []

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


def _split(lines: list[str]) -> tuple[list[str], list[str]] | None:
    """Split an unlabelled answer from its question: behind the first line that asks, or a blank."""
    for at, line in enumerate(lines):
        asks = line.rstrip(" \t*_")[-1:] in ("?", "？", "؟")
        if asks or (at and not line.strip()):
            answer = lines[at + 1 :]
            return (lines[: at + 1], answer) if any(map(str.strip, answer)) else None
    return None
