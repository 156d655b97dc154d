"""The schema layer: its verdict is JSON Schema's, and each broken assertion has one rule."""

from __future__ import annotations

import copy
from functools import cache

import orjson
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dataprep import targets
from dataprep.errors import UsageError
from dataprep.rules.base import SchemaRule, Violation, chat
from dataprep.rules.registry import rules
from dataprep.rules.row import Row
from dataprep.rules.schema.compiled import compiled, explainer, violations
from dataprep.targets import Figure, Target
from dataprep.targets.overlay import row_schema

jsonschema = pytest.importorskip("jsonschema")

OWN = {
    "open": {"rows": {}},
    "strict": {
        "rows": {
            "roles": {"value": ["system", "user", "assistant"]},
            "row_keys": {"value": ["tools"]},
            "message_keys": {"value": ["name", "tool_calls"]},
            "parts": {"value": ["text"]},
        },
        "limits": {"tool_name_pattern": {"value": "^[a-z]{1,8}$"}},
    },
    "template": {"rows": {}, "quirks": {"arguments": {"value": "object"}}},
}
NAMES = ["generic", *OWN]
EVERY = [kind() for kind in rules().values() if issubclass(kind, SchemaRule)]
EXPLAIN = explainer(EVERY)


@cache
def target(name: str) -> Target:
    return targets.get(name, OWN)


@cache
def oracle(name: str, kind: str):
    return jsonschema.Draft202012Validator(row_schema(target(name), kind))


def said(row, kind="chat", name="generic"):
    """Return (code, message, path, help) of everything that the schema layer says about a row."""
    found = []
    for violation in violations(compiled(target(name), kind), row):
        rule = EXPLAIN(violation)
        problem = rule.explain(violation, Row(row, kind), target(name))
        found.append((rule.code, problem.message, problem.path, problem.help))
    return found


def codes(row, kind="chat", name="generic"):
    return [one[0] for one in said(row, kind, name)]


# Rows that are valid for every target above, before a mutation.
WORDS = st.text("ab é\n", max_size=5)
PARTS = st.lists(st.fixed_dictionaries({"type": st.just("text"), "text": WORDS}), min_size=1)
CONTENT = WORDS | PARTS
NAME = st.text("abc", min_size=1, max_size=8)
SPOKEN = st.fixed_dictionaries(
    {"role": st.sampled_from(["system", "user", "assistant"]), "content": CONTENT},
    optional={"name": NAME},
)
TYPES = st.sampled_from(["object", "string", ["integer", "null"], "boolean"])
PROPERTIES = st.dictionaries(NAME, st.fixed_dictionaries({"type": TYPES}))
PARAMETERS = st.fixed_dictionaries({"type": st.just("object"), "properties": PROPERTIES})
TOOL = st.fixed_dictionaries(
    {
        "type": st.just("function"),
        "function": st.fixed_dictionaries(
            {"name": NAME}, optional={"parameters": PARAMETERS, "description": WORDS}
        ),
    }
)


def calls(name):
    arguments = st.just({"a": 1}) if name == "template" else st.just('{"a":1}')
    function = st.fixed_dictionaries({"name": NAME, "arguments": arguments})
    call = st.fixed_dictionaries({"id": NAME, "type": st.just("function"), "function": function})
    return st.fixed_dictionaries(
        {"role": st.just("assistant"), "tool_calls": st.lists(call, min_size=1, max_size=2)},
        optional={"content": CONTENT | st.none()},
    )


