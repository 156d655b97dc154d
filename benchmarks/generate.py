"""Writes a large input of any size, the same bytes for the same seed, in constant memory.

    python benchmarks/generate.py csv 100MB out.csv --seed 1
    python benchmarks/generate.py xlsx 50000rows out.xlsx

A size counts the content: for workbooks and Parquet, which compress, the text in the cells.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import re
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from prose import Prose
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


def generate(kind: str, size: str, path: Path, seed: int = 0) -> int:
    """Write a file and return its number of rows.

    Args:
        kind: a key of `KINDS`.
        size: as `parse_size` takes it.
        path: the file.
        seed: equal seeds give equal files.
    """
    limit, rows = parse_size(size)
    writer = KINDS[kind](path, Prose(seed))
    count = written = 0
    while (limit is None or written < limit) and count != rows:
        written += next(writer)
        count += 1
    writer.close()
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


def _pair(prose: Prose) -> dict[str, Any]:
    return {"prompt": prose.prompt(), "completion": prose.answer()}


def _plain_chat(prose: Prose) -> dict[str, Any]:
    """Return a conversation of 2 to 6 messages, each of a role and a text: what every checker takes."""
    chance = prose.random.random
    messages: list[dict[str, Any]] = []
    turns = 1 + int(chance() * 2.5)
    if turns < 3 and chance() < 0.35:
        messages.append({"role": "system", "content": prose.sentences(2)})
    for _ in range(turns):
        messages.append({"role": "user", "content": prose.prompt()})
        messages.append({"role": "assistant", "content": prose.answer()})
    return {"messages": messages}


def _chat(prose: Prose) -> dict[str, Any]:
    """Return a conversation of 2 to 6 messages; one in 25 calls a tool."""
    row = _plain_chat(prose)
    messages = row["messages"]
    chance = prose.random.random
    if len(messages) > 4 or chance() >= 0.06:
        return row
    name = f"call_{prose.random.getrandbits(48):012x}"
    call = {"name": "look_up", "arguments": json.dumps({"query": prose.sentences(1), "limit": 3})}
    messages[-1:] = [
        {
            "role": "assistant",
            "tool_calls": [{"id": name, "type": "function", "function": call}],
        },
        {"role": "tool", "tool_call_id": name, "content": prose.sentences(3)},
        {"role": "assistant", "content": prose.answer()},
    ]
    query = {"type": "string", "description": "What to look for"}
    parameters = {
        "type": "object",
        "properties": {"query": query, "limit": {"type": "integer"}},
        "required": ["query"],
    }
    tool = {"name": "look_up", "description": "Searches the manual", "parameters": parameters}
    return {"messages": messages, "tools": [{"type": "function", "function": tool}]}


def _json_lines(row: Callable[[Prose], dict[str, Any]]) -> Callable[[Path, Prose], Sizes]:
    def write(path: Path, prose: Prose) -> Sizes:
        return _lines(path, lambda: json.dumps(row(prose), ensure_ascii=False) + "\n")

    return write


def _json_array(path: Path, prose: Prose) -> Sizes:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        start = "[\n"
        try:
            while True:
                text = f"{start}  {json.dumps(_pair(prose), ensure_ascii=False)}"
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
                row = _pair(prose)
                pending.append(row)
                if len(pending) == _GROUP:
                    file.write_table(pyarrow.Table.from_pylist(pending, schema))
                    pending.clear()
                yield sum(len(cell.encode()) for cell in row.values())
        finally:
            if pending:
                file.write_table(pyarrow.Table.from_pylist(pending, schema))


KINDS: dict[str, Callable[[Path, Prose], Sizes]] = {
    "txt-lines": _text_lines,
    "txt-qa": _question_answer,
    "csv": _separated(",", "\r\n"),
    "tsv": _separated("\t", "\n"),
    "json": _json_array,
    "jsonl": _json_lines(_pair),
    "chat": _json_lines(_chat),
    "chat-plain": _json_lines(_plain_chat),
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
    given = parser.parse_args()
    try:
        parse_size(given.size)
    except ValueError as error:
        parser.error(str(error))
    rows = generate(given.kind, given.size, given.path, given.seed)
    print(f"{given.path}: {rows:,} rows, {given.path.stat().st_size / 1e6:,.1f} MB")


if __name__ == "__main__":
    main()
