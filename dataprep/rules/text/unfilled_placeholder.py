"""TXT006: places of a template that nobody filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from dataprep.model import Severity
from dataprep.rules.base import Problem, Sample, TextRule, chat, rows
from dataprep.rules.row import Row
from dataprep.rules.text.prose import outside_code
from dataprep.rules.wording import quoted
from dataprep.targets import Target

_ASKED = ("user", "Where is my order?")
_SHAPES = (
    r"\[INSERT [^\[\]\n\"]{1,60}\]",
    r"\{\{ ?[A-Za-z_][A-Za-z0-9_.]{1,40} ?\}\}",
    r"(?:^|[\s,:(\"])\{[a-z]{2,}(?:_[a-z0-9]+)*\}",
    r"\bTODO:",
    r"[Ll]orem ipsum dolor",
)
# In code, formulas and texts about templates, braces and marks are meant.
_CODE = ("```", "\\frac", "\\begin", "$", "def ", "();", "};", "=>", "</", "import ", "http://",
         "https://", "{\\", "f\"", "f'", "curl ", "SELECT ")  # fmt: skip
_MEANT = ("template", "placeholder", "jinja", "mustache", "handlebars", "format string", "variable",
          "lorem ipsum text", "filler", "dummy text", "todo list", "to-do", "json", "code", "latex",
          "regex", "function", "set ")  # fmt: skip


class UnfilledPlaceholder(TextRule):
    """Finds places of a template that nobody filled: `{name}`, `{{ x }}`, `[INSERT DATE]`, `TODO:`.

    What it does: looks for them outside of code. Texts that hold code, formulas or links, and rows
        that speak of templates, variables or code, are let alone. `{name}` must be a lower-case
        name of at least two letters.

    Why it matters: the script that made the row missed a value. The model learns to write the
        placeholder to people.

    What to do: fill the value in, or leave the row out.

    Source: scripts that fill templates, as `str.format` and Jinja write places, 2026-11-20.
    """

    code = "TXT006"
    name = "unfilled-placeholder"
    severity = Severity.WARNING
    bad = (
        Sample(rows(chat(_ASKED, ("assistant", "Dear {customer_name}, it left on Monday.")))),
        Sample(rows(chat(_ASKED, ("assistant", "It comes on [INSERT DATE HERE].")))),
        Sample(rows(chat(("user", "My number is {{ order.id }}."), ("assistant", "Thank you.")))),
    )
    good = (
        Sample(rows(chat(_ASKED, ("assistant", "The set {1, 2}, and `{name}` in a string.")))),
        Sample(rows(chat(("user", "Write a template."), ("assistant", "Dear {name}, hello.")))),
    )

    def patterns(self, target: Target) -> Iterable[str]:
        """Return the shapes of the places."""
        # At the start of a text there is a quotation mark, and a line end is an escape.
        name = r"(?:[\s,:(\"]|\\n)\{[a-z]{2,}(?:_[a-z0-9]+)*\}"
        return [name if shape.startswith("(?:^") else shape for shape in _SHAPES]

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the first one of each text."""
        texts = list(row.texts())
        for _, text in texts:
            small = text.lower()
            if any(word in small for word in _MEANT) or any(mark in text for mark in _CODE):
                return
        for path, text in texts:
            found = _shapes().search(outside_code(text))
            if found:
                yield Problem(
                    f"the text holds {quoted(found[0].strip(' ,:('))}, a place that was not filled",
                    path,
                    help="fill the value in, or leave the row out",
                )


@cache
def _shapes() -> re.Pattern[str]:
    return re.compile("|".join(_SHAPES), re.MULTILINE)
