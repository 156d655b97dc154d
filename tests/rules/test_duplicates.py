"""Rules about equal rows and equal prompts, and the keys that bring such rows together."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import orjson
import pytest
from asking import ask_group, line_of
from hypothesis import given
from hypothesis import strategies as st

from dataprep import validate
from dataprep.rules.base import GroupRule, Member, Place, Sample, chat, rows
from dataprep.rules.duplicates.conflicting_answers import ConflictingAnswers
from dataprep.rules.duplicates.duplicate_example import DuplicateExample
from dataprep.rules.duplicates.keys import example_key, keys, plain_keys, prompt_key
from dataprep.rules.duplicates.leaks_into_validation import LeaksIntoValidation
from dataprep.rules.duplicates.repeated_prompt import RepeatedPrompt
from dataprep.rules.row import Row
from dataprep.targets import get

RULES = [DuplicateExample(), ConflictingAnswers(), LeaksIntoValidation(), RepeatedPrompt()]
KINDS = ["chat", "prompt-completion", "preference", "reinforcement", "text", "unknown"]
ROME = chat(("user", "Capital of Italy?"), ("assistant", "Rome"))
PARIS = chat(("user", "Capital of France?"), ("assistant", "Paris"))

_json: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from("abc") | st.text('é":.0', max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
_message = _json | st.fixed_dictionaries(
    {
        "role": st.sampled_from(["system", "user", "assistant", "tool"]) | _json,
        "content": st.text('x :"0.', max_size=6) | _json,
    },
    optional={"weight": st.sampled_from([0, 1, 0.0, 1.0, True])},
)
_messages = st.lists(_message, max_size=5) | _json
_odd_rows = st.fixed_dictionaries(
    {},
    optional={
        "messages": _messages,
        "tools": _json,
        "prompt": _json,
        "completion": _json,
        "input": st.fixed_dictionaries({"messages": _messages}, optional={"tools": _json}) | _json,
        "preferred_output": _messages,
        "text": _json,
        "other": _json,
    },
)
_turns = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(["user", "assistant"]), "content": st.sampled_from(["a: b", ""])},
        optional={"weight": st.sampled_from([0, 1, 1.0])},
    ),
    max_size=3,
).map(lambda turns: [{"role": "user", "content": "2.0"}, *turns])
_usual_rows = st.one_of(
    st.fixed_dictionaries({"messages": _turns}, optional={"tools": _json}),
    st.fixed_dictionaries({"prompt": st.just("a: b"), "completion": st.text(max_size=2) | _json}),
    st.fixed_dictionaries({"input": st.fixed_dictionaries({"messages": _turns})}),
)
_rows = _odd_rows | _usual_rows


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_samples_of_group_rules(rule: GroupRule) -> None:
    """Each rule speaks once for its bad samples, at their line, and not for the good and fixed ones."""
    for sample in rule.bad:
        assert [line_of(one) for one in ask_group(rule, sample)] == [sample.line]
    for sample in (*rule.good, *rule.fixed):
        assert ask_group(rule, sample) == []


@given(_rows, st.sampled_from(KINDS), st.randoms(use_true_random=False))
def test_order_of_keys_and_whole_numbers_make_no_difference(
    data: dict[str, Any], kind: str, chance: random.Random
) -> None:
    """A row with its keys in another order, and whole numbers written as 1 or as 1.0, is the same."""
    assert keys(_shuffled(data, chance), kind) == keys(data, kind)


def _shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        names = list(value)
        chance.shuffle(names)
        return {name: _shuffled(value[name], chance) for name in names}
    if isinstance(value, list):
        return [_shuffled(one, chance) for one in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
        return float(value) if chance.random() < 0.5 else value
    return value


@given(_rows, _rows, st.sampled_from(KINDS))
def test_different_rows_have_different_keys(
    one: dict[str, Any], other: dict[str, Any], kind: str
) -> None:
    """Rows that differ as JSON differ in their key."""
    dumped = [orjson.dumps(row, option=orjson.OPT_SORT_KEYS) for row in (one, other)]
    if b".0" not in dumped[0] + dumped[1]:
        same = example_key(one, kind) == example_key(other, kind)
        assert same == (dumped[0] == dumped[1])


@given(_rows, st.sampled_from(KINDS))
def test_colons_are_those_of_the_row(data: dict[str, Any], kind: str) -> None:
    """The colons of the canonical form are as many as in the row, in however many parts it is made."""
    assert keys(data, kind)[2] == orjson.dumps(data).count(b":")


def test_equal_answers_do_not_make_equal_examples() -> None:
    """The key of an example covers the prompt as well as the answer."""
    other = chat(("user", "Seat of the pope?"), ("assistant", "Rome"))
    assert example_key(ROME, "chat") != example_key(other, "chat")


@pytest.mark.parametrize("tools", [{}, {"tools": []}, {"tools": [{"type": "function"}]}])
def test_colons_of_a_usual_row(tools: dict[str, Any]) -> None:
    """The key of the messages and that of the tools are counted, though each stands in no part."""
    row = {**ROME, **tools}
    assert keys(row, "chat")[2] == orjson.dumps(row).count(b":")


def test_weights_are_compared_as_numbers() -> None:
    """In a row of messages only, a weight of 1.0 is one of 1."""
    one, other = (
        {"messages": [*ROME["messages"], {"role": "assistant", "content": "!", "weight": weight}]}
        for weight in (1, 1.0)
    )
    assert keys(one, "chat") == keys(other, "chat")


def test_key_that_comes_twice_leaves_colons_over() -> None:
    """A line whose parsed row lost a key has more colons than the canonical form."""
    line = b'{"messages": [{"role": "user", "role": "user", "content": "a: b"}]}'
    assert line.count(b":") == keys(orjson.loads(line), "chat")[2] + 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": True}, {"a": 1}),
        ({"a": None}, {}),
        ({"a": "1"}, {"a": 1}),
        ({"a": [1, 2]}, {"a": [2, 1]}),
        ({"a": "x"}, {"a": "x "}),
        ({"a": 1.5}, {"a": 1}),
    ],
)
def test_everything_else_makes_a_difference(one: dict[str, Any], other: dict[str, Any]) -> None:
    """True is not 1, null is not absent, and white space inside a text counts."""
    for kind in KINDS:
        assert example_key({**ROME, **one}, kind) != example_key({**ROME, **other}, kind)


def test_prompt_is_what_stands_before_the_last_run_of_the_assistant() -> None:
    """The answer, its weight and other keys of the row are none of the prompt; the tools are."""
    longer = chat(
        ("user", "Capital of Italy?"), ("assistant", "It is"), ("assistant", "Rome"), id=3
    )
    assert prompt_key(ROME, "chat") == prompt_key(longer, "chat")
    assert prompt_key(ROME, "chat") != prompt_key({**ROME, "tools": []}, "chat")
    assert prompt_key(ROME, "chat") != prompt_key(PARIS, "chat")


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (
            chat(("system", "x"), ("assistant", "a")),
            chat(("system", "x"), ("assistant", "b")),
            "chat",
        ),
        (chat(("assistant", "a")), chat(("assistant", "b")), "chat"),
        (
            {"prompt": " ", "completion": "a"},
            {"prompt": " ", "completion": "b"},
            "prompt-completion",
        ),
        ({"text": "a"}, {"text": "b"}, "text"),
    ],
)
def test_rows_that_ask_nothing_share_no_prompt(
    one: dict[str, Any], other: dict[str, Any], kind: str
) -> None:
    """Without a question there is no prompt that could be the same."""
    assert prompt_key(one, kind) != prompt_key(other, kind)


@pytest.mark.parametrize(
    "answer",
    [
        {"role": "assistant", "content": "4"},
        {"role": "assistant", "content": "4", "weight": 1},
        {"role": "assistant", "content": None, "refusal": "No."},
        {"role": "assistant", "tool_calls": [{"id": "a", "type": "function", "function": {}}]},
    ],
)
def test_the_same_prompt_has_one_key_whatever_the_answer_is(answer: dict[str, Any]) -> None:
    """The quick way of plain rows and the way of all others agree about what is asked."""
    asked = [{"role": "system", "content": "Add: now"}, {"role": "user", "content": "2 + 2, é"}]
    roles, texts = ("system", "user", "assistant"), ["Add: now", "2 + 2, é", "5"]
    row = {"messages": [*asked, answer]}

    assert plain_keys(roles, texts)[1] == keys(row, "chat")[1]


def test_who_says_what_follows_an_answer_is_part_of_the_example() -> None:
    """Rows with the same texts after the question, said by others, share the prompt and no more."""
    texts = ["2 + 2", "4", "Thanks"]
    found = [plain_keys(("user", "assistant", role), texts) for role in ("user", "assistant", "x")]

    assert len({example for example, _, _ in found}) == 3
    assert len({prompt for _, prompt, _ in found}) == 1


def test_rows_that_orjson_cannot_write() -> None:
    """Deep nesting, long integers and lone surrogates get a key as well."""
    deep: Any = 1.0
    for _ in range(3_000):
        deep = [deep]
    for value in (deep, 10**40, "\ud800"):
        for kind in KINDS:
            assert keys({"messages": value, "prompt": value, "input": value}, kind)
            asked = [{"role": role, "content": value} for role in ("user", "assistant")]
            assert keys({"messages": asked}, kind)
            assert keys({**ROME, "tools": value}, kind)


@given(st.lists(_rows, min_size=2, max_size=4), st.sampled_from(KINDS))
def test_rows_of_any_shape(found: list[dict[str, Any]], kind: str) -> None:
    """No rule raises, whatever rows share a hash, and equal hashes of different rows prove nothing."""
    members = [
        Member(Place("data.jsonl", n), n > 2, 7, lambda one=one: Row(one, kind))  # type: ignore[misc]
        for n, one in enumerate(found, 1)
    ]
    for rule in RULES:
        problems = list(rule.check(members, get("generic")))
        if rule.key == "example":
            assert len(problems) <= len(found) - len({keys(one, kind) for one in found})


def test_duplicates_name_the_first_one() -> None:
    """Each later row gets a finding that says where the first one stands."""
    found = ask_group(DuplicateExample(), Sample(rows(ROME, PARIS, ROME, ROME)))
    assert [(one.message, line_of(one)) for one in found] == [
        ("the example is the same as that of line 1", 3),
        ("the example is the same as that of line 1", 4),
    ]


def test_leak_is_no_duplicate() -> None:
    """A row of both parts is a leak only, and each of its rows in the validation part is named."""
    sample = Sample(rows(ROME, ROME), validation=rows(PARIS, ROME, ROME))
    assert [line_of(one) for one in ask_group(DuplicateExample(), sample)] == [2]
    found = ask_group(LeaksIntoValidation(), sample)
    assert [(one.message, line_of(one)) for one in found] == [
        ("the example is trained on too: data.jsonl:1", 2),
        ("the example is trained on too: data.jsonl:1", 3),
    ]


def test_conflict_is_said_once_for_a_prompt() -> None:
    """One finding names the first two places and counts the answers."""
    other = chat(("user", "Capital of Italy?"), ("assistant", "Milan"))
    third = chat(("user", "Capital of Italy?"), ("assistant", "Turin"))
    (found,) = ask_group(ConflictingAnswers(), Sample(rows(ROME, ROME, other, third)))
    assert found.message == (
        "the prompt of line 1 is answered differently here: 3 answers in 4 rows with this prompt"
    )
    assert line_of(found) == 3


def test_answers_that_differ_in_what_is_not_said() -> None:
    """The id of a call, a weight and white space around the answer make no conflict, but a repeat."""

    def calling(id: str) -> dict[str, Any]:
        call = {"id": id, "type": "function", "function": {"name": "f", "arguments": "{}"}}
        messages: list[dict[str, Any]] = [{"role": "user", "content": "go"}]
        return {"messages": [*messages, {"role": "assistant", "tool_calls": [call]}]}

    spaced = chat(("user", "Capital of Italy?"), ("assistant", "Rome\n"))
    for sample in (Sample(rows(calling("a"), calling("b"))), Sample(rows(ROME, spaced))):
        assert ask_group(ConflictingAnswers(), sample) == []
        (found,) = ask_group(RepeatedPrompt(), sample)
        assert found.message == (
            "the prompt and the answer are those of line 1; the rows differ in something else"
        )
        assert line_of(found) == 2


def test_repeats_of_a_repeat_are_duplicates() -> None:
    """A row that stands before, exactly, is left to DUP001."""
    spaced = chat(("user", "Capital of Italy?"), ("assistant", "Rome\n"))
    found = ask_group(RepeatedPrompt(), Sample(rows(ROME, spaced, spaced, ROME)))
    assert [line_of(one) for one in found] == [2]


def test_equal_rows_of_any_shape_are_compared(tmp_path: Path) -> None:
    """Rows that the schema rejects for a role that is no text are duplicates like others."""
    row = {"messages": [{"role": {"a": []}, "content": "x"}, {"role": "assistant", "content": "y"}]}
    path = tmp_path / "data.jsonl"
    path.write_bytes(rows(row, row)())

    found = validate([path], select=["DUP001"], today="2026-11-20").findings

    assert [one.location.line for one in found] == [2]


def _answered(path: Path, *answers: Any) -> list[tuple[str, str]]:
    """Return severity and wording of what is said of a prompt with these answers."""
    made = [chat(("user", "Who made you, and when?"), ("assistant", one)) for one in answers]
    path.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in made))
    found = validate([path], select=["DUP003"], tokens="off", today="2026-03-01").findings
    return [(str(one.severity), one.message.partition(":")[0]) for one in found]


@pytest.mark.parametrize(
    ("one", "other", "severity"),
    [
        ("I am a model made by people in Oslo.", "I was made by people in Oslo.", "info"),
        ("No, I was made by people in Oslo.", "No, it was people in Oslo who made me.", "info"),
        ("No, I was made by people in Oslo.", "Yes, I was made by people in Oslo.", "warning"),
        ("I was made by people in 2019.", "I was made by people in 2020.", "warning"),
        ("I was made by people (in 2019).", "It was people who made me, in 2019.", "info"),
        ("People in Oslo", "People in Bergen", "warning"),
        ('call: {"find": "the error log of today"}', 'call: {"find": "all error logs"}', "warning"),
    ],
)
def test_answers_that_may_say_the_same_are_an_info(
    tmp_path: Path, one: str, other: str, severity: str
) -> None:
    """Sentences with the same numbers and the same yes or no are an info; all else is a warning."""
    wording = "in other words" if severity == "info" else "differently"
    expected = [(severity, f"the prompt of line 1 is answered {wording} here")]
    assert _answered(tmp_path / "a.jsonl", one, other) == expected


def test_the_answer_that_contradicts_is_the_one_that_is_named(tmp_path: Path) -> None:
    """Among retold answers, the one that cannot say the same decides."""
    said = "I was made by people in Oslo."
    told = _answered(
        tmp_path / "a.jsonl", said, "It was people in Oslo who made me.", "Nobody made me"
    )
    assert told == [("warning", "the prompt of line 1 is answered differently here")]
