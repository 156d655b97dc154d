"""Which reader a source gets: by what is in it, whatever it is packed in or called."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from dataprep.errors import InputError
from dataprep.model import Record
from dataprep.readers import open_source
from dataprep.readers.options import ReadOptions
from dataprep.readers.source import Source


def read(path: Path, **options: Any) -> tuple[list[Any], list[str], str]:
    """Return the data of all records, the codes of the notes, and the description."""
    reading = open_source(Source.of(path, path.name), ReadOptions(**options))
    items = [item for block in reading.blocks for item in block.records()]
    data = [item.data for item in items if isinstance(item, Record)]
    assert len(data) == len(items)
    return data, [note.code for note in reading.notes], reading.description


def gzipped(folder: Path, content: bytes) -> Path:
    (folder / "book.xlsx.gz").write_bytes(gzip.compress(content))
    return folder / "book.xlsx.gz"


def zipped(folder: Path, content: bytes) -> Path:
    with zipfile.ZipFile(folder / "book.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("book.xlsx", content)
    return folder / "book.zip"


@pytest.mark.parametrize("pack", [gzipped, zipped])
def test_a_packed_workbook(tmp_path: Path, pack: Callable[[Path, bytes], Path]) -> None:
    """A workbook is itself a zip; inside a gzip file or another zip it is found all the same."""
    with xlsxwriter.Workbook(str(tmp_path / "plain")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["prompt", "completion"])
        sheet.write_row(1, 0, ["a", "b"])
    packed = pack(tmp_path, (tmp_path / "plain").read_bytes())
    rows, codes, _ = read(packed)
    assert (rows, codes) == ([{"prompt": "a", "completion": "b"}], [])


def test_a_zip_without_files(tmp_path: Path) -> None:
    """An empty zip is an archive without a data file, not a text of NUL characters."""
    path = tmp_path / "a.zip"
    zipfile.ZipFile(path, "w").close()
    with pytest.raises(InputError, match=r"^a\.zip: the zip archive holds 0 files; one is needed$"):
        read(path)


@pytest.mark.parametrize("pack", [gzipped, zipped, None])
def test_a_zip_of_a_version_that_does_not_exist(
    tmp_path: Path, pack: Callable[[Path, bytes], Path] | None
) -> None:
    """A flipped bit in a zip's index is damage like any other: one error, plain or packed."""
    path = tmp_path / "plain.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_row(0, 0, ["prompt", "completion"])
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 0xFF
    path.write_bytes(content)
    path = pack(tmp_path, bytes(content)) if pack else path
    for options in ({}, {"format": "xlsx"}):
        with pytest.raises(InputError, match=r"damaged"):
            read(path, **options)


def test_one_object_on_one_line(tmp_path: Path) -> None:
    """A minified JSON file is the document that its name says, without a note."""
    path = tmp_path / "a.json"
    path.write_text('{"prompt":"p","completion":"c"}\n')
    rows, codes, description = read(path)
    assert (rows, codes) == ([{"prompt": "p", "completion": "c"}], [])
    assert description == "JSON, one object, UTF-8"


@pytest.mark.parametrize("options", [{}, {"records": "a.b.c"}])
def test_records_deep_inside_one_line(tmp_path: Path, options: dict[str, str]) -> None:
    """Records three keys deep are found, or read where they are said to be, minified or not."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"a": {"b": {"c": [{"prompt": "p"}, {"prompt": "q"}]}}}))
    assert read(path, **options)[0] == [{"prompt": "p"}, {"prompt": "q"}]


def test_rows_under_a_json_name(tmp_path: Path) -> None:
    """Several rows in a file named `.json` are JSON Lines, and that is said."""
    path = tmp_path / "a.json"
    path.write_text('{"prompt":"p"}\n{"prompt":"q"}\n')
    rows, codes, description = read(path)
    assert (len(rows), codes, description) == (2, ["REA009"], "JSON Lines, UTF-8")


@pytest.mark.parametrize("start", ["MZ", "RIFF", "GIF8", "Rar"])
def test_a_text_may_begin_like_a_program(tmp_path: Path, start: str) -> None:
    """Two letters do not make a program of a table."""
    path = tmp_path / "a.csv"
    path.write_text(f"{start},answer\nq,a\n")
    reading = open_source(Source.of(path), ReadOptions())
    assert reading.columns == [start, "answer"]
