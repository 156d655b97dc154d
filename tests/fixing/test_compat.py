"""The decisions of the old preparation tool as a function of pairs."""

from __future__ import annotations

import pytest

from dataprep.errors import InputError
from dataprep.fixing.compat import CLASSIFICATION, CONDITIONAL, OPEN_ENDED, STEPS, prepare, task_of

PLAIN = [(f"what is {n}", f"it is {n}") for n in range(9)]


def test_all_steps_are_offered_in_their_order() -> None:
    """Decisions are taken on the pairs as they were read, and carried out one after the other."""
    rows = [(f"READ THE TEXT: {n} {'X' * 9_999 * (n == 2)}?{n}", f"THE END: {n}") for n in range(9)]
    done = prepare([*rows, rows[0], ("empty", "")])
    assert tuple(done.steps) == STEPS
    assert done.dropped == {10: "empty", 9: "duplicates", 2: "long-rows"}
    assert done.pairs[1] == (1, "1 ?1 ->", " 1\n")
    assert done.task == CONDITIONAL


def test_steps_can_be_declined() -> None:
    """What is not accepted is offered and not carried out."""
    done = prepare(PLAIN, accepted={"separator"})
    assert list(done.steps) == ["separator", "completion-prefix", "stop", "leading-space"]
    assert [pair[1:] for pair in done.pairs] == [(one + " ->", other) for one, other in PLAIN]


@pytest.mark.parametrize(
    ("prompts", "mark"),
    [
        ("{}", " ->"),
        ("a\n{}", "\n\n###\n\n"),
        ("a -> {}", "\n\n###\n\n"),
        ("{0}\n\n###\n\n a\n\n===\n\n {0}", "\n\n---\n\n"),
    ],
)
def test_separators_in_their_order(prompts: str, mark: str) -> None:
    """The arrow serves prompts of one line only; a mark that occurs in a prompt is passed over."""
    done = prepare([(prompts.format(n), f" {n}") for n in range(9)])
    assert done.pairs[0].prompt == prompts.format(0) + mark


def test_tasks() -> None:
    """Blank prompts are open-ended; fewer different completions than a third of the rows are classes."""
    assert prepare([("", "a"), ("", "b")]).task == OPEN_ENDED
    labels = [(f"{n}", "yes" if n % 2 else "no") for n in range(7)]
    assert prepare(labels).task == CLASSIFICATION
    assert prepare(labels[:6]).task == CONDITIONAL
    assert task_of([]) == OPEN_ENDED


def test_split_sizes() -> None:
    """At most a thousand rows are held out, and at most a fifth."""
    labels = [(f"{n} ->", " yes" if n % 2 else " no") for n in range(6_000)]
    assert prepare(labels).train_rows == 5_000
    assert prepare(labels[:11]).train_rows == 8


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a", "b"), ("a", "c")], "all 2 prompts are the same: `a`"),
        ([("a", "b"), ("c", "b")], "all 2 completions are the same: `b`"),
        ([("a", "")], "no pair has a completion"),
        ([], "no pair has a completion"),
        ([("a", "b" * 10_000), ("c", "d" * 10_000)], "all 2 rows are empty or above 10,000 characters"),
    ],
)  # fmt: skip
def test_what_cannot_be_prepared(rows: list[tuple[str, str]], message: str) -> None:
    """Where the tool gives up, the reason is said."""
    with pytest.raises(InputError) as error:
        prepare(rows)
    assert error.value.message == message
    assert error.value.hint


def test_the_rows_given_stay_as_they_are() -> None:
    """Nothing but the answer is new: a second call gives the same."""
    rows = list(PLAIN)
    assert prepare(rows) == prepare(rows)
    assert rows == PLAIN
