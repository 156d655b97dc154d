"""Rules about prompt-completion rows: what all rows have in common, counted in parts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from asking import DATASET, ask_dataset, line_of, lines, tallied
from hypothesis import given
from hypothesis import strategies as st

from dataprep.discovery import classes
from dataprep.model import Severity
from dataprep.normalization.separator import Separator
from dataprep.normalization.stop_sequence import StopSequence
from dataprep.rules.base import DatasetRule, Place, Rule, Sample, rows
from dataprep.rules.prompt_completion.empty_completion import EmptyCompletion
from dataprep.rules.prompt_completion.endings import LONGEST, Endings, repeated
from dataprep.rules.prompt_completion.labels import MOST, Labels
from dataprep.rules.prompt_completion.marks import SEPARATORS, STOPS
from dataprep.rules.prompt_completion.mostly_upper_case import cases
from dataprep.rules.prompt_completion.no_prompt_separator import NoPromptSeparator
from dataprep.rules.prompt_completion.no_stop_sequence import NoStopSequence
from dataprep.rules.prompt_completion.openings import Openings
from dataprep.rules.prompt_completion.pairs import KINDS, WORDS, pairs, quoted
from dataprep.rules.prompt_completion.separator_inside_prompt import SeparatorInsidePrompt
from dataprep.rules.prompt_completion.shared_completion_prefix import SharedCompletionPrefix
from dataprep.rules.prompt_completion.shared_prompt_prefix import SharedPromptPrefix
from dataprep.rules.prompt_completion.stop_inside_completion import StopInsideCompletion
from dataprep.rules.row import Row
from dataprep.targets import get
from dataprep.targets.target import Figure

GENERIC = get("generic")
COUNTING: list[DatasetRule[Any]] = [
    rule()
    for rule in classes("dataprep.rules.prompt_completion", Rule).values()
    if issubclass(rule, DatasetRule)
]
_by_code = pytest.mark.parametrize("rule", COUNTING, ids=lambda rule: rule.code)
_texts = st.one_of(
    st.text("ab\n#> ", max_size=12),
    st.sampled_from(
        ["a\n\n###\n\n", "b\n\n###\n\n", "x ->", "A LONG WORD IN CAPITALS", " yes", ""]
    ),
    st.none(),
    st.integers(),
)


@st.composite
def _in_three_parts(draw: st.DrawFn) -> list[list[Row]]:
    """Draw a file in three parts; its texts have an ending in common, or nothing."""
    prompt_end, completion_end = (
        draw(st.sampled_from(["", "#", "##\n", "\n\n###\n\n", " END"])) for _ in range(2)
    )

    def ended(text: Any, ending: str) -> Any:
        return text + ending if isinstance(text, str) else text

    parts = st.lists(st.lists(st.tuples(_texts, _texts), max_size=8), min_size=3, max_size=3)
    return [
        [
            Row(
                {"prompt": ended(one, prompt_end), "completion": ended(other, completion_end)},
                "prompt-completion",
            )
            for one, other in part
        ]
        for part in draw(parts)
    ]


def said(rule: DatasetRule[Any], data: list[dict[str, Any]], target: Any = GENERIC) -> list[str]:
    """Return the messages of a rule about rows."""
    found = rule.finish(tallied(rule, lines(rows(*data))), DATASET, target)
    return [problem.message for problem in found]


@_by_code
def test_samples_of_dataset_rules(rule: DatasetRule[Any]) -> None:
    """Each rule speaks once for its bad samples, at their line, and not for the good and fixed ones."""
    for sample in rule.bad:
        assert [line_of(one) for one in ask_dataset(rule, sample)] == [sample.line]
    for sample in (*rule.good, *rule.fixed):
        assert ask_dataset(rule, sample) == []


@pytest.mark.parametrize("target", ["generic", "openai/davinci-002"])
def test_a_clean_file_is_passed_in_silence(target: str) -> None:
    """Pairs with a separator, a leading space and a stop sequence get no finding of any rule."""
    clean = Sample(rows(*pairs("What is a {}?\n\n###\n\n", " {} is a thing END")), target)
    assert [found for rule in COUNTING for found in ask_dataset(rule, clean)] == []


@_by_code
@given(_in_three_parts())
def test_tallies_merge(rule: DatasetRule[Any], file: list[list[Row]]) -> None:
    """Counting in parts, merged in either order of brackets, gives the tally of all rows at once."""
    one, two, three = file

    def parts() -> tuple[Any, Any, Any]:
        second, third = len(one) + 1, len(one) + len(two) + 1
        return tallied(rule, one), tallied(rule, two, second), tallied(rule, three, third)

    left, middle, right = parts()
    left.merge(middle)
    left.merge(right)
    first, second, third = parts()
    second.merge(third)
    first.merge(second)
    whole = tallied(rule, one + two + three)
    assert state(left) == state(first) == state(whole)
    found = list(rule.finish(whole, DATASET, GENERIC))
    assert found == list(rule.finish(left, DATASET, GENERIC))


def state(value: Any) -> Any:
    """Return everything that a tally holds as comparable data."""
    return {
        name: state(inner) if hasattr(inner, "__dict__") else inner
        for name, inner in vars(value).items()
    }


@given(st.lists(st.text("ab#", min_size=1, max_size=9), min_size=1, max_size=8))
def test_common_ending_and_its_repeats(texts: list[str]) -> None:
    """The common ending and the rows that repeat it are those that a search of all rows finds."""
    tally = Endings("prompt")
    for number, text in enumerate(texts, 1):
        tally.add(Row({"prompt": text}, "prompt-completion"), Place("data.jsonl", number))
    size = max(n for n in range(10) if len({text[len(text) - n :] for text in texts}) == 1
               and all(len(text) >= n for text in texts))  # fmt: skip
    common = texts[0][len(texts[0]) - size :]
    assert tally.common == common
    for length in range(1, size + 1):
        ending = common[-length:]
        holding = [n for n, text in enumerate(texts, 1) if ending in text[:-length]]
        count, first = tally.repeating(ending)
        assert (count, first.line if first else None) == (len(holding), next(iter(holding), None))


def test_endings_are_bounded() -> None:
    """Of a long common ending no more is kept than what is looked at."""
    tally = Endings("prompt")
    for letter in "ab":
        tally.add(Row({"prompt": letter * 5 + "x" * 500}, "prompt-completion"), Place("f", 1))
    assert tally.common == "x" * LONGEST
    assert repeated("x" * 500, LONGEST) == LONGEST


def test_openings_are_bounded() -> None:
    """Of a long common beginning no more is kept than what is looked at, and that is said."""
    long = "x " * 10_000
    (found,) = ask_dataset(SharedPromptPrefix(), Sample(rows(*pairs(long + "{}", "{}"))))
    assert found.message == (
        f"all 12 prompts begin with the same at least 10,000 characters, above 12: `{'x ' * 29}x…`"
    )
    tally = Openings("prompt")
    tally.add(Row({"prompt": long}, "prompt-completion"), Place("f", 1))
    assert len(tally.common) == 10_000


def test_first_repeat_is_named_across_parts() -> None:
    """Merged parts name the first row that repeats the ending, wherever the parts were cut."""
    parts = [Endings("prompt") for _ in range(3)]
    for number, text in enumerate(["a ->", "b -> c ->", "d -> e ->"]):
        parts[number].add(Row({"prompt": text}, "prompt-completion"), Place("f", number + 1))
    parts[1].merge(parts[2])
    parts[0].merge(parts[1])
    assert parts[0].repeating(" ->") == (2, Place("f", 2))
    assert parts[0].repeats == {3: (2, 1, Place("f", 2))}


def test_usual_marks_are_those_of_convert() -> None:
    """What the rules suggest is what `convert` would choose, in the same order."""
    assert Separator.candidates == SEPARATORS
    assert StopSequence.candidates == STOPS


def test_missing_separator_says_what_to_do() -> None:
    """The help names the first usual separator that no text holds."""
    data = pairs("What is\n\n###\n\nlike a {}", " It is a {} END")
    (found,) = ask_dataset(NoPromptSeparator(), Sample(rows(*data)))
    assert found.message == (
        "the 12 prompts have no common ending that marks where the completion begins"
    )
    assert found.help.startswith(
        "end every prompt with `\\n\\n===\\n\\n`, which occurs in no text: "
        "`dataprep convert FILE --to prompt-completion --separator auto`"
    )


def test_one_row_without_the_separator_is_named() -> None:
    """Where most prompts have a separator, the ones without are counted and the first is named."""
    data = pairs("What is a {}?\n\n###\n\n", " A {} END")
    data[4]["prompt"] = "What is an engine?"
    (found,) = ask_dataset(NoPromptSeparator(), Sample(rows(*data)))
    assert found.message == (
        "1 of 12 prompts ends without the separator `\\n\\n###\\n\\n` of the others"
    )
    assert "--separator '\\n\\n###\\n\\n'`" in found.help
    assert line_of(found) == 5


def test_no_free_mark() -> None:
    """Where every usual mark is taken, the help asks for another text."""
    data = pairs("".join(SEPARATORS) + " what is a {}", " It is {}")
    (found,) = ask_dataset(NoPromptSeparator(), Sample(rows(*data)))
    assert "--separator TEXT`" in found.help


@pytest.mark.parametrize(
    ("rule", "figure"),
    [(NoPromptSeparator(), "prompt_separator"), (NoStopSequence(), "stop_sequence")],
)
def test_target_says_how_bad_a_missing_mark_is(rule: DatasetRule[Any], figure: str) -> None:
    """A target lowers the severity, or turns the rule off where it sets the marks itself."""

    def target(word: str) -> Any:
        return GENERIC._replace(figures={figure: Figure(word, "a page", date(2026, 11, 20))})

    assert not rule.applies(target("off"))
    assert rule.applies(target("info"))
    tally = tallied(rule, lines(rule.bad[0].content))
    (found,) = rule.finish(tally, DATASET, target("info"))
    assert found.severity is Severity.INFO


def test_separator_inside_prompts_is_counted() -> None:
    """The finding says in how many prompts, and that a longer ending is not taken for the mark."""
    data = pairs("What -> is a {}? ->", " A {} END")
    assert said(SeparatorInsidePrompt(), data) == [
        "the common ending ` ->` of the prompts also occurs earlier in 12 of 12 prompts"
    ]


def test_labels_need_no_stop_sequence() -> None:
    """Classes share an ending by chance, or none at all; neither is a defect."""
    data = [{"prompt": f"{n} ->", "completion": (" banana", " lana")[n % 2]} for n in range(12)]
    assert said(StopInsideCompletion(), data) == []
    data = [{"prompt": f"{n} ->", "completion": (" yes", " no")[n % 2]} for n in range(12)]
    assert said(NoStopSequence(), data) == []


def test_too_many_different_completions_are_no_labels() -> None:
    """Labels are fewer than a third of the rows, and never more than a thousand."""
    tally = Labels()
    for number in range(4 * (MOST + 1)):
        completion = f" {number % (MOST + 1)}"
        tally.add(Row({"completion": completion}, "prompt-completion"))
    assert tally.hashes is None
    assert not tally.classification


def test_labels_of_two_parts_can_be_too_many() -> None:
    """What each part takes for labels may be too many together."""
    one, other = Labels(), Labels()
    for number in range(MOST):
        for tally, side in ((one, "a"), (other, "b")):
            for _ in range(4):
                tally.add(Row({"completion": f"{side}{number}"}, "prompt-completion"))
    assert one.classification and other.classification
    one.merge(other)
    assert not one.classification


def test_common_prefix_is_removed_row_by_row() -> None:
    """The fixed sample of PRC008 keeps each row's own answer (the old tool wrote all into each)."""
    (fixed,) = SharedCompletionPrefix.fixed
    assert [row.data["completion"] for row in lines(fixed.content)] == [
        f" {word} END" for word in WORDS
    ]


