"""The two maps of a conversion: one that surveys, and one that writes."""

from __future__ import annotations

from collections.abc import Iterator

import xxhash

from dataprep.engine.chunks import Chunk
from dataprep.engine.parts import Part, PartWriter
from dataprep.engine.plain import Lines, PlainRows
from dataprep.engine.rows import RowMaker
from dataprep.engine.settings import Split
from dataprep.engine.tally import Tally
from dataprep.formats.base import Unusable, as_text
from dataprep.jsontext import LoneSurrogateError, dumps
from dataprep.model import Example, Record, Reject
from dataprep.normalization.base import Survey
from dataprep.writing.rejects import reject_line


class SurveyMap:
    """A first pass: no lines, only what the surveying steps must know of all rows."""

    def __init__(self, maker: RowMaker, surveys: dict[int, Survey]) -> None:
        self.maker, self.surveys = maker, surveys

    def __call__(self, chunk: Chunk) -> dict[int, Survey]:
        found = {
            number: step.survey()
            for number, step in enumerate(self.maker.pipeline.steps)
            if number in self.surveys
        }
        surveys: dict[int, Survey] = {n: one for n, one in found.items() if one is not None}
        undecided = RowMaker(
            self.maker.settings, self.maker.form, self.maker.pipeline.undecided(self.surveys)
        )
        for item in undecided.rows(chunk, Tally()):
            if not isinstance(item, Reject):
                for survey in surveys.values():
                    survey.observe(item[1])
        return surveys


class ConvertMap:
    """The pass that writes: rows to lines, rejects to rejects, facts to columns.

    The fact columns are ``example`` (a hash of the whole row, whatever the order of its keys), and
    for splits ``key`` (the keyed hash that decides the side), ``prompt`` and ``class``.
    """

    def __init__(self, maker: RowMaker, split: Split | None) -> None:
        self.maker, self.split = maker, split
        self.plain = PlainRows(maker)
        names = ["example"]
        if split is not None:
            names += ["key"]
            names += ["prompt"] if split.group else []
            names += ["class"] if split.stratify else []
        self.columns = tuple(names)
        # Marks that a step adds must not decide the side: they may change when rows are added.
        self.separator = maker.pipeline.inference().get("separator", "").encode()

    def __call__(self, chunk: Chunk) -> Part:
        tally = Tally()
        out = PartWriter(chunk.index, self.columns)
        pieces = self.plain.of(chunk)
        if pieces is None:
            self._write(self.maker.rows(chunk, tally), chunk, tally, out)
            return out.part(tally)
        for piece in pieces:
            if not isinstance(piece, Lines):
                self._write(self.maker.rows(chunk, tally, piece), chunk, tally, out)
                continue
            tally.plain(len(piece.lines), chunk.binding.dialect.name, piece.columns, piece.changed)
            out.rows(piece.lines, [b"%d\t%d\t" % (chunk.number, line) for line in piece.numbers])
            out.columns["example"].extend(map(xxhash.xxh3_64_intdigest, piece.lines))
        return out.part(tally)

    def _write(
        self, made: Iterator[tuple[Record, Example] | Reject], chunk: Chunk, tally: Tally,
        out: PartWriter,
    ) -> None:  # fmt: skip
        """Write rows that were made one by one."""
        hashes = out.columns["example"]
        ascii_only, ordered = self.maker.settings.ascii, self.maker.form.ordered
        for item in made:
            if isinstance(item, Reject):
                out.reject(reject_line(item.raw, item.finding))
                continue
            record, row = item
            try:
                line = _line(row, ascii_only)
                facts = self._facts(record, row) if self.split is not None else {}
            except Unusable as error:
                reject = self.maker.reject(record, error, chunk.path)
                tally.reject(reject.finding)
                out.reject(reject_line(reject.raw, reject.finding))
                continue
            tally.examples += 1
            tally.system(_system(row))
            out.row(line, f"{chunk.number}\t{record.line}\t{record.where}")
            if not ordered(row):
                line = dumps(row, sort_keys=True)
            hashes.append(xxhash.xxh3_64_intdigest(line))
            for name, value in facts.items():
                out.columns[name].append(value)

    def _facts(self, record: Record, row: Example) -> dict[str, int]:
        assert self.split is not None
        seed = self.split.seed
        prompt = self.maker.form.prompt(row)
        if self.separator:
            prompt = prompt.removesuffix(self.separator)
        if self.split.group is None:
            facts = {"key": xxhash.xxh3_64_intdigest(prompt, seed)}
        else:
            group = _cell(record, self.split.group)
            facts = {
                "key": xxhash.xxh3_64_intdigest(group, seed),
                "prompt": xxhash.xxh3_64_intdigest(prompt),
            }
        if self.split.stratify is not None:
            facts["class"] = xxhash.xxh3_64_intdigest(_cell(record, self.split.stratify))
        return facts


def _line(row: Example, ascii_only: bool) -> bytes:
    try:
        return dumps(row, ascii=ascii_only, strict=True)
    except LoneSurrogateError as error:
        raise Unusable("JSN010", str(error)) from error


def _cell(record: Record, column: str) -> bytes:
    data = record.data[0] if isinstance(record.data, list) else record.data
    if column not in data:
        raise Unusable(
            "CNV002",
            f"the row has no `{column}`, which the split needs",
            "complete the row, or split without that column",
        )
    return as_text(data[column]).encode("utf-8", "surrogatepass")


def _system(row: Example) -> str | None:
    messages = row.get("messages")
    if messages and messages[0].get("role") in ("system", "developer"):
        return as_text(messages[0].get("content"))
    return None
