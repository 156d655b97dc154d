"""The rules about roles and turns: which of them speaks for which conversation, and how."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from turning import ask, ask_row

from dataprep.engine.validation.kinds import kind_of
from dataprep.model import Severity
from dataprep.rules.base import RowRule, TurnRule
from dataprep.rules.registry import rules
from dataprep.rules.row import Row
from dataprep.targets import get, names

MINE = [
    rule
    for code, rule in rules().items()
    if code.startswith("CHT") and issubclass(rule, (RowRule, TurnRule)) and rule.layer == "row"
]
_LETTERS = {"s": "system", "d": "developer", "u": "user", "a": "assistant", "t": "tool"}
_ROLES = st.sampled_from([*_LETTERS.values(), "function", "gpt", "", None, 3, [], {}])
_SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 2) | st.floats() | st.sampled_from(["", " ", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "text", "refusal", "name", "id"]), inner)
    ),
    max_leaves=4,
)
_KEYS = ("content", "weight", "name", "tool_calls", "function_call", "refusal")
_MESSAGES = st.fixed_dictionaries(
    {},
    optional={
        "role": _ROLES,
        **dict.fromkeys(
            ("content", "weight", "name", "tool_calls", "function_call", "refusal"), _SHAPES
        ),
    },
)
_CONVERSATION = st.lists(_MESSAGES | _SHAPES, max_size=5) | _SHAPES
_ROWS = st.fixed_dictionaries({"messages": _CONVERSATION}, optional={"functions": _SHAPES}) | (
    st.fixed_dictionaries(
        {"input": st.fixed_dictionaries({"messages": _CONVERSATION}) | _SHAPES},
        optional={"preferred_output": _CONVERSATION, "non_preferred_output": _SHAPES},
    )
)


def row_of(*messages: dict[str, Any], kind: str = "chat", **keys: Any) -> Row:
    """Return a row of messages."""
    data = {"messages": list(messages)} | keys
    return Row({"input": data} if kind == "preference" else data, kind)


def turns(letters: str, kind: str = "chat") -> Row:
    """Return a row whose roles have these first letters."""
    return row_of(*({"role": _LETTERS[one], "content": "x"} for one in letters), kind=kind)


def said(row: Row, target: str = "generic") -> dict[str, Severity]:
    """Return code -> severity of everything that is said about a row."""
    found = {}
    for rule in MINE:
        for problem in ask_row(rule(), row, get(target)):
            found[rule.code] = problem.severity or rule.severity
    return found


@pytest.mark.parametrize("rule", MINE, ids=lambda rule: rule.code)
def test_the_examples_of_a_rule_are_true(rule: type[RowRule]) -> None:
    """The rule speaks for its bad samples at their lines, and for none of the others."""
    for sample in rule.bad:
        assert [line for line, _ in ask(rule(), sample)][:1] == [sample.line]
    for sample in rule.good + rule.fixed:
        assert ask(rule(), sample) == []


@pytest.mark.parametrize(
    ("letters", "codes"),
    [
        ("ua", ""), ("sua", ""), ("suaua", ""), ("uata", ""), ("uatta", ""), ("suatau", "CHT006"),
        ("s", "CHT016"), ("u", "CHT016"), ("a", "CHT016"), ("uu", "CHT016"), ("ss", "CHT016"),
        ("su", "CHT005"), ("ut", "CHT005"), ("st", "CHT005"),
        ("uau", "CHT006"), ("uat", "CHT006"), ("sa", "CHT010"), ("saa", "CHT009 CHT010"),
        ("usa", "CHT007"), ("uas", "CHT006 CHT007"), ("susa", "CHT007"), ("ssua", "CHT008"),
        ("uua", "CHT009"), ("uaa", "CHT009"), ("dua", "CHT015"), ("dsua", "CHT008 CHT015"),
    ],
)  # fmt: skip
def test_each_order_of_roles_is_named_by_the_rule_that_fits(letters: str, codes: str) -> None:
    """One defect of a conversation has one rule, and a sound conversation has none."""
    assert set(said(turns(letters))) == set(codes.split())


@pytest.mark.parametrize(
    ("letters", "codes"), [("u", ""), ("su", ""), ("sua", ""), ("s", "CHT010"), ("a", "")]
)
def test_a_preference_needs_no_answer_in_its_input(letters: str, codes: str) -> None:
    """The conversation of a preference row ends before the answer; it needs a question."""
    assert set(said(turns(letters, "preference"))) == set(codes.split())


def test_reinforcement_rows_need_no_answer() -> None:
    """Rows for reinforcement end with the user, and may have a developer message."""
    assert said(turns("u", "reinforcement")) == {}
    assert said(turns("du", "reinforcement")) == {}
    assert set(said(turns("usu", "reinforcement"))) == {"CHT007"}


def test_an_order_with_a_strange_role_is_not_judged_by_what_it_lacks() -> None:
    """`gpt` may be the assistant: the rule about roles names it, and nothing else does."""
    odd = {"role": "gpt", "content": "x"}
    assert said(row_of({"role": "user", "content": "x"}, odd)) == {}
    assert said(turns("uat"), "bedrock-claude") == {}, "a role that this target does not have"


@pytest.mark.parametrize(
    ("letters", "code", "target", "severity"),
    [
        ("usa", "CHT007", "generic", Severity.WARNING),
        ("usa", "CHT007", "together", Severity.ERROR),
        ("uua", "CHT009", "generic", Severity.WARNING),
        ("uua", "CHT009", "bedrock-claude", Severity.ERROR),
        ("sa", "CHT010", "generic", Severity.WARNING),
        ("sa", "CHT010", "bedrock-claude", Severity.ERROR),
        ("aua", "CHT010", "bedrock-claude", Severity.ERROR),
        ("dua", "CHT015", "generic", Severity.WARNING),
        ("dua", "CHT015", "together", Severity.ERROR),
    ],
)
def test_the_target_says_how_bad_an_order_is(
    letters: str, code: str, target: str, severity: Severity
) -> None:
    """The platform's word is the severity."""
    assert said(turns(letters), target)[code] == severity


