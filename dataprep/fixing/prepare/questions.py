"""What the walk asks, apart from who answers: a terminal, a plan, the recommendations, or a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from dataprep.errors import InputError, UsageError

Answer = bool | str
Tell = Callable[[str], None]

NOTHING = "-"
"""The answer where a column is asked for and there is none."""


class Question(NamedTuple):
    """One question.

    Attributes:
        name: by which a plan answers it.
        text: for people, without the choices.
        default: what is recommended; None where nothing can be.
        choices: of which one is the answer; empty for a question of yes or no.
        why, hint: what to say where nobody answers and nothing is recommended.
    """

    name: str
    text: str
    default: Answer | None
    choices: tuple[str, ...] = ()
    why: str = ""
    hint: str = ""

    def shown(self) -> str:
        """Return the question as it is put: with its choices, the recommended one in capitals."""
        if not self.choices:
            return f"{self.text} [{'Y/n' if self.default else 'y/N'}]"
        return self.text if self.default is None else f"{self.text} [{self.default}]"

    def answer(self, said: str) -> Answer | None:
        """Return the answer that somebody typed: yes, no, a choice or its number; None for another."""
        said = said.strip()
        if not said:
            return self.default
        if not self.choices:
            return {"y": True, "yes": True, "n": False, "no": False}.get(said.lower())
        if said in self.choices:
            return said
        if said.isdecimal() and 0 < int(said) <= len(self.choices):
            return self.choices[int(said) - 1]
        return None

    def fits(self, answer: Answer) -> bool:
        """Whether a value can be the answer."""
        return answer in self.choices if self.choices else isinstance(answer, bool)


Ask = Callable[[Question], Answer]


def recommended(question: Question) -> Answer:
    """Answer with what is recommended.

    Raises:
        InputError: nothing is.
    """
    if question.default is None:
        raise InputError(question.why, question.hint)
    return question.default


class Given:
    """Answers that were given before.

    Args:
        answers: name of a question -> its answer.
        source: what they are called in messages.
        otherwise: who is asked for those that are not there; None where all must be.
    """

    def __init__(
        self, answers: Mapping[str, Answer], source: str, otherwise: Ask | None = None
    ) -> None:
        self._answers, self._source, self._otherwise = dict(answers), source, otherwise
        self._asked: set[str] = set()

    def __call__(self, question: Question) -> Answer:
        """Answer a question.

        Raises:
            UsageError: there is no answer, or it cannot be one.
        """
        self._asked.add(question.name)
        if question.name not in self._answers:
            if self._otherwise is not None:
                return self._otherwise(question)
            raise UsageError(
                f"{self._source} has no answer to `{question.name}`: {question.text}",
                "add it under [answers], or answer anew without --plan",
            )
        answer = self._answers[question.name]
        if not question.fits(answer):
            can = ", ".join(f"`{one}`" for one in question.choices) or "true or false"
            raise UsageError(
                f"{self._source} answers `{question.name}` with {answer!r}; it can be {can}",
                "correct it, or answer anew without --plan",
            )
        return answer

    def finish(self) -> None:
        """Make sure that every answer was to a question that was asked.

        Raises:
            UsageError: one was not.
        """
        for name in self._answers:
            if name not in self._asked:
                raise UsageError(
                    f"{self._source} answers `{name}`, and this file raises no such question",
                    "remove the answer, or answer anew without --plan",
                )


class Remembered:
    """Asks somebody, and remembers what was answered; tells it where that is wanted.

    Args:
        ask: who answers.
        tell: takes each question with its answer, for those who are not asked themselves.
    """

    def __init__(self, ask: Ask, tell: Tell | None = None) -> None:
        self._ask, self._tell = ask, tell
        self.answers: dict[str, Answer] = {}

    def __call__(self, question: Question) -> Answer:
        """Answer a question."""
        answer = self._ask(question)
        self.answers[question.name] = answer
        if self._tell is not None:
            said = answer if isinstance(answer, str) else "Y" if answer else "n"
            self._tell(f"{question.shown()}: {said}")
        return answer
