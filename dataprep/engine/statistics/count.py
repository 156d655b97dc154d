"""The map of `stats`: the tally of one block of rows, in whichever process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import xxhash

from dataprep.engine.statistics.scripts import scripts
from dataprep.engine.statistics.tally import Tally, TokenTally
from dataprep.engine.validation.kinds import kind_of
from dataprep.jsontext import dumps
from dataprep.model import Reject
from dataprep.readers.base import Block
from dataprep.rules.row import Row
from dataprep.tokens import rows_tokens

_OUTPUT = {"prompt-completion": "completion", "text": "text"}


class CountMap:
    """Counts the rows of a block; picklable, the same in every process.

    Args:
        encodings: in which tokens are counted.
        method: as for `kind_of`.
        cache: whether token counts of earlier runs are used, and these kept.
    """

    def __init__(
        self, encodings: Sequence[str], method: str | None = None, cache: bool = True
    ) -> None:
        self.encodings, self.method, self.cache = tuple(encodings), method, cache

    def __call__(self, block: Block) -> Tally:
        """Return the tally of a block."""
        tally = Tally(encodings={name: TokenTally() for name in self.encodings})
        rows = []
        for item in block.records():
            if isinstance(item, Reject) or not isinstance(item.data, dict):
                tally.unreadable += 1
            else:
                rows.append(item.data)
        self.add(rows, tally)
        return tally

    def add(self, rows: Iterable[dict[str, Any]], tally: Tally) -> None:
        """Take rows of any shape into account."""
        found = [Row(data, kind_of(data, self.method)) for data in rows]
        for row in found:
            self._add(row, tally)
        tally.scripts.update(scripts("".join(text for row in found for _, text in row.texts())))
        # The tokens of all rows together: one by one costs twice the time.
        every = [(row.data, row.kind) for row in found]
        for name, tokens in tally.encodings.items():
            for counted in rows_tokens(every, name, self.cache):
                tokens.add(counted)

    def _add(self, row: Row, tally: Tally) -> None:
        tally.rows += 1
        tally.kinds[row.kind] += 1
        tally.hashes.append(xxhash.xxh3_64_intdigest(dumps(row.data, sort_keys=True)))
        if row.kind not in _OUTPUT:
            tally.messages[len(row.messages)] += 1
            tally.roles.update({message.role for message in row.messages})
        tally.answer(_answer(row))


def _answer(row: Row) -> str | None:
    """Return what the row answers, where that is one text."""
    if row.kind in _OUTPUT:
        value = row.data.get(_OUTPUT[row.kind]) if row.kind != "text" else None
        return value if isinstance(value, str) else None
    last = row.thread[-1] if row.thread and row.kind == "chat" else None
    if last is None or last.role != "assistant":
        return None
    content = last.data.get("content")
    return content if isinstance(content, str) else None
