"""A grader is looked through before it is paid for, and its source is never run."""

from __future__ import annotations

from typing import Any

import pytest

from dataprep.targets import get
from dataprep.training.grading import problems

CHECK = {"type": "string_check", "name": "exact", "input": "{{ sample.output_text }}",
         "reference": "{{ item.answer }}", "operation": "eq"}  # fmt: skip
SIMILAR = {"type": "text_similarity", "name": "like", "input": "{{sample.output_text}}",
           "reference": "{{item.answer}}", "evaluation_metric": "fuzzy_match"}  # fmt: skip
SCORE = {"type": "score_model", "name": "judge", "model": "o3-mini-2025-01-31", "range": [0, 1],
         "input": [{"role": "user", "content": "{{ sample.output_text }}"}]}  # fmt: skip
PYTHON = {"type": "python", "name": "code", "source": "def grade(sample, item):\n    return 1.0\n"}
MULTI = {"type": "multi", "name": "both", "graders": {"a": CHECK, "b": SIMILAR},
         "calculate_output": "0.7 * a + min(b, 1) ^ 2"}  # fmt: skip


def said(grader: Any, target: str = "azure", response_format: bool = False) -> list[str]:
    """Return the messages about a grader."""
    return [one.message for one in problems(grader, get(target), response_format)]


@pytest.mark.parametrize("grader", [CHECK, SIMILAR, SCORE, PYTHON, MULTI])
def test_a_grader_of_the_guides_is_right(grader: dict[str, Any]) -> None:
    """Every type as the guides have it, a dated model included."""
    assert said(grader) == []


@pytest.mark.parametrize(
    ("grader", "message"),
    [
        ({**CHECK, "name": ""}, "the grader has no `name`"),
        ({**CHECK, "operation": "neq"}, "`operation` of the grader is `neq`"),
        ({**SIMILAR, "evaluation_metric": "cosine"}, "`evaluation_metric` of the grader is `cosine`"),
        ({**CHECK, "input": "{{ sample.text }}"}, "the grader reads `sample.text`, which no answer has"),
        ({**CHECK, "input": "{{ sample.output_json.a }}"},
         "the grader reads `sample.output_json`, which is there only with a response format"),
        ({**SCORE, "model": "gpt-9"}, "the grader asks the model `gpt-9`, which is none of those"),
        ({**SCORE, "range": [1, 0]}, "`range` of the grader is [1, 0]"),
        ({**SCORE, "input": "text"}, "`input` of the grader is no list of messages"),
        ({**PYTHON, "source": "def grade(sample, item)\n    return 1\n"},
         "the source of the grader does not compile: line 1:"),
        ({**PYTHON, "source": "x = 1\n"}, "the source of the grader has no function `grade`"),
        ({**PYTHON, "source": "def grade(sample): return 1\n"},
         "`grade` of the grader takes (sample), and is called with two"),
        ({**PYTHON, "source": "\0"}, "the source of the grader does not compile:"),
        ({**PYTHON, "source": "#" * 300_000}, "has 300,000 bytes, azure takes at most 262,144 ("),
        ({**MULTI, "calculate_output": "a + c"}, "no grader is called `c`"),
        ({**MULTI, "calculate_output": "a +"}, "which is no formula"),
        ({**MULTI, "calculate_output": "eval('1')"}, "it calls `eval`"),
        ({**MULTI, "calculate_output": "a % b"}, "it uses an operator that is unknown there"),
        ({**MULTI, "graders": {"a": {**CHECK, "operation": "is"}, "b": SIMILAR}},
         "`operation` of the grader `a` is `is`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(grader: dict[str, Any], message: str) -> None:
    """One problem, and it says where."""
    found = said(grader)
    assert len(found) == 1, found
    assert message in found[0]


def test_structured_answers_may_be_read_where_they_are_asked_for() -> None:
    """`sample.output_json` is there with a response format."""
    grader = {**CHECK, "input": "{{ sample.output_json.a }}"}
    assert said(grader, response_format=True) == []


@pytest.mark.parametrize("taken", ["sample", "sample, item, more", "sample, *, item", ""])
def test_grade_is_called_with_two(taken: str) -> None:
    """Whatever cannot be called with a sample and an item is told with what it takes."""
    (message,) = said({**PYTHON, "source": f"def grade({taken}): return 1"})
    assert "`grade` of the grader takes (" in message


def test_a_source_is_not_run() -> None:
    """Looking at a grader has no effect of its own."""
    source = "raise SystemExit('run')\ndef grade(sample, item, *more): return 1\n"
    assert said({**PYTHON, "source": source}) == []


def test_a_target_that_states_no_models_is_asked_nothing() -> None:
    """What nobody states is not checked."""
    assert said({**SCORE, "model": "anything"}, "generic") == []
