"""The rules about tools: what they find, what they leave alone, and what they never do."""

from __future__ import annotations

import json
import pickle
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataprep.model import Severity
from dataprep.rules.base import Dataset, DatasetRule, Place, Problem, RowRule
from dataprep.rules.row import Row
from dataprep.rules.tools import arguments, calls, declared, parameters
from dataprep.rules.tools.argument_type_varies import ArgumentTypeVaries, Types
from dataprep.rules.tools.arguments_break_schema import ArgumentsBreakSchema
from dataprep.rules.tools.arguments_not_json import ArgumentsNotJson
from dataprep.rules.tools.call_id_format import CallIdFormat
from dataprep.rules.tools.call_without_result import CallWithoutResult
from dataprep.rules.tools.content_with_tool_calls import ContentWithToolCalls
from dataprep.rules.tools.duplicate_call_id import DuplicateCallId
from dataprep.rules.tools.tool_message_without_call import ToolMessageWithoutCall
from dataprep.rules.tools.tools_vary import Definitions, ToolsVary
from dataprep.rules.tools.undeclared_tool import UndeclaredTool
from dataprep.rules.tools.unused_tool import UnusedTool, Uses
from dataprep.targets import Target
from dataprep.targets.catalog import get
from dataprep.targets.target import Figure

ROW_RULES: tuple[type[RowRule], ...] = (
    ArgumentsNotJson,
    ArgumentsBreakSchema,
    UndeclaredTool,
    ToolMessageWithoutCall,
    CallWithoutResult,
    DuplicateCallId,
    CallIdFormat,
    ContentWithToolCalls,
)
DATASET_RULES: tuple[type[DatasetRule[Any]], ...] = (UnusedTool, ToolsVary, ArgumentTypeVaries)
TALLIES = (Uses, Definitions, Types)
TODAY = "2026-11-21"
DATASET = Dataset(
    ["data.jsonl"], [], 2, 0, 1, {"chat": 2}, {}, {}, None, None, "supervised", TODAY, 90
)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def target(**values: Any) -> Target:
    """A target with these figures."""
    figures = {key: Figure(value, "a test", date(2026, 11, 21)) for key, value in values.items()}
    return Target("test", "test", "Test", figures)


STRICT = target(
    call_id_pattern="[a-zA-Z0-9]{9}",
    duplicate_call_id="error",
    content_with_tool_calls="error",
)
GENERIC = get("generic")


def call(name: Any = "f", text: Any = "{}", id: Any = "call_1", **more: Any) -> dict[str, Any]:
    """A tool call."""
    return {"id": id, "type": "function", "function": {"name": name, "arguments": text}, **more}


def says(*some: Any, **more: Any) -> dict[str, Any]:
    """An assistant message with calls."""
    return {"role": "assistant", "tool_calls": list(some), **more}


def result(id: Any = "call_1") -> dict[str, Any]:
    """A tool message."""
    return {"role": "tool", "tool_call_id": id, "content": "3"}


def tool(name: Any = "f", **schema: Any) -> dict[str, Any]:
    """A tool definition."""
    return {"type": "function", "function": {"name": name, "parameters": schema}}


USER = {"role": "user", "content": "Hello."}
DONE = {"role": "assistant", "content": "Done."}


def chat(*messages: Any, **keys: Any) -> Row:
    """A chat row."""
    return Row({"messages": list(messages), **keys}, "chat")


def found(rule: type[RowRule], row: Row, on: Target = GENERIC) -> list[Problem]:
    """What a rule says about a row."""
    return list(rule().check(row, on))


def told(rule: type[RowRule], row: Row, on: Target = GENERIC) -> list[str]:
    """The messages of what a rule says about a row."""
    return [problem.message for problem in found(rule, row, on)]


def finished(rule: type[DatasetRule[Any]], *data: Row) -> list[Problem]:
    """What a dataset rule says about rows."""
    one = rule()
    tally = one.tally()
    assert tally is not None
    for line, row in enumerate(data, 1):
        tally.add(row, Place("data.jsonl", line))
    return list(one.finish(tally, DATASET, GENERIC))


def of_sample(content: bytes) -> list[Row]:
    """The rows of a sample."""
    return [Row(orjson.loads(line), "chat", line) for line in content.splitlines()]


