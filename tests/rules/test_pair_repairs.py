"""Repairs of prompt-completion data: prefixes, marks and capitals, the same for all rows."""

from __future__ import annotations

from typing import Any

import pytest
from asking import ask_dataset
from settling import data, pair, settle

from dataprep.rules.base import Drop, Sample, rows
from dataprep.rules.prompt_completion.marks import SEPARATORS, STOPS
from dataprep.rules.prompt_completion.mostly_upper_case import MostlyUpperCase
from dataprep.rules.prompt_completion.no_leading_space import NoLeadingSpace
from dataprep.rules.prompt_completion.no_prompt_separator import NoPromptSeparator
from dataprep.rules.prompt_completion.no_stop_sequence import NoStopSequence
from dataprep.rules.prompt_completion.pairs import WORDS, pairs
from dataprep.rules.prompt_completion.shared_completion_prefix import SharedCompletionPrefix
from dataprep.rules.prompt_completion.shared_prompt_prefix import SharedPromptPrefix
from dataprep.rules.row import Row
from dataprep.targets import get

GENERIC, BASE = get("generic"), get("openai/davinci-002")


def test_a_prefix_is_removed_from_each_row_its_own() -> None:
    """The old tool wrote all completions into each cell here: each row keeps its own answer only."""
    file = pairs("A {} ->", " Answer: {} END")
    done = settle([SharedCompletionPrefix()], file, GENERIC, [pair("Z ->", " Answer: zebra END")])
    assert [one["completion"] for one in done.train] == [f" {word} END" for word in WORDS]
    assert done.validation == [pair("Z ->", " zebra END")]
    assert done.rounds == 1


def test_a_prefix_ends_with_a_word() -> None:
    """Letters with which all answers happen to begin are no part of the words that are removed."""
    file = [pair(f"{n} ->", f"The answer is ap{'ple' * n}") for n in range(1, 12)]
    assert settle([SharedCompletionPrefix()], file, GENERIC).train[0] == pair("1 ->", "apple")
    file = [pair(f"Name the fruit: ap{n}", f" {n}") for n in range(12)]
    assert settle([SharedPromptPrefix()], file, GENERIC).train[3] == pair("ap3", " 3")


def test_an_answer_without_words_of_its_own_is_dropped() -> None:
    """A completion that is nothing but the shared words goes; such a prompt is left empty."""
    file = [*pairs("A {} ->", " Answer: {}"), pair("B ->", " Answer: ")]
    done = settle([SharedCompletionPrefix()], file, GENERIC)
    assert done.dropped == [file[-1]]
    file = [*pairs("Say it in one word: {}", " {}"), pair("Say it in one word: ", " yes")]
    done = settle([SharedPromptPrefix()], file, GENERIC)
    assert done.train[-1] == pair("", " yes")
    assert not done.dropped


def test_white_space_behind_a_prefix_does_not_stand_twice() -> None:
    """A row that goes on with a line end after the words has the white space before them only."""
    file = [*pairs("A {} ->", " Answer: {}"), pair("B ->", " Answer:\nno")]
    assert settle([SharedCompletionPrefix()], file, GENERIC).train[-1] == pair("B ->", " no")
    file = [*pairs("A {} ->", "Answer: {}"), pair("B ->", "Answer:\nno")]
    done = settle([SharedCompletionPrefix(), NoLeadingSpace()], file, BASE)
    assert [one["completion"] for one in done.train] == [*(f" {word}" for word in WORDS), " no"]


def test_the_other_part_gets_the_same_marks() -> None:
    """Separator and stop sequence are those of the train part, whatever the other part's texts hold."""
    both = [NoPromptSeparator(), NoStopSequence()]
    other = [
        pair("Say ### and\n\n###\n\nmore", " A\nB"),
        pair("Z\n\n###\n\n", " z\n"),
        pair("", ""),
    ]
    done = settle(both, pairs("What is like a {}", " It is a {}"), GENERIC, other)
    assert done.train[0] == pair("What is like a apple\n\n###\n\n", " It is a apple\n")
    assert done.validation == [
        pair("Say ### and\n\n###\n\nmore\n\n###\n\n", " A\nB\n"), other[1], other[2],
    ]  # fmt: skip


def test_a_mark_that_the_end_of_a_text_completes_is_not_chosen() -> None:
    """Behind `C#`, the stop sequence `###` would begin one character too early."""
    taken = "".join(mark for mark in STOPS if mark not in ("###", "***"))
    file = [*pairs("{} ->", taken + " {}"), pair("? ->", " C#")]
    done = settle([NoStopSequence()], file, GENERIC).train
    assert [one["completion"] for one in done[-1:]] == [" C#***"]


@pytest.mark.parametrize(
    ("rule", "marks"), [(NoPromptSeparator, SEPARATORS), (NoStopSequence, STOPS)]
)
def test_without_a_free_mark_there_is_no_repair(rule: Any, marks: tuple[str, ...]) -> None:
    """Where each usual mark occurs in some text, the finding says that it cannot be repaired."""
    taken = "".join(marks)
    sample = Sample(rows(*pairs(taken + " what is {}", taken + " {}")))
    (problem,) = ask_dataset(rule(), sample)
    assert problem.fix == ""
    assert settle([rule()], data(sample.content), GENERIC).rounds == 0


def test_capitals_become_small_and_the_stop_sequence_stays() -> None:
    """Only the side that is in capitals is written anew, and ` END` still ends its texts."""
    file = pairs("What is a {}?", " THIS IS WHAT THEY CALL A {}. END")
    done = settle([MostlyUpperCase()], file, GENERIC, [pair("WHY?", " BECAUSE END")])
    assert done.train[0] == pair("What is a apple?", " this is what they call a apple. END")
    assert done.validation == [pair("WHY?", " because END")]


def test_capitals_without_small_letters_are_none() -> None:
    """What `lower` cannot change is not found, so that the repair comes to an end."""
    bold = "".join(map(chr, range(0x1D400, 0x1D41A)))
    assert not ask_dataset(MostlyUpperCase(), Sample(rows(*pairs(bold + " {}", " {}"))))


def test_a_drop_is_the_only_edit() -> None:
    """A row that goes is not written anew as well."""
    rule = SharedCompletionPrefix()
    (edit,) = rule.carry_out(" Answer: ", Row(pair("x", " Answer:  "), "prompt-completion"))
    assert isinstance(edit, Drop)
