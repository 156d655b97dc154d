"""``--compat``: a file read, and its rows made, as by the old tool, without what it lost.

The cells are taken as they are written; what is done with the pairs is in `fixing.compat`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dataprep.codes import CODES
from dataprep.errors import InputError
from dataprep.fixing.compat import Pair, Prepared, offers, prepare
from dataprep.fixing.prepare.looking import Looked
from dataprep.fixing.prepare.questions import Ask, Question, Tell
from dataprep.formats.base import Unusable, as_text
from dataprep.jsontext import dumps
from dataprep.model import Finding, Location, Record, Reject, Severity
from dataprep.readers import open_source
from dataprep.readers.options import ReadOptions
from dataprep.readers.source import Source
from dataprep.rules.wording import counted
from dataprep.writing.rejects import reject_line

_READ: Mapping[str, ReadOptions] = {
    ".csv": ReadOptions(format="csv", delimiter=",", quote='"', header="1"),
    ".tsv": ReadOptions(format="csv", delimiter="\t", quote='"', header="1"),
    ".xlsx": ReadOptions(sheets=("1",), header="1"),
    ".json": ReadOptions(),
    ".jsonl": ReadOptions(),
}
_TEXT = ".txt"
_SIDES = ("prompt", "completion")
_REASONS = {
    "empty": (CODES["PRC009"], "the completion is empty"),
    "duplicates": (CODES["DUP001"], "the row equals an earlier one"),
    "long-rows": (CODES["CNV007"], "prompt and completion are longer than 10,000 characters"),
}


class _Read(NamedTuple):
    """What was read: the pairs, the row and the place of each, and what could not be read."""

    pairs: list[tuple[str, str]]
    rows: list[Any]
    places: list[Location]
    rejects: list[Reject]


def rows_like_it(name: str, spool: Path, ask: Ask, tell: Tell) -> Looked:
    """Read a file of pairs and make of them what the old tool would.

    Args:
        name: of the file.
        spool: a folder for the rows.

    Raises:
        InputError: the file is of another format, has no prompts or no completions, or no pair is left.
    """
    source = Source.of(Path(name), name)
    if source.suffix == _TEXT:
        read = _lines(source)
    elif source.suffix in _READ:
        read = _records(source, tell)
    else:
        raise InputError(
            f"{name}: --compat reads {', '.join((*_READ, _TEXT))}", "leave --compat out"
        )
    tell(f"- {counted(len(read.pairs), 'pair')} read")
    filled = [Pair(number, *pair) for number, pair in enumerate(read.pairs) if pair[1]]
    offered = offers(filled) if filled else []
    accepted = [one.name for one in offered if ask(Question(f"compat-{one.name}", one.what, True))]
    made = prepare(read.pairs, accepted)
    tell(f"- it looks like {made.task}")
    rows, rejects = spool / "rows.jsonl", spool / "left-out"
    with rows.open("wb") as file:
        for pair in made.pairs:
            file.write(dumps({"prompt": pair.prompt, "completion": pair.completion}) + b"\n")
    with rejects.open("wb") as file:
        for line in _left_out(read, made):
            file.write(line + b"\n")
    return Looked(rows, rejects)


def _left_out(read: _Read, made: Prepared) -> Iterator[bytes]:
    for one in read.rejects:
        yield reject_line(one.raw, one.finding)
    for number, why in sorted(made.dropped.items()):
        code, message = _REASONS[why]
        place = read.places[number]
        found = Finding(code.code, code.name, Severity.WARNING, message, place)
        yield reject_line(read.rows[number], found)


def _lines(source: Source) -> _Read:
    """Read a text: each line is a completion."""
    with source.open() as stream:
        content = stream.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source.name}: byte {error.start:,} is not UTF-8", "leave --compat out"
        ) from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    places = [Location(source.name, number) for number in range(1, len(lines) + 1)]
    # A blank line is no row that anybody would miss.
    kept = [number for number, line in enumerate(lines) if line]
    pairs = [("", lines[number]) for number in kept]
    rows = [dict(zip(_SIDES, pair, strict=True)) for pair in pairs]
    return _Read(pairs, rows, [places[number] for number in kept], [])


def _records(source: Source, tell: Tell) -> _Read:
    """Read a table or a list of objects that has the columns ``prompt`` and ``completion``."""
    reading = open_source(source, _READ[source.suffix])
    tell(f"- {source.name}: {reading.description}")
    read = _Read([], [], [], [])
    seen: dict[str, None] = dict.fromkeys(reading.columns or ())
    for block in reading.blocks:
        for item in block.records():
            if isinstance(item, Reject):
                read.rejects.append(item)
                continue
            if isinstance(item.data, dict):
                seen |= dict.fromkeys(item.data)
                _take(item, source.name, read)
    spelled = {column.lower() for column in seen}
    for side in _SIDES:
        if side not in spelled:
            raise InputError(
                f"{source.name}: there is no column `{side}`; there are: {', '.join(seen)}",
                "rename the columns, or leave --compat out and be asked for them",
            )
    return read


def _take(record: Record, name: str, read: _Read) -> None:
    try:
        read.pairs.append((_cell(record.data, "prompt"), _cell(record.data, "completion")))
    except Unusable as error:
        code = CODES[error.code]
        found = Finding(code.code, code.name, code.severity, str(error), record.location(name))
        read.rejects.append(Reject(record.data, found))
        return
    read.rows.append(record.data)
    read.places.append(record.location(name))


def _cell(row: Mapping[str, Any], side: str) -> str:
    """Return a cell as that tool writes it, whatever the case of its column; the exact name wins."""
    name = side if side in row else next((key for key in row if key.lower() == side), "")
    cell = row.get(name)
    return str(cell) if isinstance(cell, bool) else as_text(cell)  # `True`, and not `true`