@pytest.mark.parametrize("rule", ROW_RULES)
def test_row_samples(rule: type[RowRule]) -> None:
    """A rule speaks for each row that it shows as bad, and for none that it shows as good."""
    for sample in rule.bad:
        on = STRICT if sample.target == "mistral" else GENERIC
        assert [row for row in of_sample(sample.content) if found(rule, row, on)]
    for sample in (*rule.good, *rule.fixed):
        on = STRICT if sample.target == "mistral" else GENERIC
        assert not [row for row in of_sample(sample.content) if found(rule, row, on)]


@pytest.mark.parametrize("rule", DATASET_RULES)
def test_dataset_samples(rule: type[DatasetRule[Any]]) -> None:
    """A rule speaks for the files that it shows as bad, at the line that it states."""
    for sample in rule.bad:
        location = finished(rule, *of_sample(sample.content))[0].location
        assert location is not None and location.line == sample.line
    for sample in (*rule.good, *rule.fixed):
        assert not finished(rule, *of_sample(sample.content))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{'a': 1}", "a single quote stands where JSON has double quotes (column 2 of the text)"),
        ('{"a": 1', "the text ends too early (column 8 of the text)"),
        ('{"a": "x', "the text ends too early (column 7 of the text)"),
        ('{"a": True}', "`True` is Python, not JSON (column 7 of the text)"),
        ('{"é": 1,}', "a comma stands before the closing bracket (column 9 of the text)"),
        ('{"a": 1} b', "text follows after the value (column 10 of the text)"),
        ('{"NaN": -Infinity}', "`-Infinity` is no JSON value (column 9 of the text)"),
        ('{"a": "b\nc"}', "a line end or control character stands inside a string (column 9 "),
        ("", "the text is empty (column 1 of the text)"),
        ("{a: 1}", "expecting property name enclosed in double quotes (column 2 of the text)"),
    ],
)
def test_arguments_that_are_not_json(text: str, message: str) -> None:
    """What is wrong with the text is named in words, with its column."""
    row = chat(USER, says(call("get", text)))
    [problem] = found(ArgumentsNotJson, row)
    assert problem.message.startswith(f"the arguments of `get` are not JSON: {message}")
    assert problem.path == ("messages", 1, "tool_calls", 0, "function", "arguments")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("null", "null"),
        ("true", "a boolean"),
        ("3", "a number"),
        ('"x"', "a text"),
        ("[]", "an array"),
    ],
)
def test_arguments_that_are_no_object(text: str, kind: str) -> None:
    """Arguments are an object; anything else is named."""
    assert told(ArgumentsNotJson, chat(says(call("get", text)))) == [
        f"the arguments of `get` are {kind}, not an object"
    ]


def test_arguments_with_a_repeated_key() -> None:
    """A key that stands twice, at any depth, is a warning: the text is JSON still."""
    [problem] = found(ArgumentsNotJson, chat(says(call("get", '{"a": {"b": 1, "c": 2, "b": 3}}'))))
    assert (problem.message, problem.severity) == (
        "the arguments of `get` hold `b` twice",
        Severity.WARNING,
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "\\ud83d"}',
        '{"a": ' + "1" * 5000 + "}",
        '{"a": ' + "[" * 3000 + "]" * 3000 + "}",
        " {} ",
    ],
)
def test_unusual_json_is_json(text: str) -> None:
    """Half of a pair, endless digits and deep nesting are allowed by JSON: nothing is said."""
    assert not found(ArgumentsNotJson, chat(says(call("get", text))))


