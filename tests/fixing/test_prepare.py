"""`dataprep.prepare`: what it makes of a file, what it asks, and what it recommends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from preparing import lines_of, prepare, questions, rows, table

from dataprep.errors import InputError, UsageError
from dataprep.fixing.prepare.groups import Group
from dataprep.fixing.prepare.recommended import REPAIRS, advised
from dataprep.model import Severity
from dataprep.rules.registry import rules


def test_the_output_stands_beside_the_input_and_over_nothing(tmp_path: Path) -> None:
    """The next free number is taken, also where only the rejects of another run are left."""
    path = table(tmp_path / "faq.csv", ("question", "answer"), ("Where?", "Here."), ("When?", ""))
    first = prepare(path)
    before = lines_of(tmp_path.iterdir())
    second = prepare(path)
    (tmp_path / "faq_prepared (1).jsonl").unlink()
    third = prepare(path)

    assert list(first.outputs) == [tmp_path / "faq_prepared.jsonl"]
    assert first.rejects == tmp_path / "faq_prepared.jsonl.rejects"
    assert list(second.outputs) == [tmp_path / "faq_prepared (1).jsonl"]
    assert list(third.outputs) == [tmp_path / "faq_prepared (2).jsonl"]
    assert before.items() <= lines_of(tmp_path.iterdir()).items()


def test_no_row_is_lost(tmp_path: Path) -> None:
    """What is not in the output is in the rejects, with its reason and the name of the input."""
    path = table(
        tmp_path / "faq.csv", ("question", "answer"), ("Where?", "Here."), ("When?", ""),
        ("Where?", "Here."), ("Who?", "She."),
    )  # fmt: skip
    result = prepare(path)
    left = rows(result.rejects)

    assert len(rows(*result.outputs)) == 2
    assert [one["code"] for one in left] == ["PRC009", "DUP001"]
    assert {one["path"] for one in left} == {str(path)}


def test_a_group_that_is_declined_is_left(tmp_path: Path) -> None:
    """Each answer counts for its group alone."""
    path = table(
        tmp_path / "faq.csv", ("question", "answer"), *[("Where?", "In the caf\u00c3\u00a9.")] * 2
    )
    result = prepare(path, answers={"fix-DUP001": False})

    assert [row["messages"][1]["content"] for row in rows(*result.outputs)] == ["In the café."] * 2
    assert result.answers == {"fix-DUP001": False, "fix-TXT001": True, "split": False}
    assert result.fixed == {"TXT001": 2}


def test_what_a_repair_brings_to_light_is_asked_about(tmp_path: Path) -> None:
    """Two rows that are equal only once their characters are put right."""
    path = table(
        tmp_path / "faq.csv", ("question", "answer"), ("Where?", "In the caf\u00c3\u00a9."),
        ("Where?", "In the café."),
    )  # fmt: skip
    result = prepare(path)

    assert list(result.answers) == ["fix-TXT001", "fix-DUP001"]
    assert "- after these repairs:" in result.lines
    assert len(rows(*result.outputs)) == 1


def test_samples_name_the_place_in_the_input(tmp_path: Path) -> None:
    """Behind a row that could not be used, the row and its line differ by more than the header."""
    path = table(
        tmp_path / "faq.csv", ("question", "answer"), ("When?", ""), ("Who?", "She."),
        ("Where?", "In the caf\u00c3\u00a9."),
    )  # fmt: skip
    result = prepare(path)

    assert any(line.startswith(f"      row 2 ({path}:4): the text holds") for line in result.lines)


def test_a_classification_is_split_in_equal_shares(tmp_path: Path) -> None:
    """A fifth of each class is held out, and no row is in both parts."""
    result = prepare(questions(tmp_path / "mail.csv", 60, answers=2))
    train, valid = map(rows, result.outputs)

    assert [path.name for path in result.outputs] == [
        "mail_prepared_train.jsonl", "mail_prepared_valid.jsonl"
    ]  # fmt: skip
    assert result.task == "classification"
    assert (len(train), len(valid)) == (48, 12)
    assert sum(row["messages"][-1]["content"] == "yes0" for row in valid) == 6
    assert not {json.dumps(row) for row in train} & {json.dumps(row) for row in valid}


@pytest.mark.parametrize(("count", "train"), [(99, 0), (100, 80), (6000, 5000)])
def test_a_split_is_recommended_from_a_hundred_rows_on(
    tmp_path: Path, count: int, train: int
) -> None:
    """A fifth is held out, a thousand rows at the most."""
    result = prepare(questions(tmp_path / "faq.csv", count))

    assert result.answers["split"] is (train > 0)
    assert list(result.outputs.values()) == ([train, count - train] if train else [count])


def test_equal_prompts_stay_on_one_side(tmp_path: Path) -> None:
    """A prompt with several answers is not learned and measured."""
    lines = [(f"Where is {n % 40}?", f"In room {n}.") for n in range(120)]
    result = prepare(table(tmp_path / "faq.csv", ("question", "answer"), *lines))
    train, valid = ({row["messages"][0]["content"] for row in rows(one)} for one in result.outputs)

    assert train and valid and not train & valid


@pytest.mark.parametrize(
    ("lines", "task"),
    [
        ([{"prompt": "", "completion": f"A story of {n}."} for n in range(12)], "open-ended generation"),
        ([{"prompt": f"{n}", "completion": str(n % 2)} for n in range(12)], "classification"),
        ([{"prompt": f"{n}?", "completion": f"{n}!"} for n in range(12)], "conditional generation"),
        ([{"messages": [{"role": role, "content": f"{role} {n}"} for role in ("user", "assistant") * 2]}
          for n in range(12)], "chat"),
        ([{"input": {"messages": [{"role": "user", "content": f"{n}?"}]},
           "preferred_output": [{"role": "assistant", "content": "Yes."}],
           "non_preferred_output": [{"role": "assistant", "content": "No."}]} for n in range(12)],
         "preference"),
    ],
)  # fmt: skip
def test_training_data_keeps_its_form(
    tmp_path: Path, lines: list[dict[str, Any]], task: str
) -> None:
    """JSON Lines of a training format pass, and what they are for is recognised."""
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    answers = {"split": False}
    result = prepare(path, answers=answers)

    assert result.task == task
    assert [row.keys() for row in rows(*result.outputs)] == [line.keys() for line in lines]


def test_pairs_are_marked_as_the_rules_say(tmp_path: Path) -> None:
    """A separator, a stop sequence, and what to remember of them."""
    path = tmp_path / "pairs.jsonl"
    pairs = [{"prompt": f"Where {n}", "completion": f"There {n} is"} for n in "abcdefghijkl"]
    path.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), "utf-8")
    result = prepare(path, answers={"split": False})

    assert all(row["prompt"].endswith("\n\n###\n\n") for row in rows(*result.outputs))
    assert r"when asking: end the prompt in `\n\n###\n\n`" in result.lines


def test_a_column_is_asked_for_by_its_choices(tmp_path: Path) -> None:
    """An unknown table takes the answers, and a wrong one is told with those that fit."""
    path = table(tmp_path / "t.csv", ("a", "b", "c"), ("Where is it?", "In the box.", "x"))
    with pytest.raises(InputError, match="holds no pairs that can be told by its columns: a, b, c"):
        prepare(path)
    with pytest.raises(
        UsageError, match="answers `answer-column` with 'd'; it can be `a`, `b`, `c`"
    ):
        prepare(path, answers={"answer-column": "d"})
    result = prepare(path, answers={"answer-column": "b", "prompt-column": "a"})
    mapped = prepare(path, map={"prompt": "a", "completion": "b"})
    texts = prepare(path, answers={"answer-column": "b", "prompt-column": "-"})

    assert rows(*result.outputs) == rows(*mapped.outputs)
    assert rows(*texts.outputs) == [{"prompt": "", "completion": "In the box."}]


def test_texts_without_prompts_are_no_chats(tmp_path: Path) -> None:
    """A target that takes only chats is told so before anything is asked."""
    path = tmp_path / "story.txt"
    path.write_text("It was a dark night.\nThe rain fell.\n", "utf-8")
    with pytest.raises(InputError, match="holds texts without prompts, and openai takes chat"):
        prepare(path, target="openai")


def test_what_is_recommended_is_known_of_every_repair() -> None:
    """The table names rules that have a repair, and a safe one is always recommended."""
    known = rules()
    assert {code for code in REPAIRS if known[code].fix != "unsafe"} == set()
    assert all(advised(code, Severity.INFO, "safe") for code in known if code not in REPAIRS)
    assert Group("TXT012", "", Severity.INFO, 3, 3, "unsafe", ()).question.default is False


def test_a_private_finding_is_not_shown(tmp_path: Path) -> None:
    """Neither a password nor an address is repeated on the way."""
    key = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    path = table(
        tmp_path / "faq.csv", ("question", "answer"), ("Which token?", f"Log in with {key} .")
    )
    result = prepare(path)

    assert not any("g7H8i9J0" in line for line in result.lines)
