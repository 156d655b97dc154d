"""The layouts of records, one file each, and which of them an input has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dataprep.dialects.base import Binding, Dialect
from dataprep.discovery import classes
from dataprep.errors import UsageError


def dialects() -> list[Dialect]:
    """Return every layout, the most telling first."""
    found = classes("dataprep.dialects", Dialect).values()
    return sorted((kind() for kind in found), key=lambda dialect: dialect.rank)


def recognise(
    columns: Sequence[str], sample: Sequence[Mapping[str, Any]], forced: str | None = None
) -> Binding | None:
    """Return how records with these columns are read, or None when no layout fits.

    Args:
        columns: the columns of the table, or the keys of the sample.
        sample: some of the records.
        forced: the name of the only dialect to try.

    Raises:
        UsageError: there is no dialect of that name.
    """
    known = dialects()
    if forced is not None:
        names = [dialect.name for dialect in known if dialect.name != "mapped"]
        if forced not in names:
            raise UsageError(
                f"no dialect is called `{forced}`", f"choose one of: {', '.join(names)}"
            )
        known = [dialect for dialect in known if dialect.name == forced]
    for dialect in known:
        binding = dialect.bind(columns, sample)
        if binding is not None and (forced or dialect.claims(binding, sample)):
            return binding
    return None
