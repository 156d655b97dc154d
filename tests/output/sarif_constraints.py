"""What code scanning needs of a SARIF file, as a JSON Schema written for these tests.

Of SARIF 2.1.0 it holds the parts that are used here, without further properties, as the standard does;
the rest are the demands of the page "SARIF support for code scanning".
"""

from __future__ import annotations

from typing import Any


def closed(required: str, **properties: Any) -> dict[str, Any]:
    """Return the schema of an object of these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


TEXT = {"type": "string", "minLength": 1}
MESSAGE = closed("text", text=TEXT)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
ONE = {"type": "integer", "minimum": 1}
# No scheme, no leading slash, no backslash, every special character percent-encoded.
_PART = "[A-Za-z0-9._~-]|%[0-9A-F]{2}"
URI = {"type": "string", "pattern": f"^(?:{_PART})(?:/|{_PART})*$"}
RULE = closed(
    "id name shortDescription fullDescription help defaultConfiguration properties",
    id={"type": "string", "pattern": "^[A-Z]{3}[0-9]{3}$"},
    name=TEXT,
    shortDescription=closed("text", text={**TEXT, "maxLength": 1024}),
    fullDescription=closed("text", text={**TEXT, "maxLength": 1024}),
    help=closed("text markdown", text=TEXT, markdown=TEXT),
    defaultConfiguration=closed("level", level=LEVEL),
    properties=closed(
        "tags precision problem.severity",
        **{
            "tags": {"type": "array", "items": TEXT, "minItems": 1, "uniqueItems": True},
            "precision": {"enum": ["very-high", "high", "medium", "low"]},
            "problem.severity": {"enum": ["error", "warning", "recommendation"]},
        },
    ),
)
LOCATION = closed(
    "physicalLocation",
    physicalLocation=closed(
        "artifactLocation region",
        artifactLocation=closed("uri", uri=URI),
        region=closed(
            "startLine startColumn endLine endColumn",
            startLine=ONE, startColumn=ONE, endLine=ONE, endColumn=ONE,
        ),
    ),
    logicalLocations={
        "type": "array",
        "items": closed("fullyQualifiedName", fullyQualifiedName=TEXT),
        "minItems": 1,
    },
)  # fmt: skip
RESULT = closed(
    "ruleId message locations partialFingerprints",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations={"type": "array", "items": LOCATION, "minItems": 1},
    partialFingerprints=closed("primaryLocationLineHash", primaryLocationLineHash=TEXT),
    properties={"type": "object"},
    baselineState={"enum": ["new", "unchanged", "updated", "absent"]},
    suppressions={
        "type": "array",
        "items": closed("kind", kind={"enum": ["inSource", "external"]}),
    },
)
NOTE = closed("level message", level=LEVEL, message=MESSAGE)
RUN = closed(
    "tool columnKind results invocations",
    tool=closed(
        "driver",
        driver=closed(
            "name version rules",
            name={"const": "dataprep"},
            version=TEXT,
            semanticVersion=TEXT,
            rules={"type": "array", "items": RULE, "uniqueItems": True},
        ),
    ),
    columnKind={"const": "unicodeCodePoints"},
    invocations={
        "type": "array",
        "items": closed(
            "executionSuccessful",
            executionSuccessful={"const": True},
            toolExecutionNotifications={"type": "array", "items": NOTE},
        ),
    },
    results={"type": "array", "items": RESULT, "maxItems": 5000},
)
SCHEMA = closed(
    "$schema version runs",
    **{
        "$schema": {"type": "string", "pattern": "sarif-2\\.1\\.0"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": RUN, "minItems": 1, "maxItems": 1},
    },
)
