"""SET006: system prompts that differ from row to row."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import (
    CONVERSATIONS,
    Content,
    Dataset,
    DatasetRule,
    Problem,
    Sample,
    chat,
    rows,
)
from dataprep.rules.dataset.prompts import SystemPrompts
from dataprep.rules.wording import counted
from dataprep.targets import Target


def _sample(*prompts: str) -> Content:
    return rows(
        *(
            chat(*([("system", prompt)] if prompt else []), ("user", "Hi"), ("assistant", "Hello!"))
            for prompt in prompts
        )
    )


class InconsistentSystemPrompt(DatasetRule[SystemPrompts]):
    """Finds datasets with several system prompts, or with one on some rows only.

    What it does: counts the different system prompts and the rows without one, and names the first
        row that differs from most. Where more than half of the rows have a prompt of their own, the
        prompt is data, and nothing is said about the variety. More than 2,000 different prompts are
        not counted.

    Why it matters: the model learns to behave as in training under the prompt of training. A prompt
        that varies by accident blurs this, and a row without one trains the behaviour for all prompts.

    What to do: use the same system prompt in every row, and later in production; or keep the variety
        if the model is to work with all of them.

    Source: OpenAI, fine-tuning best practices, 2026-11-20.
    """

    code = "SET006"
    name = "inconsistent-system-prompt"
    severity = Severity.INFO
    kinds = CONVERSATIONS
    wakes_on = frozenset({"@always"})
    bad = (
        Sample(_sample("Be brief.", "Be brief.", "", "Be brief."), line=3),
        Sample(_sample("Be brief.", "Be brief.", "Be brief!", "Be brief."), line=3),
    )
    good = (
        Sample(_sample("Be brief.", "Be brief.")),
        Sample(_sample("", "")),
        Sample(_sample("You are Ada.", "You are Ben.", "You are Cy.")),
    )

    def tally(self) -> SystemPrompts:
        """Return an empty count of prompts."""
        return SystemPrompts()

    def finish(self, tally: SystemPrompts, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield how many prompts there are, at the first row that differs from most."""
        counts = tally.counts
        without = counts.get(b"", 0)
        distinct = len(counts) - bool(without)
        parts = []
        if 1 < distinct <= tally.rows / 2:
            parts.append(f"the rows have {distinct:,} different system prompts")
        if distinct and without:
            verb = "has" if without == 1 else "have"
            parts.append(f"{without:,} of {counted(tally.rows, 'row')} {verb} no system prompt")
        if parts:
            most = max(counts, key=lambda prompt: counts[prompt])
            other = next(prompt for prompt in counts if prompt != most)
            yield Problem(
                ", and ".join(parts),
                help="use the same system prompt in every row, unless the variety is intended",
                location=tally.first[other].location(),
            )
