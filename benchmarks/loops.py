"""One pass over a file, counting rows: by dataprep's reader, or by the bare loop it is compared with.

    python benchmarks/loops.py dataprep FILE [TEXT-MODE]
    python benchmarks/loops.py csv FILE

Each runs in a process of its own, so that its memory is its own. A bare loop makes of every row what
a converter needs, a `dict` of values, and checks nothing.
"""

from __future__ import annotations

import csv as csv_module
import sys
from collections.abc import Callable
from pathlib import Path


def dataprep(path: str, mode: str | None = None) -> int:
    """Read by dataprep, whatever the format; a reject counts as a row."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from dataprep.readers import open_source
    from dataprep.readers.options import ReadOptions, TextOptions
    from dataprep.readers.source import Source

    options = ReadOptions(text=TextOptions(mode=mode))
    reading = open_source(Source.of(Path(path)), options)
    return sum(1 for block in reading.blocks for _ in block.records())


def lines(path: str) -> int:
    """Iterate over the lines of a text."""
    with open(path, encoding="utf-8") as file:
        return sum(1 for line in file if {"text": line.rstrip("\n")})


def csv(path: str, delimiter: str = ",") -> int:
    """`csv.reader`, each row made a `dict`."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv_module.reader(file, delimiter=delimiter)
        names = next(rows)
        return sum(1 for row in rows if dict(zip(names, row, strict=True)))


def tsv(path: str) -> int:
    """`csv.reader` with tabs, each row made a `dict`."""
    return csv(path, "\t")


def orjson(path: str) -> int:
    """`orjson.loads` of each line."""
    import orjson as library

    with open(path, "rb") as file:
        return sum(1 for line in file if library.loads(line))


def ijson(path: str) -> int:
    """`ijson.items` of an array, with its fastest back end."""
    import ijson as library

    with open(path, "rb") as file:
        return sum(1 for _ in library.items(file, "item", use_float=True))


def openpyxl(path: str) -> int:
    """Rows of the first sheet by openpyxl, read-only, each made a `dict`."""
    from openpyxl import load_workbook

    rows = (
        load_workbook(path, read_only=True, data_only=True)
        .worksheets[0]
        .iter_rows(values_only=True)
    )
    names = next(rows)
    return sum(1 for row in rows if dict(zip(names, row, strict=True)))


def pyarrow(path: str) -> int:
    """Batches of rows by pyarrow, made Python objects."""
    import pyarrow.parquet

    file = pyarrow.parquet.ParquetFile(path)
    return sum(len(batch.to_pylist()) for batch in file.iter_batches(1024))


LOOPS: dict[str, Callable[..., int]] = {
    loop.__name__: loop for loop in (dataprep, lines, csv, tsv, orjson, ijson, openpyxl, pyarrow)
}

if __name__ == "__main__":
    print(LOOPS[sys.argv[1]](*sys.argv[2:]))
