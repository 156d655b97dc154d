"""`dataprep.prepare`: what it makes of files, what it asks, and that plans repeat it."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dataprep
from dataprep import schemas
from dataprep.errors import DataprepError, InputError, OutputError, UsageError
from dataprep.fixing.prepare.groups import Group
from dataprep.fixing.prepare.plan import Options, Plan, from_data, load, save, written
from dataprep.fixing.prepare.recommended import REPAIRS, advised
from dataprep.model import Severity
from dataprep.rules.registry import rules

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-21"
FOLDERS = (
    "openai_cookbook", "fastchat", "gsm8k_test", "msswift_tests", "synthetic_data_kit", "datajuicer",
)  # fmt: skip
NO_PAIRS = {"chatlog.csv"}


def prepare(path: Path, output: Path | None = None, **options: Any) -> dataprep.PrepareResult:
    return dataprep.prepare(path, output, today=TODAY, **options)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def table(path: Path, *lines: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def questions(path: Path, count: int, answers: int = 0) -> Path:
    """Write a table of so many different questions; of so many different answers where it is said."""
    lines = [
        (
            f"Where is number {n}?",
            f"yes{n % answers}" if answers else f"It is in room {n} upstairs.",
        )
        for n in range(count)
    ]
    return table(path, ("question", "answer"), *lines)


def lines_of(paths: Iterator[Path] | list[Path]) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in paths}


def accepted(path: Path, folder: Path) -> str:
    """Prepare a file; return what is wrong with what was made, or why nothing was."""
    try:
        result = prepare(path, folder)
    except InputError as error:
        assert error.message and error.hint
        assert not list(folder.iterdir())
        return error.message
    train, *valid = result.outputs
    report = dataprep.validate(train, validation=valid, today=TODAY)
    return " ".join(sorted({one.code for one in report.findings if one.severity is Severity.ERROR}))


@pytest.mark.parametrize("path", sorted((ROOT / "raw_data").iterdir()), ids=lambda path: path.name)
def test_each_raw_file_is_accepted_or_told_why_not(path: Path, tmp_path: Path) -> None:
    """By the recommendations alone; a file of too few rows is all that may be wrong."""
    if path.suffix == ".xlsx":
        pytest.importorskip("openpyxl")
    found = accepted(path, tmp_path)

    if path.name in NO_PAIRS:
        assert "holds no pairs that can be told by its columns" in found
    else:
        assert found in ("", "SET001")


@pytest.mark.parametrize("folder", FOLDERS)
def test_files_of_other_projects_are_accepted_or_told_why_not(
    shared: Path, folder: str, tmp_path: Path
) -> None:
    """Whatever they are: tables, conversations, texts."""
    pytest.importorskip("pyarrow")
    paths = sorted(path for path in (shared / folder).rglob("*") if path.is_file())
    for number, path in enumerate(paths):
        place = tmp_path / str(number)
        place.mkdir()
        found = accepted(path, place)
        assert found in ("", "SET001") or "holds no pairs" in found, path
    assert paths


def test_the_output_stands_beside_the_input_and_over_nothing(tmp_path: Path) -> None:
    """The next free number is taken, also where only the rejects of another run are left."""
    path = table(tmp_path / "faq.csv", ("question", "answer"), ("Where?", "Here."), ("When?", ""))
    first = prepare(path)
    before = lines_of(tmp_path.iterdir())  # type: ignore[arg-type]
    second = prepare(path)
    (tmp_path / "faq_prepared (1).jsonl").unlink()
    third = prepare(path)

    assert list(first.outputs) == [tmp_path / "faq_prepared.jsonl"]
    assert first.rejects == tmp_path / "faq_prepared.jsonl.rejects"
    assert list(second.outputs) == [tmp_path / "faq_prepared (1).jsonl"]
    assert list(third.outputs) == [tmp_path / "faq_prepared (2).jsonl"]
    assert before.items() <= lines_of(tmp_path.iterdir()).items()  # type: ignore[arg-type]


def test_no_row_is_lost(tmp_path: Path) -> None:
    """What is not in the output is in the rejects, with its reason and the name of the input."""
    path = table(
        tmp_path / "faq.csv", ("question", "answer"), ("Where?", "Here."), ("When?", ""),
        ("Where?", "Here."), ("Who?", "She."),
    )  # fmt: skip
    result = prepare(path)
    left = rows(result.rejects)  # type: ignore[arg-type]

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


def test_a_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    """All answers of a walk, saved and loaded, make every file again."""
    path = questions(tmp_path / "mail.csv", 60, answers=2)
    table(
        tmp_path / "mail.csv",
        *csv.reader(path.open()),
        ("Where is number 1?", "yes1"),
        ("Who?", ""),
    )
    first = prepare(path, tmp_path / "one", to="prompt-completion", answers={"split": True})
    save(first.plan, tmp_path / "plan.toml")
    second = prepare(path, tmp_path / "two", plan=tmp_path / "plan.toml")

    assert load(tmp_path / "plan.toml") == first.plan == second.plan
    made = [lines_of((tmp_path / name).iterdir()) for name in ("one", "two")]  # type: ignore[arg-type]
    assert made[0] == made[1] and len(made[0]) == 3


def test_a_plan_must_fit_the_file(tmp_path: Path) -> None:
    """A question without an answer and an answer without a question are named; nothing is written."""
    path = questions(tmp_path / "faq.csv", 5)
    with pytest.raises(UsageError, match="the plan has no answer to `split`: hold out 1 row of 5"):
        prepare(path, plan=Plan(Options(), {}))
    with pytest.raises(
        UsageError, match="the plan answers `fix-DUP001`, and this file raises no such"
    ):
        prepare(path, plan=Plan(Options(), {"split": False, "fix-DUP001": True}))
    with pytest.raises(UsageError, match="`answers` answers `spilt`, and this file raises no such"):
        prepare(path, answers={"spilt": True})
    with pytest.raises(
        UsageError, match="the plan answers `split` with 'no'; it can be true or false"
    ):
        prepare(path, plan=Plan(Options(), {"split": "no"}))

    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("version = 2", "`version` is 2; this program reads 1"),
        ("version = ", "is no plan"),
        ("version = 1\nanswer = 1", "there is no key `answer`"),
        ("version = 1\n[options]\nto = 'text'", "`to` is 'text'"),
        ("version = 1\n[options]\ncompat = 'yes'", "`compat` is 'yes', of another kind"),
        ("version = 1\n[answers]\nsplit = 1", "`split` is 1, of another kind"),
    ],
)
def test_a_broken_plan_is_told(tmp_path: Path, text: str, fault: str) -> None:
    """With its name and the place."""
    path = tmp_path / "plan.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DataprepError, match=r"plan\.toml") as caught:
        prepare(questions(tmp_path / "faq.csv", 5), plan=path)
    assert fault in caught.value.message


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@given(
    st.builds(
        Options, st.sampled_from(("", "chat")), texts, st.booleans(), st.dictionaries(texts, texts)
    ),
    st.dictionaries(texts, texts | st.booleans()),
)
def test_a_plan_is_read_as_it_was_written(options: Options, answers: dict[str, str | bool]) -> None:
    """Whatever columns are called; and it fits its schema."""
    jsonschema = pytest.importorskip("jsonschema")
    data = tomllib.loads(written(Plan(options, answers)))

    assert from_data(data, "plan") == Plan(options, answers)
    if not answers.keys() & {"split", "take-apart", "prompt-column", "answer-column"}:
        jsonschema.validate(data, schemas.load("plan"))


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


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n\n", b"\x00" * 100, b"\xff\xfe", b"question,answer\n", b"{", b"[]", b"[1, 2]",
        b"question,answer\n\xff\xfe,\xff\n", b'{"messages": []}\n', b'{"prompt": 1, "completion": {}}\n',
        b'"' * 50, b"a,b\n" * 3, b'[{"a": [{"b": [{"c": [1]}]}]}]', b'{"\\ud800": "x"}\n',
        b'{"input": {}, "preferred_output": 3}\n', b"PK\x03\x04 no archive",
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", ["csv", "json", "jsonl", "txt", "xlsx"])
@pytest.mark.parametrize("compat", [False, True])
def test_broken_files_are_told_or_prepared(
    tmp_path: Path, content: bytes, suffix: str, compat: bool
) -> None:
    """No file ends in anything but a result or an error with its next step, and none is left half."""
    path = tmp_path / f"x.{suffix}"
    path.write_bytes(content)
    try:
        result = prepare(path, compat=compat)
    except DataprepError as error:
        assert error.message
        assert list(tmp_path.iterdir()) == [path]
    else:
        assert sum(result.outputs.values()) > 0
    assert path.read_bytes() == content


def test_a_place_that_cannot_be_is_told_first(tmp_path: Path) -> None:
    """Before anything is asked or read."""
    path = questions(tmp_path / "faq.csv", 3)
    with pytest.raises(OutputError, match=r"faq\.csv: is not a folder"):
        prepare(tmp_path / "missing.csv", path)
    with pytest.raises(InputError, match="is a folder, and one file is prepared at a time"):
        prepare(tmp_path)
    with pytest.raises(UsageError, match="a plan holds all options and answers"):
        prepare(path, plan=Plan(Options(), {}), to="chat")


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=12))
def test_every_row_is_written_or_rejected(pairs: list[tuple[str, str]]) -> None:
    """Whatever the cells hold."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pairs.jsonl"
        lines = [json.dumps({"prompt": one, "completion": two}) for one, two in pairs]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        try:
            result = prepare(path)
        except InputError:
            return
        left = len(rows(result.rejects)) if result.rejects else 0
        assert sum(result.outputs.values()) + left == len(pairs)
