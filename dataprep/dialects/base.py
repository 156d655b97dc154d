"""What a dialect is: a known layout of records, and how such a record becomes an example.

`Dialect.bind` looks at the column names and a sample of rows and returns a `Binding` when it knows
the layout: which column plays which part. The binding travels to the workers and turns one record
after another into an example (`{"messages": [...]}` or `{"text": ...}`).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from dataprep.formats.base import Unusable, as_text
from dataprep.model import Example

USER_NAMES = (
    "prompt", "question", "query", "instruction", "input", "user", "human", "q", "ask", "request",
    "user_message", "user_input", "customer_message",
)  # fmt: skip
ASSISTANT_NAMES = (
    "completion", "answer", "response", "output", "assistant", "reply", "bot", "gpt", "a",
    "ideal_response", "assistant_message", "agent_reply", "bot_response", "model_response",
)  # fmt: skip
REJECTED_NAMES = (
    "rejected", "rejected_response", "rejected_answer", "rejected_output", "rejected_completion",
    "non_preferred_output",
)  # fmt: skip
SYSTEM_NAMES = ("system", "system_prompt", "system_message")


@dataclass(frozen=True)
class Binding:
    """A dialect bound to the columns of one input.

    Attributes:
        dialect: the layout.
        parts: part of the example -> column that plays it.
    """

    dialect: Dialect
    parts: dict[str, str]

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the example uses."""
        return frozenset(self.parts.values())

    @property
    def has_answer(self) -> bool:
        """Whether the layout has an answer side, or is plain text."""
        return self.dialect.has_answer

    def fits(self, row: Mapping[str, Any]) -> bool:
        """Whether the row has every column without which the layout makes no example."""
        return all(self.parts[part] in row for part in self.dialect.required)

    def example(self, row: Mapping[str, Any]) -> Example:
        """Return the example for a row.

        Raises:
            Unusable: the row cannot become an example.
        """
        return self.dialect.example(row, self.parts)

    @property
    def sides(self) -> tuple[str, str] | None:
        """The columns of question and answer, where an example is their texts and nothing else."""
        return self.dialect.sides(self.parts)

    def describe(self) -> str:
        """Say the layout for people: ``question-answer (user: `q`, assistant: `a`)``."""
        parts = ", ".join(f"{part}: {played}" for part, played in self.dialect.shown(self.parts))
        return f"{self.dialect.name} ({parts})" if parts else self.dialect.name


class Dialect(ABC):
    """One layout of records. A subclass in its own file of this package is found by walking it.

    Attributes:
        name: what ``--dialect`` calls it.
        summary: one line for people.
        rank: dialects are tried from the lowest rank on; the more telling layout has the lower one.
        required: the parts without which there is no example.
        has_answer: False for plain text.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    rank: ClassVar[int]
    required: ClassVar[tuple[str, ...]] = ()
    has_answer: bool = True

    @abstractmethod
    def bind(self, columns: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> Binding | None:
        """Return how the dialect reads rows with these columns, or None if it does not.

        Args:
            columns: the columns of the table, or the keys seen in the sample.
            sample: some of the rows.
        """

    def claims(self, binding: Binding, sample: Sequence[Mapping[str, Any]]) -> bool:
        """Whether rows that can be read like this should be, when nobody says so."""
        return True

    def sides(self, parts: Mapping[str, str]) -> tuple[str, str] | None:
        """Return the columns of question and answer, where there is nothing else to an example."""
        return None

    def shown(self, parts: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return (part, what plays it) pairs for people."""
        return [(part, f"`{column}`") for part, column in parts.items()]

    @abstractmethod
    def example(self, row: Mapping[str, Any], parts: Mapping[str, str]) -> Example:
        """Return the example for a row, given the bound columns.

        Raises:
            Unusable: the row cannot become an example.
        """


def normalized(name: str) -> str:
    """Return a name for comparing: ``"User Prompt "``, ``user-prompt`` and ``userPrompt`` are one."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.replace("\ufeff", "").strip())
    return re.sub(r"[\s\-._]+", "_", words).lower()


def find(columns: Sequence[str], names: Sequence[str]) -> str | None:
    """Return the column that bears one of the names (the first name wins), or None."""
    known = {normalized(column): column for column in reversed(columns)}
    return next((known[name] for name in names if name in known), None)


def is_preference(
    columns: Sequence[str], sample: Sequence[Mapping[str, Any]], answer: str | None = None
) -> bool:
    """Whether the rows tell good answers from bad ones, so that not every answer is to be learned.

    Args:
        answer: the column of the answers: a label there is no judgement of another column.
    """
    if find(columns, REJECTED_NAMES):
        return True
    label = find(columns, ("label",))
    if label is None or label == answer:
        return False
    labels = [row[label] for row in sample if row.get(label) is not None]
    return bool(labels) and all(isinstance(one, bool) for one in labels)


def message(role: str, content: Any) -> Example:
    """Return a message with text content."""
    return {"role": role, "content": content if type(content) is str else as_text(content)}


def value(row: Mapping[str, Any], column: str) -> Any:
    """Return the value of a column.

    Raises:
        Unusable: the row does not have the column.
    """
    try:
        return row[column]
    except KeyError:
        raise Unusable(
            "CNV002",
            f"the row has no `{column}`; it has {quoted(row)}",
            "complete the row, or map another column with --map",
        ) from None


def quoted(names: Any, most: int = 12) -> str:
    """Return names for a message: quoted, separated by commas, cut after `most`."""
    listed = [f"`{str(name)[:60]}`" for name in names]
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more if listed else "no columns"
