"""A target: a platform, perhaps with one of its models, and what it takes.

Everything a rule asks is a *figure*: a value with the page that states it and the date when it was
read. A figure of the model stands before the platform's. Where no model is named, a limit that
differs from model to model is the tightest that is published, and `whose` says of which one.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from dataprep.model import Severity


class Figure(NamedTuple):
    """One fact about a platform.

    Attributes:
        value: what the schema of target files allows under this key.
        source: the page that states it.
        verified: when that was read; None for a figure of a configuration that does not say.
        model: whose figure it is, where it was chosen among the models'.
    """

    value: Any
    source: str
    verified: date | None = None
    model: str = ""


class Model(NamedTuple):
    """A model of a platform.

    Attributes:
        name: as the target file calls it, e.g. ``gpt-4.1-mini``.
        aliases: its dated and other names.
        figures: what differs from the platform: ``methods``, ``encoding``, ``max_row_tokens``,
            ``shutdown``, ``training_price`` ...
    """

    name: str
    aliases: tuple[str, ...] = ()
    figures: Mapping[str, Figure] = {}


class Target(NamedTuple):
    """What rows are judged by; plain data that travels to workers.

    Attributes:
        name: as it was asked for: ``azure/gpt-4.1-mini``.
        platform: the name of the target file.
        title: the platform's name for people.
        figures: key -> figure, those of the model included. The keys and their types are those of
            ``schemas/target.schema.json``.
        severities: rule code -> severity on this platform.
        model: the model, where one was named.
        models: every model that the file knows.
        fine_tuned: the whole name, where a fine-tuned model was named (``ft:gpt-4.1...``).
    """

    name: str
    platform: str
    title: str
    figures: Mapping[str, Figure]
    severities: Mapping[str, Severity] = {}
    model: Model | None = None
    models: Mapping[str, Model] = {}
    fine_tuned: str = ""

    def value(self, key: str, default: Any = None) -> Any:
        """Return the value of a figure, or `default` where the platform states none."""
        found = self.figures.get(key)
        return default if found is None else found.value

    def figure(self, key: str) -> Figure | None:
        """Return a figure with its source, or None."""
        return self.figures.get(key)

    def takes(self, kind: str) -> bool:
        """Whether rows of a format can be trained here."""
        return kind in self.value("formats", ())

    def whose(self, key: str) -> str:
        """Return `` (of MODEL, the tightest here)`` where a figure was chosen, else nothing."""
        found = self.figures.get(key)
        return f" (of {found.model}, the tightest here)" if found and found.model else ""

    def severity(self, code: str, key: str = "") -> Severity | None:
        """Return what this platform says about a rule: a figure's severity, or an override.

        Args:
            code: of the rule.
            key: a figure whose value is ``error``, ``warning``, ``info`` or ``off``.
        """
        if code in self.severities:
            return self.severities[code]
        word = self.value(key) if key else None
        return Severity[word.upper()] if word in ("error", "warning", "info") else None
