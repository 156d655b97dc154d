"""The documentation of a rule, read from its docstring and its examples.

`dataprep explain`, docs/rules.md and the help of every output come from here.
"""

from __future__ import annotations

import inspect
import re
from typing import Any, NamedTuple

from dataprep.model import Severity
from dataprep.rules.base import Rule, Sample
from dataprep.rules.well_made import is_own

SECTIONS = ("What it does", "Why it matters", "What to do", "Source")
# Prefix of the codes -> package of the family, and its title.
FAMILIES = {
    "JSN": ("json", "The file and its JSON"),
    "SCH": ("schema", "The shape of a row"),
    "CHT": ("chat", "Roles and turns"),
    "TLS": ("tools", "Tools and calls"),
    "PRC": ("prompt_completion", "Prompts and completions"),
    "PRF": ("preference", "Preferences"),
    "RFT": ("reinforcement", "Reinforcement"),
    "IMG": ("images", "Images"),
    "TOK": ("tokens", "Tokens"),
    "DUP": ("duplicates", "Duplicates, conflicts, leakage"),
    "TXT": ("text", "Texts"),
    "SEC": ("secrets", "Secrets and personal data"),
    "SET": ("dataset", "The dataset"),
    "TGT": ("target", "The target"),
}
_MOST_LINES, _MOST_CHARACTERS = 6, 240
_LONG_WORD = re.compile(rb"([A-Za-z0-9_+/@.-]{8})[A-Za-z0-9_+/@.-]{12,}")


class Example(NamedTuple):
    """A sample for reading: its rows, cut to some lines, and how it is validated.

    Attributes:
        text: the rows; what is no text is shown as an escape.
        note: the options, as on the command line; empty for none.
    """

    text: str
    note: str


class Documentation(NamedTuple):
    """Everything that is said about a rule.

    Attributes:
        title: what it finds, in a line.
        what, why, todo, source: the paragraphs of the docstring.
        bad, good, fixed: the examples.
    """

    code: str
    name: str
    severity: Severity
    fix: str
    layer: str
    default: bool
    title: str
    what: str
    why: str
    todo: str
    source: str
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    fixed: tuple[Example, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        samples = {
            key: [example._asdict() for example in getattr(self, key)]
            for key in ("bad", "good", "fixed")
        }
        return self._asdict() | samples | {"severity": str(self.severity)}


def document(rule: type[Rule]) -> Documentation:
    """Return the documentation of a rule.

    Raises:
        ValueError: the docstring lacks a paragraph, or has them in another order (a bug of this
            project).
    """
    title, what, why, todo, source = sections(rule.__doc__ or "", rule.__name__, is_own(rule))
    return Documentation(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        fix=rule.fix,
        layer=rule.layer,
        default=rule.default,
        title=title,
        what=what,
        why=why,
        todo=todo,
        source=source,
        # A rule of the user's own need not have any.
        bad=tuple(_example(one, rule.private) for one in getattr(rule, "bad", ())),
        good=tuple(_example(one) for one in getattr(rule, "good", ())),
        fixed=tuple(_example(one) for one in rule.fixed),
    )


def title(rule: type[Rule]) -> str:
    """Return the first line of a rule's documentation."""
    return _joined(inspect.cleandoc(rule.__doc__ or "").partition("\n\n")[0])


def family(code: str) -> str:
    """Return the title of the family that a code belongs to."""
    return FAMILIES[code[:3]][1] if code[:3] in FAMILIES else "Your own rules"


def sections(docstring: str, whose: str, some: bool = False) -> list[str]:
    """Return the title and the paragraphs of a docstring, in the order of `SECTIONS`.

    Args:
        docstring: of a rule.
        whose: name of its class.
        some: whether paragraphs may be missing; they are empty then.
    """
    heads = "|".join(SECTIONS)
    first, *rest = re.split(rf"^({heads}):", inspect.cleandoc(docstring), flags=re.MULTILINE)
    if some:
        said = dict(zip(rest[::2], rest[1::2], strict=True))
        rest = [text for head in SECTIONS for text in (head, said.get(head, ""))]
    if tuple(rest[::2]) != SECTIONS:
        raise ValueError(f"{whose}: the docstring has the paragraphs {rest[::2]}, not {SECTIONS}")
    *paragraphs, source = map(_joined, rest[1::2])
    return [_joined(first), *map(_sentence, paragraphs), source]  # a source may begin in lower case


def _sentence(text: str) -> str:
    """Return a text that went on after its heading as one that stands by itself."""
    return text[:1].upper() + text[1:]


def _joined(text: str) -> str:
    """Return a text with each paragraph in one line."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _example(sample: Sample, private: bool = False) -> Example:
    beginning = sample.content[: _MOST_LINES * _MOST_CHARACTERS * 4]
    if private:
        # On a page, scanners take the whole value for a leak.
        beginning = _LONG_WORD.sub(rb"\1[...]", beginning)
    lines = beginning.split(b"\n")
    shown = "\n".join(map(_line, lines[:_MOST_LINES])).rstrip("\n")
    more = sample.content.rstrip(b"\n").count(b"\n") + 1 - _MOST_LINES
    if more > 0:
        shown += f"\n[... {more:,} more {'line' if more == 1 else 'lines'}]"
    return Example(shown, _note(sample))


def _line(line: bytes) -> str:
    text = line[: _MOST_CHARACTERS * 4].decode("utf-8", "backslashreplace")
    if len(text) > _MOST_CHARACTERS:
        text = f"{text[:_MOST_CHARACTERS]} [...]"
    # An example must look the same in a terminal and on a page, and steer neither.
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in text
    )


def _note(sample: Sample) -> str:
    parts = [f"--target {sample.target}"] if sample.target != "generic" else []
    if sample.method:
        parts.append(f"--method {sample.method}")
    if sample.validation is not None:
        parts.append("--validation-file validation.jsonl")
    parts += [f"--{key.replace('_', '-')} {value}" for key, value in sample.options.items()]
    if sample.name != "data.jsonl":
        parts.append(sample.name)
    return " ".join(parts)
