"""The tools that a row declares: those of ``tools``, and the older ``functions``."""

from typing import Any, NamedTuple

from dataprep.rules.row import Path, Row


class Tool(NamedTuple):
    """One declared tool.

    Attributes:
        path: of the definition.
        name: None where it is missing or no text.
        parameters: as they stand; None where there are none.
        definition: the object that holds name, description and parameters.
    """

    path: Path
    name: str | None
    parameters: Any
    definition: dict[str, Any]


def tools(row: Row) -> list[Tool]:
    """Return the definitions of a row that are objects, in their order."""
    found = []
    for path, tool in row.tools:
        inner = tool.get("function")
        found.append(_tool((*path, "function"), inner if isinstance(inner, dict) else tool))
    holder: Any = row.data.get("input") if row.kind == "preference" else row.data
    functions = holder.get("functions") if isinstance(holder, dict) else None
    if isinstance(functions, list):
        prefix = ("input", "functions") if row.kind == "preference" else ("functions",)
        found += [
            _tool((*prefix, index), one)
            for index, one in enumerate(functions)
            if isinstance(one, dict)
        ]
    return found


def parameters(row: Row) -> dict[str, Any]:
    """Return name -> parameters; a name that is declared in two ways is left out, as nobody can say
    which of them a call goes by.
    """
    found: dict[str, Any] = {}
    several: set[str] = set()
    for tool in tools(row):
        if tool.name is None:
            continue
        if tool.name in found and found[tool.name] != tool.parameters:
            several.add(tool.name)
        else:
            found[tool.name] = tool.parameters
    return {name: value for name, value in found.items() if name not in several}


def _tool(path: Path, definition: dict[str, Any]) -> Tool:
    name = definition.get("name")
    return Tool(
        path, name if isinstance(name, str) else None, definition.get("parameters"), definition
    )
