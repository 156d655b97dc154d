"""The whole report as one JSON object; its shape is ``schemas/report.schema.json``."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.engine.validation.report import Report
from dataprep.jsontext import dumps
from dataprep.output.formats.base import Renderer, Style


class Json(Renderer):
    """One object; lone surrogates and control characters as escapes, nothing else is ASCII only."""

    name = "json"

    def lines(self, report: Report, style: Style) -> Iterator[str]:
        data = report.to_dict()
        if style.statistics:
            del data["findings"]
        yield dumps(data).decode()
