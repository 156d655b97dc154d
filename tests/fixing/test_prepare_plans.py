"""Plans of `dataprep.prepare`: written, read, followed, and refused where they do not fit."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from preparing import lines_of, prepare, questions, table

from dataprep import schemas
from dataprep.errors import DataprepError, UsageError
from dataprep.fixing.prepare.plan import Options, Plan, from_data, load, save, written

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


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
    made = [lines_of((tmp_path / name).iterdir()) for name in ("one", "two")]
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
