"""From one record to one row of the output: layout, format, steps. The heart of every pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dataprep.codes import finding
from dataprep.dialects import recognise
from dataprep.dialects.base import Binding, quoted
from dataprep.dialects.roles import ROLES
from dataprep.engine.chunks import Chunk
from dataprep.engine.settings import Settings
from dataprep.engine.tally import Tally
from dataprep.formats.base import DROPPED, Format, Unusable
from dataprep.model import Example, Record, Reject
from dataprep.normalization.pipeline import Pipeline


class RowMaker:
    """Makes rows from the records of chunks; picklable, the same in every process.

    Args:
        settings: what was asked.
        form: the output format.
        pipeline: the steps.
    """

    def __init__(self, settings: Settings, form: Format, pipeline: Pipeline) -> None:
        self.settings, self.form, self.pipeline = settings, form, pipeline

    def rows(
        self, chunk: Chunk, tally: Tally, items: Iterable[Record | Reject] | None = None
    ) -> Iterator[tuple[Record, Example] | Reject]:
        """Yield (record, row) or a reject for every record of a chunk, and count.

        Args:
            items: some of the chunk's records, where others are made in another way.
        """
        plans: dict[tuple[str, ...], tuple[Binding, tuple[str, ...]]] = {}
        seen: dict[tuple[str, ...], int] = {}
        for item in chunk.block.records() if items is None else items:
            if isinstance(item, Reject):
                tally.rows += 1
                tally.reject(item.finding)
                yield item
                continue
            data = item.data
            tally.rows += len(data) if type(data) is list else 1
            try:
                if type(data) is list:
                    tally.conversations += 1
                    example = self._folded(data, chunk)
                else:
                    keys = tuple(data)
                    if keys not in plans:
                        plans[keys] = self._plan(data, chunk.binding)
                    binding, extra = plans[keys]
                    if extra:
                        seen[keys] = seen.get(keys, 0) + 1
                    example = self._example(data, binding)
                    tally.dialects[binding.dialect.name] += 1
                row = self.form.row(example)
                for column in self.settings.keep:
                    if column in data:
                        row[column] = data[column]
                if DROPPED in row:
                    tally.dropped_columns.update(row.pop(DROPPED))
                warnings = self.pipeline.apply(row, tally.changed)
                remark = self.form.remark(row)
                # A text without an answer side has no prompt, and is not meant to have one.
                if remark and (remark[0] != "CNV016" or chunk.binding.has_answer):
                    warnings.append(remark)
            except Unusable as error:
                reject = self.reject(item, error, chunk.path)
                tally.reject(reject.finding)
                yield reject
                continue
            for code, message in warnings:
                tally.note(finding(code, message, item.location(chunk.path)))
            yield item, row
        for keys, count in seen.items():
            tally.dropped_columns.update(dict.fromkeys(plans[keys][1], count))

    def reject(self, record: Record, error: Unusable, path: str) -> Reject:
        """Return the reject for a record that cannot become a row."""
        return Reject(
            record.data, finding(error.code, error.message, record.location(path), error.help)
        )

    def _plan(self, row: Example, binding: Binding) -> tuple[Binding, tuple[str, ...]]:
        """Return the binding for rows with these keys, and the keys that it does not use."""
        settings = self.settings
        free = not (settings.dialect or settings.columns or settings.templates)
        if free and not binding.fits(row):
            # A file may hold rows of several layouts; each is read by its own keys.
            other = recognise(list(row), [row])
            if other is not None and (other.has_answer or not binding.has_answer):
                binding = other
            elif other is None:
                raise Unusable(
                    "CNV001",
                    f"the row has the columns {quoted(row)}; the file's layout is "
                    f"{binding.describe()}",
                    "complete the row, or convert it by itself with --map",
                )
        options = (settings.group_by, settings.order_by)
        columns = {name.split(".")[0] for name in binding.columns} | binding.columns
        used = {*columns, *settings.keep, *filter(None, options)}
        return binding, tuple(key for key in row if key not in used)

    def _example(self, data: Example, binding: Binding) -> Example:
        """Return the example of one record: values mapped, system prompt and columns added."""
        settings = self.settings
        row = self._valued(data, binding) if settings.values else data
        example = binding.example(row)
        if settings.system is not None:
            _add_system(example, settings.system)
        return example

    def _valued(self, row: Example, binding: Binding) -> Example:
        changed = dict(row)
        role_column = binding.parts.get("role")
        for column, table in self.settings.values.items():
            if column not in row:
                continue
            old = str(row[column])
            if old not in table and column == role_column and old.strip().lower() in ROLES:
                continue  # a role by its usual name needs no entry
            if old not in table:
                raise Unusable(
                    "CNV003",
                    f"the value {old[:60]!r} of `{column}` is not among the old values "
                    f"{quoted(table)}",
                    f"add it: --values {column}:{old[:30]}=NEW",
                )
            changed[column] = table[old]
        return changed

    def _folded(self, rows: list[Any], chunk: Chunk) -> Example:
        """Return one conversation from the examples of its rows, in order."""
        messages: list[Example] = []
        for number, data in enumerate(rows, 1):
            try:
                made = self.form_free(data, chunk.binding)
            except Unusable as error:
                raise Unusable(
                    error.code, f"row {number} of {len(rows)}: {error}", error.help
                ) from error
            for turn in made:
                if turn["role"] == "system" and any(one["role"] == "system" for one in messages):
                    continue
                messages.append(turn)
        example: Example = {"messages": messages}
        if self.settings.system is not None:
            _add_system(example, self.settings.system)
        return example

    def form_free(self, data: Example, binding: Binding) -> list[Example]:
        """Return the messages of one row of a conversation."""
        row = self._valued(data, binding) if self.settings.values else data
        example = binding.example(row)
        if "messages" not in example:
            raise Unusable("CNV001", "a row of plain text has no place in a conversation")
        messages: list[Example] = example["messages"]
        return messages


def _add_system(example: Example, system: str) -> None:
    """Put the fixed system prompt in front of an example that has none of its own."""
    messages = example.get("messages")
    if messages is None:
        messages = example["messages"] = [{"role": "assistant", "content": example.pop("text")}]
    if not messages or messages[0].get("role") not in ("system", "developer"):
        messages.insert(0, {"role": "system", "content": system})
