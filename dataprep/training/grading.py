"""A grader before it is paid for: its parts, its Python source, its formula, the models it calls.

That it is a grader at all, and that every `{{ item.x }}` stands in every row, is seen by the validation
(`engine/grader.py`); here is what no row is needed for.

Source of the names below: OpenAI, graders guide and reinforcement fine-tuning guide, 2026-11-20;
openai-openapi, Grader*, 2026-08-21. The models and the size of a source are figures of the target.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dataprep.targets import Target
from dataprep.training.problem import Problem, origin

_OPERATIONS = ("eq", "ne", "like", "ilike")
_METRICS = (
    "fuzzy_match", "bleu", "gleu", "meteor", *(f"rouge_{n}" for n in range(1, 6)), "rouge_l",
)  # fmt: skip
_FUNCTIONS = ("min", "max", "abs", "floor", "ceil", "exp", "sqrt", "log")
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.BitXor)  # ^ is the power
_SAMPLE = ("output_text", "output_json", "output_tools", "choices", "output_audio")
_DATED = re.compile(r"-\d{4}-\d\d-\d\d$")
_OF_SAMPLE = re.compile(r"\{\{\s*sample\.(\w+)")


def problems(grader: Any, target: Target, response_format: bool = False) -> Iterator[Problem]:
    """Yield what stands against a grader.

    Args:
        grader: as it goes into the job; one that the validation took for a grader.
        target: whose models and sizes count.
        response_format: whether the job asks for structured answers.
    """
    yield from _one(grader, "the grader", target, response_format)
    if grader.get("type") == "label_model":
        yield Problem(
            "the grader is a `label_model`, which stands only inside a `multi` grader",
            "put it into `graders` of a `multi` grader, with a formula",
        )
    if grader.get("type") == "multi":
        inner = dict(_inner(grader["graders"]))
        for name, one in inner.items():
            yield from _one(one, f"the grader `{name}`", target, response_format)
        yield from _formula(grader["calculate_output"], grader["graders"])


def _one(
    grader: Mapping[str, Any], what: str, target: Target, response_format: bool
) -> Iterator[Problem]:
    if not isinstance(grader.get("name"), str) or not grader["name"]:
        yield Problem(f"{what} has no `name`", 'give it one: "name": "..."')
    kind = grader.get("type")
    if kind == "string_check":
        yield from _among(grader, "operation", _OPERATIONS, what)
    elif kind == "text_similarity":
        yield from _among(grader, "evaluation_metric", _METRICS, what)
    elif kind == "python":
        yield from _source(grader.get("source"), what, target)
    elif kind in ("score_model", "label_model"):
        yield from _model(grader, what, target)
    for key in dict.fromkeys(_OF_SAMPLE.findall(_text_of(grader, kind))):
        if key not in _SAMPLE:
            yield Problem(
                f"{what} reads `sample.{key}`, which no answer has",
                f"an answer has: {', '.join(f'sample.{one}' for one in _SAMPLE)}",
            )
        elif key == "output_json" and not response_format:
            yield Problem(
                f"{what} reads `sample.output_json`, which is there only with a response format",
                "name the format of the answers with --response-format FILE",
            )


def _inner(graders: Any) -> Iterator[tuple[str, Any]]:
    """Yield the graders of a `multi` grader: an object by the guides, also a list or a single one."""
    if isinstance(graders, list):
        yield from ((str(one.get("name") or n), one) for n, one in enumerate(graders, 1))
    elif "type" in graders and isinstance(graders["type"], str):
        yield str(graders.get("name") or "graders"), graders
    else:
        yield from graders.items()


def _text_of(grader: Mapping[str, Any], kind: Any) -> str:
    """Return the templates of a grader as one text; those of inner graders are their own."""
    return (
        "" if kind in ("multi", "python") else str([grader.get("input"), grader.get("reference")])
    )


def _among(
    grader: Mapping[str, Any], key: str, known: tuple[str, ...], what: str
) -> Iterator[Problem]:
    if grader.get(key) not in known:
        yield Problem(f"`{key}` of {what} is `{grader.get(key)}`", f"choose: {', '.join(known)}")


def _source(source: Any, what: str, target: Target) -> Iterator[Problem]:
    """Yield what stands against the source of a `python` grader; it is parsed, and never run."""
    asked = "write a function: def grade(sample, item) -> float"
    if not isinstance(source, str):
        yield Problem(f"`source` of {what} is no text", asked)
        return
    size = len(source.encode("utf-8", "surrogatepass"))
    figure = target.figure("grader_source_bytes")
    if figure is not None and size > figure.value:
        yield Problem(
            f"the source of {what} has {size:,} bytes, {target.platform} takes at most "
            f"{figure.value:,}{origin(figure)}",
            "leave out what it does not need",
        )
        return
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield Problem(
            f"the source of {what} does not compile: line {error.lineno}: {error.msg}", asked
        )
        return
    except (ValueError, RecursionError, MemoryError) as error:
        yield Problem(f"the source of {what} does not compile: {error}", asked)
        return
    functions = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
    found = next((one for one in reversed(functions) if one.name == "grade"), None)
    if found is None:
        yield Problem(f"the source of {what} has no function `grade`", asked)
    elif not _takes_two(found.args):
        taken = ", ".join(one.arg for one in (*found.args.posonlyargs, *found.args.args))
        yield Problem(f"`grade` of {what} takes ({taken}), and is called with two", asked)


def _takes_two(arguments: ast.arguments) -> bool:
    places = len(arguments.posonlyargs) + len(arguments.args)
    needed = places - len(arguments.defaults)
    named = sum(default is None for default in arguments.kw_defaults)
    return needed <= 2 and (places >= 2 or arguments.vararg is not None) and not named


def _model(grader: Mapping[str, Any], what: str, target: Target) -> Iterator[Problem]:
    figure = target.figure("grader_models")
    model = grader.get("model")
    if figure is not None and not any(_is(model, one) for one in figure.value):
        yield Problem(
            f"{what} asks the model `{model}`, which is none of those that grade for "
            f"{target.platform}{origin(figure)}",
            f"choose one of: {', '.join(figure.value)}",
        )
    bounds = grader.get("range")
    if bounds is not None and not _rising(bounds):
        yield Problem(
            f"`range` of {what} is {str(bounds)[:40]}", "write two rising numbers: [0, 1]"
        )
    if not isinstance(grader.get("input"), list) and grader.get("type") == "score_model":
        yield Problem(f"`input` of {what} is no list of messages", "write it as [{role, content}]")


def _is(model: Any, named: str) -> bool:
    """Whether a model is the one of a list, by its name or by a dated one."""
    return isinstance(model, str) and named in (model, _DATED.sub("", model))


def _rising(bounds: Any) -> bool:
    numbers = isinstance(bounds, list) and len(bounds) == 2
    return numbers and all(type(one) in (int, float) for one in bounds) and bounds[0] < bounds[1]


def _formula(formula: Any, graders: Any) -> Iterator[Problem]:
    """Yield what stands against the formula of a `multi` grader: its variables are the graders."""
    said = f"`calculate_output` is `{str(formula)[:60]}`"
    try:
        tree = ast.parse(formula if isinstance(formula, str) else "", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield Problem(f"{said}, which is no formula", "e.g. 0.7 * exact + 0.3 * similar")
        return
    functions = {one.func for one in ast.walk(tree) if isinstance(one, ast.Call)}
    for one in functions:
        if not isinstance(one, ast.Name) or one.id not in _FUNCTIONS:
            yield Problem(
                f"{said}; it calls `{ast.unparse(one)[:40]}`",
                f"it may call {', '.join(_FUNCTIONS)}",
            )
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and not isinstance(node.op, _OPERATORS):
            yield Problem(f"{said}; it uses an operator that is unknown there", "use + - * / ^")
    if not isinstance(graders, dict) or isinstance(graders.get("type"), str):
        return  # how a list names its members is not documented
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node not in functions and node.id not in graders:
            yield Problem(
                f"{said}; no grader is called `{node.id}`", f"graders are: {', '.join(graders)}"
            )
