"""The examples that a rule carries: small files, made when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

Content = bytes | Callable[[], bytes]
"""The bytes of a file, or what makes them when they are asked for."""


class Sample:
    """A small file for which a rule speaks, or does not.

    Nothing is made when the rule is imported: every run imports all rules, and few ask for samples.

    Args:
        content: the file.
        target, method: as on the command line.
        validation: the validation file.
        line: where the first finding is; None for one about the file or the dataset.
        name: the file's name.
        options: further options of `dataprep.validate`, e.g. ``{"tokens": "exact"}``.
    """

    def __init__(
        self,
        content: Content,
        target: str = "generic",
        method: str | None = None,
        validation: Content | None = None,
        line: int | None = 1,
        name: str = "data.jsonl",
        options: Mapping[str, Any] = {},
    ) -> None:
        self._content, self._validation = content, validation
        self.target, self.method, self.line = target, method, line
        self.name, self.options = name, options

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self._content if isinstance(self._content, bytes) else self._content()

    @property
    def validation(self) -> bytes | None:
        """The bytes of the validation file, None where there is none."""
        made = self._validation
        return made if made is None or isinstance(made, bytes) else made()


def rows(*data: Any) -> Callable[[], bytes]:
    """Return what makes the bytes of a JSON Lines file; a `bytes` row stays as it is."""
    return lambda: b"".join(
        (one if isinstance(one, bytes) else orjson.dumps(one)) + b"\n" for one in data
    )


def chat(*turns: tuple[str, str], **keys: Any) -> dict[str, Any]:
    """Return a chat row from (role, content) pairs."""
    return {"messages": [{"role": role, "content": content} for role, content in turns], **keys}
