"""Writes a large input of any size, the same bytes for the same seed, in constant memory.

    python benchmarks/generate.py csv 100MB out.csv --seed 1
    python benchmarks/generate.py xlsx 50000rows out.xlsx
    python benchmarks/generate.py chat 1GB out.jsonl --defect broken-json=0.001 --defect duplicate=0.01

A size counts the content: for workbooks and Parquet, which compress, the text in the cells. What was
planted (see `defects.py`) is written beside the file as FILE.planted: defect -> code and lines.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import re
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any

from defects import DEFECTS, Planter, dumped, parse_shares
from prose import Prose
from rows import Row, chat, pair, plain_chat
from workbook import Date, WorkbookWriter

_UNITS = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}
_GROUP = 10_000
"""Rows of a row group of Parquet."""

Sizes = Generator[int, None, None]
"""What a writer yields: the content size of each row that it has just written."""


def parse_size(text: str) -> tuple[int | None, int | None]:
    """Return (bytes, None) for ``100MB`` and (None, rows) for ``50000rows``.

    Raises:
        ValueError: it is neither.
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(rows|[KMG]?B)", text, re.IGNORECASE)
    if match is None:
        raise ValueError(f"{text!r} is not a size such as 100MB, 1GB or 50000rows")
    if match[2].lower() == "rows":
        return None, int(float(match[1]))
    return int(float(match[1]) * _UNITS[match[2].upper()]), None


def generate(
    kind: str,
    size: str,
    path: Path,
    seed: int = 0,
    shares: Mapping[str, float] | None = None,
) -> int:
    """Write a file and return its number of rows, blank lines included.

    Args:
        kind: a key of `KINDS`.
        size: as `parse_size` takes it.
        path: the file.
        seed: equal seeds give equal files.
        shares: name of a defect -> its share of the rows; only for rows of JSON.
    """
    limit, rows = parse_size(size)
    prose = Prose(seed)
    planter = Planter(shares, prose, seed) if shares else None
    if planter is None:
        writer = KINDS[kind](path, prose)
    else:
        writer = _lines(path, lambda: planter.line(ROWS[kind](prose)))
    count = written = 0
    while (limit is None or written < limit) and count != rows:
        written += next(writer)
        count += 1
    writer.close()
    if planter is not None:
        Path(f"{path}.planted").write_text(json.dumps(planter.truth()), "utf-8")
    return count


def _lines(path: Path, text: Callable[[], str]) -> Sizes:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        while True:
            line = text()
            file.write(line)
            yield len(line.encode())


def _text_lines(path: Path, prose: Prose) -> Sizes:
    return _lines(path, lambda: f"{prose.line()}\n")


def _question_answer(path: Path, prose: Prose) -> Sizes:
    def pair() -> str:
        # Paragraphs without snippets: a comment of a program would read as a heading.
        answer = "\n".join(prose.sentences(7) for _ in range(1 + prose.random.randrange(3)))
        return f"Q: {prose.question()}\nA: {answer}\n\n"

    return _lines(path, pair)


def _separated(separator: str, line_end: str) -> Callable[[Path, Prose], Sizes]:
    def write(path: Path, prose: Prose) -> Sizes:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=separator, lineterminator=line_end)
            writer.writerow(("prompt", "completion"))
            while True:
                row = prose.prompt(), prose.answer()
                writer.writerow(row)
                yield sum(len(cell.encode()) + cell.count('"') for cell in row) + 6

    return write


def _json_lines(row: Callable[[Prose], Row]) -> Callable[[Path, Prose], Sizes]:
    def write(path: Path, prose: Prose) -> Sizes:
        return _lines(path, lambda: dumped(row(prose)))

    return write


def _json_array(path: Path, prose: Prose) -> Sizes:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        start = "[\n"
        try:
            while True:
                text = f"{start}  {json.dumps(pair(prose), ensure_ascii=False)}"
                file.write(text)
                start = ",\n"
                yield len(text.encode())
        finally:
            file.write("\n]\n")


def _workbook(shared: bool) -> Callable[[Path, Prose], Sizes]:
    def write(path: Path, prose: Prose) -> Sizes:
        with WorkbookWriter(path, shared) as sheet:
            sheet.row(("id", "created", "solved", "prompt", "completion"))
            for number in itertools.count(1):
                row = prose.prompt(), prose.answer()
                sheet.row((number, Date(45_000 + number % 700), number % 3 > 0, *row))
                yield sum(len(cell.encode()) for cell in row)

    return write


def _parquet(path: Path, prose: Prose) -> Sizes:
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema([("prompt", pyarrow.string()), ("completion", pyarrow.string())])
    pending: list[dict[str, Any]] = []
    with pyarrow.parquet.ParquetWriter(path, schema) as file:
        try:
            while True:
                row = pair(prose)
                pending.append(row)
                if len(pending) == _GROUP:
                    file.write_table(pyarrow.Table.from_pylist(pending, schema))
                    pending.clear()
                yield sum(len(cell.encode()) for cell in row.values())
        finally:
            if pending:
                file.write_table(pyarrow.Table.from_pylist(pending, schema))


ROWS: dict[str, Callable[[Prose], Row]] = {"jsonl": pair, "chat": chat, "chat-plain": plain_chat}
"""Kinds of JSON Lines -> what makes a row."""

KINDS: dict[str, Callable[[Path, Prose], Sizes]] = {
    "txt-lines": _text_lines,
    "txt-qa": _question_answer,
    "csv": _separated(",", "\r\n"),
    "tsv": _separated("\t", "\n"),
    "json": _json_array,
    **{kind: _json_lines(row) for kind, row in ROWS.items()},
    "xlsx": _workbook(shared=True),
    "xlsx-inline": _workbook(shared=False),
    "parquet": _parquet,
}
"""What can be written. `xlsx` keeps its strings in a shared table, `xlsx-inline` in the cells."""

SUFFIXES = {
    "txt-lines": ".txt",
    "txt-qa": ".txt",
    "chat": ".jsonl",
    "chat-plain": ".jsonl",
    "xlsx-inline": ".xlsx",
}
"""The suffix of a kind, where it is not the kind's name."""


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("size", help="100MB, 1GB, 50000rows")
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--defect", action="append", default=[], metavar="NAME=SHARE",
        help=f"share of the rows that have it: {', '.join(DEFECTS)}",
    )  # fmt: skip
    given = parser.parse_args()
    try:
        parse_size(given.size)
        shares = parse_shares(given.defect, given.kind)
    except ValueError as error:
        parser.error(str(error))
    rows = generate(given.kind, given.size, given.path, given.seed, shares)
    print(f"{given.path}: {rows:,} rows, {given.path.stat().st_size / 1e6:,.1f} MB")
    if shares:
        truth = json.loads(Path(f"{given.path}.planted").read_text("utf-8"))
        for name, one in truth.items():
            print(f"{one['count']:>9,} {one['code']} {name}")


if __name__ == "__main__":
    main()
