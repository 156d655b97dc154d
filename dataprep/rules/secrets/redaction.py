"""Private values out of a text: in the place of each stands what it was, such as `<EMAIL>`.

The placeholder depends on the kind of value alone, so that a value has the same one in all rows.
"""

from __future__ import annotations

from dataprep.jsontext import loads_or_none
from dataprep.rules.base import Edit, Problem, Set
from dataprep.rules.mending import value_at
from dataprep.rules.row import Row
from dataprep.rules.secrets.shapes import Table, spans

# Where the name of a kind is not what people write.
_NAMES = {
    "e-mail address": "EMAIL",
    "phone number": "PHONE",
    "payment card": "CARD",
    "value that looks like a key": "API_KEY",
    "login in a header": "LOGIN",
    "password in an address": "PASSWORD",
}
# What these keys hold is no text: it has letters, digits and little else.
_IDENTIFIERS = frozenset({"id", "name", "role", "type", "tool_call_id"})
_ROUNDS = 5


def placeholder(what: str) -> str:
    """Return what stands for a kind of private value, without brackets: ``GITHUB_TOKEN``."""
    plain = "".join(one if one.isalnum() else "_" for one in what.upper())
    return _NAMES.get(what, plain)


def redact(problem: Problem, row: Row, shapes: Table) -> list[Edit]:
    """Return the text of a problem with a placeholder for every private value in it."""
    path = problem.path
    text = value_at(row.data, path)
    if not isinstance(text, str):
        return []

    marks = ("", "") if path[-1] in _IDENTIFIERS else ("<", ">")
    document = path[-1] == "arguments" and loads_or_none(text) is not None
    made = text
    for _ in range(_ROUNDS):  # without its neighbour, a value may be seen that was not
        before = made
        made = _once(made, shapes, marks, document)
        if made == before:
            break
    if made == text or (document and loads_or_none(made) is None):
        return []
    return [Set(path, made)]


def _once(text: str, shapes: Table, marks: tuple[str, str], document: bool) -> str:
    found = sorted((start, end, shape.what) for start, end, shape, _ in spans(text, shapes))
    pieces, at = [], 0
    for start, end, what in found:
        word = placeholder(what).join(marks)
        if what == "password in an address":
            # The name before it and the host behind it are no secret.
            start, end = text.index(":", start) + 1, text.rindex("@", start, end)
        if document and _is_number(text, start, end):
            word = f'"{word}"'
        pieces += [text[at:start], word]
        at = end
    return "".join([*pieces, text[at:]])


def _is_number(text: str, start: int, end: int) -> bool:
    """Whether a value is a number of a JSON document, not a part of a text in it."""
    before, after = text[max(0, start - 9) : start].rstrip()[-1:], text[end : end + 9].lstrip()[:1]
    return text[start:end].isdigit() and before in tuple(":[,") and after in tuple(",]}")
