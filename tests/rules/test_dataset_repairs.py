"""Repairs of a whole dataset: what is decided, what becomes of the rows, and that it comes to an end."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import orjson
import pytest
from asking import lines
from hypothesis import example, given
from hypothesis import strategies as st
from settling import Data, data, decisions, edits_of, pair, settle

from dataprep.jsontext import dumps
from dataprep.rules.base import DatasetRule, GroupRule, Member, Place, chat
from dataprep.rules.duplicates.duplicate_example import DuplicateExample
from dataprep.rules.duplicates.leaks_into_validation import LeaksIntoValidation
from dataprep.rules.prompt_completion.marks import Marks
from dataprep.rules.prompt_completion.no_prompt_separator import NoPromptSeparator
from dataprep.rules.prompt_completion.pairs import pairs
from dataprep.rules.registry import rules
from dataprep.rules.row import Row
from dataprep.rules.text.stray_whitespace import StrayWhitespace
from dataprep.rules.tools.unused_tool import UnusedTool
from dataprep.targets import get

GENERIC, BASE = get("generic"), get("openai/davinci-002")
ALL: list[Any] = [
    rule() for rule in rules().values() if DatasetRule in rule.__mro__ and rule.fix == "unsafe"
]
PAIRS = [rule for rule in ALL if "prompt-completion" in rule.kinds]
_by_code = pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)


@_by_code
def test_each_bad_sample_becomes_its_fixed_one(rule: DatasetRule[Any]) -> None:
    """The repair of one rule turns the rows of a bad sample into those of the fixed one."""
    assert len(rule.bad) == len(rule.fixed)
    for bad, fixed in zip(rule.bad, rule.fixed, strict=True):
        (kind,) = {row.kind for row in lines(bad.content)}
        done = settle([rule], data(bad.content), get(bad.target), kind=kind)
        assert done.train == data(fixed.content)
        assert not done.dropped


# Few letters, so that beginnings, ends and marks collide; capitals and white space for the others.
_pieces = st.sampled_from(
    ["a", "b", "A", " ", "\n", "#", "##", "Answer: ", "Answer:", "the ", "THE LONG WORDS OF ALL ",
     " ->", "\n\n###\n\n", "\n\n###", " END", " end", "###", "*", "x", "1", "İ", "Σ", "𝐀", "\u3000"]
)  # fmt: skip
_texts = st.lists(_pieces, max_size=5).map("".join)
_shared = st.lists(_pieces, max_size=4).map("".join)


@st.composite
def datasets(draw: st.DrawFn) -> list[Data]:
    """Draw pairs that have beginnings and ends in common, some rows excepted."""
    begin, end, start, stop = (draw(_shared) for _ in range(4))
    one = st.tuples(_texts, _texts, st.integers(0, 9))
    found = []
    for prompt, completion, odd in draw(st.lists(one, min_size=8, max_size=24)):
        found.append(
            pair(
                (begin if odd else "") + prompt + (end if odd != 1 else ""),
                (start if odd != 2 else "") + completion + (stop if odd != 3 else ""),
            )
        )
    return found


@given(datasets(), st.sampled_from([GENERIC, BASE]))
@example(pairs("Name the thing like a {}", "Answer: {}"), BASE)
@example(pairs("WHAT IS A THING LIKE {}", "THE THING IS LIKE {}"), BASE)
def test_repairs_come_to_an_end(file: list[Data], target: Any) -> None:
    """After at most ten rounds no rule speaks of what can be repaired; a second repair does nothing."""
    done = settle(PAIRS, file, target, file[:3])
    again = settle(PAIRS, done.train, target, done.validation)
    assert (again.train, again.validation, again.rounds) == (done.train, done.validation, 0)


@given(datasets(), st.sampled_from([GENERIC, BASE]))
def test_each_repair_alone_makes_its_rule_silent(file: list[Data], target: Any) -> None:
    """One rule after the other, each on the file as it was drawn, ends in silence."""
    for rule in PAIRS:
        settle([rule], file, target)


@given(datasets())
def test_marks_are_appended_to_all_and_to_nothing_else(file: list[Data]) -> None:
    """A repaired prompt is the old one, or the old one with a mark; a chosen one occurs nowhere else."""
    rule = NoPromptSeparator()
    texts = [Row(one, "prompt-completion") for one in file]
    found = decisions([rule], texts, GENERIC)
    done = settle([rule], file, GENERIC).train
    mark = found[0][1] if found else ""
    for old, new in zip(file, done, strict=True):
        assert new["completion"] == old["completion"]
        assert new["prompt"] in (old["prompt"], old["prompt"] + mark)
    tally = Marks("prompt")
    for row in texts:
        tally.add(row, Place("f", 1))
    if found and mark != tally.usual:
        assert all(one["prompt"].find(mark) in (-1, len(one["prompt"]) - len(mark)) for one in done)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(" aA\n", max_size=4),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["prompt", "completion", "messages", "tools", "functions", "function",
                         "name", "role", "content", "input", "preferred_output", "tool_calls"]),
        inner, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from(["prompt", "completion", "messages", "tools", "functions", "input"]), _json
    )
)
def test_repairs_take_rows_of_any_shape(row: Data) -> None:
    """What was decided about sound rows is carried out on any other row without a fault."""
    for rule, decision in _decided():
        for kind in rule.kinds:
            edits_of(rule, decision, Row(row, kind, dumps(row)))


@cache
def _decided() -> list[tuple[DatasetRule[Any], Any]]:
    """Return what the rules decide about their bad samples."""
    return [
        found
        for rule in ALL
        for found in decisions([rule], lines(rule.bad[0].content), get(rule.bad[0].target))
    ]


def test_white_space_is_removed_from_every_row() -> None:
    """More rows than a finding names are repaired all the same, at the named edges only."""
    file = [pair(f"{n} ->", f"{n}" if n % 11 else f" {n}\n ") for n in range(11_000)]
    file[5]["prompt"] = " \t5 ->"
    done = settle([StrayWhitespace()], file, GENERIC, [pair("z", "\ty "), pair(" ", " ")])
    assert done.train == [pair(f"{n} ->", f"{n}") for n in range(11_000)]
    assert done.validation == [pair("z", "y"), pair(" ", " ")]


def test_white_space_of_conversations_is_removed_where_it_stands() -> None:
    """The last answer and the message before it, in a preference row those of its input."""
    plain = [chat(("user", f"{n}?"), ("assistant", f"{n}.")) for n in range(20)]
    odd = chat(("system", " s "), ("user", "why?\n"), ("assistant", " so."))
    done = settle([StrayWhitespace()], [*plain, odd], GENERIC, kind="chat").train
    assert done[-1] == chat(("system", " s "), ("user", "why?"), ("assistant", "so."))

    def preference(asked: str, answer: str) -> Data:
        said = {"role": "assistant", "content": answer}
        return {
            "input": {"messages": [{"role": "user", "content": asked}]},
            "preferred_output": [said], "non_preferred_output": [said],
        }  # fmt: skip

    file = [*(preference(f"{n}?", f"{n}.") for n in range(20)), preference(" why?", "so. ")]
    done = settle([StrayWhitespace()], file, GENERIC, kind="preference").train
    assert done[-1]["input"]["messages"][0]["content"] == "why?"
    assert done[-1]["preferred_output"][0]["content"] == "so."


def test_marks_of_pairs_among_conversations_are_not_stripped() -> None:
    """In a file of both, a stop sequence that is a line end is rare, and stays: PRC004 wants it."""
    rule = StrayWhitespace()
    chats = [Row(chat(("user", "a"), ("assistant", "b")), "chat")] * 200
    some = [Row(one, "prompt-completion") for one in pairs("{} ->", " {}\n")]
    assert decisions([rule], chats + some, GENERIC) == []


def _tooled(called: str, *names: str, **keys: Any) -> Data:
    call = {"id": "c", "type": "function", "function": {"name": called, "arguments": "{}"}}
    return {
        "messages": [
            {"role": "user", "content": "Go"},
            {"role": "assistant", "tool_calls": [call]},
        ],
        "tools": [{"type": "function", "function": {"name": name}} for name in names],
        **keys,
    }


def test_an_unused_tool_leaves_every_row_but_those_that_call_it() -> None:
    """A list without tools goes, with its switch; a validation row keeps the tool that it calls."""
    silent = {**_tooled("", "photo", parallel_tool_calls=False), "messages": [{"role": "user"}]}
    file = [*[_tooled("land", "land", "photo")] * 2, silent]
    done = settle([UnusedTool()], file, GENERIC, [_tooled("photo", "photo", "land")], "chat")
    assert done.train == [*[_tooled("land", "land")] * 2, {"messages": [{"role": "user"}]}]
    assert done.validation == [_tooled("photo", "photo", "land")]


def test_older_functions_and_preferences_lose_unused_tools_too() -> None:
    """The definitions are removed wherever a row may hold them."""
    file = [{"messages": [], "functions": [{"name": "photo"}]}]
    assert settle([UnusedTool()], file, GENERIC, kind="chat").train == [{"messages": []}]
    tools = _tooled("", "photo")["tools"]
    given = {"messages": [], "tools": tools, "parallel_tool_calls": True}
    done = settle([UnusedTool()], [{"input": given}], GENERIC, kind="preference")
    assert done.train == [{"input": {"messages": []}}]


def _members(*parts: tuple[bool, bytes | Data]) -> list[Member]:
    found = []
    for number, (validation, one) in enumerate(parts, 1):
        raw = one if isinstance(one, bytes) else orjson.dumps(one)
        load = partial(Row, orjson.loads(raw), "chat", raw)
        found.append(Member(Place("f", number), validation, 7, load))
    return found


_PARIS = chat(("user", "Capital of France?"), ("assistant", "Paris"))
_ROME = chat(("user", "Capital of Italy?"), ("assistant", "Rome"))
_TURNED = (
    b'{"messages": [{"content": "Capital of France?", "role": "user"}, '
    b'{"content": "Paris", "role": "assistant"}]}'
)


@pytest.mark.parametrize(
    ("rule", "parts", "gone"),
    [
        (DuplicateExample(), [(False, _PARIS), (False, _ROME), (False, _TURNED)], [(3, 1)]),
        (DuplicateExample(), [(True, _TURNED), (True, _PARIS), (True, _PARIS)], [(2, 1), (3, 1)]),
        (DuplicateExample(), [(True, _PARIS), (False, _PARIS), (True, _PARIS)], []),
        (LeaksIntoValidation(), [(True, _PARIS), (False, _PARIS), (True, _TURNED)], [(1, 2), (3, 2)]),
        (LeaksIntoValidation(), [(False, _PARIS), (False, _PARIS)], []),
        (LeaksIntoValidation(), [(False, _PARIS), (True, _ROME)], []),
    ],
)  # fmt: skip
def test_superfluous_rows(rule: GroupRule, parts: Any, gone: list[tuple[int, int]]) -> None:
    """Later duplicates of a part go, and leaks from the validation part; each names what it repeats.

    Every row that goes has a finding of its own.
    """
    members = _members(*parts)
    found = list(rule.superfluous(members, GENERIC))
    assert [(one.place.line, kept.place.line) for one, kept in found] == gone
    said = [problem.location for problem in rule.check(members, GENERIC)]
    assert said == [one.place.location() for one, _ in found]


def test_pieces_of_conversations_are_no_duplicates() -> None:
    """Equal system messages on lines of their own are not dropped: they belong to what follows."""
    piece = {"messages": [{"role": "system", "content": "Be brief."}]}
    assert not list(
        DuplicateExample().superfluous(_members((False, piece), (False, piece)), GENERIC)
    )
