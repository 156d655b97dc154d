"""TOK003: the name of a special token, written out in a text."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dataprep.model import Severity
from dataprep.rules.base import UNSAFE, Edit, Problem, Sample, TextRule, chat, literal, rows
from dataprep.rules.mending import rewritten, value_at
from dataprep.rules.row import Path, Row
from dataprep.targets import Target
from dataprep.tokens import special_tokens

_ASKED = ("user", "Complete the function.")
_BAD = chat(_ASKED, ("assistant", "return total<|fim_suffix|>"))
_ESCAPED = (
    rb'{"messages": [{"role": "user", "content": "Go on."}, '
    rb'{"role": "assistant", "content": "The end.\u003c|endoftext|\u003e"}]}'
)
_GOOD = chat(_ASKED, ("assistant", "return total if a <| b else <end>"))


class _Mark(NamedTuple):
    """A text that must not stand in a row, and what it is."""

    text: str
    what: str
    severity: Severity


class SpecialTokenText(TextRule):
    """Finds special tokens, template markers and other forbidden text in the contents of a row.

    What it does: looks for the special tokens of the encodings, in every spelling that JSON allows,
        and for what the target names as forbidden. The markers of the target's own chat template
        are a warning, and so are the special tokens for a target of open-weight models: whether they
        are special there depends on the model.

    Why it matters: a platform refuses the whole file for one of them ("message contains an invalid
        token"); one that takes it trains on a token that ends the text where it does not end.

    What to do: remove the token. It is often what a scraped file or another dataset's template left.
        The repair removes all of them from the text; a row in which nothing is left of a question or an
        answer is dropped.

    Source: reports of refused files (llmcomp issue 59), 2026-02-12; tiktoken 0.14,
        openai_public.py, 2026-11-20.
    """

    code = "TOK003"
    name = "special-token-text"
    severity = Severity.ERROR
    fix = UNSAFE
    bad = (Sample(rows(_BAD)), Sample(rows(_GOOD, _ESCAPED), line=2))
    good = (Sample(rows(_GOOD)),)
    fixed = (
        Sample(rows(chat(_ASKED, ("assistant", "return total")))),
        Sample(rows(_GOOD, chat(("user", "Go on."), ("assistant", "The end.")))),
    )

    def patterns(self, target: Target) -> Iterable[str]:
        """Return the marks that must not occur."""
        return [literal(mark.text) for mark in _marks(target)]

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield each mark once for each text that holds it."""
        marks = _marks(target)
        for path, text in _texts(row):
            for mark in marks:
                if mark.text in text:
                    shown = mark.text.replace("\n", "\\n")
                    yield Problem(
                        f"the text holds `{shown}`, {mark.what}",
                        path,
                        help="remove it from the text",
                        severity=None if mark.severity is Severity.ERROR else mark.severity,
                    )

    def repair(self, problem: Problem, row: Row, target: Target) -> Iterable[Edit]:
        """Return the text without any of the marks."""
        text = value_at(row.data, problem.path)
        if not isinstance(text, str):
            return []
        return rewritten(row, problem.path, _without(text, [one.text for one in _marks(target)]))


def _marks(target: Target) -> list[_Mark]:
    """Return what a target does not take, each text once and the worst first."""
    found: dict[str, _Mark] = {}
    # Another model's tokenizer may know these texts, or not.
    certain = Severity.ERROR if target.value("encoding") else Severity.WARNING
    for token in special_tokens():
        found[token] = _Mark(token, "a special token", certain)
    for text in target.value("forbidden_text", ()):
        mark = _Mark(text, f"which {target.platform} refuses", Severity.ERROR)
        found.setdefault(text, mark)
    for text in target.value("template_markers", ()):
        mark = _Mark(text, f"a marker of the chat templates of {target.platform}", Severity.WARNING)
        found.setdefault(text, mark)
    return [mark for text, mark in found.items() if text]


def _without(text: str, marks: list[str]) -> str:
    """Return a text without marks, those included that come about when others go."""
    for mark in marks:
        text = text.replace(mark, "")
    if not any(mark in text for mark in marks):
        return text
    # Marks inside of marks: character by character, so that no text takes more than one look.
    kept: list[str] = []
    for one in text:
        kept.append(one)
        for mark in marks:
            if mark[-1] == one and "".join(kept[-len(mark) :]) == mark:
                del kept[-len(mark) :]
                break
    return "".join(kept)


def _texts(row: Row) -> Iterator[tuple[Path, str]]:
    """Yield the texts of a row with those of its tool calls."""
    yield from row.texts()
    for message in row.messages:
        for path, call in message.calls():
            function = call.get("function")
            if isinstance(function, dict) and isinstance(function.get("arguments"), str):
                yield (*path, "function", "arguments"), function["arguments"]
