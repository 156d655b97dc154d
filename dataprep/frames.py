"""pandas in and out, for people who have their data in a DataFrame. The only module beside the readers
that imports pandas.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataprep.engine.api import carry_out, make_plan
from dataprep.engine.result import ConvertResult
from dataprep.errors import InputError, MissingExtraError
from dataprep.readers.source import Source
from dataprep.writing.spooling import spooling

if TYPE_CHECKING:
    import pandas


def from_dataframe(
    frame: pandas.DataFrame,
    output: str | os.PathLike[str] | None = None,
    *,
    jobs: int = 1,
    force: bool = False,
    **options: Any,
) -> ConvertResult:
    """Turn the rows of a DataFrame into a training file.

    Args:
        frame: one record a row. Missing values become empty texts, times become ISO texts; every other
            value arrives as `convert` would read it from JSON.
        output: as for `dataprep.convert`; without it the rows are in `ConvertResult.rows`.
        jobs, force, options: as for `dataprep.convert`.

    Raises:
        as `dataprep.convert`.
    """
    from dataprep.jsontext import dumps

    with spooling() as spool:
        path = spool / "dataframe.jsonl"
        columns = [str(name) for name in frame.columns]
        with path.open("wb") as file:
            for row in frame.itertuples(index=False, name=None):
                record = dict(zip(columns, map(_plain, row), strict=True))
                file.write(dumps(record) + b"\n")
        plan = make_plan(
            [str(path)],
            None if output is None else os.fspath(output),
            options,
            spool,
            force=force,
            rename=lambda source: Source(source.path, "<dataframe>", source.compression),
        )
        return carry_out(plan, jobs)


def to_dataframe(path: str | os.PathLike[str]) -> pandas.DataFrame:
    """Return the rows of a dataset as a DataFrame, one column a key.

    Args:
        path: a JSON Lines file, such as `convert` writes. Everything stays as it is written: texts are
            texts, and ``messages`` are lists.

    Raises:
        InputError: the file is missing, or a line is not a JSON object.
        MissingExtraError: pandas is not installed.
    """
    import orjson

    try:
        import pandas
    except ImportError as error:
        raise MissingExtraError("reading into a DataFrame", "pandas") from error
    rows = []
    try:
        with Path(path).open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    row = orjson.loads(line)
                except ValueError as error:
                    raise InputError(f"{path}:{number}: is not JSON ({error})") from error
                if not isinstance(row, dict):
                    raise InputError(f"{path}:{number}: is not a JSON object")
                rows.append(row)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})", "check the name") from error
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return pandas.DataFrame(
        {name: pandas.Series([row.get(name) for row in rows], dtype=object) for name in columns}
    )


def _plain(value: Any) -> Any:
    """Return a cell as JSON-ready data."""
    if isinstance(value, (list, dict, str)):
        return value
    import pandas

    if value is None or value is pandas.NaT or (value != value):
        return None
    if hasattr(value, "isoformat"):
        text: str = value.isoformat()
        return text.removesuffix("T00:00:00")
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return value.tolist()
    return value
