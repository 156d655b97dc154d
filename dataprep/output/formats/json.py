"""The whole report as one JSON object; its shape is ``schemas/report.schema.json``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dataprep.engine.validation.report import Report
from dataprep.jsontext import dumps
from dataprep.output.formats.base import Renderer, Style

# Controls that JSON lets stand in a text as they are, and terminals obey.
_CONTROL = re.compile("[\x7f-\x9f]")


class Json(Renderer):
    """One object; lone surrogates and control characters as escapes, nothing else is ASCII only."""

    name = "json"

    def lines(self, report: Report, style: Style) -> Iterator[str]:
        data = report.to_dict()
        if style.statistics:
            del data["findings"]
        text = dumps(data).decode()
        yield _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
