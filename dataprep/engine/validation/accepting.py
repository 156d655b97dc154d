"""What the options say about a baseline: which file is read, which is written, and what is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dataprep.engine.validation.baseline import (
    Entry,
    apply,
    fold,
    load,
    rewritten,
    save,
    taken,
    together,
)  # fmt: skip
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

    def settle(self, reports: Sequence[Report], whole: bool = True) -> None:
        """Write the baseline where that was asked for, and take what it knows out of the reports.

        Args:
            reports: with all findings: none may have been left out. Each is held against the whole
                baseline, because datasets may share files.
            whole: whether they cover everything that the baseline is about: only then is an entry
                stale that none of them finds.
        """
        codes = self.options.codes
        sure = whole and all(one.inputs_read for one in reports)
        before = self.known or {}
        if self.target is not None:
            now = together([taken(one.findings) for one in reports])
            self.known = rewritten(
                self.known, now, codes if sure else None, self.options.accept_new
            )
            save(self.target, self.known)
        entries = self.known or {}
        left = [apply(one, entries, self.options.show_baselined) for one in reports]
        stale = 0
        if sure:
            stale = sum(
                one.code in codes and all(counts[key] > 0 for counts in left)
                for key, one in entries.items()
            )
        known = sum(one.baseline["known"] for one in reports if one.baseline)
        new = sum(count for one in reports for count in one.counts.values())
        reports[0].baseline = {**(reports[0].baseline or {}), "stale": stale}
        reports[0].notes += self._told(known, stale, new, before)
        for one in reports:
            fold(one, self.options.max_per_rule)

    def _told(self, known: int, stale: int, new: int, before: dict[str, Entry]) -> list[str]:
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
        if new:
            said.append(
                f"baseline: {_many(new, 'new finding')} not added; `--accept-new` adds "
                + ("it" if new == 1 else "them")
            )
        return said


def _many(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
