"""DUP003: different answers to the same prompt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataprep.model import Severity
from dataprep.rules.base import GroupRule, Member, Problem, Sample, chat, rows
from dataprep.rules.duplicates.groups import Answer, beside, equal_prompts
from dataprep.targets import Target

_SENTENCE = 6
_CODE, _DIGITS, _AROUND = "{}<>=`|", frozenset("0123456789"), ",.!?:;()\"'*"

_YES = chat(("user", "Is the shop open on Sunday?"), ("assistant", "Yes"))
_NO = chat(("user", "Is the shop open on Sunday?"), ("assistant", "No"))
_ROME = chat(("user", "Capital of Italy?"), ("assistant", "Rome"))
_GREETINGS = [chat(("system", "Greet."), ("assistant", text)) for text in ("Hello", "Hi")]


def _preference(better: str, worse: str) -> dict[str, object]:
    return {
        "input": {"messages": [{"role": "user", "content": "Greet me"}]},
        "preferred_output": [{"role": "assistant", "content": better}],
        "non_preferred_output": [{"role": "assistant", "content": worse}],
    }


class ConflictingAnswers(GroupRule):
    """Finds a prompt that is answered in different ways.

    What it does:
        Compares the answers of rows that ask the same: the same messages before the last answer, with
        the same tools. White space around an answer, weights, names and the ids of calls make no
        difference. Of reinforcement rows, what the answers are graded by must be the same.
        Comparisons are judged by `conflicting-preference`. Two sentences of at least six words with
        the same numbers, and the same yes or no, may say the same in other words: such answers are an
        info.

    Why it matters:
        The model cannot learn both answers. It settles between them, and the loss stays high. Often
        one of them is a mistake, or the prompt lacks what the answer depends on.

    What to do:
        Keep the right answer, or add to the prompts what makes them different. Where variety is
        wanted, ignore the rule: `--ignore DUP003`.

    Source:
        OpenAI, fine-tuning best practices (consistency of the examples), 2026-11-20.
    """

    code = "DUP003"
    name = "conflicting-answers"
    severity = Severity.WARNING
    kinds = frozenset({"chat", "reinforcement", "prompt-completion"})
    key = "prompt"
    bad = (
        Sample(rows(_YES, _ROME, _NO), line=3),
        Sample(
            rows(
                {"prompt": "1 + 1 ->", "completion": " 2"},
                {"prompt": "1 + 1 ->", "completion": " 3"},
            ),
            line=2,
        ),
    )
    good = (
        Sample(rows(_YES, _ROME)),
        Sample(rows(_YES, _YES)),
        Sample(rows(_preference("Hello", "Go away"), _preference("Hi", "Go away"))),
        Sample(rows(*_GREETINGS)),  # nothing is asked
    )

    def check(self, members: Sequence[Member], target: Target) -> Iterator[Problem]:
        for group in equal_prompts(members):
            found = _conflict(group)
            if found is None:
                continue
            first, second, retold = found[0].place, found[1].place, found[2]
            count = len({answer for _, answer in group})
            how = "in other words" if retold else "differently"
            yield Problem(
                f"the prompt of {beside(second, first)} is answered {how} here: "
                f"{count:,} answers in {len(group):,} rows with this prompt",
                help="keep the right answer, or add to the prompts what makes them different",
                severity=Severity.INFO if retold else None,
                location=second.location(),
            )


def _conflict(group: Sequence[tuple[Member, Answer]]) -> tuple[Member, Member, bool] | None:
    """Return two rows that are answered differently, and whether they may say the same.

    The first two whose answers cannot say the same, if there are such. Comparisons are another rule's.
    """
    (first, given), *others = group
    if given.refused:
        return None
    claimed, retold = _claims(given.text), None
    for member, answer in others:
        if answer == given:
            continue
        if claimed is None or _claims(answer.text) != claimed:
            return first, member, False
        retold = retold or (first, member, True)
    return retold


def _claims(text: str) -> tuple[str, list[str]] | None:
    """Return what two tellings of the same have in common: yes or no, and numbers.

    None for what is no prose: labels, code, data, calls written as text.
    """
    said = text.lower().split()
    if len(said) < _SENTENCE or any(sign in text for sign in _CODE):
        return None
    opening = said[0].strip(",.!:;")
    numbers = sorted(word.strip(_AROUND) for word in said if not _DIGITS.isdisjoint(word))
    return opening if opening in ("yes", "no") else "", numbers
