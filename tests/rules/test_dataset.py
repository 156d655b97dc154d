"""The rules about the dataset as a whole: its size, answers, prompts and formats."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from turning import ask, dataset_of, tallied

from dataprep.model import Location
from dataprep.rules.base import DatasetRule, Sample, chat, rows
from dataprep.rules.registry import rules
from dataprep.rules.row import Row
from dataprep.targets import get

CODES = [code for code in rules() if code.startswith("SET")] + ["SCH004", "SCH005", "SCH007"]
TALLIES = ["SET004", "SET005", "SET006"]
_TEXTS = st.sampled_from(["yes", "no", " yes ", "", "a\nb", "x" * 61, "y" * 60, "maybe"])
_ANSWERS = _TEXTS | st.none() | st.integers() | st.just([{"type": "text", "text": "no"}, 3])


@st.composite
def _row(draw: st.DrawFn) -> Row:
    if draw(st.integers(0, 4)) == 0:
        return Row({"prompt": "x", "completion": draw(_ANSWERS)}, "prompt-completion")
    messages: list[Any] = []
    if draw(st.booleans()):
        messages.append({"role": "system", "content": draw(_ANSWERS)})
    messages.append({"role": "user", "content": "x"})
    for _ in range(draw(st.integers(0, 2))):
        answer = {"role": "assistant", "content": draw(_ANSWERS)}
        if draw(st.booleans()):
            answer["weight"] = draw(st.sampled_from([0, 1]))
        messages.append(answer)
    return Row({"messages": draw(st.sampled_from([messages, messages, messages, None]))}, "chat")


def _rule(code: str) -> DatasetRule[Any]:
    rule = rules()[code]()
    assert isinstance(rule, DatasetRule)
    return rule


def _labels(**counts: int) -> bytes:
    labels = [label for label, count in counts.items() for _ in range(count)]
    return rows(*(chat(("user", f"{n}"), ("assistant", label)) for n, label in enumerate(labels)))


def _messages(code: str, sample: Sample) -> list[str]:
    return [problem.message for _, problem in ask(_rule(code), sample)]


def _sized(count: int, validation: int | None = None, target: str = "generic") -> dict[str, Any]:
    """Return code -> problems about a dataset of so many rows."""
    dataset = dataset_of([], validation)._replace(rows=count, kinds={"chat": count})
    found = {}
    for code in ("SET001", "SET002", "SET003", "SET007"):
        if problems := list(_rule(code).finish(None, dataset, get(target))):
            found[code] = problems
    return found


@pytest.mark.parametrize("code", CODES)
def test_the_examples_of_a_rule_are_true(code: str) -> None:
    """The rule speaks for its bad samples at their lines, and for none of the others."""
    rule = _rule(code)
    for sample in rule.bad:
        assert [line for line, _ in ask(rule, sample)][:1] == [sample.line]
    for sample in rule.good + rule.fixed:
        assert ask(rule, sample) == []


@pytest.mark.parametrize(
    ("count", "codes"),
    [(0, ""), (1, "SET001"), (9, "SET001"), (10, "SET002"), (49, "SET002"), (50, ""), (61, ""),
     (62, "SET007")],
)  # fmt: skip
def test_the_number_of_rows_has_one_rule(count: int, codes: str) -> None:
    """Too few, few, enough, and enough to hold some out."""
    assert set(_sized(count)) == set(codes.split())


def test_a_number_of_rows_is_named_with_its_limit() -> None:
    """The fact, the limit, and how many are missing or too many."""
    (few,) = _sized(1)["SET001"]
    assert few.message == "the dataset has 1 row, the minimum is 10"
    assert few.help == "add at least 9 rows"
    many, other = _sized(10_001, 1_001, "bedrock-llama")["SET003"]
    assert many.message == "the dataset has 10,001 rows, the maximum is 10,000"
    assert other.message == "the validation part has 1,001 rows, the maximum is 1,000"
    assert other.location == Location("valid.jsonl")
    assert "SET007" not in _sized(5_000, 1)


def test_classes_are_named_with_their_sizes() -> None:
    """The rare classes first; white space around an answer makes no other class."""
    sample = Sample(_labels(spam=40, ham=3, **{" spam": 10, "eggs": 2}))
    assert _messages("SET004", sample) == [
        "2 of 3 classes have at most a tenth of the 50 rows of `spam`: `eggs` 2, `ham` 3"
    ]


@pytest.mark.parametrize(
    "counts",
    [
        {"yes": 8, "no": 1},
        {"yes": 19, "no": 2},
        {"yes": 20},
        {"yes": 30, "no": 1, "x" * 61: 1},
        {"yes": 30, "no": 1, "two\nlines": 1},
        {"yes": 11, **{f"{n}": 1 for n in range(3)}},
        {"yes": 2000, **{f"{n}": 1 for n in range(100)}},
    ],
)
def test_what_is_no_imbalance_is_passed_over(counts: dict[str, int]) -> None:
    """Few rows, close sizes, one class, long answers, many answers: nothing is said."""
    assert _messages("SET004", Sample(_labels(**counts))) == []


def test_answers_are_identical_only_if_all_that_is_learned_is() -> None:
    """An earlier answer, a call, or one row that differs, makes a difference; call ids do not."""

    def said(*made: Any) -> list[str]:
        return _messages("SET005", Sample(rows(*made)))

    asked = ("user", "x")
    same = [chat(asked, ("assistant", "Bye."))] * 10
    assert said(*same) == ["all 10 answers are the same: `Bye.`"]
    assert said(*same[:9]) == []
    assert said(*same, chat(asked, ("assistant", "Bye!"))) == []
    opened = [chat(asked, ("assistant", f"{n}"), asked, ("assistant", "Bye.")) for n in range(10)]
    assert said(*opened) == []

    def call(name: str, number: int) -> dict[str, Any]:
        calls = [{"id": f"{number}", "type": "function", "function": {"name": name}}]
        turns = [{"role": "user", "content": "x"}, {"role": "assistant", "tool_calls": calls}]
        return {"messages": turns}

    assert said(*(call("f", number) for number in range(10))) == ["all 10 answers are the same"]
    assert said(*(call(f"f{number % 2}", number) for number in range(10))) == []


def test_the_first_row_with_another_prompt_is_named() -> None:
    """How many prompts, how many rows without, and where the first one is that differs."""
    made = [
        chat(*([("system", prompt)] if prompt else []), ("user", "x"), ("assistant", "y"))
        for prompt in ("A", "A", "A", "B", "A", "", "B", "A")
    ]
    assert [
        (line, problem.message) for line, problem in ask(_rule("SET006"), Sample(rows(*made)))
    ] == [
        (4, "the rows have 2 different system prompts, and 1 of 8 rows has no system prompt"),
    ]


@given(st.lists(st.integers(0, 8), min_size=1, max_size=4))
def test_equal_answers_add_up(sizes: list[int]) -> None:
    """However the rows are cut, the count is of all of them."""
    rule = _rule("SET005")
    same = Row(chat(("user", "x"), ("assistant", "Bye.")), "chat")
    tally = tallied(rule, [])
    for size in sizes:
        tally.merge(tallied(rule, [same] * size))
    assert (tally.rows, tally.differs) == (sum(sizes), False)


def test_thousands_of_prompts_are_not_counted() -> None:
    """The tally stays small, and a dataset of so many prompts means them."""
    made = [
        Row(chat(("system", f"{number // 2}"), ("user", "x")), "chat") for number in range(5_000)
    ]
    tally = tallied(_rule("SET006"), made)
    assert (tally.too_many, tally.counts, tally.rows) == (True, {}, 5_000)
    assert list(_rule("SET006").finish(tally, dataset_of(made), get("generic"))) == []


@pytest.mark.parametrize("code", TALLIES)
@given(parts=st.lists(st.lists(_row(), max_size=8), min_size=3, max_size=3))
def test_tallies_merge(code: str, parts: list[list[Row]]) -> None:
    """Counting parts and merging them, in any grouping, is counting the whole; also after a journey."""
    rule = _rule(code)
    starts = [1, 1 + len(parts[0]), 1 + len(parts[0]) + len(parts[1])]

    def part(number: int) -> Any:
        return pickle.loads(pickle.dumps(tallied(rule, parts[number], starts[number])))

    def merged(one: Any, other: Any) -> Any:
        one = copy.deepcopy(one)
        one.merge(other)
        return one

    whole = tallied(rule, [row for rows_of_part in parts for row in rows_of_part])
    left = merged(merged(part(0), part(1)), part(2))
    right = merged(part(0), merged(part(1), part(2)))
    assert vars(left) == vars(right) == vars(whole)
    for key, value in vars(whole).items():
        if isinstance(value, dict):  # the order decides between equal counts
            assert list(value) == list(vars(left)[key]) == list(vars(right)[key])
    dataset = dataset_of([row for rows_of_part in parts for row in rows_of_part])
    said = [list(rule.finish(one, dataset, get("generic"))) for one in (left, right, whole)]
    assert said[0] == said[1] == said[2]


@given(cut=st.integers(0, 120), other=st.integers(0, 120))
def test_giving_up_merges_too(cut: int, other: int) -> None:
    """Whether there are too many classes does not depend on where the rows were cut."""
    rule = _rule("SET004")
    made = [Row(chat(("user", "x"), ("assistant", f"{n}")), "chat") for n in range(cut + other)]
    one, two = tallied(rule, made[:cut]), tallied(rule, made[cut:], cut + 1)
    one.merge(two)
    assert vars(one) == vars(tallied(rule, made))
    assert one.gave_up == (cut + other > 100)


def test_formats_are_compared_with_each_other_and_with_the_method() -> None:
    """Rows of another format are named where they begin; the method by what trains the rows."""
    talk = chat(("user", "x"), ("assistant", "y"))
    pair = {"prompt": "x", "completion": "y"}
    preference = {"input": {"messages": []}, "preferred_output": [], "non_preferred_output": []}
    mixed = Sample(rows(talk, pair, talk, preference, pair, talk))
    assert [(line, problem.message) for line, problem in ask(_rule("SCH004"), mixed)] == [
        (2, "2 prompt-completion rows beside 3 chat rows, one dataset has one format"),
        (4, "1 preference row beside 3 chat rows, one dataset has one format"),
    ]
    assert ask(_rule("SCH005"), mixed) == [], "another rule has named them"
    ((line, problem),) = ask(_rule("SCH005"), Sample(rows(preference), method="supervised"))
    assert (line, problem.message, problem.help) == (
        1, "the rows are preference rows, the method is `supervised`",
        "use --method dpo, or convert the rows",
    )  # fmt: skip
    assert _messages("SCH005", Sample(rows(pair), target="openai")) == [
        "the rows are prompt-completion rows, "
        "the target takes chat, preference or reinforcement rows"
    ]
    assert _messages("SCH005", Sample(rows(preference), target="nebius")) == [], "no such method"
    assert _messages("SCH004", Sample(rows(talk, {"id": 1}))) == [], "of no known format"
    assert _messages("SCH005", Sample(rows({"id": 1}))) == []


def test_each_optional_key_is_counted() -> None:
    """One finding for each key that some rows have; calls are in some rows by their nature."""
    turns = [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y", "weight": 1}]
    calls = [{"role": "user", "content": "x"}, {"role": "assistant", "tool_calls": []}]
    made = rows({"messages": turns, "tools": []}, {"messages": turns}, {"messages": calls})
    assert _messages("SCH007", Sample(made)) == [
        "1 of 3 rows has `tools`",
        "2 of 3 rows have `weight` in messages",
    ]
