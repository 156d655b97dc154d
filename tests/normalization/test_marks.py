"""Separator, stop sequence and leading space: chosen from all rows, never added twice."""

from __future__ import annotations

import copy
import pickle
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stepping import Row, apply, pipeline, surveyed
from strategies import prompt_completion_rows

from dataprep.errors import UsageError
from dataprep.formats import get
from dataprep.normalization.affixes import AffixSurvey
from dataprep.normalization.pipeline import Pipeline
from dataprep.normalization.separator import Separator
from dataprep.normalization.stop_sequence import StopSequence

MARKS = (*Separator.candidates, *StopSequence.candidates)
_pieces = st.lists(
    st.sampled_from([*MARKS, *"\n#-=>*+ END", "\n\n##", "#\n\n", " -", "word"]), max_size=5
)
_rows = st.one_of(
    prompt_completion_rows(),
    st.builds(
        lambda prompt, completion: {
            "prompt": "".join(prompt),
            "completion": "x" + "".join(completion),
        },
        _pieces,
        _pieces,
    ),
)
ROWS = st.lists(_rows, max_size=6)
AUTO = {"separator": "auto", "stop": "auto", "reject_empty": False}


def observed(survey: AffixSurvey, rows: list[Row]) -> AffixSurvey:
    """Return a survey that has seen rows."""
    for row in rows:
        survey.observe(row)
    return survey


def tried(rows: list[Row], **options: Any) -> Pipeline | None:
    """Return the decided pipeline, None where every candidate is taken."""
    try:
        return pipeline("prompt-completion", copy.deepcopy(rows), **options)
    except UsageError:
        return None


@given(rows=ROWS, leading=st.booleans())
def test_a_chosen_mark_stands_at_the_end_only(rows: list[Row], leading: bool) -> None:
    """In no prompt or completion is it found elsewhere, also where a text and the mark meet."""
    steps = tried(rows, **AUTO, leading_space=leading)
    if steps is None:
        return
    end, stop = steps.inference()["separator"], steps.inference()["stop_sequence"]
    assert end not in stop and stop not in end
    for row in rows:
        empty = not row["prompt"]
        steps.apply(row, Counter())
        prompt, completion = row["prompt"], row["completion"]
        assert prompt.count(end) == (not empty) and prompt.endswith("" if empty else end)
        assert prompt.find(end) in (-1, len(prompt) - len(end))
        assert completion.find(stop) == len(completion) - len(stop)
        assert stop not in prompt and end not in completion


@given(
    rows=ROWS,
    options=st.sampled_from(
        (AUTO, {"separator": " ->", "stop": "\\n"}, {"separator": "##", "stop": "##"})
    ),
)
def test_marks_are_never_added_twice(rows: list[Row], options: dict[str, Any]) -> None:
    """A file that is converted again has the marks that it had, found anew or given again."""
    options = {"reject_empty": False, **options}
    steps = tried(rows, **options)
    if steps is None:
        return
    for row in rows:
        steps.apply(row, Counter())
    once = copy.deepcopy(rows)
    again = pipeline("prompt-completion", copy.deepcopy(rows), **options)
    assert again.inference() == steps.inference()
    for row in rows:
        again.apply(row, Counter())
    assert rows == once


@given(rows=ROWS, cut=st.integers(0, 6), side=st.sampled_from(("prompt", "completion")))
def test_surveys_of_parts_add_up(rows: list[Row], cut: int, side: str) -> None:
    """The survey of two parts together is that of the whole, wherever the cut; it can be sent."""
    parts = [observed(AffixSurvey(side, MARKS), part) for part in (rows[:cut], rows[cut:])]
    whole = observed(AffixSurvey(side, MARKS), rows)
    assert parts[0] + pickle.loads(pickle.dumps(parts[1])) == whole
    empty = AffixSurvey(side, MARKS)
    assert empty + whole == whole == whole + empty


def test_the_first_free_mark_is_chosen() -> None:
    """Marks that occur in some text are passed over, on either side."""
    rows = [
        {"prompt": "a\n\n###\n\nb", "completion": "c"},
        {"prompt": "a", "completion": "\n\n===\n\n"},
    ]
    made = pipeline("prompt-completion", rows, separator="auto")
    assert made.inference() == {"separator": "\n\n---\n\n"}
    assert pipeline("prompt-completion", [], **AUTO).inference() == {
        "separator": "\n\n###\n\n", "stop_sequence": " END",
    }  # fmt: skip
    lines = [{"prompt": "a", "completion": "b"}]
    assert pipeline("prompt-completion", lines, stop="auto").inference() == {"stop_sequence": "\n"}


