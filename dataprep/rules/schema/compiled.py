"""The schema layer at work: the compiled schema, the assertions that a row breaks, who explains each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from typing import Any

from dataprep.errors import UsageError
from dataprep.rules.base import Path, SchemaRule, Violation
from dataprep.rules.schema.metadata import is_graded, is_metadata
from dataprep.targets import Target

_FALLBACK = "SCH003"
# JSON's word for a keyword where the validator has a word of its own.
_KEYWORDS = {"FalseSchema": "false", "Constant": "const"}
# What a key says that should not be there, from the less to the more telling.
_TOO_MUCH = ("false", "additionalProperties")
_BESIDE_MESSAGES = ("tools", "functions")
_GRADED: Path = ("messages", "*")  # where all keys for a grader speak


def compiled(target: Target, kind: str) -> RowValidator:
    """Return the validator of a kind of row on a target.

    Equal schemas are compiled once a process; a validator cannot travel to another one.

    Raises:
        UsageError: there is no such kind, or a pattern of the target is none.
    """
    import orjson

    from dataprep.targets.overlay import row_schema

    try:
        return _validator(orjson.dumps(row_schema(target, kind)))
    except ValueError as error:
        raise UsageError(
            f"the target `{target.name}` states a pattern that cannot be compiled: {error}",
            "look-around and back-references are not supported; correct `name_pattern` or "
            "`tool_name_pattern`",
        ) from error


class RowValidator:
    """A compiled schema of rows: the verdict, and the errors of a row that is rejected.

    The parameters of a tool are a schema that stands in the data, as deep as somebody made it. The
    time to list all errors grows with their depth, so of these the first is asked for alone.

    Attributes:
        is_valid: the verdict about a row, everything included.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        self.is_valid = _compile(schema).is_valid
        parts = schema.get("$defs", {})
        parameters = parts.get("function", {}).get("properties", {}).get("parameters", {})
        self._parameters_schema = {"$ref": parameters.pop("$ref")} if parameters else None
        self._schema = schema
        inner = schema["properties"].get("input", schema)
        self._prefix: Path = () if inner is schema else ("input",)
        self._lists = [key for key in _BESIDE_MESSAGES if key in inner.get("properties", ())]

    @cached_property
    def _row(self) -> Any:
        """The schema without the parameters of tools; most files have no row to be asked about."""
        return _compile(self._schema)

    @cached_property
    def _parameters(self) -> Any:
        # Rows without tools have nothing to compile here, and nothing is asked of it.
        return self._parameters_schema and _compile(self._parameters_schema)

    def errors(self, row: Any) -> Iterator[tuple[Path, Any]]:
        """Yield the errors of a row with the path of what each was found in."""
        from jsonschema_rs import ValidationError

        for error in self._row.iter_errors(row):
            yield (), error
        for path, parameters in self._definitions(row):
            try:
                self._parameters.validate(parameters)
            except ValidationError as error:
                yield path, error

    def _definitions(self, row: Any) -> Iterator[tuple[Path, Any]]:
        """Yield the parameters of the row's tools that are objects."""
        holder: Any = row.get("input") if self._prefix and isinstance(row, dict) else row
        for key in self._lists if isinstance(holder, dict) else ():
            tools = holder.get(key)
            for index, tool in enumerate(tools if isinstance(tools, list) else ()):
                path: Path = (*self._prefix, key, index)
                if key == "tools":
                    tool = tool.get("function") if isinstance(tool, dict) else None
                    path = (*path, "function")
                parameters = tool.get("parameters") if isinstance(tool, dict) else None
                if isinstance(parameters, dict):
                    yield (*path, "parameters"), parameters


@cache
def _validator(schema: bytes) -> RowValidator:
    import orjson

    return RowValidator(orjson.loads(schema))


def _compile(schema: dict[str, Any]) -> Any:
    import jsonschema_rs

    # Nothing is fetched, no pattern takes more than linear time, and no message copies the data.
    return jsonschema_rs.Draft202012Validator(
        schema, offline=True, pattern_options=jsonschema_rs.RegexOptions(), mask=""
    )