SCHEMA = {
    "type": "object",
    "properties": {
        "n": {"type": "integer", "maximum": 9},
        "unit": {"enum": ["m", "ft"]},
        "to": {"type": "array", "items": {"type": "object", "required": ["x"]}},
        "id": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    },
    "required": ["n"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("value", "messages"),
    [
        ({"n": "7"}, ["`n` of `f` is the text `7`, its parameters take an integer"]),
        ({}, ["`f` is called without `n`, which its parameters require"]),
        ({"n": 1, "q": 2}, ["`f` is called with `q`, which its parameters do not have"]),
        ({"n": 1, "unit": "km"}, ["`unit` of `f` is `km`, its parameters take `m`, `ft`"]),
        ({"n": 12}, ["`n` of `f` is `12`, which breaks `maximum` (`9`) of its parameters"]),
        (
            {"n": 1, "to": [{"x": 1}, {}]},
            ["`f` is called without `to[1].x`, which its parameters require"],
        ),
        ({"n": 1, "id": 3}, ["`id` of `f` is `3`, which breaks `anyOf` of its parameters"]),
        ({"n": 2.0, "id": None}, []),
    ],
)  # fmt: skip
def test_arguments_that_break_the_parameters(value: Any, messages: list[str]) -> None:
    """The place, the value and what the tool takes are named; objects are judged as texts are."""
    for text in (json.dumps(value), value):
        row = chat(USER, says(call("f", text)), tools=[tool("f", **SCHEMA)])
        assert told(ArgumentsBreakSchema, row) == messages


def test_few_places_of_a_call_are_named() -> None:
    """A call that breaks its parameters everywhere gives three findings."""
    schema = {"required": [f"a{n}" for n in range(50)]}
    row = chat(says(call()), tools=[tool("f", **schema)])
    assert len(found(ArgumentsBreakSchema, row)) == parameters.SHOWN


def test_legacy_functions_are_judged_too() -> None:
    """A `function_call` is judged by `functions`."""
    legacy = {"role": "assistant", "function_call": {"name": "f", "arguments": '{"n": "7"}'}}
    row = chat(USER, legacy, functions=[{"name": "f", "parameters": SCHEMA}])
    [problem] = found(ArgumentsBreakSchema, row)
    assert problem.path == ("messages", 1, "function_call", "arguments")
    assert told(UndeclaredTool, chat(USER, legacy, functions=[{"name": "g"}])) == [
        "`f` is called, but the row declares only `g`"
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "dict"},
        {"pattern": "(?=a)"},
        {"$ref": "#/nowhere"},
        {"$schema": "http://x.invalid/"},
    ],
)
def test_a_schema_that_does_not_compile_judges_nothing(schema: dict[str, Any]) -> None:
    """Definitions that are wrong are another rule's to report."""
    row = chat(says(call("f", '{"a": 1}')), tools=[tool("f", **schema)])
    assert not found(ArgumentsBreakSchema, row)


