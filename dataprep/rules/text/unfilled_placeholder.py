"""TXT006: places of a template that nobody filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Problem, Sample, TextRule, chat, rows
from dataprep.rules.row import Row
from dataprep.rules.text.prose import outside_code
from dataprep.rules.wording import quoted
from dataprep.targets import Target

_ASKED = ("user", "Where is my order?")
_WHOSE = (
    "Your|My|Customer|Client|Company|Recipient|User|Employee|Employer|Manager|Sender|Patient|Guest|Student"
    "|Agent|Candidate|Buyer|Seller|Insert|First|Last|Full|Business|Contact|Phone|Order|Product"
)
_WHAT = (
    "Name|Names|Number|Address|Title|Email|E-mail|Phone|Company|Position|Date|ID|City|Signature|Surname"
    "|Information|Details|Department|Organization|Job|Contact|Team|Link|URL"
)
_SHAPES = (
    r"\[INSERT [^\[\]\n\"]{1,60}\]",
    rf"\[(?:{_WHOSE})(?:'s)? (?:[A-Z][a-z]+ ){{0,2}}(?:{_WHAT})\]",
    r"\[(?:insert|your) [a-z][a-z /-]{1,40}\]",
    r"\[NAME\]|\[YOUR [A-Z ]{2,30}\]",
    r"<(?:[A-Z]{2,12}[_ ]){0,2}NAME>",
    r"\{\{ ?[A-Za-z_][A-Za-z0-9_.]{1,40} ?\}\}",
    r"(?:^|[\s,:(\"])\$?\{[a-z]{2,}(?:_[a-z0-9]+)*\}",
    r"%\([a-z_]{2,40}\)s\b",
    r"\bTODO:",
    r"[Ll]orem ipsum dolor",
)
# In code and formulas, braces and marks are meant. These tell so about the text that holds them.
_CODE = ("```", "\\frac", "\\begin", "\\text", "\\left", "{\\", "$$", "^{", "_{", "def ", "();", "};",
         "=>", "</", "\nimport ", "{\"", "{'", "f\"", "f'", "curl ", "SELECT ", "function(",
         "#!", " = {", "printf")  # fmt: skip
# Whoever speaks of these means them, in any text of the row.
_MEANT = (
    r"(?i)\b(?:(?:html |e-?mail )?templates?|placeholders?|jinja2?|mustache|handlebars|format string"
    r"|f-strings?|variables?|lorem ipsum text|filler|dummy text|to-?do lists?|to-do|json|yaml|latex"
    r"|regex(?:es)?|regular expressions?|python|java|javascript|typescript|php|bash|powershell|shell"
    r"|sql|script|scripts|syntax|compiler|source code|coding|programming|codebase|code snippet"
    r"|(?:this|the|some|my|your|following) (?:code|function)|write (?:code|a function)|api"
    r"|parameters?|prompts?|url pattern)\b"
)
# Who is asked for a letter leaves its names open.
_LETTER = r"(?i)\b(?:letters?|e-?mails?|draft|resum[eé]|invitation|speech|memo|contract|application|notice)\b"  # noqa: E501
_OPEN_FORM = "["


class UnfilledPlaceholder(TextRule):
    """Finds places of a template that nobody filled: `{name}`, `[Your Name]`, `<NAME>`, `TODO:`.

    What it does: looks for them outside of code, and for `{{ x }}`, `${name}`, `%(name)s` and
        `[INSERT DATE]`. Texts that hold code or formulas, and rows that speak of templates, variables
        or programming, are let alone; so is `[Your Name]` where a letter or an e-mail is asked for.
        `{name}` must be a lower-case name of at least two letters. `<EMAIL>` and the like stand where
        something was taken out on purpose.

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
        Sample(rows(chat(_ASKED, ("assistant", "Dear [Customer Name], it left on Monday.")))),
        Sample(
            rows(chat(_ASKED, ("assistant", "Dear {first_name}, your booking code is 4711: $5.")))
        ),
    )
    good = (
        Sample(rows(chat(_ASKED, ("assistant", "The set {1, 2}, and `{name}` in a string.")))),
        Sample(rows(chat(("user", "Write a template."), ("assistant", "Dear {name}, hello.")))),
        Sample(rows(chat(("user", "Write a letter."), ("assistant", "Yours, [Your Name]")))),
        Sample(rows(chat(_ASKED, ("assistant", "See [Order Number](https://example.com/n).")))),
    )

    def patterns(self, target: Target) -> Iterable[str]:
        """Return the shapes of the places."""
        # At the start of a text there is a quotation mark, and a line end is an escape.
        name = r"(?:[\s,:(\"]|\\n)\$?\{[a-z]{2,}(?:_[a-z0-9]+)*\}"
        return [name if shape.startswith("(?:^") else shape for shape in _SHAPES]

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the first one of each text."""
        shapes, meant, letter = _compiled()
        texts = list(row.texts())
        if any(meant.search(text) for _, text in texts):
            return
        asked = None
        for path, text in texts:
            if any(mark in text for mark in _CODE):
                continue
            for found in shapes.finditer(outside_code(text)):
                shown = found[0].strip(' ,:("\n')
                if shown.startswith(_OPEN_FORM) and found.string[found.end() :][:1] in ("(", "["):
                    continue  # a link of Markdown
                if shown.startswith(_OPEN_FORM) and asked is None:
                    asked = any(letter.search(one) for _, one in texts)
                if shown.startswith(_OPEN_FORM) and asked:
                    continue
                yield Problem(
                    f"the text holds {quoted(shown)}, a place that was not filled",
                    path,
                    help="fill the value in, or leave the row out",
                )
                break


@cache
def _compiled() -> tuple[re.Pattern[str], Any, re.Pattern[str]]:
    """Return what finds a place, what says that it is meant, and who asks for a letter."""
    import re2  # so many words are looked for at once, and not one after the other

    return re.compile("|".join(_SHAPES), re.MULTILINE), re2.compile(_MEANT), re.compile(_LETTER)