@st.composite
def valid(draw, name):
    """Draw (kind, row): a row that every check of the schema layer accepts for a target."""
    kind = draw(
        st.sampled_from(["chat", "preference", "reinforcement", "prompt-completion", "text"])
    )
    if kind == "text":
        return kind, {"text": draw(WORDS)}
    if kind == "prompt-completion":
        return kind, {"prompt": draw(WORDS), "completion": draw(WORDS)}
    talk = draw(
        st.fixed_dictionaries(
            {"messages": st.lists(SPOKEN | calls(name), min_size=1, max_size=3)},
            optional={"tools": st.lists(TOOL, max_size=2)},
        )
    )
    if kind != "preference":
        return kind, talk
    outputs = st.lists(SPOKEN, min_size=1, max_size=1)
    return kind, {
        "input": talk, "preferred_output": draw(outputs), "non_preferred_output": draw(outputs)
    }  # fmt: skip


def places(node, path=()):
    """Yield the path of everything inside a value."""
    inner = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for part, value in inner:
        yield (*path, part)
        yield from places(value, (*path, part))


OTHER = st.sampled_from(
    [None, True, 0, 1, 0.5, -3, "", "dict", "human", "x y", [], {}, [1], [None], {"a": 1}, "é" * 70]
)


@st.composite
def mutated(draw, row):
    """Draw a row with one thing changed: a key dropped, added or renamed, or a value replaced."""
    row = copy.deepcopy(row)
    path = draw(st.sampled_from(list(places(row))))
    owner = row
    for part in path[:-1]:
        owner = owner[part]
    change = draw(st.sampled_from(["drop", "replace", "add", "rename", "add"]))
    if change == "drop":
        del owner[path[-1]]
    elif change == "replace" or not isinstance(owner, dict):
        owner[path[-1]] = draw(OTHER)
    elif change == "rename":
        owner[draw(st.sampled_from(["Role", "contents", "x"]))] = owner.pop(path[-1])
    else:
        extra = ["id", "weight", "tool_calls", "tool_call_id", "function_call", "refusal", "tools",
                 "name", "content", "functions", "audio"]  # fmt: skip
        owner[draw(st.sampled_from(extra))] = draw(OTHER)
    return row


def check_law(name, kind, row):
    """The two validators agree; there are violations if and only if the row is invalid."""
    validator = compiled(target(name), kind)
    verdict = validator.is_valid(row)
    assert verdict == oracle(name, kind).is_valid(row)
    found = violations(validator, row)
    assert bool(found) != verdict
    paths = [one.path for one in found]
    assert len(set(paths)) == len(paths)
    for one in found:
        speaking = [rule for rule in EVERY if rule is EXPLAIN(one)]
        assert len(speaking) == 1
        problem = speaking[0].explain(one, Row(row, kind), target(name))
        # In words and as a path, the explanation is about the value, its key, or its owner.
        assert problem.path in (one.path, one.path[:-1]) or speaking[0].code == "PRC013"
        assert problem.message and problem.help and "\n" not in problem.message + problem.help
        last = next((part for part in reversed(one.path) if isinstance(part, str)), "row")
        assert last[:50] in problem.message


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_valid_rows_break_nothing(name, data):
    """A row of the format is valid for every target that takes what it uses."""
    kind, row = data.draw(valid(name))

    assert compiled(target(name), kind).is_valid(row)
    check_law(name, kind, row)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_the_law_of_the_schema_layer(name, data):
    """After a single change the verdict is that of `jsonschema`, and one rule explains each fault."""
    kind, row = data.draw(valid(name))
    assume(list(places(row)))

    check_law(name, kind, data.draw(mutated(row)))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.text("ab", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["messages", "role", "content", "tools", "function", "type", "input", "a"]
            ),
            inner,
            max_size=4,
        )
    ),
)


@given(
    row=st.dictionaries(
        st.sampled_from(["messages", "tools", "input", "preferred_output", "prompt", "text"]), JSON
    ),
    kind=st.sampled_from(["chat", "preference", "reinforcement", "prompt-completion", "text"]),
)
def test_rows_of_any_shape_are_explained(row, kind):
    """No row, however odd, makes a rule raise, and the law holds for it."""
    check_law("generic", kind, row)