def violations(validator: RowValidator, row: Any) -> list[Violation]:
    """Return what a row breaks, in the order in which the row reads; empty for a valid one.

    One defect is one violation: a value speaks once; an object that lacks a key does not also speak
    of the keys that it has too much; a row without any of its keys lacks the first; and a tool
    definition speaks once; so do the keys beside the messages of a row for a grader.
    """
    found: dict[Path, Violation] = {}
    for inside, error in validator.errors(row):
        for one in _of(error, inside, row):
            earlier = found.get(one.path)
            if earlier is None or _weight(one) > _weight(earlier):
                found[one.path] = one
    lacking = {one.path[:-1] for one in found.values() if one.keyword == "required"}
    ordered = sorted(
        (
            one
            for one in found.values()
            if one.keyword not in _TOO_MUCH or one.path[:-1] not in lacking
        ),
        key=_order(row),
    )
    graded = is_graded(row) if isinstance(row, dict) else False
    spoken: dict[Path, Violation] = {}
    for one in ordered:
        spot = _spot(one)
        if graded and len(spot) == 1 and one.keyword == "additionalProperties":
            if is_metadata(str(spot[0])):
                continue
            spot = _GRADED
        spoken.setdefault(spot, one)
    return list(spoken.values())


def explainer(rules: Iterable[SchemaRule]) -> Callable[[Violation], SchemaRule]:
    """Return what names the one rule that explains a violation.

    Args:
        rules: all schema rules, whether or not they are selected: one that is off keeps its claims.
    """
    every = list(rules)
    fallback = next(rule for rule in every if rule.code == _FALLBACK)

    def choose(violation: Violation) -> SchemaRule:
        best = max(every, key=lambda rule: (rule.rank(violation), _overrides(rule)))
        return best if best.rank(violation) else fallback

    return choose


def _overrides(rule: SchemaRule) -> bool:
    return type(rule).rank is not SchemaRule.rank


def _weight(violation: Violation) -> int:
    """Return how telling a violation is among those of one value: a key too much has no type."""
    return 1 + _TOO_MUCH.index(violation.keyword) if violation.keyword in _TOO_MUCH else 0


def _of(error: Any, inside: Path, row: Any) -> Iterable[Violation]:
    """Yield the violations of an error: one for each key, or the one of the value."""
    name = type(error.kind).__name__
    keyword = _KEYWORDS.get(name, name[0].lower() + name[1:])
    path: Path = (*inside, *error.instance_path)
    value = _at(row, path)
    limit = error.kind.value
    if keyword == "required":
        yield Violation(keyword, (*path, limit), None, limit, value)
    elif keyword == "additionalProperties":
        for key in limit:
            yield Violation(keyword, (*path, key), value[key], None, value)
    elif keyword == "false":  # a key that does not belong to messages of this role
        yield Violation(keyword, path, value, None, _at(row, path[:-1]))
    else:
        # Alternatives stand only in the schema of schemas: a type's name, or a list of them.
        options = limit[0][0].kind.value if keyword == "anyOf" else limit
        yield Violation(keyword, path, value, options, None)


def _at(row: Any, path: Path) -> Any:
    for part in path:
        row = row[part]
    return row


def _spot(violation: Violation) -> Path:
    """Return what speaks once: a tool definition, a row that lacks its keys, else the value."""
    path = violation.path
    if (tool := tool_path(path)) is not None:
        return tool
    rootless = violation.keyword == "required" and len(path) == 1
    return () if rootless and not _keeps_any(violation) else path


def _keeps_any(violation: Violation) -> bool:
    """Whether the row has another of the keys that make it a row of its kind."""
    own = ("messages", "prompt", "completion", "input", "preferred_output", "non_preferred_output")
    return any(key in violation.owner for key in own)


def tool_path(path: Path) -> Path | None:
    """Return the path of the tool definition in which a path lies, if it does."""
    start = 1 if path[:1] == ("input",) else 0
    beside = path[start : start + 1]
    if beside and beside[0] in _BESIDE_MESSAGES and len(path) > start + 1:
        return path[: start + 2]
    return None


def _order(row: Any) -> Callable[[Violation], tuple[int, ...]]:
    """Return the sort key by which violations stand as the row reads."""
    numbers: dict[int, dict[str, int]] = {}

    def key(violation: Violation) -> tuple[int, ...]:
        node, places = row, []
        for part in violation.path:
            if isinstance(part, int):
                places.append(part)
                node = node[part]
            else:
                known = numbers.get(id(node))
                if known is None:
                    known = numbers[id(node)] = {name: at for at, name in enumerate(node)}
                places.append(known.get(part, -1))  # a missing key stands where its object begins
                node = node.get(part)
        return tuple(places)

    return key