@pytest.mark.parametrize(
    ("completion", "message"),
    [("", "`completion` is empty"), (" \n\u3000", "`completion` holds white space only")],
)
def test_empty_completion(completion: str, message: str) -> None:
    """A blank completion is said at its place; what is no text is left to the schema."""
    rule = EmptyCompletion()
    (found,) = rule.check(
        Row({"prompt": "x", "completion": completion}, "prompt-completion"), GENERIC
    )
    assert (found.message, found.path) == (message, ("completion",))


@pytest.mark.parametrize("completion", [None, 3, [], {}, "x"])
def test_completion_of_another_type_is_not_empty(completion: Any) -> None:
    """Null, numbers and lists are the schema's."""
    row = Row({"completion": completion}, "prompt-completion")
    assert not list(EmptyCompletion().check(row, GENERIC))
    assert not list(EmptyCompletion().check(Row({}, "prompt-completion"), GENERIC))


@given(st.text(max_size=40))
def test_letters_are_counted_in_every_script(text: str) -> None:
    """The fast count of ASCII and the slow one of other scripts agree with each character's case."""
    expected = (sum(c.isupper() for c in text), sum(c.islower() for c in text))
    assert cases(text) == expected


def test_quoted_text_is_cut() -> None:
    """A quotation has at most 60 characters of the data, from the side that matters."""
    assert quoted("a" * 100) == f"`{'a' * 59}…`"
    assert quoted("a" * 100 + "\n", end=True) == f"`…{'a' * 58}\\n`"


def test_rules_look_at_pairs_only() -> None:
    """No rule of the family is given other rows."""
    assert all(rule.kinds == KINDS for rule in COUNTING)
    assert {rule.code for rule in COUNTING} >= {f"PRC{n:03}" for n in (*range(1, 9), 10, 11, 12)}