@given(
    keyword=st.sampled_from(["required", "type", "enum", "pattern", "false", "uniqueItems", "not"]),
    path=st.lists(st.sampled_from(["messages", "role", "name", "tools", "content", 0, 3])),
)
def test_every_violation_has_a_rule(keyword, path):
    """A keyword that no rule claims goes to SCH003."""
    found = EXPLAIN(Violation(keyword, tuple(path), None, None, {}))

    assert found in EVERY
    if keyword in ("uniqueItems", "not") and "tools" not in path:
        assert found.code == "SCH003"


ASKED = {"role": "user", "content": "2+2?"}
ANSWERED = {"role": "assistant", "content": "4"}


def call(arguments="{}", **keys):
    return {
        "id": "c",
        "type": "function",
        "function": {"name": "f", "arguments": arguments},
        **keys,
    }


@pytest.mark.parametrize(
    ("row", "kind", "expected"),
    [
        ({"messages": [ASKED, ANSWERED], "id": 3, "source": "x"}, "chat", ["SCH002", "SCH002"]),
        ({"id": 3, "msgs": []}, "chat", ["SCH001"]),
        ({}, "preference", ["SCH001"]),
        ({"input": {"messages": [ASKED]}}, "preference", ["SCH001", "SCH001"]),
        ({"messages": [{"from": "human", "value": "x"}]}, "chat", ["CHT001"]),
        ({"messages": [{"role": "human", "value": "x", "content": "x"}]}, "chat", ["CHT002", "SCH002"]),
        ({"messages": [{"role": 5, "content": "x", "weight": 1}]}, "chat", ["CHT002"]),
        ({"messages": [{"role": "user", "contents": "x"}]}, "chat", ["CHT003"]),
        ({"messages": [{**ASKED, "content": None}]}, "chat", ["CHT003"]),
        ({"messages": [{**ANSWERED, "content": None, "tool_calls": [call()]}]}, "chat", []),
        ({"messages": [{**ANSWERED, "content": None, "refusal": None}]}, "chat", ["CHT003"]),
        ({"messages": [{"role": "assistant", "refusal": "No."}]}, "chat", []),
        ({"messages": [{**ANSWERED, "function_call": None, "audio": None}]}, "chat", []),
        ({"messages": [{**ANSWERED, "weight": True}]}, "chat", ["CHT011"]),
        ({"messages": [{**ASKED, "weight": 0.5}]}, "chat", ["CHT011"]),
        ({"messages": [{**ASKED, "tool_call_id": None}]}, "chat", ["SCH002"]),
        ({"messages": [{"role": "tool", "content": "3"}]}, "chat", ["TLS005"]),
        ({"messages": [{"role": "assistant", "tool_calls": []}]}, "chat", ["SCH006"]),
        ({"messages": [{**ASKED, "content": []}]}, "chat", ["SCH006"]),
        ({"messages": [{**ASKED, "content": [{"type": "video"}]}]}, "chat", ["SCH003"]),
        ({"messages": [{**ASKED, "content": [{"type": "text"}]}]}, "chat", ["SCH001"]),
        ({"messages": [ASKED], "anything": 1, "tools": []}, "reinforcement", []),
        ({"input": {"messages": [ASKED]}, "preferred_output": [ANSWERED],
          "non_preferred_output": [ANSWERED], "tools": []}, "preference", ["SCH002"]),
        ({"prompt": "x", "completion": "", "tools": []}, "prompt-completion", ["SCH002"]),
        ({"Prompt": "x", "COMPLETION": "y"}, "chat", ["PRC013"]),
        ({"Prompt": "x", "completion": "y"}, "prompt-completion", ["PRC013"]),
        ({"prompt": "x", "completions": "y"}, "prompt-completion", ["SCH001"]),
        ({"prompt": 5, "completion": ["x"]}, "prompt-completion", ["SCH003", "SCH003"]),
    ],
)  # fmt: skip
def test_one_defect_is_said_once_by_the_most_telling_rule(row, kind, expected):
    """What follows from a defect is not a finding of its own."""
    assert codes(row, kind) == expected