def test_the_user_need_not_begin_where_the_target_does_not_ask_for_it() -> None:
    """A greeting before the first question is an error for some platforms only."""
    assert said(turns("aua")) == {}
    assert said(turns("saua"), "bedrock-claude") == {"CHT010": Severity.ERROR}


def test_empty_answers_are_errors_and_other_empty_messages_warnings() -> None:
    """Who says nothing decides; a result or a message with calls may be empty, not white space."""
    user = {"role": "user", "content": "x"}
    calls = [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
    for message, severity in [
        ({"role": "assistant", "content": ""}, Severity.ERROR),
        ({"role": "assistant", "content": "\u3000\n"}, Severity.ERROR),
        ({"role": "assistant", "content": [{"type": "text", "text": " "}]}, Severity.ERROR),
        ({"role": "assistant", "content": "", "weight": 0}, Severity.WARNING),
        ({"role": "assistant", "content": " ", "tool_calls": calls}, Severity.WARNING),
        ({"role": "user", "content": ""}, Severity.WARNING),
        ({"role": "tool", "content": " "}, Severity.WARNING),
        ({"role": "tool", "content": ""}, None),
        ({"role": "assistant", "content": "", "tool_calls": calls}, None),
        ({"role": "assistant", "content": "", "refusal": "No."}, None),
        ({"role": "user", "content": [{"type": "image_url", "image_url": {}}]}, None),
        ({"role": "user", "content": []}, None),
    ]:
        assert said(row_of(user, message)).get("CHT004") == severity, message


def test_empty_outputs_of_a_preference_are_named_at_their_place() -> None:
    """The outputs are answers too."""
    row = Row({"preferred_output": [{"role": "assistant", "content": ""}]}, "preference")
    (problem,) = ask_row(rules()["CHT004"](), row, get("generic"))
    assert problem.path == ("preferred_output", 0, "content")
    assert problem.message == "the content of the `assistant` message is empty"


@pytest.mark.parametrize(
    ("weights", "codes"),
    [
        ([0], "CHT012"), ([0, 0], "CHT012"), ([1, 0], "CHT013"), ([None, 0], "CHT013"),
        ([0, 1], ""), ([0, None], ""), ([False], ""), ([0.0], ""), (["0"], ""), ([0, False], ""),
    ],
)  # fmt: skip
def test_weights_take_answers_out_of_training(weights: list[Any], codes: str) -> None:
    """Nothing trained, or the last one not; what is no proper weight is left to the schema."""
    messages = []
    for weight in weights:
        answer = {"role": "assistant", "content": "x"}
        messages += [{"role": "user", "content": "x"}, answer]
        if weight is not None:
            answer["weight"] = weight
    assert set(said(row_of(*messages))) == set(codes.split())
    assert said(row_of(*messages), "bedrock-claude") == {}, "it takes no weight at all"
    if codes == "CHT013":
        assert said(row_of(*messages), "openai")["CHT013"] == Severity.ERROR


def test_the_old_functions_are_named_once_a_row() -> None:
    """The first place of a row speaks for all; where the target does not take them, the schema."""
    asked, answer = {"role": "user", "content": "x"}, {"role": "assistant", "content": "x"}
    result = {"role": "function", "name": "f", "content": "x"}
    rule = rules()["CHT017"]()
    for row, path in [
        (row_of(asked, {**answer, "function_call": {}}, result, functions=[]),
         ("messages", 1, "function_call")),
        (row_of(asked, result, answer), ("messages", 1, "role")),
        (row_of(asked, answer, functions=[]), ("functions",)),
        (row_of(asked, functions=[], kind="preference"), ("input", "functions")),
    ]:  # fmt: skip
        assert [problem.path for problem in ask_row(rule, row, get("generic"))] == [path]
        assert ask_row(rule, row, get("bedrock-claude")) == []


def test_a_null_refusal_says_nothing() -> None:
    """An API's answer that was copied whole has null in the keys that it did not use."""
    asked, answer = {"role": "user", "content": "x"}, {"role": "assistant", "content": "x"}
    assert said(row_of(asked, {**answer, "refusal": None, "audio": None})) == {}
    assert said(row_of(asked, {**answer, "audio": {"id": "1"}})) == {"CHT018": Severity.WARNING}


@given(_ROWS)
def test_rows_of_any_shape_are_taken(data: dict[str, Any]) -> None:
    """No rule fails, whatever the row holds, and each path leads to something in the row."""
    row = Row(data, kind_of(data, None))
    for target in map(get, _TARGETS):
        for rule in MINE:
            for problem in ask_row(rule(), row, target):
                assert problem.message[0] == "`" or problem.message[0].islower()
                if issubclass(rule, RowRule):
                    _follow(data, problem.path)


_TARGETS = [name for name in names() if name in ("generic", "together", "bedrock-claude", "trl")]


def _follow(data: Any, path: tuple[str | int, ...]) -> None:
    for part in path:
        data = data[part]
