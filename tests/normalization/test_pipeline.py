"""The steps together: options, their mistakes, the order, the counters."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from stepping import apply

from dataprep.errors import UsageError
from dataprep.formats import get
from dataprep.normalization.pipeline import Pipeline, steps


def wrong(to: str, **values: Any) -> str:
    """Return the message and the hint with which options are refused."""
    with pytest.raises(UsageError) as caught:
        Pipeline.make(values, get(to))
    return f"{caught.value.message} | {caught.value.hint}"


def test_without_options_only_the_defaults_run() -> None:
    """Line ends and empty answers; both can be switched off."""
    made = Pipeline.make({}, get("chat"))
    assert [step.name for step in made.steps] == [
        "line ends to LF",
        "rows without an answer rejected",
    ]
    assert Pipeline.make({"lf": False, "reject_empty": False}, get("chat")).steps == []


def test_steps_have_an_order_of_their_own() -> None:
    """No two steps share a rank, so that the order never depends on names."""
    ranks = [step.rank for step in steps()]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize(
    ("to", "values", "message"),
    [
        ("chat", {"trimm": "both"}, "no option is called `trimm` | see: dataprep convert --help"),
        (
            "chat",
            {"separator": "auto"},
            "--separator works on prompt-completion rows, not on chat rows | "
            "leave it out, or write --to prompt-completion",
        ),
        ("text", {"merge_turns": True}, "--merge-turns works on chat rows, not on text rows"),
        ("chat", {"trim": "sideways"}, "--trim 'sideways' is not a choice | choose one of: both, l"),
        ("chat", {"too_long": "cut"}, "--too-long 'cut' is not a choice"),
        ("chat", {"max_chars": -1}, "--max-chars -1 must be a whole number, 0 or more"),
        ("chat", {"max_chars": "9"}, "--max-chars '9' must be a whole number, 0 or more"),
        ("chat", {"max_chars": True}, "--max-chars True must be a whole number"),
        ("chat", {"lower_case": "yes"}, "--lower-case 'yes' must be True or False"),
        ("prompt-completion", {"stop": 3}, "--stop 3 must be a text"),
        ("chat", {"matches": ["("]}, "--matches '(' is not a regular expression: missing )"),
        ("chat", {"matches": ["a{99999999999999}"]}, "is not a regular expression: the repet"),
    ],
)  # fmt: skip
def test_options_that_make_no_sense_are_refused(
    to: str, values: dict[str, Any], message: str
) -> None:
    """Before the first row is read, and from Python as from the command line."""
    assert message in wrong(to, **values)


def test_every_step_counts_the_rows_that_it_changed() -> None:
    """One for each row, however many texts of it changed."""
    made = Pipeline.make({"trim": "both", "lower_case": True}, get("prompt-completion"))
    counts: Counter[str] = Counter()
    for row in ({"prompt": " A ", "completion": " B "}, {"prompt": "a", "completion": "b "}):
        made.apply(row, counts)
    assert counts == {"trimmed": 2, "lower-cased": 1}


def test_steps_work_on_every_text_of_parts_too() -> None:
    """Content that is a list of parts is changed in its texts."""
    part = {"type": "text", "text": " A\r\n"}
    row = {"messages": [{"role": "assistant", "content": [part, {"type": "image_url"}]}]}
    made = apply(row, trim="both", lower_case=True).row["messages"][0]["content"]
    assert made == [{"type": "text", "text": "a"}, {"type": "image_url"}]


def test_what_must_be_repeated_at_inference_is_known() -> None:
    """Separator and stop sequence, as they are added."""
    made = Pipeline.make({"separator": r"\n>", "stop": "END"}, get("prompt-completion"))
    assert made.inference() == {"separator": "\n>", "stop_sequence": "END"}
