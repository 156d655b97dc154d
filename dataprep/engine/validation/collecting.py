"""Problems on their way to findings: merged over targets, counted, placed.

A value's line and column are found by looking at its row once more, and only when a finding about it
is kept: a file with one mistake in every row costs no more than counting them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from dataprep.engine.validation.fingerprints import fingerprint, of_files, of_row
from dataprep.engine.validation.plan import Plan
from dataprep.engine.validation.report import Counted
from dataprep.model import Excerpt, Finding, Location, Severity
from dataprep.readers.json.locate import locate
from dataprep.rules.base import Path, Problem, Rule
from dataprep.rules.secrets.masking import hidden

_AROUND = 60
"""How many characters of a row are shown before a value."""

_WIDER = 200
"""How many more are looked at for what must not be shown."""

_Key = tuple[str, Severity, str, Path, Location | None]


class Collector:
    """Collects what is found in one chunk, or about the dataset.

    Args:
        plan: the targets, and how much is kept.
        ignored: codes that are off here.

    Attributes:
        repairable: whether what was closed had a problem of which a repair is wanted; whoever asks
            sets it back.
    """

    def __init__(self, plan: Plan, ignored: frozenset[str] = frozenset()) -> None:
        self.plan, self.ignored = plan, ignored
        self.findings: list[Finding] = []
        self.counts: Counter[Counted] = Counter()
        self._kept: Counter[str] = Counter()
        self._open: dict[_Key, tuple[Rule, Problem, list[int]]] = {}
        self.repairable = False

    def add(self, rule: Rule, problem: Problem, target: int | None) -> None:
        """Take a problem of the row, or of the dataset, that `close` ends.

        Args:
            target: number of the target that it is for; None for every one.
        """
        if rule.code in self.ignored:
            return
        one = None if target is None else self.plan.targets[target]
        severity = self.plan.severity(rule, problem.severity, one)
        key = (rule.code, severity, problem.message, problem.path, problem.location)
        entry = self._open.setdefault(key, (rule, problem, []))
        if target is not None:
            entry[2].append(target)

    def __bool__(self) -> bool:
        """Whether problems are waiting for `close`."""
        return bool(self._open)

    def close(
        self, place: Location, raw: bytes = b"", subject: Callable[[], bytes] | None = None
    ) -> None:
        """Turn the waiting problems into findings at a place.

        Args:
            place: of the row, or of the file; a problem's own location wins.
            raw: the row's bytes, in which the paths are looked up.
            subject: what the findings are about, for their fingerprints; by default the row, or the
                file where there is none.
        """
        cap, about = self.plan.cap, b""
        kept: list[tuple[Finding, Path]] = []
        # The excerpt of another finding would show it too.
        shown = self.plan.excerpts and not any(rule.private for rule, _, _ in self._open.values())
        for (code, severity, _, path, location), (rule, problem, numbers) in self._open.items():
            targets = self._names(numbers)
            fix = problem.fix_of(rule)
            self.repairable |= fix in self.plan.repairs
            self.counts[code, severity, fix, targets] += 1
            self._kept[code] += 1
            if cap is None or self._kept[code] <= cap:
                found = Finding(
                    code, rule.name, severity, problem.message, location or place,
                    _ready(problem.help, (location or place).path),
                    fix, targets,
                )  # fmt: skip
                about = about or (subject() if subject else _about(place, raw))
                kept.append((_known(found, path, about), () if location else path))
        self._open.clear()
        if not kept:
            return
        if raw and (any(path for _, path in kept) or shown):
            kept = list(_placed(kept, raw, shown))
        kept.sort(key=lambda pair: (pair[0].location.line or 0, pair[0].location.column or 0))
        self.findings += [_masked(found) for found, _ in kept]

    def _names(self, numbers: list[int]) -> tuple[str, ...]:
        if not numbers or len(set(numbers)) == len(self.plan.targets):
            return ()
        return tuple(self.plan.targets[number].name for number in dict.fromkeys(numbers))


def _about(place: Location, raw: bytes) -> bytes:
    return of_row(raw) if raw else of_files([place.path])


def _known(one: Finding, path: Path, about: bytes) -> Finding:
    """Return a finding with its fingerprint."""
    where = dotted(path) if path else one.location.json_path
    return one._replace(fingerprint=fingerprint(one.code, where, about))


def _placed(
    kept: list[tuple[Finding, Path]], raw: bytes, excerpts: bool
) -> Iterator[tuple[Finding, Path]]:
    """Yield findings with the columns of the values that their paths name."""
    text = raw.decode("utf-8", "replace").rstrip("\r\n")
    spans = locate(text, {path for _, path in kept if path})
    for one, path in kept:
        place = one.location
        if path:
            place = place._replace(json_path=dotted(path))
            if path in spans:
                start, end = spans[path]
                place = place._replace(column=start + 1, end_column=end + 1)
            one = one._replace(location=place)
        if excerpts and place.column is not None:
            first, last = place.column - 1, (place.end_column or place.column + 1) - 1
            one = one._replace(excerpt=_excerpt(text, first, last))
        elif excerpts and text:
            one = one._replace(excerpt=_excerpt(text, 0, 0))
        yield one, path


def _masked(one: Finding) -> Finding:
    """Return a finding that tells no private value, also where its rule quotes one."""
    place = one.location
    if place.json_path:
        place = place._replace(json_path=hidden(place.json_path))
    return one._replace(
        message=hidden(one.message), help=hidden(one.help, guess=False), location=place
    )


def _excerpt(text: str, start: int, end: int) -> Excerpt:
    """Return the window of a row around a value; of a long value, its beginning."""
    first = max(0, start - _AROUND)
    last = min(len(text), min(end, start + _AROUND) + _AROUND)
    # What is private is seen by what stands around it, too.
    before = max(0, first - _WIDER)
    shown = hidden(text[before : last + _WIDER])[first - before : last - before]
    return Excerpt(shown, start - first, min(end, last) - first, first > 0, last < len(text))


def _ready(help: str, path: str) -> str:
    """Return a help whose command can be typed: `FILE` is the file, `OUTPUT.jsonl` a new one."""
    if "`dataprep" not in help:
        return help
    import shlex

    stem = path.rpartition(".")[0] or path
    output = f"{stem}.converted.jsonl" if not path.startswith("<") else "converted.jsonl"
    name = "-" if path.startswith("<") else shlex.quote(path)
    return help.replace("OUTPUT.jsonl", shlex.quote(output)).replace(" FILE ", f" {name} ")


def dotted(path: Path) -> str:
    """Return a path as JSONPath: ``$.messages[2].role``."""
    text = "$"
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part.isidentifier():
            text += f".{part}"
        else:
            import json

            text += f"[{json.dumps(part, ensure_ascii=False)}]"
    return text
