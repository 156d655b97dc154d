"""`dataprep fix` with the rules about a dataset: one decision, the same for all rows of both parts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dataprep
from dataprep.rules.base import chat
from dataprep.rules.prompt_completion.pairs import WORDS, pairs

TODAY = "2026-11-21"
Data = dict[str, Any]


def fixed(folder: Path, train: Sequence[Data], valid: Sequence[Data] = (), **options: Any) -> Any:
    """Return the rows of both parts after an unsafe repair."""
    files = []
    for name, rows in (("train.jsonl", train), ("valid.jsonl", valid)):
        file = folder / name
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        files.append(file)
    dataprep.fix(
        files[:1], validation=files[1:] if valid else (), in_place=True, unsafe_fixes=True,
        today=TODAY, **options,
    )  # fmt: skip
    return tuple([json.loads(line) for line in file.read_text().splitlines()] for file in files)


def test_a_row_in_which_another_rule_is_first_is_not_left_behind(tmp_path: Path) -> None:
    """One prompt needs its separator, and all of them lose the instruction, that one too."""
    train = pairs("Say it in one word: {}\n\n###\n\n", " thing {} END")
    train[4]["prompt"] = "Say it in one word: engine"
    rows, _ = fixed(tmp_path, train, select=["PRC001", "PRC007"])
    assert rows == pairs("{}\n\n###\n\n", " thing {} END")


def test_a_row_that_has_nothing_left_to_learn_is_a_reject_with_its_reason(tmp_path: Path) -> None:
    """The words that all completions share are gone, and so is the row that had no others."""
    train = [*pairs("A {} ->", " Answer: {}"), {"prompt": "B ->", "completion": " Answer: "}]
    rows, _ = fixed(tmp_path, train, select=["PRC008"])
    assert [row["completion"] for row in rows] == [f" {word}" for word in WORDS]
    rejects = (tmp_path / "train.jsonl.rejects").read_text()
    assert "the repair would leave nothing to learn in the row" in rejects
    assert "B ->" in rejects


def test_duplicates_and_leaks(tmp_path: Path) -> None:
    """The train part keeps the first of equal rows; the validation part loses what is trained on."""
    one, two, three = (chat(("user", text), ("assistant", text)) for text in "abc")
    valid = [one, three, two, three]
    parts = fixed(tmp_path, [one, two, one], valid, select=["DUP001", "DUP004"])
    assert parts == ([one, two], [three])


def test_both_parts_get_the_marks_of_the_train_part(tmp_path: Path) -> None:
    """A validation part of two rows, too few to have a habit of its own, is marked like the other."""
    train, valid = pairs("What is like a {}", "It is a {}"), pairs("{}", "{}", ("key", "leaf"))
    rows, others = fixed(
        tmp_path, train, valid, target="openai/davinci-002", select=["PRC001", "PRC004", "PRC006"]
    )
    assert rows == pairs("What is like a {}\n\n###\n\n", " It is a {}\n")
    assert others == pairs("{}\n\n###\n\n", " {}\n", ("key", "leaf"))


_pieces = st.sampled_from(
    ["a", "b", "A", " ", "\n", "#", " ->", "Answer: ", "SOME LONG WORDS ", " END"]
)
_texts = st.lists(_pieces, max_size=4).map("".join)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_texts, _texts), min_size=9, max_size=14), _texts, _texts)
def test_a_second_repair_does_nothing(
    tmp_path: Path, texts: list[tuple[str, str]], begin: str, end: str
) -> None:
    """Whatever pairs have in common, all rules together come to an end."""
    train = [{"prompt": begin + one + end, "completion": end + two} for one, two in texts]
    once, _ = fixed(tmp_path, train, target="openai/davinci-002")
    again, _ = fixed(tmp_path, once, target="openai/davinci-002")
    assert again == once