def test_a_tool_definition_speaks_once_and_the_order_is_that_of_the_row():
    """Two bad definitions are two findings, in the order in which the row reads."""
    bad = {"type": "function", "function": {"parameters": {"type": "dict", "required": 5}}}
    row = {"tools": [bad, bad], "id": 1, "messages": [{**ANSWERED, "weight": 2, "name": "a b"}, {}]}

    assert [(code, path) for code, _, path, _ in said(row)] == [
        ("TLS008", ("tools", 0, "function")),
        ("TLS008", ("tools", 1, "function")),
        ("SCH002", ("id",)),
        ("CHT011", ("messages", 0, "weight")),
        ("CHT014", ("messages", 0, "name")),
        ("CHT001", ("messages", 1)),
    ]


@pytest.mark.parametrize(
    ("row", "kind", "message", "help"),
    [
        ({"conversations": []}, "chat",
         "the key `messages` is missing; the row has the keys of ShareGPT",
         "run `dataprep convert FILE -o OUTPUT.jsonl`"),
        ({"question": "x", "answer": "y"}, "chat",
         "the key `messages` is missing; the row has the keys of question and answer",
         "run `dataprep convert FILE -o OUTPUT.jsonl`"),
        ({"Messages": []}, "chat", "the key `messages` is missing; there is `Messages`",
         "rename it to `messages`"),
        ({"input": {"messages": [ASKED]}, "preferred_output": [ANSWERED],
          "non_prefered_output": [ANSWERED]}, "preference",
         "the key `non_preferred_output` is missing; there is `non_prefered_output`",
         "rename it to `non_preferred_output`"),
        ({"messages": "hi"}, "chat", "`messages` is a string, not a list", "make it a list"),
        ({"messages": [{**ANSWERED, "wieght": 1}]}, "chat",
         "`generic` takes no key `wieght` in `messages[0]`", "did you mean `weight`?"),
        ({"messages": [{"role": "gpt", "content": "x"}]}, "chat",
         "`messages[0].role` is `gpt`, not `system`, `user`, `assistant`, `tool` or `function`",
         "did you mean `assistant`?"),
        ({"messages": [{"role": "assistant"}]}, "chat",
         "`messages[0]` has no `content` and calls no tool",
         "add the content, or remove the message"),
        ({"messages": [{**ANSWERED, "weight": 0.5}]}, "chat",
         "`messages[0].weight` is `0.5`, not `0` or `1`",
         "write 1 to learn the answer, 0 to only read it"),
        ({"messages": [{"role": "assistant", "tool_calls": [call({"a": 1})]}]}, "chat",
         "`messages[0].tool_calls[0].function.arguments` is an object, not JSON in a string",
         "write the arguments as a string that holds JSON"),
        ({"messages": [ASKED], "tools": [{"type": "function", "name": "f"}]}, "chat",
         "`tools[0]` has no `function`", "put the other keys into `function`"),
        ({"messages": [ASKED], "tools": [{"type": "function", "function": {
            "name": "f", "parameters": {"properties": {"a": {"type": "dict"}}}}}]}, "chat",
         "`tools[0].function.parameters.properties.a.type` is `dict`, not `array`, `boolean`, "
         "`integer`, `null`, `number`, `object` or `string`", "did you mean `object`?"),
    ],
)  # fmt: skip
def test_explanations(row, kind, message, help):
    """The fact with the value and what is taken, then the next step."""
    [(_, fact, _, step)] = said(row, kind)

    assert (fact, step) == (message, help)


def test_arguments_the_other_way_round():
    """A target of chat templates takes objects, and asks for no ids."""
    row = {"messages": [{"role": "assistant", "tool_calls": [call('{"a":1}')]}]}
    [(code, message, _, _)] = said(row, name="template")

    assert code == "TLS001" and message.endswith("is a string, not an object")
    free = {"type": "function", "function": {"name": "f", "arguments": {}}}
    turns = [{"role": "assistant", "tool_calls": [free]}, {"role": "tool", "content": "3"}]
    assert codes({"messages": turns}, name="template") == []


