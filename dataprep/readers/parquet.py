"""Parquet files, some rows of a row group at a time; `parquet_values.py` says what values become."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, ClassVar

from dataprep.codes import finding
from dataprep.errors import InputError, MissingExtraError
from dataprep.model import ErrorCell, Finding, Location, Record, Reject, Severity
from dataprep.readers.base import Reader, Reading, blocks_of
from dataprep.readers.blocks import BLOCK_SIZE, MAX_BLOCK_ROWS
from dataprep.readers.json.explode import explode, steps
from dataprep.readers.options import ReadOptions
from dataprep.readers.parquet_values import Unusable, column_values, written_down
from dataprep.readers.source import Source
from dataprep.readers.spool import open_seekable

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_MAGIC = b"PAR1"
_ENCRYPTED = b"PARE"


class ParquetReader(Reader):
    """Reads the rows of a Parquet file in order; a row's place is ``$[index]``, from 0."""

    name: ClassVar[str] = "parquet"
    title: ClassVar[str] = "Parquet"
    suffixes: ClassVar[tuple[str, ...]] = (".parquet", ".pq")
    nested = True

    @classmethod
    def recognises(cls, head: bytes) -> bool:
        return head.startswith(_MAGIC)

    def open(self, source: Source, options: ReadOptions) -> Reading:
        """Look at the schema.

        Raises:
            InputError: the file is not Parquet, is encrypted, or is damaged.
            MissingExtraError: pyarrow is not installed.
        """
        file = open_seekable(source)
        try:
            _look(file, source.name)
            parquet = _open(file, source.name)
            columns = list(parquet.schema_arrow.names)
            twice = [name for name, count in Counter(columns).items() if count > 1]
            if twice:
                raise InputError(
                    f"{source.name}: the column `{twice[0]}` is there twice",
                    "write the file again with a different name for each column",
                )
        except BaseException:
            file.close()
            raise
        notes: list[Finding] = []
        rows = _rows(parquet, file, source.name, notes, steps(options.explode))
        description = f"{self.title}, {_count(len(columns), 'column')}"
        # What is inside a list that is taken apart is known with the rows.
        return Reading(description, blocks_of(rows), notes, None if options.explode else columns)


def _look(file: IO[bytes], name: str) -> None:
    """Raise `InputError` for what can be told from the first and last bytes."""
    start = file.read(4)
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - 4))
    end = file.read(4)
    file.seek(0)
    if not size:
        raise InputError(f"{name}: the file is empty", "get a complete copy of the file")
    if start == _ENCRYPTED or end == _ENCRYPTED:
        raise InputError(
            f"{name}: the Parquet file is encrypted", "write a copy without encryption"
        )
    if start != _MAGIC:
        raise InputError(
            f"{name}: is not a Parquet file; its first bytes are {start!r}",
            "name its format with --input-format",
        )
    if end != _MAGIC or size < 12:
        raise InputError(
            f"{name}: the Parquet file is cut off; its index at the end is missing",
            "get a complete copy of the file",
        )


def _open(file: IO[bytes], name: str) -> ParquetFile:
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise MissingExtraError(f"reading {name}", "parquet") from error
    try:
        return ParquetFile(file, pre_buffer=False, buffer_size=1 << 16)
    except Exception as error:  # pyarrow raises its own, and OSError, ValueError, MemoryError
        raise _damaged(name, error, "") from error


def _rows(
    parquet: ParquetFile,
    file: IO[bytes],
    path: str,
    notes: list[Finding],
    keys: tuple[str, ...],
) -> Iterator[Record | Reject]:
    """Yield the rows; the batches are small enough for rows of any usual length."""
    index = 0
    faults = _Faults(path)
    names = parquet.schema_arrow.names
    try:
        for batch in parquet.iter_batches(batch_size=_batch_rows(parquet), use_threads=False):
            size = batch.nbytes // max(1, batch.num_rows) + 1
            for values in zip(*map(column_values, batch.columns), strict=True):
                data = dict(zip(names, values, strict=True))
                if Unusable in map(type, values):
                    faults.mark(data, index)
                yield from explode(Record(data, where=f"$[{index}]", size=size), keys, path)
                index += 1
    except Exception as error:
        raise _damaged(path, error, f" after {_count(index, 'row')}") from error
    finally:
        file.close()
    notes += faults.notes()
    if not index:
        # The index of the file may say otherwise, so this is known only now.
        notes.append(finding("JSN013", "the file holds no rows", Location(path)))


class _Faults:
    """Cells without a usable value: marked in their rows, counted for one note a column."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._seen: dict[str, tuple[Finding, int]] = {}

    def mark(self, data: dict[str, Any], index: int) -> None:
        """Put an `ErrorCell` into the place of every unusable value of a row."""
        for name, value in data.items():
            if type(value) is not Unusable:
                continue
            where = f"$[{index}].{name}"
            message = f"the column `{name}` holds {value.reason}"
            shown = str(written_down(value))
            data[name] = ErrorCell(shown, f"{message} ({where})", value.code)
            if name not in self._seen:
                help = "rows that need such a value are rejected; correct it, or leave it out"
                place = Location(self._path, json_path=where)
                first = finding(value.code, message, place, help, Severity.WARNING)
                self._seen[name] = first, 0
            self._seen[name] = self._seen[name][0], self._seen[name][1] + 1

    def notes(self) -> Iterator[Finding]:
        """Yield one finding a column: the first such value, and how many more there are."""
        for first, count in self._seen.values():
            more = f"; {_count(count - 1, 'more row')} like it" if count > 1 else ""
            yield first._replace(message=first.message + more)


def _batch_rows(parquet: ParquetFile) -> int:
    """Return how many rows make about a block, from what the file says about its size."""
    metadata = parquet.metadata
    groups = range(min(metadata.num_row_groups, 10))
    size = sum(metadata.row_group(at).total_byte_size for at in groups)
    rows = sum(metadata.row_group(at).num_rows for at in groups)
    return max(1, min(MAX_BLOCK_ROWS, BLOCK_SIZE * rows // size if size > 0 else MAX_BLOCK_ROWS))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _damaged(name: str, error: Exception, where: str) -> InputError:
    lines = str(error).strip().splitlines()
    reason = lines[0][:200] if lines else type(error).__name__
    return InputError(
        f"{name}: the Parquet file is damaged{where} ({reason})", "get a complete copy of the file"
    )
