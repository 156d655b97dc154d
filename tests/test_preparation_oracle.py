"""`fixing/compat.py` leaves the rows that openai 1.109.1's preparation tool does, where it is sound.

The tool gets an environment of its own, beside the one that ORACLES_CACHE names, or a temporary one;
without a package index the tests are skipped.
"""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from oracles.peer import PREPARATION, Peer, Unavailable, environment

from dataprep.errors import InputError
from dataprep.fixing.compat import CLASSIFICATION, CONDITIONAL, OPEN_ENDED, prepare

Rows = list[tuple[str, str]]


class Tool(NamedTuple):
    """The tool, and where files are written for it."""

    peer: Peer
    folder: Path

    def ask(self, rows: Sequence[tuple[str, str]], name: str = "data.jsonl") -> dict[str, Any]:
        """Return what the tool makes of pairs in a file."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            if path.suffix == ".jsonl":
                file.writelines(
                    json.dumps({"prompt": one, "completion": other}) + "\n" for one, other in rows
                )
            else:
                table = csv.writer(file, delimiter="\t" if path.suffix == ".tsv" else ",")
                table.writerows([("prompt", "completion"), *rows])
        answer: dict[str, Any] = self.peer.ask(str(path))
        if answer["rows"] is None and not answer["error"]:
            answer["rows"] = [_row(pair) for pair in rows]  # nothing was offered, nothing written
        return answer


def _row(pair: Sequence[str]) -> dict[str, str]:
    return {"prompt": pair[0], "completion": pair[1]}


@pytest.fixture(scope="session")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tool]:
    """The tool; tests are skipped where it cannot be installed."""
    with tempfile.TemporaryDirectory(prefix="preparation-") as temporary:
        cache = os.environ.get("ORACLES_CACHE")
        folder = Path(f"{cache}-preparation" if cache else temporary).resolve()
        try:
            python = environment(folder, PREPARATION)
        except Unavailable as error:
            pytest.skip(f"the package index does not give the tool: {error}")
        with Peer(python, "preparation_answers.py") as peer:
            yield Tool(peer, tmp_path_factory.mktemp("preparation"))


def agree(tool: Tool, rows: Rows, name: str = "data.jsonl") -> None:
    """Check that both leave the same rows, train and validation taken together, or both give up."""
    theirs = tool.ask(rows, name)
    try:
        ours = prepare(rows)
    except InputError as error:
        assert not theirs["rows"], error.message
        return
    assert not theirs["error"], theirs
    left = [_row(pair[1:]) for pair in ours.pairs]
    if theirs["train"] is None:
        assert left == theirs["rows"]
        assert ours.task != CLASSIFICATION
    else:
        assert sorted(left, key=str) == sorted(theirs["rows"], key=str)
        assert ours.task == CLASSIFICATION
        assert ours.train_rows == theirs["train"]


_pieces = st.sampled_from(
    ["a", "b", "A", " ", "\n", "#", "\n\n###\n\n", " ->", "Answer: ", " END", ".", "***", "Read this: ",
     "\u00e9", "\u01c5", "\u2160", "LONG WORDS", "1"]
)  # fmt: skip
_text = st.lists(_pieces, max_size=3).map("".join)


@st.composite
def _pairs(draw: st.DrawFn) -> Rows:
    """Draw pairs with beginnings and ends in common, for each of the tasks."""
    begin, end, start, stop = (draw(st.just("") | _text) for _ in range(4))
    prompts = st.just("") if draw(st.integers(0, 5)) == 0 else _text.map(lambda x: begin + x + end)
    completions = _text.map(lambda x: x and start + x + stop)
    if draw(st.booleans()):
        completions = st.sampled_from(draw(st.lists(completions, min_size=1, max_size=3)))
    return draw(st.lists(st.tuples(prompts, completions), min_size=2, max_size=16))


def _spaced_prefix(rows: Rows) -> bool:
    try:
        return "completion-prefix" in prepare(rows).steps and all(
            one.startswith(" ") for _, one in rows if one
        )
    except InputError:
        return False


@settings(max_examples=150, deadline=None)
@given(_pairs().filter(lambda rows: not _spaced_prefix(rows)))
@example([("p1", "yes"), ("p2", "no"), ("p1", "yes")])
def test_rows_are_those_of_the_tool(tool: Tool, rows: Rows) -> None:
    """Whatever is wrong with pairs, each decision is the tool's."""
    agree(tool, rows)


_DEFECTS: dict[str, Callable[[int, str, str], tuple[str, str]]] = {
    "none": lambda number, prompt, answer: (prompt, answer),
    "empty": lambda number, prompt, answer: (prompt, answer * (number != 3)),
    "duplicates": lambda number, prompt, answer: (prompt, answer),
    "long": lambda number, prompt, answer: (prompt, answer + " x" * 6_000 * (number == 39)),
    "capital prompts": lambda number, prompt, answer: (prompt.upper(), answer),
    "capital completions": lambda number, prompt, answer: (prompt, answer.upper()),
    "separator": lambda number, prompt, answer: (prompt[:-3], answer),
    "marks in use": lambda number, prompt, answer: (f"#\n\n###\n\n{prompt[:-3]}", answer),
    "prompt prefix": lambda number, prompt, answer: (f"Say what it is: {prompt}", answer),
    "completion prefix": lambda number, prompt, answer: (prompt, f"Answer: {answer[1:]}"),
    "stop": lambda number, prompt, answer: (prompt, answer[:-4]),
    "stops in use": lambda number, prompt, answer: (prompt, f"{answer}.\n{number}"),
    "no space": lambda number, prompt, answer: (prompt, answer[1:]),
}


