"""TLS004: a call of a tool that the row does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Content, Problem, RowRule, Sample, rows
from dataprep.rules.row import Row
from dataprep.rules.tools import calls, declared
from dataprep.targets import Target

_COMPARED = 64  # names that are looked through for a similar one, and how long they may be


def _row(called: str) -> Content:
    function = {"name": called, "arguments": "{}"}
    call = {"id": "call_1", "type": "function", "function": function}
    return rows(
        {
            "messages": [
                {"role": "user", "content": "Land, please."},
                {"role": "assistant", "tool_calls": [call]},
            ],
            "tools": [{"type": "function", "function": {"name": "land_drone"}}],
        }
    )


class UndeclaredTool(RowRule):
    """Finds calls of tools that are not among the tools of their row.

    What it does: compares the name of every call with `tools` and `functions`. A row that declares no
        tool at all is left alone: leaving tools out of rows is a known way to save tokens.

    Why it matters: the model learns to call tools that it was not given.

    What to do: correct the name, or declare the tool in the row.

    Source: OpenAI, supervised fine-tuning guide, 2026-11-20
    """

    code = "TLS004"
    name = "undeclared-tool"
    severity = Severity.ERROR
    wakes_on = frozenset({"row:tools", "row:functions"})
    bad = (Sample(_row("land_dron")), Sample(_row("reject_request")))
    good = (Sample(_row("land_drone")),)

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the first call of every name that is not declared."""
        tools = declared.tools(row)
        names = {tool.name for tool in tools if tool.name is not None}
        # A definition without a name is the schema's to report, and may be the one that is called.
        if not names or any(tool.name is None for tool in tools):
            return
        said: set[str] = set()
        for call in calls.of_row(row):
            if call.name is None or call.name in names or call.name in said:
                continue
            said.add(call.name)
            near = _near(call.name, names) if len(said) <= 3 else ""
            yield Problem(
                f"{call.label} is called, but not among the {len(names)} declared tools of the row"
                if len(names) > 1
                else f"{call.label} is called, but the row declares only "
                f"`{calls.short(next(iter(names)), 40)}`",
                (*call.function, "name"),
                f"did you mean `{near}`?" if near else "declare the tool in the row's `tools`",
            )


def _near(name: str, names: set[str]) -> str:
    from difflib import get_close_matches

    if len(name) > _COMPARED:
        return ""
    usual = sorted(one for one in names if len(one) <= _COMPARED)[:_COMPARED]
    return next(iter(get_close_matches(name, usual, 1)), "")
