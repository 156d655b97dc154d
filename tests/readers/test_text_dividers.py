"""What stands between two questions or two conversations, and when it is part of an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from text_reading import read

from dataprep.model import Severity


@pytest.mark.parametrize(
    "divider",
    [
        "=== Making coffee ===",
        "== Making coffee ==",
        "==Coffee==",
        "--- Making coffee ---",
        "*** Making coffee ***",
        "## Making coffee",
        "---",
        "- - -",
        "=====",
        "***",
        "____",
        "###",
        "~~~~",
        "Making coffee\n-------------",
        "Making coffee\n=============",
        "====================\nMaking coffee\n====================",
        "---\n\n=== Making coffee ===\n---",
    ],
)
@pytest.mark.parametrize("space", ["\n\n", "\n"])
def test_a_divider_between_questions_is_cut_from_the_answer(
    tmp_path: Path, divider: str, space: str
) -> None:
    """Between blank lines, or directly before the next question, it is a reject and noted."""
    text = f"Q: a?\nA: b\n\nc\n\n{divider}{space}Q: d?\nA: e\n"
    result = read(tmp_path / "a.txt", text, "question-answer")
    assert [data["answer"] for data in result.data] == ["b\n\nc", "e"]
    (reject,) = result.rejects
    assert result.items.index(reject) == 1
    assert reject.raw == divider
    assert (reject.finding.code, reject.finding.severity) == ("REA034", Severity.INFO)
    assert reject.finding.location.line == 6
    (note,) = result.notes
    assert (note.code, note.severity, note.location.line) == ("REA034", Severity.INFO, 6)
    assert note.message.startswith("1 section divider between questions")


@pytest.mark.parametrize("divider", ["=== Coffee ===", "---", "***", "# Coffee"])
def test_a_divider_directly_below_the_answer_is_cut(tmp_path: Path, divider: str) -> None:
    """Without any blank line the next question shows that it is none of the answer."""
    result = read(tmp_path / "a.txt", f"Q: a?\nA: b\n{divider}\nQ: d?\nA: e\n", "question-answer")
    assert [data["answer"] for data in result.data] == ["b", "e"]
    assert [reject.raw for reject in result.rejects] == [divider]


@pytest.mark.parametrize(
    "answer",
    [
        "b\n\n=== Step two ===\n\nc",
        "b\n\n---\n\nc",
        "b\n\n## Step\n\nc",
        "b\n*** and mind the steam ***",  # attached to its text
        "b\n\n***so***",
        "b\n\n=> c <=",
        "b\n\nDone.\n\nx == y",
        "b\n------\n1 | 2\n3 | 4\n------",  # a table
        "b\n~~~ text\ncode\n\n~~~",
        "```\n\n=== code ===\n\n---\n```",
        "---",  # the answer itself
        "=== c ===",
    ],
)
def test_what_only_looks_like_a_divider_stays(tmp_path: Path, answer: str) -> None:
    """With more of the answer behind it, in code, or as the answer, it is part of the answer."""
    text = f"Q: a?\nA: {answer}\n\nQ: d?\nA: e\n"
    result = read(tmp_path / "a.txt", text, "question-answer")
    assert [data["answer"] for data in result.data] == [answer, "e"]
    assert result.rejects == []
    assert result.notes == []


def test_the_answers_first_line_is_never_cut(tmp_path: Path) -> None:
    """What stands behind the label is the answer, whatever it looks like."""
    text = "Q: a?\nA: ***\n\n---\n\nQ: d?\nA: e\n"
    result = read(tmp_path / "a.txt", text, "question-answer")
    assert [data["answer"] for data in result.data] == ["***", "e"]
    assert [reject.raw for reject in result.rejects] == ["---"]


def test_a_sentence_above_a_line_is_no_title(tmp_path: Path) -> None:
    """Only the line goes; a title has no full stop and a line of its own length."""
    for sentence in ("That is all.", "That is all there is to say"):
        text = f"Q: a?\nA: b\n\n{sentence}\n------------\n\nQ: d?\nA: e\n"
        result = read(tmp_path / "a.txt", text, "question-answer")
        assert result.data[0]["answer"] == f"b\n\n{sentence}"
        assert [reject.raw for reject in result.rejects] == ["------------"]


def test_dividers_are_counted_in_one_note(tmp_path: Path) -> None:
    """The note has the number, the first line and its text; below it no answer is labelled."""
    text = "".join(f"Q: a{n}?\nb\n\n---\n== Part {n} ==\n\n" for n in range(3))
    result = read(tmp_path / "a.txt", text, "question-answer")
    assert [data["answer"] for data in result.data] == ["b"] * 3
    assert [note.message for note in result.notes] == [
        "3 section dividers between questions, cut from the text above, the first: `== Part 0 ==`"
    ]
    assert result.notes[0].location.line == 4
    assert result.reasons[1] == "REA034 10: the section divider `== Part 1 ==` is in no example"


def test_a_framed_title_begins_the_next_conversation(tmp_path: Path) -> None:
    """In a dialogue it stands above the next turn, and is a reject."""
    text = "User: a\nBot: b\n\n=== Two ===\n\nUser: c\nBot: d\n"
    result = read(tmp_path / "a.txt", text, "dialogue")
    assert [len(data["messages"]) for data in result.data] == [2, 2]
    assert result.reasons == ["REA034 4: the section divider `=== Two ===` is in no example"]
    assert result.notes[-1].code != "REA034"


def test_lines_that_divide_conversations_are_noted_whole(tmp_path: Path) -> None:
    """They are no rows; the note has every form of them, and a form too many is a reject."""
    forms = ["-" * size for size in range(3, 13)]
    text = "".join(f"User: a\nBot: b\n{form}\n" for form in ["---", *forms])
    result = read(tmp_path / "a.txt", text, "dialogue")
    assert len(result.data) == 11
    note = result.notes[-1]
    assert (note.code, note.severity, note.location.line) == ("REA034", Severity.INFO, 3)
    assert note.message == "9 dividing lines between conversations: " + ", ".join(
        f"`{form}`" for form in forms[:8]
    )
    assert [reject.raw for reject in result.rejects] == forms[8:]
