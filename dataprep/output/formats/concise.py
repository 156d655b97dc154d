"""One line a finding: ``path:line:column: severity CODE message``."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.engine.validation.report import Report
from dataprep.model import Finding
from dataprep.output.formats.base import Renderer, Style
from dataprep.output.formats.closing import closing_lines, folded, position, statistics
from dataprep.output.terminal import one_line


class Concise(Renderer):
    """For grep, for editors, for a look from afar."""

    name = "concise"
    complete = False

    def lines(self, report: Report, style: Style) -> Iterator[str]:
        if style.statistics:
            yield from statistics(report)
        else:
            last: dict[str, int] = {}
            for number, one in enumerate(report.findings):
                last[one.code] = number
            for number, one in enumerate(report.findings):
                yield _line(one)
                if last[one.code] == number:
                    yield from folded(report, one.code)
        if not style.quiet:
            yield from closing_lines(report, style)


def _line(one: Finding) -> str:
    place = one.location
    where = position(place)
    path = f" ({one_line(place.json_path)})" if place.json_path else ""
    targets = f" [{', '.join(one.targets)}]" if one.targets else ""
    known = " (baselined)" if one.baselined else ""
    return f"{where}: {one.severity} {one.code} {one_line(one.message)}{path}{targets}{known}"
