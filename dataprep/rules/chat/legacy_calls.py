"""Functions written as tools: the definitions, the calls with ids of their own, and the results."""

from __future__ import annotations

from typing import Any

from dataprep.rules.edits import Edit, Remove, Set
from dataprep.rules.mending import value_at
from dataprep.rules.row import Message, Row
from dataprep.targets import Target


def as_tools(row: Row, target: Target) -> list[Edit]:
    """Return what writes all functions of a row as tools; nothing where one of them cannot be.

    A result is that of the last call of its name. It cannot be written where there is no such call,
    and neither can what is not of the type that it should be, or what the target does not take.
    """
    made = _Rewriting(row)
    made.definitions()
    before = made.messages(row.thread, {})
    for key in ("preferred_output", "non_preferred_output"):
        made.messages([one for one in row.outputs if one.path[0] == key], dict(before))
    return made.edits if made.possible and _takes(target, made.edits) else []


class _Rewriting:
    """The edits that write a row anew.

    Attributes:
        possible: whether everything could be written.
    """

    def __init__(self, row: Row) -> None:
        self.row = row
        self.edits: list[Edit] = []
        self.possible = True
        self._used = _ids(row)
        self._number = 0

    def definitions(self) -> None:
        """Write the functions as tools, behind those that are there; an equal one is there already."""
        prefix = self.row.prefix[:-1]
        holder = value_at(self.row.exact, prefix)
        functions = holder.get("functions") if isinstance(holder, dict) else None
        if functions is None:
            return
        known = holder.get("tools") or []
        if not isinstance(functions, list) or not isinstance(known, list):
            self.possible = False
            return
        tools = [{"type": "function", "function": one} for one in functions]
        new = [tool for tool in tools if tool not in known]
        self.edits.append(Remove((*prefix, "functions")))
        if new:
            self.edits.append(Set((*prefix, "tools"), known + new))

    def messages(self, messages: list[Message], last: dict[str, str]) -> dict[str, str]:
        """Write calls and results.

        Args:
            last: name -> id of its last call, which is changed and returned.
        """
        for one in messages:
            if one.data.get("function_call") is not None:
                self._call(one, last)
            if one.role == "function":
                self._result(one, last)
        return last

    def _call(self, message: Message, last: dict[str, str]) -> None:
        call = value_at(self.row.exact, (*message.path, "function_call"))
        name = call.get("name") if isinstance(call, dict) else None
        known = value_at(self.row.exact, (*message.path, "tool_calls")) or []
        if not isinstance(name, str) or not isinstance(known, list):
            self.possible = False
            return
        last[name] = self._fresh()
        written = {"id": last[name], "type": "function", "function": call}
        self.edits.append(Set((*message.path, "tool_calls"), [*known, written]))
        self.edits.append(Remove((*message.path, "function_call")))

    def _result(self, message: Message, last: dict[str, str]) -> None:
        name = message.data.get("name")
        if not isinstance(name, str) or name not in last or "tool_call_id" in message.data:
            self.possible = False
            return
        self.edits.append(Set((*message.path, "role"), "tool"))
        self.edits.append(Remove((*message.path, "name")))
        self.edits.append(Set((*message.path, "tool_call_id"), last[name]))

    def _fresh(self) -> str:
        made = ""
        while not made or made in self._used:
            self._number += 1
            made = f"call_{self._number}"
        return made


def _ids(row: Row) -> set[Any]:
    """Return the ids that calls of the row have, and results name."""
    found = {call.get("id") for one in row.messages for _, call in one.calls()
             if isinstance(call.get("id"), str)}  # fmt: skip
    named = (one.data.get("tool_call_id") for one in row.messages)
    return found | {one for one in named if isinstance(one, str)}


def _takes(target: Target, edits: list[Edit]) -> bool:
    """Whether the target takes what is written: the keys, and the role."""
    written = {edit.path[-1] for edit in edits if isinstance(edit, Set)}
    roles = target.value("roles")
    rows, messages = target.value("row_keys"), target.value("message_keys")
    return (
        ("tools" not in written or rows is None or "tools" in rows)
        and ("tool_calls" not in written or messages is None or "tool_calls" in messages)
        and ("tool_call_id" not in written or messages is None or "tool_call_id" in messages)
        and ("role" not in written or roles is None or "tool" in roles)
    )