@pytest.fixture
def requests() -> Iterator[tuple[str, list[str]]]:
    """A server on the loopback that notes what it is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"type": "string"}')

        def log_message(self, *args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("key", ["$ref", "$schema", "$dynamicRef", "$id"])
def test_nothing_outside_a_schema_is_fetched(
    key: str, requests: tuple[str, list[str]], tmp_path: Path
) -> None:
    """References to http and file addresses are refused, not followed."""
    base, asked = requests
    file = tmp_path / "schema.json"
    file.write_text('{"properties": {"a": {"type": "string"}}}')
    for address in (f"{base}/schema.json", file.as_uri(), str(file)):
        for schema in (
            {key: address},
            {"properties": {"a": {key: address}}},
            {"$id": f"{base}/", key: "schema.json"},
            {"allOf": [{"$id": address}, {"$ref": "other.json"}]},
        ):
            row = chat(says(call("f", '{"a": 1}')), tools=[tool("f", **schema)])
            assert not found(ArgumentsBreakSchema, row)
    assert asked == []


def doubled(levels: int) -> dict[str, Any]:
    """A schema in which every level refers to the next one twice."""
    steps = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(levels)}
    return {"$defs": {**steps, f"d{levels}": {"type": "string"}}, "$ref": "#/$defs/d0"}


def nested(levels: int, leaf: Any) -> Any:
    """Objects within objects."""
    for _ in range(levels):
        leaf = {"a": leaf}
    return leaf


TWICE = {"properties": {"a": {"$ref": "#"}}, "allOf": [{"properties": {"a": {"$ref": "#"}}}]}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (doubled(60), {}),
        (TWICE, nested(100, {})),
        ({"$ref": "#"}, {}),
        ({"allOf": [{"$ref": "#"}, {"$ref": "#"}]}, {}),
        ({"patternProperties": {"": {"$ref": "#"}, ".": {"$ref": "#"}}}, nested(100, {})),
    ],
)
def test_schemas_that_double_the_work_are_not_judged(schema: dict[str, Any], value: Any) -> None:
    """What a schema may cost is counted before it is used, up to a bound."""
    assert parameters.walked(schema, value, 5_000) <= 2 * 5_000
    judge = parameters.Judge(5_000)
    assert judge.broken(schema, value) == []
    assert judge.left < 0


def test_endless_keywords_are_not_compiled() -> None:
    """Keywords that judge a value again at every level are left alone."""
    schema: dict[str, Any] = {}
    for _ in range(60):
        schema = {"allOf": [schema], "unevaluatedProperties": False}
    assert parameters.compiled(orjson.dumps(schema)) is None


def test_a_plain_recursive_schema_is_judged() -> None:
    """A tree of any depth is judged by its reference to itself."""
    tree = {"properties": {"a": {"$ref": "#"}, "n": {"type": "integer"}}}
    assert parameters.Judge().broken(tree, nested(90, {"n": 1})) == []
    [broken] = parameters.Judge().broken(tree, nested(90, {"n": "x"}))
    assert (broken.keyword, len(broken.path)) == ("type", 91)


def test_references_by_definitions_are_judged() -> None:
    """What data classes write as schemas works as usual."""
    schema = {
        "$defs": {"p/q": {"enum": ["a"]}, "r": {"type": "object", "required": ["k"]}},
        "properties": {"x": {"$ref": "#/$defs/p~1q"}, "y": {"items": {"$ref": "#/$defs/r"}}},
    }
    broken = parameters.Judge().broken(schema, {"x": "b", "y": [{"k": 1}, {}]})
    assert sorted((one.keyword, one.path) for one in broken) == [
        ("enum", ("x",)),
        ("required", ("y", 1)),
    ]


def test_large_arguments_are_judged_without_listing_errors() -> None:
    """Errors carry copies of their value; where those would add up, the verdict must do."""
    value = {f"k{n}": "x" for n in range(6_000)}
    schema = {"required": [f"m{n}" for n in range(5_000)]}
    row = chat(says(call("f", json.dumps(value))), tools=[tool("f", **schema)])
    assert told(ArgumentsBreakSchema, row) == ["the arguments of `f` break its parameters"]


def test_many_calls_share_one_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    """10,000 calls of one row write their schema once and compile it once."""
    schema = {"properties": {f"a{n}": {"type": "integer"} for n in range(200)}}
    many = [call("f", '{"a1": "x"}', id=f"c{n}") for n in range(10_000)]
    row = chat(USER, says(*many), USER, tools=[tool("f", **schema)])
    written: list[int] = []
    dumps = orjson.dumps

    def counted(value: Any) -> bytes:
        data = dumps(value)
        written.append(len(data))
        return data

    monkeypatch.setattr(parameters.orjson, "dumps", counted)
    parameters.compiled.cache_clear()
    problems = found(ArgumentsBreakSchema, row)
    assert len(problems) == 10_000
    assert sum(written) < 10_000 * 20 + 20_000
    assert parameters.compiled.cache_info().misses == 1
    monkeypatch.undo()
    for rule in ROW_RULES:
        assert len(found(rule, row, STRICT)) <= 10_000


def test_the_cache_of_schemas_is_bounded() -> None:
    """Neither many schemas nor a huge one stay in memory."""
    for n in range(300):
        parameters.Judge().broken({"maximum": n}, {})
    assert parameters.compiled.cache_info().currsize <= 128
    huge = {"required": ["x" * parameters.LARGEST_SCHEMA]}
    before = parameters.compiled.cache_info().misses
    assert parameters.Judge().broken(huge, {}) == []
    assert parameters.compiled.cache_info().misses == before


def test_hostile_patterns_are_linear() -> None:
    """A pattern that backtracks elsewhere is judged on a megabyte; an enormous one is refused."""
    evil = {"properties": {"a": {"pattern": "^(a|aa)+$"}}}
    [broken] = parameters.Judge().broken(evil, {"a": "a" * 1_000_000 + "b"})
    assert broken.keyword in ("", "pattern")
    assert parameters.compiled(b'{"pattern": "(a{1000}){1000}"}') is None


def test_undeclared_tools() -> None:
    """A name that is not declared is reported once, with the one it resembles."""
    row = chat(USER, says(call("get_wether"), call("get_wether"), call("x")),
               tools=[tool("get_weather"), tool("stop")])  # fmt: skip
    first, second = found(UndeclaredTool, row)
    assert first.message == (
        "`get_wether` is called, but not among the 2 declared tools of the row"
    )
    assert first.help == "did you mean `get_weather`?"
    assert first.path == ("messages", 1, "tool_calls", 0, "function", "name")
    assert second.help == "declare the tool in the row's `tools`"


@pytest.mark.parametrize("tools", [None, [], [{"type": "function", "function": {}}], "x"])
def test_rows_without_readable_tools_are_left_alone(tools: Any) -> None:
    """Leaving the tools out is allowed; a definition without a name is the schema's to report."""
    assert not found(UndeclaredTool, chat(USER, says(call()), tools=tools))


