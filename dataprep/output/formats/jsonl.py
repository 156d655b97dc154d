"""One finding a line, as JSON: what a program reads as it comes, and what greps and sorts."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.engine.validation.report import Report
from dataprep.jsontext import dumps
from dataprep.output.formats.base import Renderer, Style


class Jsonl(Renderer):
    """The findings of the JSON report without what is around them; no line for a clean file."""

    name = "jsonl"

    def lines(self, report: Report, style: Style) -> Iterator[str]:
        if style.statistics:
            for code, number in report.per_code().items():
                line = {"code": code, "name": report.names.get(code, ""), "count": number}
                yield dumps(line).decode()
            return
        for one in report.findings:
            yield dumps(one.to_dict()).decode()
