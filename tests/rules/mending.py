"""Rows with defects, and their repair by the rules about rows alone, without the engine's files."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import orjson
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from strategies import answers, chat_rows, json_values, prompt_completion_rows, text_rows, texts

from dataprep.engine.validation.features import of_row, shape
from dataprep.engine.validation.kinds import kind_of
from dataprep.fixing.rows import PASSES
from dataprep.fixing.splice import splice
from dataprep.rules.base import (
    Drop,
    Edit,
    FileRule,
    LineRule,
    Problem,
    RowRule,
    Rule,
    SchemaRule,
    TextRule,
    TurnRule,
)
from dataprep.rules.registry import rules
from dataprep.rules.row import Row
from dataprep.rules.schema.compiled import compiled, explainer, violations
from dataprep.targets import Target

Data = dict[str, Any]
_EVERY = [rule() for _, rule in sorted(rules().items())]
_EXPLAIN = explainer([one for one in _EVERY if isinstance(one, SchemaRule)])
_MAIL = "ada.rehm" + "@" + "stadtbuecherei-nord.de"


def kind(row: Data) -> str:
    """Return the kind of a row."""
    return kind_of(row, None)


def findings_of(data: Data, target: Target) -> list[tuple[Rule, Problem]]:
    """Return what the rules that repair rows say about one, by code."""
    row = Row(data, kind(data), orjson.dumps(data))
    fixable = [one for one in _EVERY if one.fix in ("safe", "unsafe")]
    return [(rule, one) for rule in fixable for one in _said(rule, row, target)]


def repairs_of(
    code: str, row: Data | bytes, target: Target, counter: Callable[[Row, str], Any] | None = None
) -> list[tuple[str | None, list[Any]]]:
    """Return what one rule says about a row, of each the fix and the edits."""
    raw = row if isinstance(row, bytes) else orjson.dumps(row)
    data = orjson.loads(raw)
    made = Row(data, kind(data), raw, counter)
    rule = rules()[code]()
    return [(one.fix, list(rule.repair(one, made, target))) for one in _said(rule, made, target)]


def _said(rule: Rule, row: Row, target: Target) -> list[Problem]:
    """Return what a rule says about a row."""
    if not rule.applies(target) or (row.kind not in rule.kinds and row.kind != "unknown"):
        return []
    if isinstance(rule, SchemaRule):
        schema = compiled(target, "chat" if row.kind == "unknown" else row.kind)
        broken = [one for one in violations(schema, row.data) if _EXPLAIN(one).code == rule.code]
        return [rule.explain(one, row, target) for one in broken]
    if row.kind not in rule.kinds:
        return []
    if isinstance(rule, RowRule):
        features = {*of_row(row.data, row.kind), "@always", "@long"}
        return list(rule.check(row, target)) if rule.wakes_on & features else []
    if isinstance(rule, TextRule):
        return list(rule.check(row, target))
    roles = shape(row.data, row.kind, False)[0]
    if not isinstance(rule, TurnRule) or not roles:
        return []
    found = rule.check(roles, row.kind, target)
    return [one._replace(path=(*row.prefix, *one.path)) for one in found]


def mend(data: Data, target: Target, kinds: set[str]) -> Data | None:
    """Return a row after all repairs of some kinds, None where it is dropped."""
    for _ in range(PASSES):
        raw = orjson.dumps(data)
        row = Row(data, kind(data), raw)
        taken: list[Edit] = []
        for rule, problem in findings_of(data, target):
            if (rule.fix if problem.fix is None else problem.fix) not in kinds:
                continue
            edits = list(rule.repair(problem, row, target))
            if any(isinstance(one, Drop) for one in edits):
                return None
            if not any(_touch(one, other) for one in edits for other in taken):
                taken += edits
        if not taken:
            return data
        data = orjson.loads(splice(raw, taken)[0])
    raise AssertionError("the rules do not come to rest")


def _touch(one: Any, other: Any) -> bool:
    size = min(len(one.path), len(other.path))
    return bool(one.path[:size] == other.path[:size])


def comparisons() -> SearchStrategy[Data]:
    """Rows of the preference format."""
    side = answers().map(lambda text: [{"role": "assistant", "content": text}])
    return st.builds(
        lambda text, better, worse: {
            "input": {"messages": [{"role": "user", "content": text}]},
            "preferred_output": better,
            "non_preferred_output": worse,
        },
        answers(), side, side,
    )  # fmt: skip


def _wherever(data: Data) -> list[Any]:
    """Return all objects and lists of a row that hold something."""
    found: list[Any] = []
    waiting: list[Any] = [data]
    while waiting:
        node = waiting.pop()
        if node:
            found.append(node)
        inner = node.values() if isinstance(node, dict) else node
        waiting += [one for one in inner if isinstance(one, dict | list)]
    return found


_VALUES = st.one_of(
    texts(), json_values(),
    st.sampled_from((
        "human", "gpt", "developer", "function", "tool", "assistant", "user", "system", "", " ",
        "call_1", "call_0_0", f"Write to {_MAIL}.", "\ufeffHi\u200b", "a\x1b[1mb\x0c", "donâ€™t",
        '{"a": 1e5, "b": 10000000000000000000000}', '{"a": 1, "a": 2}', "<|im_<|endoftext|>start|>",
        {"name": "f", "arguments": "{}"}, [{"name": "f"}], {"a": 1.5}, {"_": 1}, None, 0, 1,
        [{"id": "call_1", "type": "function", "function": {"name": "f", "arguments": {"q": _MAIL}}},
         {"id": "call_1", "type": "function", "function": {"name": "g", "arguments": "{}"}}],
        [{"type": "text", "text": "\u200b"}, {"type": "text", "text": " "}],
    )),
)  # fmt: skip
_KEYS = st.sampled_from((
    "role", "content", "name", "weight", "tool_calls", "tool_call_id", "function_call", "functions",
    "tools", "id", "source", "Prompt", "COMPLETION", "prompt ", "preferred_completion", "Weight",
    "weigth", "refusal", "audio", "messages", "extra",
))  # fmt: skip


_ROWS = st.one_of(
    st.sampled_from(
        [
            orjson.loads(line)
            for rule in _EVERY
            if rule.fix in ("safe", "unsafe") and not isinstance(rule, FileRule | LineRule)
            for sample in rule.bad
            for line in sample.content.splitlines()
            if len(line) < 4_096
        ]
    ),
    chat_rows(),
    comparisons(),
    prompt_completion_rows(),
    text_rows(),
)


@st.composite
def broken(draw: st.DrawFn) -> Data:
    """Rows of every format with a few things changed, anywhere."""
    data: Data = copy.deepcopy(draw(_ROWS))
    for _ in range(draw(st.integers(0, 4))):
        node = draw(st.sampled_from(_wherever(data) or [data]))
        if isinstance(node, dict):
            key = draw(_KEYS | st.sampled_from(sorted(node) or ["role"]))
            change = draw(st.sampled_from(("set", "set", "remove", "rename")))
            if change == "set" or key not in node:
                node[key] = copy.deepcopy(draw(_VALUES))
            elif change == "remove":
                del node[key]
            else:
                node.setdefault(draw(_KEYS), node.pop(key))
        else:
            at = draw(st.integers(0, len(node) - 1))
            change = draw(st.sampled_from(("copy", "remove", "set", "swap")))
            if change == "copy":
                node.insert(at, copy.deepcopy(node[at]))
            elif change == "remove":
                del node[at]
            elif change == "set":
                node[at] = copy.deepcopy(draw(_VALUES))
            else:
                node.append(node.pop(at))
    # As a reader sees it: numbers beyond 64 bits are for other tests.
    try:
        made: Data = orjson.loads(orjson.dumps(data))
    except (TypeError, orjson.JSONDecodeError):
        return {"text": "x"}
    return made
