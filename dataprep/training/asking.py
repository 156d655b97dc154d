"""Asking a model: the same questions to a trained model and to its base, answer by answer.

A question is put as the rows of the dataset were written: with their system prompt, their separator,
and their stop sequence. An answer that fails is an answer with its error; the others still come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

from dataprep.errors import DataprepError, ServerError
from dataprep.targets import base_of
from dataprep.training.paging import plain
from dataprep.training.questions import Manner, Question, answer_text, begins_with_system

if TYPE_CHECKING:
    from dataprep.targets import Target
    from dataprep.training.server import Client

CHAT, COMPLETION = "chat", "completion"
_COMPLETION_ROWS = ["prompt-completion"]
# The endpoint's own default of 16 (OpenAI, API reference, completions) cuts most answers.
_COMPLETION_TOKENS = 256
# What OpenAI answers to a completion model at the chat endpoint (openai-python issues, 2026-11-20).
_NOT_CHAT = ("not a chat model", "v1/completions")


class Answer(NamedTuple):
    """What one model said to one question.

    Attributes:
        model: its name.
        text: the answer, without the stop sequence; None where it failed.
        error: why it failed; empty where it did not.
        finish: why the answer ended: ``stop``, ``length`` ...
        tokens: that were used, as far as the server says.
    """

    model: str
    text: str | None
    error: str = ""
    finish: str = ""
    tokens: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data, without what is not there."""
        shown = self._asdict()
        return {"model": self.model, "answer": self.text} | {
            key: shown[key] for key in ("error", "finish", "tokens") if shown[key] not in ("", None)
        }


class Asked(NamedTuple):
    """A question with its answers, in the order of the models."""

    question: Question
    answers: list[Answer]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        row: dict[str, Any] = {"question": self.question.text}
        if len(self.question.messages) > 1:
            row["messages"] = list(self.question.messages)
        if self.question.expected is not None:
            row["expected"] = self.question.expected
        return row | {"answers": [one.to_dict() for one in self.answers]}


class Asker:
    """Asks models of one server.

    Args:
        client: of the server.
        manner: how the rows of the dataset are written.
        most_tokens: of an answer; None leaves it to the server.
        temperature: 0 makes the answers of two models comparable; None leaves it to the server.
    """

    def __init__(
        self,
        client: Client,
        manner: Manner = Manner(),  # noqa: B008  a constant
        most_tokens: int | None = None,
        temperature: float | None = None,
    ) -> None:
        self._client, self._manner = client, manner
        self._limits: dict[str, Any] = {
            key: value
            for key, value in (("max_tokens", most_tokens), ("temperature", temperature))
            if value is not None
        }
        self._kinds: dict[str, str] = {}

    def all(
        self, questions: Sequence[Question], models: Sequence[str], jobs: int = 1
    ) -> Iterator[Asked]:
        """Yield every question with the answer of each model, in order.

        Args:
            jobs: questions that are asked at the same time.
        """
        pool = ThreadPoolExecutor(max(1, jobs))
        try:
            yield from pool.map(
                lambda one: Asked(one, [self.answer(one, model) for model in models]), questions
            )
        finally:  # whoever interrupts does not wait for what is on its way
            pool.shutdown(wait=False, cancel_futures=True)

    def answer(self, question: Question, model: str) -> Answer:
        """Return the answer of a model; a fault of the server is part of it."""
        kind = self._kinds.get(model) or kind_of(model, self._client.server.target)
        try:
            if kind == COMPLETION:
                return self._complete(question, model)
            try:
                return self._chat(question, model)
            except ServerError as error:
                if not any(words in error.message for words in _NOT_CHAT):
                    raise
                self._kinds[model] = COMPLETION
                return self._complete(question, model)
        except DataprepError as error:
            if not isinstance(error, ServerError):  # no package, no key: none would be answered
                raise
            return Answer(model, None, error.message)

    def _chat(self, question: Question, model: str) -> Answer:
        asked = list(question.messages) or [{"role": "user", "content": self._ended(question.text)}]
        if self._manner.system and not begins_with_system(question):
            asked.insert(0, {"role": "system", "content": self._manner.system})
        create = self._client.patient.chat.completions.create
        body = {"messages": asked, **question.extra, **self._limits}
        choice, data = self._ask(create, model, **body)
        return self._answer(model, answer_text(choice.get("message") or {}), choice, data)

    def _complete(self, question: Question, model: str) -> Answer:
        create = self._client.patient.completions.create
        body = {"max_tokens": _COMPLETION_TOKENS, "prompt": self._ended(question.text)}
        choice, data = self._ask(create, model, **body | self._limits)
        return self._answer(model, str(choice.get("text") or ""), choice, data)

    def _ask(
        self, create: Callable[..., Any], model: str, **body: Any
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        if self._manner.stop:
            body["stop"] = [self._manner.stop]
        what = f"ask {model}"
        data = plain(self._client.call(what, create, model=model, **body))
        choices = data.get("choices")
        if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
            raise ServerError(f"{what}: the server's answer holds no choice")
        return choices[0], data

    def _answer(
        self, model: str, text: str, choice: dict[str, Any], data: dict[str, Any]
    ) -> Answer:
        stop = self._manner.stop
        shown = (text.partition(stop)[0] if stop else text).strip()
        used = data.get("usage")
        tokens = used.get("total_tokens") if isinstance(used, dict) else None
        return Answer(model, shown, "", str(choice.get("finish_reason") or ""), tokens)

    def _ended(self, prompt: str) -> str:
        return (
            prompt if prompt.endswith(self._manner.separator) else prompt + self._manner.separator
        )


def kind_of(model: str, target: Target) -> str:
    """Return whether a model holds conversations or completes prompts, as far as is known."""
    base = base_of(model).lower()
    for one in target.models.values():
        if base == one.name.lower() or base in map(str.lower, one.aliases):
            formats = one.figures.get("formats")
            if formats is not None and list(formats.value) == _COMPLETION_ROWS:
                return COMPLETION
    return CHAT