def test_results_and_their_calls() -> None:
    """A result names an earlier call; each output of a preference row has its own calls."""
    assert not found(ToolMessageWithoutCall, chat(USER, says(call()), result(), DONE))
    assert told(ToolMessageWithoutCall, chat(USER, result(), says(call()))) == [
        "the tool message answers call `call_1`, but there is no call before it"
    ]
    assert told(ToolMessageWithoutCall, chat(says(call()), result("b"))) == [
        "the tool message answers call `b`, but no earlier call has this id"
    ]
    without = {"role": "tool", "content": "3"}
    assert not found(ToolMessageWithoutCall, chat(USER, without))
    nameless = {"role": "assistant", "tool_calls": [{"function": {"name": "f"}}]}
    assert not found(ToolMessageWithoutCall, chat(nameless, result()))
    row = Row(
        {
            "input": {"messages": [USER, says(call(id="a"))]},
            "preferred_output": [result("a"), says(call(id="b")), result("b")],
            "non_preferred_output": [result("b")],
        },
        "preference",
    )
    [problem] = found(ToolMessageWithoutCall, row)
    assert problem.path == ("non_preferred_output", 0, "tool_call_id")


def test_calls_without_a_result() -> None:
    """A call is answered before the user speaks again, or is the answer to learn."""
    two = says(call("f", id="a"), call("g", id="b"))
    assert not found(CallWithoutResult, chat(USER, two))
    assert not found(CallWithoutResult, chat(USER, two, result("b"), result("a"), USER, DONE))
    [problem] = found(CallWithoutResult, chat(USER, two, result("a"), USER, DONE))
    assert problem.message == "the call of `g` has no result before the next user message"
    assert problem.path == ("messages", 1, "tool_calls", 1)
    assert len(found(CallWithoutResult, chat(two, USER, DONE, USER))) == 2
    legacy = {"role": "assistant", "function_call": {"name": "f", "arguments": "{}"}}
    assert not found(
        CallWithoutResult, chat(legacy, {"role": "function", "name": "f", "content": "3"}, USER)
    )
    assert len(found(CallWithoutResult, chat(legacy, USER))) == 1


def test_ids_that_stand_twice() -> None:
    """How bad a repeated id is, is the platform's word; outputs may share ids."""
    row = chat(USER, says(call(id="a")), result("a"), says(call(id="a")))
    [problem] = found(DuplicateCallId, row, STRICT)
    assert problem == (
        "the id `a` belongs to an earlier call of the row too",
        ("messages", 3, "tool_calls", 0, "id"),
        "give each call of a row an id of its own",
        Severity.ERROR,
        None,
        None,
    )
    assert found(DuplicateCallId, row)[0].severity is Severity.WARNING
    assert not DuplicateCallId().applies(target(duplicate_call_id="off"))
    both = {"preferred_output": [says(call())], "non_preferred_output": [says(call())]}
    assert not found(DuplicateCallId, Row({"input": {}, **both}, "preference"))


