"""Tasks that cannot be graded: RFT."""

from __future__ import annotations

import json
from typing import Any

from seeded.clean import REINFORCED
from seeded.defect import HERE, Data, Defect, edited, lines, whole

_CHECK = {
    "type": "string_check",
    "name": "same",
    "operation": "eq",
    "input": "{{ sample.output_text }}",
}
TASKS, HELD = REINFORCED[:10], lines(REINFORCED[10:])
_NESTED = tuple(
    {"messages": row["messages"], "reference": {"answer": row["answer"], "units": ["one", "two"]}}
    for row in TASKS
)


def _asked(**more: Any) -> dict[str, Any]:
    return {
        "options": {"method": "reinforcement", **more},
        "validation": HELD,
        "clean_validation": HELD,
    }


def _reads(*paths: str, multi: bool = False) -> dict[str, Any]:
    graders = {
        f"g{number}": {**_CHECK, "reference": f"{{{{ {path} }}}}"}
        for number, path in enumerate(paths)
    }
    whole = {"type": "multi", "graders": graders, "calculate_output": "g0"}
    return {**_asked(grader=json.dumps(whole if multi else graders["g0"])),
            "validation": None, "clean_validation": None}  # fmt: skip


def _said(role: str, **keys: Any) -> Any:
    return lambda row: row["messages"].append({"role": role, "content": "21", **keys})


def _without(path: str, name: str, rows: Any, edit: Any, multi: bool = False) -> Defect:
    paths = ("item.reference.units[0]", path) if multi else (path,)
    given = _reads(*paths, multi=multi)
    # Tasks are held out that the grader can read as well.
    held = lines(rows[8:])
    return edited(name, "RFT003", rows[:8], edit, **{
        **given, "validation": held, "clean_validation": held,
        "options": {**given["options"], "ignore": ["SET001"]},
    })  # fmt: skip


def _constant(rows: list[Data]) -> list[Data]:
    return [{**row, "answer": "42"} for row in rows]


DEFECTS = (
    whole("no-held-out-tasks", "RFT001", TASKS, list, **{
        **_asked(), "validation": None}),
    whole("no-held-out-tasks-azure", "RFT001", TASKS, list, **{
        **_asked(target="azure/o4-mini"), "validation": None}),
    edited("task-answered", "RFT002", TASKS, _said("assistant"), **_asked()),
    edited("task-ends-with-system", "RFT002", TASKS, _said("system"), **_asked(),
           companions={("CHT007", HERE): "the system message is not first either"}),
    _without("item.answer", "no-reference", TASKS, lambda row: row.pop("answer")),
    _without("item.answer", "reference-renamed", TASKS,
             lambda row: row.update(answers=row.pop("answer"))),
    _without("item.answer", "reference-null", TASKS, lambda row: row.update(answer=None)),
    _without("item.reference.answer", "no-inner-reference", _NESTED,
             lambda row: row["reference"].pop("answer")),
    _without("item.reference.answer", "reference-is-text", _NESTED,
             lambda row: row.update(reference="21")),
    _without("item.reference.units[1]", "list-too-short", _NESTED,
             lambda row: row["reference"].update(units=["one"]), multi=True),
    _without("item['reference'].answer", "no-reference-in-multi", _NESTED,
             lambda row: row["reference"].update(value=row["reference"].pop("answer")), multi=True),
    whole("one-reference", "RFT004", TASKS, _constant, **_asked()),
    whole("one-reference-beside-ids", "RFT004", TASKS,
          lambda rows: [{**row, "id": number} for number, row in enumerate(_constant(rows))],
          **_asked(grader=json.dumps({**_CHECK, "reference": "{{item.answer}}"}))),
)  # fmt: skip
