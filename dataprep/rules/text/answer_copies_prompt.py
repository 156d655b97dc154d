"""TXT010: answers that say the prompt again."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Content, Dataset, Problem, Sample, chat, rows
from dataprep.rules.text.candidates import ENOUGH
from dataprep.rules.text.habits import HabitRule, Habits
from dataprep.targets import Target

_AGAINST = 20


def _sample(answer: str) -> Content:
    asked = "Which floor is shelf {} on, please?"
    pairs = [(asked.format(number), f"On floor {number}.") for number in range(40)]
    pairs.append((f"{asked.format(40)} I have looked for it everywhere.", answer))
    return rows(*(chat(("user", one), ("assistant", other)) for one, other in pairs))


class AnswerCopiesPrompt(HabitRule):
    """Finds answers that are the prompt, or begin with all of it.

    What it does: compares the last answer of each row with the message before it, whatever their
        capitals. Prompts of fewer than 20 characters (40 for a beginning) are let alone,
        and so is a file in which more than one row in twenty does so: there it is the task,
        as in corrections.

    Why it matters: the model learns to say the question again. It is often a column that was taken
        twice, or a base model's output that holds its prompt.

    What to do: put the right column in, or cut the prompt from the answer.

    Source: Hugging Face transformers, text generation returns the prompt with the text, 2026-11-20.
    """

    code = "TXT010"
    name = "answer-copies-prompt"
    severity = Severity.WARNING
    bad = (
        Sample(
            _sample("Which floor is shelf 40 on, please? I have looked for it everywhere."), line=41
        ),
        Sample(
            _sample(
                "Which floor is shelf 40 on, please? I have looked for it everywhere. On four."
            ),
            line=41,
        ),
        Sample(
            _sample("WHICH FLOOR IS SHELF 40 ON, PLEASE? I HAVE LOOKED FOR IT EVERYWHERE."), line=41
        ),
    )
    good = (Sample(_sample("Which floor? The fourth.")),)

    def finish(self, tally: Habits, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the copies where they are no habit."""
        if tally.asked < ENOUGH or tally.copies.count * _AGAINST > max(tally.asked, _AGAINST):
            return
        for place, said in tally.copies.kept:
            yield Problem(
                f"the answer {said}",
                help="put the right text in, or cut the prompt from the answer",
                location=place.location(),
            )