def test_a_mark_that_would_stand_there_twice_is_not_chosen() -> None:
    """The end of a text and the mark together must not make another one."""
    row = {"prompt": "x\n\n###", "completion": "y END EN"}
    made = pipeline("prompt-completion", [row], separator="auto")
    assert made.inference() == {"separator": "\n\n===\n\n"}
    done = apply(dict(row), separator=r"\n\n###\n\n")
    assert done.warnings[0][0] == "CNV013"
    starred = {"prompt": "a\nb", "completion": "END END ###*"}
    assert pipeline("prompt-completion", [starred], stop="auto").inference() == {
        "stop_sequence": "+++",
    }  # fmt: skip


def test_a_mark_that_all_rows_have_is_kept() -> None:
    """A file that was prepared before is left as it is."""
    rows = [{"prompt": f"{n} =>", "completion": f" {n} END"} for n in range(3)]
    made = pipeline("prompt-completion", rows, **AUTO)
    assert made.inference() == {"separator": " =>", "stop_sequence": " END"}
    assert apply(dict(rows[0]), separator=" =>", stop=" END").changed == {}
    empty = {"prompt": "", "completion": " x END"}
    assert pipeline("prompt-completion", [empty, *rows], **AUTO).inference() == made.inference()
    assert pipeline("prompt-completion", rows[:1], **AUTO).inference() == made.inference()


def test_two_marks_never_hold_each_other() -> None:
    """A stop sequence that is given is taken into account for the separator, and the reverse."""
    assert pipeline("prompt-completion", [], separator="auto", stop="###").inference() == {
        "separator": "\n\n===\n\n", "stop_sequence": "###",
    }  # fmt: skip
    made = pipeline("prompt-completion", [], separator="\\n\\n###\\n\\n", stop="auto").inference()
    assert made["stop_sequence"] == " END"


def test_when_every_mark_is_taken_the_user_is_asked() -> None:
    """The error says how many rows were looked at and what to type."""
    rows = [{"prompt": mark + "x", "completion": mark + "x"} for mark in MARKS]
    for flag, number in (("separator", len(MARKS)), ("stop", len(MARKS))):
        with pytest.raises(UsageError) as caught:
            pipeline("prompt-completion", rows, **{flag: "auto"})
        assert caught.value.message == (
            f"every usual mark for --{flag} auto occurs in some text of the {number} rows"
        )
        assert caught.value.hint == f"give one that occurs nowhere: --{flag} TEXT"


def test_rows_that_are_dropped_have_no_say() -> None:
    """The survey sees what the other steps let through, as they have changed it."""
    steps = Pipeline.make({"separator": "auto", "lower_case": True}, get("prompt-completion"))
    rows = [{"prompt": "A\n\n###\n\nb", "completion": " "}, {"prompt": "A", "completion": "B"}]
    (survey,) = surveyed(steps, rows).values()
    assert survey == AffixSurvey("prompt", Separator.candidates, 1, set(), "a")


def test_a_given_mark_is_read_with_its_escapes() -> None:
    """`none` is nothing; an empty one is an error; one inside a text is a warning."""
    row = {"prompt": "a", "completion": "b"}
    done = apply(dict(row), separator=r"\n->\u0020", stop="END", leading_space=True)
    assert done.row == {"prompt": "a\n-> ", "completion": " bEND"}
    assert done.changed == {
        "leading space added": 1, "separator added": 1, "stop sequence added": 1,
    }  # fmt: skip
    assert apply(dict(row), separator="none", stop="none").changed == {}
    for flag in ("separator", "stop"):
        with pytest.raises(UsageError, match=f"--{flag} is empty"):
            apply(dict(row), **{flag: ""})
    odd = apply({"prompt": "a##b#", "completion": "c; d"}, separator="##", stop=";")
    assert odd.row == {"prompt": "a##b###", "completion": "c; d;"}
    assert odd.warnings == [
        ("CNV013", "the separator '##' also occurs inside the text"),
        ("CNV013", "the stop sequence ';' also occurs inside the text"),
    ]


def test_an_empty_prompt_needs_no_separator() -> None:
    """There is nothing to divide."""
    assert apply({"prompt": "", "completion": "a"}, separator=" ->").row["prompt"] == ""


@pytest.mark.parametrize(("before", "after"), [("a", " a"), (" a", " a"), ("\na", "\na")])
def test_a_leading_space_is_added_once(before: str, after: str) -> None:
    """Completions that begin with white space are left alone."""
    assert (
        apply({"prompt": "", "completion": before}, leading_space=True).row["completion"] == after
    )