@pytest.mark.parametrize("task", [OPEN_ENDED, CLASSIFICATION, CONDITIONAL])
@pytest.mark.parametrize("defect", _DEFECTS)
@pytest.mark.parametrize("name", ["data.jsonl", "data.csv", "data.tsv"])
def test_each_defect_in_each_task(tool: Tool, task: str, defect: str, name: str) -> None:
    """One defect at a time, in files of three formats."""
    rows = []
    for number in range(40):
        letter = chr(97 + number % 23)
        answer = f" {('red', 'green')[number % 2] if task == CLASSIFICATION else letter} END"
        prompt, answer = _DEFECTS[defect](number, f"{letter} what is {number} ->", answer)
        rows.append(("" if task == OPEN_ENDED else prompt, answer))
    if defect == "duplicates":
        rows += rows[-2:]
    agree(tool, rows, name)


@pytest.mark.parametrize("more", [-1, 0, 1])
@pytest.mark.parametrize(
    "limit", ["prompt prefix", "completion prefix", "long", "capitals", "classes"]
)
def test_limits_are_those_of_the_tool(tool: Tool, limit: str, more: int) -> None:
    """At each limit, one below and one above it."""
    letters = [chr(97 + number) for number in range(12)]
    if limit == "prompt prefix":
        rows = [("x" * (12 + more) + one, f" {one}.") for one in letters]
    elif limit == "completion prefix":
        rows = [(one, "x" * (5 + more) + one) for one in letters]
    elif limit == "long":
        rows = [*((one, f" {one}.") for one in letters), ("y", "z" * (9_999 + more))]
    elif limit == "capitals":
        rows = [("Aaa"[: 3 - (more > 0)] + "aaaa" * (more < 0), f" {one}.") for one in letters]
        rows[0] = ("baa", rows[0][1])
    else:
        rows = [(one, " yes" if index % 2 else " no") for index, one in enumerate(letters)]
        rows = [*rows[: 5 + more], ("q", " no")]
    agree(tool, rows)


def test_where_the_tool_writes_the_column_into_each_row(tool: Tool) -> None:
    """A shared beginning behind a space: its rows hold the whole column, ours each its own answer."""
    rows = [(f"{n} what ->", f" Answer: {chr(97 + n)}.") for n in range(6)]
    theirs = tool.ask(rows)["rows"]
    assert len({one["completion"] for one in theirs}) == 1
    assert "Name: completion" in theirs[0]["completion"]
    assert [pair.completion for pair in prepare(rows).pairs] == [
        f" {chr(97 + n)}." for n in range(6)
    ]


def test_where_the_tool_removes_other_rows_than_the_long_ones(tool: Tool) -> None:
    """After a duplicate is gone it drops the row in the place where the long one was."""
    long = "y" * 10_001
    rows = [("a ->", " b."), ("a ->", " b."), ("c ->", " d."), (f"{long} ->", " e.")]
    theirs = tool.ask(rows)["rows"]
    assert [one["prompt"] for one in theirs] == ["a ->", f"{long} ->"]
    ours = prepare(rows)
    assert [pair.prompt for pair in ours.pairs] == ["a ->", "c ->"]
    assert ours.dropped == {1: "duplicates", 3: "long-rows"}


def test_where_the_tool_fails_for_a_long_row(tool: Tool) -> None:
    """A position that no row has any more ends the tool; we leave out the long row."""
    long = "y" * 10_001
    rows = [("a ->", ""), (f"{long} ->", " e."), ("c ->", " d."), ("f ->", " g.")]
    assert "KeyError" in tool.ask(rows)["error"]
    assert [pair.number for pair in prepare(rows).pairs] == [2, 3]


def test_where_the_tool_leaves_an_empty_file(tool: Tool) -> None:
    """Completions that are all empty: a file without rows there, a sentence here."""
    rows = [("a", ""), ("b", "")]
    theirs = tool.ask(rows)
    assert (theirs["rows"], theirs["error"]) == ([], "")
    with pytest.raises(InputError, match="no pair has a completion"):
        prepare(rows)


def test_where_the_tool_reads_cells_as_empty(tool: Tool) -> None:
    """`NA` and `None` in a table are answers to us; the tool loses those rows as it reads them."""
    rows = [("a ->", " b."), ("c ->", "NA"), ("d ->", "None"), ("e ->", " f.")]
    assert [one["prompt"] for one in tool.ask(rows, "data.csv")["rows"]] == ["a ->", "e ->"]
    assert len(prepare(rows).pairs) == 4
