"""The law of all text modes: what stands in the text stands in a record or in a reject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_reading import Result, read

from dataprep.errors import DataprepError
from dataprep.model import Record

PLAIN = ["chunks", "document", "lines", "pairs", "paragraphs"]
QUESTIONS = ["Q: ", "A: ", "**Q:** ", "Question 2: ", "1. Q: ", "A1. ", "Q1. ", "3) ", "### Q: "]
SPEAKERS = ["Anna: ", "[00:01] Ben: ", "**Anna:** ", "ANNA (00:12): "]
FRONTS = ["", "", "", "# ", "## ", "- ", "> ", "=== ", "== ", "*** ", "`", *QUESTIONS, *SPEAKERS]
TAILS = ["", "", "?", ".", " ===", " ==", " ***", " #", " |"]
MARKS = [
    "",
    "",
    "  ",
    "---",
    "=====",
    "***",
    "# ",
    "##",
    "```",
    "~~~",
    "- - -",
    "Q:",
    "A:",
    "Anna:",
]

line = st.tuples(st.sampled_from(FRONTS), st.just(True), st.sampled_from(TAILS)) | st.tuples(
    st.sampled_from(MARKS), st.just(False), st.just("")
)
texts = st.lists(line, max_size=25)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the examples of a property share."""
    return tmp_path_factory.mktemp("lost")


def written(lines: list[tuple[str, bool, str]]) -> list[str]:
    """Return the lines with a word of its own in every one that has words."""
    return [
        front + (f"w{number}x" if worded else "") + tail
        for number, (front, worded, tail) in enumerate(lines)
    ]


def strings(value: Any) -> Iterable[str]:
    """Yield every text inside a record's data or a reject's raw row."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from strings(part)
    else:
        yield value


def output(result: Result) -> str:
    """Return all text of the records and the rejects."""
    rows = [item.data if isinstance(item, Record) else item.raw for item in result.items]
    return "\n".join(strings(rows))


def signs(text: str, without: str = "") -> Counter[str]:
    """Count the characters of a text that are neither space nor in `without`."""
    return Counter(sign for sign in text if not sign.isspace() and sign not in without)


@given(lines=texts, mode=st.sampled_from([None, *PLAIN, "question-answer", "dialogue", "sections"]))
@settings(max_examples=600, deadline=None)
def test_every_word_is_in_a_record_or_a_reject(
    scratch: Path, lines: list[tuple[str, bool, str]], mode: str | None
) -> None:
    """No word is lost, whatever the mode, and none that the text does not have appears."""
    text = "\n".join(written(lines))
    try:
        result = read(scratch / "a.txt", text, mode)
    except DataprepError:
        return
    assert set(re.findall(r"w\d+x", output(result))) == set(re.findall(r"w\d+x", text))


@given(text=st.text(alphabet="ab .?\n\n\t\u2028:#=-*", max_size=80), mode=st.sampled_from(PLAIN))
@settings(max_examples=300, deadline=None)
def test_modes_without_labels_keep_every_character(scratch: Path, text: str, mode: str) -> None:
    """Each character that is no space stands in the records and rejects as often as it did."""
    result = read(scratch / "a.txt", text, mode, chunk_size=5)
    assert signs(output(result)) == signs(text)


@given(lines=texts)
@settings(max_examples=400, deadline=None)
def test_questions_lose_their_labels_only(
    scratch: Path, lines: list[tuple[str, bool, str]]
) -> None:
    """Beside labels, every mark stands in a record or a reject: dividers and headings too."""
    result = read(scratch / "a.txt", "\n".join(written(lines)), "question-answer")
    unlabelled = [(front if front not in QUESTIONS else "", *rest) for front, *rest in lines]
    kept = [text for text in written(unlabelled) if text not in ("Q:", "A:")]
    assert signs("\n".join(kept)) <= signs(output(result))


@given(lines=texts)
@settings(max_examples=400, deadline=None)
def test_dialogues_lose_labels_and_noted_dividers_only(
    scratch: Path, lines: list[tuple[str, bool, str]]
) -> None:
    """Beside labels, every line stands in a record, a reject, or the note about dividers."""
    try:
        result = read(scratch / "a.txt", "\n".join(written(lines)), "dialogue")
    except DataprepError:
        return
    labels = {*QUESTIONS, *SPEAKERS}  # a text may have a speaker called Q
    unlabelled = [(front if front not in labels else "", *rest) for front, *rest in lines]
    noted = " ".join(note.message for note in result.notes if note.code == "REA034")
    aside = {"Q:", "A:", "Anna:"}
    kept = [
        text
        for text in written(unlabelled)
        if text not in aside and f"`{text.strip()}`" not in noted
    ]
    assert signs("\n".join(kept)) <= signs(output(result))


@given(lines=texts)
@settings(max_examples=300, deadline=None)
def test_sections_lose_heading_marks_only(
    scratch: Path, lines: list[tuple[str, bool, str]]
) -> None:
    """Every character but the marks of headings stands in a title, a path or a content."""
    text = "\n".join(written(lines))
    result = read(scratch / "a.txt", text, "sections")
    assert signs(text, "#=-") <= signs(output(result), "#=-")