def test_the_form_of_ids() -> None:
    """Each id that does not match is reported once; without a pattern, none is."""
    row = chat(says(call(id="abc"), call(id="abc"), call(id="D681PevKs"), call(id="x" * 5_000)))
    assert told(CallIdFormat, row, STRICT) == [
        "the call id `abc` (3 characters) is not of the form `[a-zA-Z0-9]{9}`",
        f"the call id `{'x' * 39}…` (5000 characters) is not of the form `[a-zA-Z0-9]{{9}}`",
    ]
    assert not CallIdFormat().applies(GENERIC)


def test_content_beside_calls() -> None:
    """Content beside calls is reported where the platform takes only one of them."""
    row = chat(USER, says(call(), call(id="b"), content="Let me see."))
    assert told(ContentWithToolCalls, row, STRICT) == [
        "the message has content and 2 tool calls; Test takes one or the other"
    ]
    assert not found(ContentWithToolCalls, row, GENERIC)
    assert not found(ContentWithToolCalls, chat(says(call(), content=None)), STRICT)


def test_tools_that_are_never_called() -> None:
    """A tool of more than half of the rows that no row calls is named, with its rows."""
    row = chat(says(call("f")), tools=[tool("f"), tool("g")])
    other = chat(says(call("f")), tools=[tool("f"), tool("h")])
    [problem] = finished(UnusedTool, row, row, other)
    assert problem.message == "`g` is declared in 2 rows and called in none"
    assert not finished(UnusedTool, row, chat(says(call("g"))))


def test_tools_that_vary() -> None:
    """Definitions that differ in more than the order of keys are reported at the first that does."""
    same = {"function": {"parameters": {}, "name": "f"}, "type": "function"}
    rows = [chat(USER, tools=[one]) for one in (tool(), same, tool(type="object"), tool(title="t"))]
    assert not finished(ToolsVary, *rows[:2])
    [problem] = finished(ToolsVary, *rows)
    assert problem.message == "`f` has 3 definitions; another one is at data.jsonl:1"
    assert problem.location is not None and problem.location.line == 3


def test_argument_types_that_vary() -> None:
    """Types are compared over all rows, unless the tool declares them; null is of no type."""
    texts = ('{"n": 1}', '{"n": null}', '{"n": "1"}', '{"n": 2.5}')
    rows = [chat(says(call("f", text))) for text in texts]
    [problem] = finished(ArgumentTypeVaries, *rows)
    assert problem.message == "`n` of `f` varies in type: number in 2 rows, text in 1 row"
    assert problem.location is not None and problem.location.line == 3
    union = [tool("f", properties={"n": {"type": ["integer", "string"]}})]
    stated = [chat(says(call("f", text)), tools=union) for text in ('{"n": 1}', '{"n": "1"}')]
    assert not finished(ArgumentTypeVaries, *stated)


_names = st.sampled_from(["f", "g", "h", "", "x" * 300])
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=3),
    max_leaves=4,
)
_calls = st.builds(call, _names, st.dictionaries(_names, _values, max_size=2).map(json.dumps))
_tools = st.builds(lambda name, title: tool(name, title=title), _names, st.integers(0, 3))
_rows = st.builds(
    lambda some, tools: chat(USER, says(*some), tools=tools),
    st.lists(_calls, max_size=3),
    st.lists(_tools, max_size=3),
)


def _fed(kind: type[Any], data: list[Row], start: int = 1) -> Any:
    tally = kind()
    for line, row in enumerate(data, start):
        tally.add(row, Place("data.jsonl", line))
    return tally


def _state(tally: Any) -> str:
    # As text, so that the order of dicts counts too; sets have none.
    return repr({key: sorted(value) if isinstance(value, set) else value
                 for key, value in vars(tally).items()})  # fmt: skip


