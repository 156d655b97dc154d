"""``--grader FILE``: which parts of a row a grader reads, from its templates.

A grader is a JSON object as the job is given it. Its templates stand in `input` and `reference`:
``{{ item.reference.answer }}`` is a path into the row, ``{{ sample.output_text }}`` the model's answer.
The paths travel to the rules as a figure of each target, ``grader_variables``: (as written, path).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dataprep.errors import InputError, UsageError
from dataprep.targets import Figure, Target

_NEEDED = {
    "string_check": ("input", "reference", "operation"),
    "text_similarity": ("input", "reference", "evaluation_metric"),
    "score_model": ("model", "input"),
    "label_model": ("model", "input", "labels", "passing_labels"),
    "python": ("source",),
    "multi": ("graders", "calculate_output"),
}
_TEMPLATES = ("input", "reference")
_LARGEST = 1 << 20
# Neither part can match what the next one matches, so that both are linear in the text.
_MARK = re.compile(r"\{\{([^{}]*)\}\}")
_PART = re.compile(r"\.([^.\[\]\s]+)|\[(\d{1,9})\]|\[\s*'([^']*)'\s*\]|\[\s*\"([^\"]*)\"\s*\]")
_SHAPE = "a grader is an object with `type`, as in method.reinforcement.grader of the job"

Variable = tuple[str, tuple[str | int, ...]]


def with_grader(targets: Sequence[Target], grader: str) -> list[Target]:
    """Return targets whose rows are held against a grader.

    Args:
        grader: a file, or the grader itself as JSON text.

    Raises:
        InputError: there is no such file.
        UsageError: it holds no grader, or a template that no grader can fill.
    """
    name = "--grader" if grader.lstrip().startswith("{") else grader
    found = tuple(dict.fromkeys(_variables(read(grader), name)))
    figure = Figure(found, name, date.min)
    return [one._replace(figures={**one.figures, "grader_variables": figure}) for one in targets]


def read(grader: str) -> Any:
    """Return a grader as data; what it says is not looked at.

    Args:
        grader: a file, or the grader itself as JSON text.

    Raises:
        InputError: there is no such file.
        UsageError: it holds no JSON.
    """
    import json

    if grader.lstrip().startswith("{"):
        name, content = "--grader", grader.encode("utf-8", "surrogatepass")
    else:
        name = grader
        try:
            with Path(grader).open("rb") as file:
                content = file.read(_LARGEST + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError(f"cannot read the grader {grader}: {reason.lower()}") from error
    if len(content) > _LARGEST:
        raise UsageError(f"{name} is no grader: it is larger than {_LARGEST:,} bytes", _SHAPE)
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name} is no grader: it is not JSON ({error})", _SHAPE) from error


def _variables(grader: Any, name: str, inside: str = "") -> Iterator[Variable]:
    """Yield what a grader reads from a row, and from it what the graders inside it read."""
    what = f"the grader `{inside}` of {name}" if inside else name
    if not isinstance(grader, dict):
        raise UsageError(f"{what} is no grader: it is no object", _SHAPE)
    kind = grader.get("type")
    if not isinstance(kind, str) or kind not in _NEEDED:
        said = f"its type is `{str(kind)[:40]}`" if "type" in grader else "it has no `type`"
        raise UsageError(f"{what} is no grader: {said}", f"types are: {', '.join(_NEEDED)}")
    lacking = [key for key in _NEEDED[kind] if key not in grader]
    if lacking:
        raise UsageError(
            f"{what} is no grader: a `{kind}` grader has `{lacking[0]}`, and it has none",
            f"it needs: {', '.join(_NEEDED[kind])}",
        )
    if kind == "multi":
        if inside:
            raise UsageError(f"{what} is a `multi` grader inside another one", "write one only")
        for label, one in _inner(grader["graders"], what):
            yield from _variables(one, name, label)
    else:
        for key in _TEMPLATES:
            for text in _texts(grader.get(key)):
                yield from _of_template(text, what)


def _inner(graders: Any, what: str) -> Iterator[tuple[str, Any]]:
    """Yield the graders of a `multi` grader with their names: of an object, a list, or a single one."""
    if isinstance(graders, dict) and "type" not in graders and graders:
        yield from graders.items()
    elif isinstance(graders, list) and graders:
        yield from ((str(number), one) for number, one in enumerate(graders, 1))
    elif isinstance(graders, dict) and graders:
        yield "graders", graders
    else:
        raise UsageError(f"{what} holds no graders", "write them as an object: name, grader")


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a template: itself, or those of its messages and their parts."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            waiting += reversed([inner for key, inner in one.items() if key in ("content", "text")])


def _of_template(text: str, what: str) -> Iterator[Variable]:
    """Yield the paths into the row that a text names."""
    for mark in _MARK.finditer(text):
        written = mark[1].strip()
        space = re.match(r"\w*", written)[0]  # type: ignore[index]
        path: list[str | int] = []
        at = len(space)
        while part := _PART.match(written, at):
            key, number, *quoted = part.groups()
            path.append(int(number) if number else key or "".join(filter(None, quoted)))
            at = part.end()
        if space not in ("item", "sample") or at != len(written) or (space == "item" and not path):
            raise UsageError(
                f"{what} has the template `{{{{ {written[:60]} }}}}`, which names no variable",
                "variables are {{ item.KEY }} for the row and {{ sample.output_text }} for the answer",
            )
        if space == "item":
            yield written, tuple(path)