@pytest.mark.parametrize(
    ("row", "fix"),
    [
        (chat(("user", "x"), id=1), None),
        (chat(("user", "x"), tool_choice="auto"), "unsafe"),
        ({"messages": [{**ASKED, "metadata": {}}]}, None),
        ({"messages": [{**ASKED, "tool_calls": []}]}, "unsafe"),
        (chat(("user", "x"), tool=[]), "unsafe"),
    ],
)
def test_metadata_goes_safely_and_what_is_trained_on_does_not(row, fix):
    """SCH002 is safe by itself; a key that changes the training, or is a near miss, is not."""
    [violation] = violations(compiled(target("generic"), "chat"), row)
    problem = EXPLAIN(violation).explain(violation, Row(row, "chat"), target("generic"))

    assert problem.fix == fix


def test_long_values_are_cut_and_deep_schemas_are_judged():
    """An explanation does not grow with the data; a definition 1,000 levels deep is no problem."""
    [(_, message, _, _)] = said({"messages": [{"role": "x" * 10_000, "content": ""}]})
    assert len(message) < 200

    deep: object = {"type": "dict"}
    for _ in range(900):
        deep = {"not": deep}
    tool = {"type": "function", "function": {"name": "f", "parameters": deep}}
    assert codes({"messages": [ASKED], "tools": [tool]}) == ["TLS008"]


def test_a_definition_of_many_deep_faults_is_asked_for_one():
    """All errors of such a schema would take minutes to list; the first is enough."""
    deep: object = {"properties": {f"k{number}": {"type": "x"} for number in range(20_000)}}
    for _ in range(700):
        deep = {"not": deep}
    tool = {"type": "function", "function": {"name": "f", "parameters": deep}}

    assert codes({"messages": [ASKED], "tools": [tool]}) == ["TLS008"]


def test_references_inside_the_data_are_not_followed():
    """A `$ref` in a tool's parameters is a text like any other."""
    parameters = {"type": "object", "$ref": "https://example.invalid/x.json"}
    tool = {"type": "function", "function": {"name": "f", "parameters": parameters}}

    assert codes({"messages": [ASKED], "tools": [tool]}) == []


def test_many_defects_are_all_said():
    """Nothing is capped, and a row of many defects is still walked once."""
    row = {"messages": [{"role": "assistant"}] * 3000, **{f"k{n}": n for n in range(3000)}}

    assert len(said(row)) == 6000


def test_equal_schemas_are_compiled_once():
    """Two targets that ask the same share one validator."""
    same = targets.get("open", OWN)

    assert compiled(same, "chat") is compiled(targets.get("open", OWN), "chat")
    assert compiled(same, "chat") is not compiled(target("strict"), "chat")


def test_a_pattern_that_does_not_compile_is_told():
    """The error names the target, for patterns are what users write in it."""
    figure = Figure("(?=x)", "", targets.get("generic").figures["roles"].verified)
    broken = Target("mine", "mine", "mine", {"name_pattern": figure})

    with pytest.raises(UsageError, match="the target `mine` states a pattern that cannot be"):
        compiled(broken, "chat")


@pytest.mark.parametrize(
    "rule", [one for one in EVERY if one.layer == "schema"], ids=lambda rule: rule.code
)
def test_samples_of_the_schema_rules(rule):
    """For each bad sample the rule speaks and no other; for good and fixed ones none does."""
    for samples, expected in ((rule.bad, {rule.code}), (rule.good, set()), (rule.fixed, set())):
        for sample in samples:
            row = orjson.loads(sample.content)
            kind = "prompt-completion" if {"prompt", "completion"} & row.keys() else "chat"
            kind = "preference" if "input" in row else kind
            assert set(codes(row, kind, sample.target)) == expected
