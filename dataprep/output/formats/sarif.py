"""SARIF 2.1.0, for code scanning: the findings, and the full text of the rules that spoke.

Code scanning takes relative URIs only, knows a finding again by `primaryLocationLineHash` alone, and
shows 5,000 results. Of more, every rule keeps its first ones and a notification says so. No data is in
it but what the messages quote: a snippet would copy training rows into the artifacts of a build.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dataprep.engine.validation.report import Report
from dataprep.jsontext import dumps
from dataprep.model import Finding, Severity
from dataprep.output import places
from dataprep.output.formats.base import Renderer, Style
from dataprep.output.terminal import excerpt
from dataprep.version import __version__

MOST = 5000
"""Results that code scanning shows of a run."""

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LONGEST = 1024
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {
    Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation",
}  # fmt: skip
# An error is known for certain, a warning guesses, and what is off by default guesses more.
_PRECISION = {Severity.ERROR: "very-high", Severity.WARNING: "high", Severity.INFO: "high"}


class Sarif(Renderer):
    """One run in one line."""

    name = "sarif"

    def lines(self, report: Report, style: Style) -> Iterator[str]:
        shown = _shown(report.findings)
        codes = sorted({one.code for one in shown})
        driver = {
            "name": "dataprep",
            "version": __version__,
            "semanticVersion": __version__,
            "rules": list(_rules(codes, report)),
        }
        run = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "invocations": [_invocation(len(report.findings) - len(shown))],
            "results": list(_results(shown, codes)),
        }
        yield dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}).decode()


def _shown(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings to show: of too many, the first of each rule, then the second ..."""
    if len(findings) <= MOST:
        return list(findings)
    seen: Counter[str] = Counter()
    order = []
    for index, one in enumerate(findings):
        seen[one.code] += 1
        order.append((seen[one.code], -one.severity, index))
    return [findings[index] for index in sorted(index for _, _, index in sorted(order)[:MOST])]


def _invocation(more: int) -> dict[str, Any]:
    """Return how the run went; `more` findings are not shown."""
    said: dict[str, Any] = {"executionSuccessful": True}
    if more:
        text = (
            f"{more:,} more findings are not shown: the limit is {MOST:,} results; "
            "--output-format jsonl has all"
        )
        said["toolExecutionNotifications"] = [{"level": "note", "message": {"text": text}}]
    return said


def _rules(codes: Iterable[str], report: Report) -> Iterator[dict[str, Any]]:
    from dataprep.rules.documentation import document, family
    from dataprep.rules.registry import rules

    known = rules()
    for code in codes:
        if code not in known:  # what only a reader says
            name = report.names.get(code, code)
            text = {"text": name}
            yield {"id": code, "name": name, "shortDescription": text, "fullDescription": text}
            continue
        said = document(known[code])
        # A rule of the user's own need not say all.
        parts = (
            ("What it does", said.what or said.title), ("Why it matters", said.why),
            ("What to do", said.todo), ("Source", said.source),
        )  # fmt: skip
        yield {
            "id": code,
            "name": said.name,
            "shortDescription": {"text": _cut(said.title)},
            "fullDescription": {"text": _cut(f"{said.what}\n\n{said.why}".strip() or said.title)},
            "help": {
                "text": "\n\n".join(f"{title}: {text}" for title, text in parts if text),
                "markdown": "\n\n".join(f"**{title}.** {text}" for title, text in parts if text),
            },
            "defaultConfiguration": {"level": _LEVELS[said.severity]},
            "properties": {
                "tags": ["fine-tuning", family(code)],
                "precision": _PRECISION[said.severity] if said.default else "medium",
                "problem.severity": _PROBLEMS[said.severity],
            },
        }


def _results(findings: Iterable[Finding], codes: Sequence[str]) -> Iterator[dict[str, Any]]:
    numbers = {code: number for number, code in enumerate(codes)}
    seen: Counter[str] = Counter()
    for one in findings:
        seen[one.fingerprint] += 1
        line, column, end = places.span(one.location)
        location: dict[str, Any] = {
            "physicalLocation": {
                "artifactLocation": {"uri": places.uri(one.location)},
                "region": {
                    "startLine": line, "startColumn": column, "endLine": line, "endColumn": end,
                },
            }
        }  # fmt: skip
        if one.location.json_path:
            name = places.plain(one.location.json_path)
            location["logicalLocations"] = [{"fullyQualifiedName": name}]
        result: dict[str, Any] = {
            "ruleId": one.code,
            "ruleIndex": numbers[one.code],
            "level": _LEVELS[one.severity],
            "message": {"text": _message(one)},
            "locations": [location],
            "partialFingerprints": {
                "primaryLocationLineHash": f"{one.fingerprint}:{seen[one.fingerprint]}"
            },
        }
        if one.targets:
            result["properties"] = {"targets": [places.plain(target) for target in one.targets]}
        if one.baselined:
            result |= {"baselineState": "unchanged", "suppressions": [{"kind": "external"}]}
        yield result


def _message(one: Finding) -> str:
    """Return the text of a result; its first sentence is the title."""
    text = places.plain(excerpt(one.message))
    if one.help:
        text += f". To do: {places.plain(excerpt(one.help))}"
    if "](" in text:  # would be a link
        text = text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return text


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]} ..."
