"""Judges arguments by the parameters that a tool declares; these schemas come with the data.

So they are hostile until shown otherwise: nothing outside the schema is ever fetched, patterns run on
the linear-time engine, and what judging may cost is bounded before it begins. A schema that does not
compile, or that would cost too much, judges nothing: rule TLS008 speaks about definitions.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote

import orjson

LARGEST_SCHEMA = 128 * 1024
"""Bytes of a schema that is still compiled."""
ALLOWANCE = 1 << 20
"""Units of work that the calls of one row share; a reference that is followed costs one."""
SHOWN = 3
"""Broken places that are named for one call."""

# Each of these makes the validator judge the same value again at every level around it.
_ENDLESS = (b'"unevaluated', b'"$dynamicRef"', b'"$recursiveRef"')
# With references, these move the place that a reference starts from.
_MOVING = (b'"$id"', b'"$anchor"', b'"$dynamicAnchor"', b"/draft-04/")
_SAME_VALUE = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")
_EACH_CHILD = ("additionalProperties", "propertyNames", "items", "additionalItems", "contains")


class Broken(NamedTuple):
    """One place where arguments break the parameters.

    Attributes:
        keyword: of the schema; empty where only the verdict is known.
        path: inside the arguments.
        limit: the keyword's own data: the property, the types, the options ...
    """

    keyword: str = ""
    path: tuple[str | int, ...] = ()
    limit: Any = None


class Judge:
    """Judges the calls of one row, within one allowance of work for verdicts and one for details."""

    def __init__(self, allowance: int = ALLOWANCE) -> None:
        self.left = self.details = allowance
        self._sources: dict[int, bytes] = {}

    def broken(self, parameters: Any, value: Any) -> list[Broken]:
        """Return where `value` breaks `parameters`; nothing where that cannot be said."""
        source = self._source(parameters)
        validator = compiled(source) if source else None
        if validator is None:
            return []
        try:
            size = len(orjson.dumps(value))
        except TypeError:  # deeper or larger than JSON is written
            return []
        area = len(source) * size
        if b'"$ref"' in source:
            steps = walked(parameters, value, self.left)
            self.left -= steps
            area = max(area, 16 * steps * size)
        else:
            self.left -= area >> 14
        if self.left < 0:
            return []
        try:
            if validator.is_valid(value):
                return []
            # An error carries a copy of its value, so that listing them can take quadratic time.
            self.details -= area >> 6
            if self.details < 0:
                return [Broken()]
            errors = list(validator.iter_errors(value))[:SHOWN]
        except (ValueError, TypeError, OverflowError):  # a value that the validator cannot take
            return []
        return [
            Broken(error.kind.name, tuple(error.instance_path), _limit(error.kind))
            for error in errors
        ]

    def _source(self, parameters: Any) -> bytes:
        """Return a schema's bytes, written once for all calls of the row; empty where that fails."""
        # The row holds the schema, so that its identity stays what it is.
        if id(parameters) not in self._sources:
            try:
                source = orjson.dumps(parameters)
            except TypeError:
                source = b""
            fits = isinstance(parameters, dict) and len(source) <= LARGEST_SCHEMA
            self._sources[id(parameters)] = source if fits else b""
        return self._sources[id(parameters)]


@lru_cache(maxsize=128)
def compiled(source: bytes) -> Any | None:
    """Return the validator for a schema's bytes; None where it does not compile."""
    if any(word in source for word in _ENDLESS):
        return None
    if b'"$ref"' in source and any(word in source for word in _MOVING):
        return None
    import jsonschema_rs

    try:
        return jsonschema_rs.validator_for(
            orjson.loads(source),
            offline=True,
            validate_formats=False,
            pattern_options=jsonschema_rs.RegexOptions(size_limit=1 << 20),
        )
    except (ValueError, TypeError, OverflowError, jsonschema_rs.ReferencingError):
        return None


def walked(schema: Any, value: Any, limit: int) -> int:
    """Return how many pairs of schema and value judging visits at most; stops above `limit`.

    References can double the work at every step, or lead back to where they started.
    """
    steps = 0
    waiting: list[tuple[Any, Any]] = [(schema, value)]
    while waiting:
        node, inner = waiting.pop()
        if not isinstance(node, dict):
            continue
        steps += len(node) + sum(len(one) for one in node.values() if isinstance(one, (list, str)))
        steps += len(inner) if isinstance(inner, (dict, list)) else 0
        if steps > limit:
            return steps
        for pair in _applied(schema, node, inner):
            steps += 1
            if steps > limit:
                return steps
            waiting.append(pair)
    return steps


def _applied(root: Any, node: dict[str, Any], value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the schemas under a schema, each with the value that it judges."""
    fields = value if isinstance(value, dict) else {}
    children = list(value if isinstance(value, list) else fields.values())
    if isinstance(node.get("$ref"), str):
        yield _target(root, node["$ref"]), value
    for key in _SAME_VALUE:
        if key in node:
            yield from ((one, value) for one in _several(node[key]))
    for key in ("dependentSchemas", "dependencies"):
        if isinstance(node.get(key), dict):
            yield from ((one, value) for one in node[key].values())
    properties = node.get("properties")
    if isinstance(properties, dict):
        yield from ((properties[key], one) for key, one in fields.items() if key in properties)
    if isinstance(node.get("patternProperties"), dict):
        for one in node["patternProperties"].values():
            yield from ((one, child) for child in children)
    for key in _EACH_CHILD:
        if isinstance(node.get(key), dict):
            yield from ((node[key], child) for child in children)
    for key in ("prefixItems", "items"):
        if isinstance(node.get(key), list):
            yield from zip(node[key], children, strict=False)


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _target(root: Any, reference: str) -> Any:
    """Return what a reference inside the schema means; None where it leads nowhere."""
    found = root
    for part in unquote(reference.removeprefix("#")).split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, list) and part.isascii() and part.isdigit() and len(part) < 9:
            found = found[int(part)] if int(part) < len(found) else None
        else:
            found = found.get(part) if isinstance(found, dict) else None
    return found


def _limit(kind: Any) -> Any:
    """Return the data of an error: its only field, where it is plain."""
    if kind.name in ("anyOf", "oneOf", "not", "propertyNames"):
        return None
    return next(iter(kind.as_dict().values()), None)
