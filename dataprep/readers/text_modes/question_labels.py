"""The labels of questions and answers at the beginning of a line, in a dozen languages.

`Q:`, `Question 3:`, `1. Q:`, `**A:**`, `Frage:`, `问：`, `Q1.` and `2) What is it?` are labels.
Which of these kinds a text uses is decided once, from its beginning: in a text with `Q:` a line
such as `A. Paris` is the first choice of a test, and a numbered question is part of an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_QUESTION = "questions?|q|frage|pregunta|domanda|pergunta|vraag|вопрос|问题?|問題?|質問|질문|سؤال"
_ANSWER = (
    "answers?|ans|a|antwort|respuesta|réponse|reponse|risposta|resposta|antwoord|ответ|答案?|回答"
    "|답변?|جواب|إجابة"
)
_FRONT = (
    r"[ \t]{0,8}(?:#{1,6}[ \t]{1,4}|>[ \t]{0,4}|[-*+•][ \t]{1,4})?"  # heading, quote or list mark
    r"(?P<bold>\*\*|__|\*|_)?"
    r"(?:\(?(?P<before>\d{1,5})[.):][ \t]{0,4})?"
    r"(?P<inner>\*\*|__)?"
)
_BACK = r"(?:[ \t]?(?:no\.?|nr\.?|#)?[ \t]?(?P<after>\d{1,5}))?(?P<close>\*\*|__|\*|_)?[ \t]{0,2}"
_COLON, _DOT = r"[:：﹕]", r"(?:[.)](?=\s|$))"
_CLOSE = r"(?P<late>\*\*|__|\*|_)?"
_NUMBERED = re.compile(
    r"[ \t]{0,8}(?:#{1,6}[ \t]{1,4})?(?P<bold>\*\*|__)?\(?(?P<before>\d{1,5})[.)][ \t]{1,4}"
)
_LABEL_ROOM = 80  # no label is longer; the rest of the line is never matched


class Label(NamedTuple):
    """What stands on a line that begins a question or an answer.

    Attributes:
        text: the line without the label.
        number: the number in the label, empty when there is none.
    """

    text: str
    number: str


def _compile(words: str, mark: str) -> re.Pattern[str]:
    return re.compile(f"{_FRONT}(?:{words}){_BACK}{mark}{_CLOSE}", re.IGNORECASE)


_QUESTION_COLON, _ANSWER_COLON = _compile(_QUESTION, _COLON), _compile(_ANSWER, _COLON)
_QUESTION_DOT, _ANSWER_DOT = _compile(_QUESTION, _DOT), _compile(_ANSWER, _DOT)


def _match(pattern: re.Pattern[str], line: str) -> Label | None:
    found = pattern.match(line[:_LABEL_ROOM])
    if found is None:
        return None
    parts = found.groupdict()
    text = line[found.end() :].strip(" \t")
    bold = parts["bold"] or parts.get("inner")
    if bold and not parts.get("close") and not parts.get("late"):
        text = text.removesuffix(bold).rstrip(" \t")
    return Label(text, parts.get("after") or parts["before"] or "")


def _numbered_question(line: str) -> Label | None:
    """Return the question of a line such as ``3) Where is it?``."""
    if not line[:_LABEL_ROOM].strip()[:1] or line.rstrip(" \t*_")[-1:] not in ("?", "？"):
        return None
    return _match(_NUMBERED, line)


@dataclass(frozen=True, slots=True)
class Style:
    """Which labels a text uses.

    Attributes:
        questions: ``colon`` (`Q:`), ``dot`` (`Q1.`), ``number`` (`1. What is it?`), or empty.
        answers: ``colon``, ``dot``, or empty when the text below a question is its answer.
    """

    questions: str
    answers: str

    def question(self, line: str) -> Label | None:
        """Return the label of a line that begins a question, or None."""
        if self.questions == "number":
            return _numbered_question(line)
        return _match(_QUESTION_DOT if self.questions == "dot" else _QUESTION_COLON, line)

    def answer(self, line: str) -> Label | None:
        """Return the label of a line that begins an answer, or None."""
        if not self.answers:
            return None
        return _match(_ANSWER_DOT if self.answers == "dot" else _ANSWER_COLON, line)


def style_of(lines: Iterable[str]) -> Style:
    """Return the style of a text from its beginning."""
    seen = dict.fromkeys(("colon", "dot", "number", "answer", "answer dot"), 0)
    for line in lines:
        seen["colon"] += _match(_QUESTION_COLON, line) is not None
        seen["dot"] += _match(_QUESTION_DOT, line) is not None
        seen["number"] += _numbered_question(line) is not None
        seen["answer"] += _match(_ANSWER_COLON, line) is not None
        seen["answer dot"] += _match(_ANSWER_DOT, line) is not None
    questions = next((kind for kind in ("colon", "dot", "number") if seen[kind]), "")
    if seen["answer"]:
        return Style(questions, "colon")
    return Style(questions, "dot" if questions == "dot" and seen["answer dot"] else "")
