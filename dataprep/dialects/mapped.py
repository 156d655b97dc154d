"""The layout that the user describes: --map ROLE=COLUMN, and templates for the sides."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from dataprep.dialects.base import Binding, Dialect, message, normalized, quoted, value
from dataprep.dialects.roles import speaker_of
from dataprep.dialects.template import Template
from dataprep.errors import UsageError
from dataprep.formats.base import Unusable, as_text
from dataprep.model import Example

SIDES = {"prompt": "user", "completion": "assistant", "question": "user", "answer": "assistant",
         "input": "user", "output": "assistant", "human": "user", "gpt": "assistant"}  # fmt: skip
PARTS = ("user", "assistant", "system", "text", "role", "content")


class Mapped(Dialect):
    """Columns and templates named on the command line; never recognised by itself.

    Args:
        columns: part -> column, dotted for nested JSON.
        templates: part -> template, for ``user`` and ``assistant``.
    """

    name = "mapped"
    summary = "what --map, --user and --assistant say"
    rank = 1000

    def __init__(
        self,
        columns: Mapping[str, str] | None = None,
        templates: Mapping[str, Template] | None = None,
    ) -> None:
        self.columns = dict(columns or {})
        self.templates = dict(templates or {})
        given = {*self.columns, *self.templates}
        self.has_answer = bool(given & {"assistant", "content"})
        listed = quoted(sorted(given))
        if given and not given & {"assistant", "text", "content"}:
            raise UsageError(
                f"the mapping has {listed} and no answer side",
                "add --map assistant=COLUMN, or --map text=COLUMN for plain text",
            )
        if ("role" in given) != ("content" in given):
            raise UsageError(
                f"the mapping has {listed}; a role needs its content",
                "give both: --map role=COLUMN --map content=COLUMN",
            )
        if "text" in given and len(given) > 1:
            raise UsageError(
                f"the mapping has {listed}; a row of plain text has no other part",
                "leave `text` out, or everything else",
            )
        if "role" in given and given & {"user", "assistant"}:
            raise UsageError(
                f"the mapping has {listed}; a row is either one message or a pair",
                "leave out role and content, or user and assistant",
            )

    def bind(self, columns: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> Binding | None:
        return None

    def bound(self, columns: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> Binding:
        """Return the binding for an input with these columns.

        Raises:
            UsageError: a column is not there; says which there are, and the nearest.
        """
        parts = {part: resolve(column, columns, sample) for part, column in self.columns.items()}
        templates = {
            side: template.renamed(lambda column: resolve(column, columns, ()))
            for side, template in self.templates.items()
        }
        named = {f"{{{name}}}": name for t in templates.values() for name in t.columns}
        return Binding(Mapped(parts, templates), {**parts, **named})

    def sides(self, parts: Mapping[str, str]) -> tuple[str, str] | None:
        if self.templates or self.columns.keys() != {"user", "assistant"}:
            return None
        return self.columns["user"], self.columns["assistant"]

    def shown(self, parts: Mapping[str, str]) -> list[tuple[str, str]]:
        templates = [(side, f"`{one.source}`") for side, one in self.templates.items()]
        columns = [(part, f"`{column}`") for part, column in self.columns.items()]
        return [*templates, *columns]

    def example(self, row: Mapping[str, Any], parts: Mapping[str, str]) -> Example:
        if "text" in self.columns:
            return {"text": as_text(nested(row, self.columns["text"]))}
        messages: list[Example] = []
        for side in ("system", "user", "assistant"):
            if side in self.templates:
                messages.append({"role": side, "content": self.templates[side].fill(row)})
            elif side in self.columns:
                content = as_text(nested(row, self.columns[side]))
                if content or side != "system":
                    messages.append({"role": side, "content": content})
        if "role" in self.columns:
            role = speaker_of(nested(row, self.columns["role"]), f"`{self.columns['role']}`")
            messages.append(message(role, nested(row, self.columns["content"])))
        return {"messages": messages}


def resolve(column: str, columns: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> str:
    """Return the column that the user means, in the spelling of the input.

    Args:
        column: the user's spelling; case and outer spaces do not matter; dotted paths reach into
            nested JSON (``answers.0.text``).
        columns: the columns there are.
        sample: rows, to try a dotted path on; none where only columns can be named.

    Raises:
        UsageError: there is no such column, or no row of the sample has the path.
    """
    if column in columns:
        return column
    same = [name for name in columns if normalized(name) == normalized(column)]
    if len(same) == 1:
        return same[0]
    head, dot, rest = column.partition(".")
    if dot and sample and any(normalized(name) == normalized(head) for name in columns):
        path = f"{resolve(head, columns, ())}.{rest}"
        if any(_leads_somewhere(row, path) for row in sample):
            return path
        raise UsageError(
            f"the path `{column}` leads nowhere in the first {len(sample):,} rows",
            f"look at what `{head}` holds with --preview 3",
        )
    spelled = {normalized(name): name for name in reversed(columns)}
    near = difflib.get_close_matches(normalized(column), spelled, 1, 0.6)
    raise UsageError(
        f"there is no column `{column}`; the columns are {quoted(columns)}",
        f"did you mean `{spelled[near[0]]}`?" if near else "name one of them",
    )


def _leads_somewhere(row: Mapping[str, Any], path: str) -> bool:
    try:
        nested(row, path)
    except Unusable:
        return False
    return True


def nested(row: Mapping[str, Any], path: str) -> Any:
    """Return a column's value, or what a dotted path reaches in nested JSON.

    Raises:
        Unusable: the path leads nowhere in this row.
    """
    if path in row or "." not in path:
        return value(row, path)
    found: Any = row
    for step in path.split("."):
        if isinstance(found, Mapping) and step in found:
            found = found[step]
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            raise Unusable(
                "CNV002",
                f"the row has no `{path}`: there is no `{step}`",
                "complete the row, or map another column with --map",
            )
    return found
