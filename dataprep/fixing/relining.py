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
from dataprep.rules.wording import counted

_ARRAY, _SPREAD = "JSN003", "JSN004"
_RELINED = frozenset({_ARRAY, _SPREAD})
_MARK, _ENCODING = "JSN006", "JSN007"
_RECODED = frozenset({_MARK, _ENCODING})


def relined(source: Source, plan: Plan, number: int, spool: Path) -> tuple[Source, dict[str, str]]:
    """Return a file as lines of UTF-8, and code -> what was done, for the rules that wanted it so.

    Args:
        source: the file.
        plan: its rules are those whose repairs are wanted.
        number: of the file.
        spool: a folder for the copy.

    Returns:
        The source itself and nothing where there is nothing to do, or it cannot be done because the
        file breaks off or holds more than values: the validation says where.
    """
    encoding = decide(source)  # which may read all of it
    view = look(source, encoding)
    found: Collector = Problems(plan, plan.ignored[number] if plan.ignored else frozenset())
    file_findings(view, file_rules(plan), plan, found)
    assert isinstance(found, Problems)
    codes = sorted({rule.code for said in found.of_line.values() for rule, _ in said})
    wanted = [code for code in codes if code in _RELINED | _RECODED]
    if not wanted or view.damage_count:
        return source, {}
    count = 0
    with (
        open_utf8(source, encoding) as stream,
        tempfile.NamedTemporaryFile(dir=spool, prefix="relined.", delete=False) as copy,
    ):
        if not _RELINED & set(wanted):
            shutil.copyfileobj(stream, copy, 1 << 20)
        else:
            written = _written(stream, cast(BinaryIO, copy), _ARRAY in wanted)
            if written is None:
                return source, {}
            count = written
    done = {
        _ARRAY: f"one array becomes {counted(count, 'row')}",
        _SPREAD: f"{counted(count, 'object')} in other lines become one line each",
        _MARK: "the byte order mark goes",
        _ENCODING: f"{view.label} becomes UTF-8",
    }
    return Source.of(Path(copy.name), source.name), {code: done[code] for code in wanted}


def _written(stream: BinaryIO, copy: BinaryIO, array: bool) -> int | None:
    """Write each value on a line; return how many, None where the file cannot be read to its end."""
    scanner = JsonScanner(stream)
    count = 0
    try:
        for value in scanner.elements() if array else _values(scanner):
            if value.raw is None:
                return None
            count += 1
            copy.write(b"".join(line.strip() for line in value.raw.splitlines()) + b"\n")
        return None if scanner.peek() else count
    except MalformedError:
        return None


def _values(scanner: JsonScanner) -> Iterator[Element]:
    while scanner.peek():
        yield scanner.value()
