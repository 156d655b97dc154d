"""`dataprep.prepare`: which columns and sheets it takes, and what it refuses to guess."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from preparing import prepare, rows, table

from dataprep.errors import InputError, UsageError

LONG = "The parcel {} was left at the door of the neighbours, and nobody told us about it."


def _labelled(path: Path, header: tuple[str, ...], labels: tuple[str, ...]) -> Path:
    """Write a table of long texts, each with one of the labels in the last column."""
    title = [("Parcel {}",)] if len(header) > 2 else [()]
    lines = [
        (*(one.format(n) for one in title[0]), LONG.format(n), labels[n % len(labels)])
        for n in range(12)
    ]
    return table(path, header, *lines)


@pytest.mark.parametrize(
    ("header", "labels"),
    [
        (("text", "label"), ("positive", "negative")),
        (("text", "label"), ("0", "1")),
        (("text", "sentiment"), ("good", "bad")),
        (("Text", "Category"), ("post", "bank")),
        (("content", "intent"), ("ask", "complain")),
        (("Title", "Text", "Label"), ("a", "b")),
        (("message", "topic"), ("post", "bank")),
        (("email", "is_spam"), ("true", "false")),
        (("text", "kind of case"), ("post", "bank")),
        (("words", "kind"), ("post", "bank")),
    ],
)
def test_a_label_beside_a_text_is_learned(
    tmp_path: Path, header: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    """It is known by its name or its values, and never left out without a word."""
    result = prepare(_labelled(tmp_path / "t.csv", header, labels), answers={"split": False})
    first = rows(*result.outputs)[0]["messages"]

    assert result.answers["answer-column"] == header[-1]
    assert result.answers["prompt-column"] == header[-2]
    assert [one["content"] for one in first] == [LONG.format(0), labels[0]]


def test_question_and_answer_are_known_in_other_languages(tmp_path: Path) -> None:
    """Headers name the sides in the language of the table."""
    path = table(tmp_path / "t.csv", ("Frage", "Antwort"), ("Wo?", "Hier."), ("Wann?", "Jetzt."))
    answers = prepare(path).answers

    assert (answers["prompt-column"], answers["answer-column"]) == ("Frage", "Antwort")


def test_texts_with_what_says_their_origin_stay_texts(tmp_path: Path) -> None:
    """A source is no label, nor is a column that is the same throughout."""
    lines = [(LONG.format(n), ("wiki", "news")[n % 2], "x") for n in range(12)]
    result = prepare(table(tmp_path / "t.csv", ("text", "source", "part"), *lines))

    assert result.task == "open-ended generation"


def test_labels_of_which_none_is_the_likelier_are_not_guessed(tmp_path: Path) -> None:
    """Both ways on are said: to name the columns, and to learn the texts alone."""
    lines = [(LONG.format(n), "ab"[n % 2], "cd"[n % 3 % 2]) for n in range(12)]
    path = table(tmp_path / "t.csv", ("text", "one", "two"), *lines)
    with pytest.raises(InputError, match="which column is learned of the text") as caught:
        prepare(path)

    assert "--map text=COLUMN" in str(caught.value.hint)
    assert prepare(path, map={"text": "text"}).task == "open-ended generation"


def test_names_that_are_not_about_question_and_answer_are_no_guess(tmp_path: Path) -> None:
    """Templates of prompts with a category beside are no pairs."""
    lines: list[dict[str, Any]] = [
        {
            "name": f"n{n}",
            "system_prompt": f"You judge, number {n}.",
            "prompt_template": f"{LONG.format(n)} {LONG.format(n)} {{answer}}",
            "description": f"Prompt {n}",
            "category": ("math", "general")[n % 2],
        }
        for n in range(8)
    ]
    path = tmp_path / "t.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    with pytest.raises(InputError, match="holds no pairs that can be told by its columns"):
        prepare(path)


def test_a_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With those that are."""
    path = table(tmp_path / "t.csv", ("Frage", "Antwort"), ("Wo?", "Hier."))
    with pytest.raises(UsageError, match=r"there is no column `Nope`.*`Frage`, `Antwort`"):
        prepare(path, map={"prompt": "Nope", "completion": "Antwort"})


@pytest.mark.parametrize("chosen", ["Yes.", [{"role": "assistant", "content": "Yes."}]])
@pytest.mark.parametrize("target", ["generic", "trl", "together", "mistral"])
def test_preferences_are_never_taken_apart(tmp_path: Path, chosen: Any, target: str) -> None:
    """They are refused in a form that cannot be checked, and where they are of no use."""
    prompt = "Now?" if isinstance(chosen, str) else [{"role": "user", "content": "Now?"}]
    path = tmp_path / "p.jsonl"
    row = {"prompt": prompt, "chosen": chosen, "rejected": chosen}
    path.write_text(f"{json.dumps(row)}\n" * 2, "utf-8")
    why = "and mistral takes chat" if target == "mistral" else "in the columns `prompt`, `chosen`"
    with pytest.raises(InputError, match=f"holds preferences.*{why}") as caught:
        prepare(path, target=target)

    assert "--map prompt=prompt --map completion=chosen" in str(caught.value.hint)


def test_judged_answers_are_not_all_learned(tmp_path: Path) -> None:
    """A label that says which answers are good makes no pairs of the bad ones."""
    path = tmp_path / "k.jsonl"
    path.write_text('{"prompt": "Now?", "completion": "Yes.", "label": false}\n' * 2, "utf-8")
    with pytest.raises(InputError, match="the column `label` tells good answers from bad ones"):
        prepare(path)


def _workbook(path: Path, **sheets: list[tuple[str, ...]]) -> Path:
    book = Workbook()
    del book["Sheet"]
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def test_sheets_of_the_same_columns_are_read_together(tmp_path: Path) -> None:
    """Others are not, and one can be chosen by an answer or an option."""
    head = ("question", "answer")
    path = _workbook(
        tmp_path / "t.xlsx", One=[head, ("Where?", "Here.")], Two=[head, ("When?", "Now.")],
        Notes=[("who", "what", "why"), ("me", "this", "so")],
    )  # fmt: skip
    result = prepare(path)
    asked = prepare(path, answers={"sheets": "Two"})
    named = prepare(path, sheet="Two")

    assert result.answers["sheets"] == "all"
    assert [row["messages"][0]["content"] for row in rows(*result.outputs)] == ["Where?", "When?"]
    assert [row["messages"][0]["content"] for row in rows(*asked.outputs)] == ["When?"]
    assert rows(*named.outputs) == rows(*asked.outputs)
    assert "sheets" not in named.answers and named.plan.options.sheet == "Two"


def test_the_first_of_different_sheets_is_read(tmp_path: Path) -> None:
    """It is asked for all the same."""
    path = _workbook(
        tmp_path / "t.xlsx", One=[("question", "answer"), ("Where?", "Here.")],
        Two=[("a", "b", "c"), ("x", "y", "z")],
    )  # fmt: skip
    result = prepare(path)

    assert result.answers["sheets"] == "One"
    assert list(result.outputs.values()) == [1]
