"""`dataprep.prepare`: what it says to remember, and the places of what it drops."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from preparing import prepare, rows, table

from dataprep.errors import OutputError
from dataprep.fixing.numbering import Numbering
from dataprep.fixing.prepare.asking import asking_lines
from dataprep.fixing.prepare.dropped import Dropped
from dataprep.fixing.prepare.origins import Origins
from dataprep.fixing.prepare.scratch import scratch
from dataprep.fixing.prepare.tasks import task_of
from dataprep.rules.prompt_completion.pairs import WORDS


def _asking(path: Path, *pairs: tuple[str, str]) -> list[str]:
    lines = [json.dumps({"prompt": one, "completion": two}) for one, two in pairs]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return list(asking_lines([path], task_of(path), "", {}))


@pytest.mark.parametrize("labels", [("positive", "negative"), ("true", "false"), ("1.", "2.")])
def test_the_end_of_all_labels_is_no_stop_sequence(tmp_path: Path, labels: tuple[str, str]) -> None:
    """It would cut the answer off."""
    pairs = [(f"Case {n} ->", labels[n % 2]) for n in range(12)]

    assert _asking(tmp_path / "p", *pairs) == ["when asking: end the prompt in ` ->`"]


def test_marks_that_occur_elsewhere_are_not_advised(tmp_path: Path) -> None:
    """A full stop ends every sentence; a mark of one's own is advised where it marks."""
    sentences = [(f"Is it? A {one}?", f"A {one}. It is in {one}.") for one in WORDS]
    words = [(f"The {one} came late", f"Ask the {one} again later") for one in WORDS]
    own = [(f"A {one} ~~", f"{one} ##!") for one in WORDS]

    assert _asking(tmp_path / "a", *sentences) == []
    assert _asking(tmp_path / "a", *words) == []
    assert _asking(tmp_path / "b", *own) == [
        "when asking: end the prompt in ` ~~`", "when asking: stop at ` ##!`"
    ]  # fmt: skip


def test_what_was_cut_is_left_out_when_asking(tmp_path: Path) -> None:
    """A shared beginning that was removed from all rows is named at the end."""
    path = tmp_path / "p.jsonl"
    pairs = [
        {"prompt": f"Describe the thing: {one} ->", "completion": f" The answer: {one} is it END"}
        for one in WORDS
    ]
    path.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), "utf-8")
    result = prepare(path, answers={"fix-PRC007": True, "fix-PRC008": True, "split": False})

    assert (
        "when asking: leave the beginning `Describe the thing: ` out of the prompt" in result.lines
    )
    assert any("comes without the beginning ` The answer:" in line for line in result.lines)


def test_dropped_rows_have_their_place_in_the_input(tmp_path: Path) -> None:
    """Whatever went before them, in the conversion or in an earlier round."""
    path = table(
        tmp_path / "faq.csv", ("question", "answer"), ("When?", ""), ("Who?", "She."),
        ("Who?", "She."), ("Where?", "In the caf\u00c3\u00a9."), ("Where?", "In the café."),
        ("How?", "So."), ("Where?", "In the café."),
    )  # fmt: skip
    result = prepare(path)
    assert result.rejects is not None
    found = [(one["line"], one.get("row"), one["message"]) for one in rows(result.rejects)]

    assert found == [
        (2, None, found[0][2]),
        (4, 2, f"the same as row 1 ({path}:3)"),
        (8, 6, f"the same as row 4 ({path}:6)"),
        (6, 4, f"the same as row 3 ({path}:5)"),
    ]


@given(st.lists(st.lists(st.integers(0, 2), max_size=12), max_size=4))
def test_lines_are_followed_through_all_rounds(rounds: list[list[int]]) -> None:
    """Lines that go and lines that come change the numbers of the others."""
    numbering, lines = Numbering(), list(range(1, 11))
    for counts in rounds:
        became = [(n, count) for n, count in enumerate(counts[: len(lines)], 1) if count != 1]
        numbering.note(became)
        many = dict(became)
        lines = [line for n, line in enumerate(lines, 1) for _ in range(many.get(n, 1))]

    assert [numbering.first(n) for n in range(1, len(lines) + 1)] == lines


def test_a_full_disk_is_named() -> None:
    """The place of temporary files is not that of the output; others are let alone."""
    with pytest.raises(OutputError, match="the disk for temporary files is full"), scratch() as one:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(one / "rows"))
    with pytest.raises(OSError, match="No space left"), scratch() as one:
        raise OSError(errno.ENOSPC, "No space left", str(one / "rows"), None, "/elsewhere/rows")


def test_compat_writes_truth_as_the_old_tool_does(tmp_path: Path) -> None:
    """A row without a completion stays in the rejects as it was read."""
    path = tmp_path / "p.jsonl"
    pairs = [{"prompt": "a", "completion": True}, {"prompt": "b", "completion": False},
             {"prompt": "c", "completion": None}]  # fmt: skip
    path.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), "utf-8")
    result = prepare(path, compat=True)

    made = [row["completion"].strip() for path in result.outputs for row in rows(path)]
    assert [one.split()[0].rstrip("\n") for one in made] == ["True", "False"]
    assert result.rejects is not None
    assert rows(result.rejects)[0]["record"] == pairs[2]


def test_a_second_time_of_dropping_counts_from_the_first(tmp_path: Path) -> None:
    """Lines of the rows in between are those of the input again."""
    dropped = Dropped(tmp_path / "rejects", Origins(None, "faq.jsonl"))
    for line, message in ((2, "too long"), (2, "the same as line 1")):
        reject = {"path": "between", "line": line, "message": message}
        (tmp_path / "one").write_text(json.dumps(reject) + "\n", "utf-8")
        dropped.take(tmp_path / "one")

    assert [(one["path"], one["line"], one["message"]) for one in rows(tmp_path / "rejects")] == [
        ("faq.jsonl", 2, "too long"),
        ("faq.jsonl", 3, "the same as row 1 (faq.jsonl:1)"),
    ]
