"""A file that is no lines of UTF-8 made into one: an array, rows over several lines, another encoding.

Values keep their bytes but for the line breaks between them: those inside texts are escapes already.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from dataprep.engine.validation.collecting import Collector
from dataprep.engine.validation.file_look import look
from dataprep.engine.validation.plan import Plan
from dataprep.engine.validation.whole import file_findings, file_rules
from dataprep.fixing.rows import Problems
from dataprep.readers.encoding import decide
from dataprep.readers.json.bytes import open_utf8
from dataprep.readers.json.scan import JsonScanner
from dataprep.readers.json.spans import Element, MalformedError
from dataprep.readers.source import Source

_ARRAY, _SPREAD = "JSN003", "JSN004"
_RELINED = frozenset({_ARRAY, _SPREAD})
_RECODED = frozenset({"JSN006", "JSN007"})


def relined(source: Source, plan: Plan, number: int, spool: Path) -> tuple[Source, list[str]]:
    """Return a file as lines of UTF-8, and the codes of the rules that wanted it so.

    Args:
        source: the file.
        plan: its rules are those whose repairs are wanted.
        number: of the file.
        spool: a folder for the copy.

    Returns:
        The source itself and no codes where there is nothing to do, or it cannot be done because the
        file breaks off or holds more than values: the validation says where.
    """
    view = look(source)
    found: Collector = Problems(plan, plan.ignored[number] if plan.ignored else frozenset())
    file_findings(view, file_rules(plan), plan, found)
    assert isinstance(found, Problems)
    codes = sorted({rule.code for said in found.of_line.values() for rule, _ in said})
    wanted = [code for code in codes if code in _RELINED | _RECODED]
    if not wanted or view.damage_count:
        return source, []
    with (
        open_utf8(source, decide(source)) as stream,
        tempfile.NamedTemporaryFile(dir=spool, prefix="relined.", delete=False) as copy,
    ):
        if not _RELINED & set(wanted):
            shutil.copyfileobj(stream, copy, 1 << 20)
        elif not _written(stream, cast(BinaryIO, copy), _ARRAY in wanted):
            return source, []
    return Source.of(Path(copy.name), source.name), wanted


def _written(stream: BinaryIO, copy: BinaryIO, array: bool) -> bool:
    """Write each value on a line; return whether that went to the end of the file."""
    scanner = JsonScanner(stream)
    try:
        for value in scanner.elements() if array else _values(scanner):
            if value.raw is None:
                return False
            copy.write(b"".join(line.strip() for line in value.raw.splitlines()) + b"\n")
        return not scanner.peek()
    except MalformedError:
        return False


def _values(scanner: JsonScanner) -> Iterator[Element]:
    while scanner.peek():
        yield scanner.value()
