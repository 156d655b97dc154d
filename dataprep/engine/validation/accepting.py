"""What the options say about a baseline: which file is read, which is written, and what is told."""

from __future__ import annotations

from pathlib import Path

from dataprep.engine.validation.baseline import Entry, apply, fold, load, rewritten, save, taken
from dataprep.engine.validation.options import ValidateOptions
from dataprep.engine.validation.report import Report


class Accepting:
    """The baseline of one run. It is read before any row is, so that a wrong file costs no time.

    Args:
        options: of the run; they name a baseline to read or to write.

    Raises:
        UsageError: the file to read is missing or malformed.
    """

    def __init__(self, options: ValidateOptions) -> None:
        self.options = options
        self.known: dict[str, Entry] | None = None
        self.target = Path(options.write_baseline) if options.write_baseline else None
        if self.target is not None:
            self.known = load(self.target) if self.target.exists() else None
        elif options.baseline:
            self.known = load(Path(options.baseline))

    def settle(self, report: Report) -> None:
        """Write the baseline where that was asked for, and take what it knows out of the report.

        Args:
            report: with all findings: none may have been left out.
        """
        codes = self.options.codes
        before = self.known or {}
        if self.target is not None:
            now = taken(report.findings)
            seen = codes if report.inputs_read else None
            self.known = rewritten(self.known, now, seen, self.options.accept_new)
            save(self.target, self.known)
        apply(report, self.known or {}, codes, self.options.show_baselined)
        report.notes += self._told(report, before)
        fold(report, self.options.max_per_rule)

    def _told(self, report: Report, before: dict[str, Entry]) -> list[str]:
        known, stale = (report.baseline or {}).get("known", 0), (report.baseline or {}).get("stale")
        if self.target is None:
            said = [f"baseline: {_many(known, 'known finding')} left out of the counts"]
            if stale:
                said.append(
                    f"baseline: {_many(stale, 'stale entry', 'stale entries')} no longer found; "
                    f"prune with `--write-baseline {self.options.baseline}`"
                )
            return said
        entries = self.known or {}
        gone = len(before.keys() - entries.keys())
        said = [f"baseline: {self.target} has {_many(len(entries), 'entry', 'entries')}"
                + (f", {gone:,} stale pruned" if gone else "")]  # fmt: skip
        if new := sum(report.counts.values()):
            said.append(
                f"baseline: {_many(new, 'new finding')} not added; `--accept-new` adds "
                + ("it" if new == 1 else "them")
            )
        return said


def _many(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