@pytest.mark.parametrize("kind", TALLIES)
@pytest.mark.parametrize("most", [2, 10_000])
@settings(max_examples=60, deadline=None)
@given(a=st.lists(_rows, max_size=4), b=st.lists(_rows, max_size=4))
def test_tallies_merge(kind: type[Any], most: int, a: list[Row], b: list[Row]) -> None:
    """Counting a ++ b equals counting a, counting b and merging, also where the bound is met."""
    module = __import__(kind.__module__, fromlist=["_MOST"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_MOST", most)
        if hasattr(module, "_VARIANTS"):
            patch.setattr(module, "_VARIANTS", 2)
        merged = _fed(kind, a)
        merged.merge(pickle.loads(pickle.dumps(_fed(kind, b, len(a) + 1))))
        assert _state(merged) == _state(_fed(kind, a + b))


@pytest.mark.parametrize("kind", TALLIES)
def test_tallies_are_bounded(kind: type[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound nothing is kept, and nothing is said."""
    monkeypatch.setattr(__import__(kind.__module__, fromlist=["_MOST"]), "_MOST", 100)
    rows = [
        chat(says(call(f"f{n}", '{"a": 1}')), tools=[tool(f"f{n}"), tool("y" * 5_000)])
        for n in range(1_000)
    ]
    tally = _fed(kind, rows)
    assert tally.full and len(pickle.dumps(tally)) < 200
    merged = _fed(kind, rows[:2])
    merged.merge(tally)
    assert _state(merged) == _state(_fed(kind, rows[:2] + rows))


_shapes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["role", "content", "tool_calls", "function", "name", "arguments", "id", "tool_call_id",
             "function_call", "parameters", "properties", "type", "$ref"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    data=st.dictionaries(
        st.sampled_from(["messages", "tools", "functions", "input", "preferred_output"]), _shapes
    ),
    kind=st.sampled_from(["chat", "preference", "reinforcement"]),
    role=st.sampled_from(["tool", "assistant", "user", "function"]),
    message=st.dictionaries(
        st.sampled_from(["tool_calls", "function_call", "tool_call_id"]), _shapes
    ),
)
def test_any_shape_is_taken(data: Any, kind: str, role: str, message: Any) -> None:
    """Rows of any shape give findings or nothing, never an exception."""
    for messages in (data.get("messages"), [{"role": role, **message}] * 2):
        row = Row({**data, "messages": messages}, kind)
        for rule in ROW_RULES:
            found(rule, row, STRICT)
        for each in DATASET_RULES:
            finished(each, row)


def test_deep_and_large_arguments() -> None:
    """A megabyte of arguments, and nesting beyond every reader, give findings or nothing."""
    deep = '{"a":' * 200_000 + "1" + "}" * 200_000
    unclosed = '{"a":' * 200_000
    wide = json.dumps({f"k{n}": [n] for n in range(60_000)})
    tree = tool("f", properties={"a": {"$ref": "#"}}, additionalProperties={"type": "array"})
    for text in (deep, unclosed, wide, "{" + '"' * 500_000, '{"a": NaN' + " " * 500_000):
        row = chat(USER, says(call("f", text)), tools=[tree])
        for rule in ROW_RULES:
            found(rule, row, STRICT)
        for each in DATASET_RULES:
            finished(each, row)


def test_readings_are_kept_in_bounds() -> None:
    """Short texts are read once for all rules; long ones are not kept."""
    arguments._kept.cache_clear()
    arguments.read("{}")
    arguments.read("{}")
    arguments.read('{"a": "' + "x" * 10_000 + '"}')
    info = arguments._kept.cache_info()
    assert (info.hits, info.misses) == (1, 1)


def test_shared_parts() -> None:
    """What messages show of the data is one short line; ambiguous tools have no parameters."""
    assert calls.short("a\n\x0bb" + "c" * 500, 10) == "a bcccccc…"
    row = chat(tools=[tool("f"), tool("f", type="object"), tool("g")])
    assert list(declared.parameters(row)) == ["g"]


@pytest.mark.parametrize(
    ("name", "infos"),
    [
        ("openai_cookbook/drone_training.jsonl", 1),
        (
            "microsoft_foundry_share/Sample_Datasets/Supervised_Fine_Tuning/Tool-Calling/"
            "stock_toolcall_validation.jsonl",
            0,
        ),
    ],
)
def test_published_rows(name: str, infos: int) -> None:
    """Published training rows give no error and no warning, but the tool that no row calls."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip("the shared data is not here")
    rows = [Row(orjson.loads(line), "chat") for line in path.read_bytes().splitlines()]
    assert not [problem for row in rows for rule in ROW_RULES for problem in found(rule, row)]
    assert [len(finished(rule, *rows)) for rule in DATASET_RULES] == [infos, 0, 0]
