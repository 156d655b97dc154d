"""Rows that are nearly the same: found, confirmed, chained to clusters, told in every place."""

from __future__ import annotations

import builtins
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dataprep import validate
from dataprep.engine.validation.combined import combined
from dataprep.errors import MissingExtraError
from dataprep.rules.base import chat
from dataprep.rules.duplicates.alike import Speech, said, said_plainly, similarity, words

pytest.importorskip("numpy")

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas/report.schema.json").read_text()))
TODAY = "2026-11-21"
STOCK = [f"{first}{second}" for first in "bdfgklmnprst" for second in ("an", "elo", "iru", "ote")]


def write(path: Path, rows: list[Any]) -> Path:
    """Write rows as JSON Lines; a row of bytes stays as it is."""
    lines = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in rows]
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def spoken(seed: int, count: int = 35, changed: int = 0) -> str:
    """Return words by a seed, some of the last of them others."""
    drawn = random.Random(seed).choices(STOCK, k=count)
    return " ".join([*drawn[: count - changed], *(f"other{n}" for n in range(changed))])


def edited(seed: int, count: int, changed: int) -> str:
    """Return words by a seed, some of them, anywhere, others."""
    drawn = spoken(seed, count).split()
    for at in random.Random(-seed - 1).sample(range(count), changed):
        drawn[at] = f"other{at}"
    return " ".join(drawn)


def row(text: str) -> dict[str, Any]:
    """Return a chat that asks with the first words of a text and answers with the others."""
    return chat(("user", text[:40]), ("assistant", text[40:]))


def said_of(path: Path, **options: Any) -> list[tuple[str, str, int | None]]:
    """Return code, message and line of what is found of near-duplicates."""
    found = validate(path, near_duplicates=True, today=TODAY, **options).findings
    return [
        (one.code, one.message, one.location.line)
        for one in found
        if one.code in ("DUP002", "DUP006")
    ]


def test_off_unless_asked_for(tmp_path: Path) -> None:
    """Without the option no rule looks, nothing is in the statistics, and numpy is not imported."""
    path = write(tmp_path / "a.jsonl", [row(spoken(1)), row(spoken(1, changed=2))])
    report = validate(path, today=TODAY)
    assert "near_duplicates" not in report.stats
    assert not {one.code for one in report.findings} & {"DUP002", "DUP006"}
    program = "import sys; from dataprep import validate; validate(sys.argv[1])"
    for option, imported in (("", "False"), (", near_duplicates=True", "True")):
        code = program.replace("])", f"]{option}); print('numpy' in sys.modules)")
        done = subprocess.run(
            [sys.executable, "-c", code, path],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert done.stdout.strip() == imported


def test_few_edits_are_seldom_missed(tmp_path: Path) -> None:
    """Of rows with two of 35 words changed, and of long ones with one in twenty, 98 % are found."""
    rows = [row(spoken(n, 35)) for n in range(300)] + [row(spoken(n, 400)) for n in range(300)]
    rows += [row(edited(n, 35, 2)) for n in range(300)] + [
        row(edited(n, 400, 20)) for n in range(300)
    ]
    found = {line for _, _, line in said_of(write(tmp_path / "a.jsonl", rows))}
    assert not found & set(range(601))
    assert len(found & set(range(601, 901))) >= 294
    assert len(found & set(range(901, 1201))) >= 294


def test_two_words_of_35_are_found_and_a_third_of_them_not(tmp_path: Path) -> None:
    """A short row with two other words is named with its likeness, one with twelve others is not."""
    rows = [row(spoken(1)), row(spoken(2)), row(spoken(1, changed=2)), row(spoken(1, changed=12))]
    assert said_of(write(tmp_path / "a.jsonl", rows)) == [
        ("DUP002", "94 % of the words are those of line 1", 3)
    ]


def test_clusters_stand_in_the_report(tmp_path: Path) -> None:
    """Rows chained by likeness are one cluster, with the places of its rows and totals."""
    rows = [row(spoken(seed, changed=n)) for seed in (1, 2) for n in range(3)] + [row(spoken(3))]
    path = write(tmp_path / "a.jsonl", rows)
    report = validate(path, near_duplicates=True, today=TODAY)
    near = report.stats["near_duplicates"]
    assert (near["clusters"], near["rows"], near["largest"]) == (2, 6, 3)
    assert [[place["line"] for place in one["places"]] for one in near["listed"]] == [
        [1, 2, 3],
        [4, 5, 6],
    ]
    assert report.per_code()["DUP002"] == 4
    SCHEMA.validate(json.loads(orjson.dumps(report.to_dict())))


def test_what_is_listed_is_bounded(tmp_path: Path) -> None:
    """The totals are of all clusters and rows; 100 clusters are listed, with 20 places each."""
    rows = [row(spoken(n, changed=k)) for n in range(120) for k in (0, 1)]
    rows += [row(f"{spoken(999, 60)} number {n}") for n in range(50)]
    near = validate(write(tmp_path / "a.jsonl", rows), near_duplicates=True, today=TODAY).stats[
        "near_duplicates"
    ]
    assert (near["clusters"], near["rows"], near["largest"]) == (121, 290, 50)
    assert len(near["listed"]) == 100
    assert max(len(one["places"]) for one in near["listed"]) <= 20


def test_train_against_validation_is_a_leak_only(tmp_path: Path) -> None:
    """A row of the validation part that is like one of the train part is DUP006, and not DUP002."""
    train = write(tmp_path / "train.jsonl", [row(spoken(5)), row(spoken(1))])
    held = write(
        tmp_path / "held.jsonl",
        [row(spoken(1, changed=2)), row(spoken(1, changed=1)), row(spoken(7))],
    )
    found = said_of(train, validation=held)
    place = f"{train}:2"
    assert found == [
        ("DUP006", f"94 % of the words are those of a row that is trained on: {place}", 1),
        ("DUP006", f"97 % of the words are those of a row that is trained on: {place}", 2),
    ]


def test_equal_rows_are_of_another_rule(tmp_path: Path) -> None:
    """Copies are DUP001; a row like the first of them is named once."""
    rows = [row(spoken(1)), row(spoken(1)), row(spoken(1, changed=2))]
    assert [line for _, _, line in said_of(write(tmp_path / "a.jsonl", rows))] == [3]


def test_other_instructions_make_other_rows(tmp_path: Path) -> None:
    """The same system message makes no rows alike, and another one keeps alike rows apart."""
    task = spoken(50, 60)
    same = [chat(("system", task), ("user", spoken(n)), ("assistant", "ok")) for n in range(4)]
    other = [
        chat(("system", spoken(60 + n, 40)), ("user", spoken(9)), ("assistant", f"ok {n}"))
        for n in range(3)
    ]
    assert said_of(write(tmp_path / "a.jsonl", same + other)) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda text: {"prompt": text[:40], "completion": text[40:]},
        lambda text: {"text": text},
        lambda text: {
            "input": {"messages": [{"role": "user", "content": text}]},
            "preferred_output": [{"role": "assistant", "content": "yes"}],
            "non_preferred_output": [{"role": "assistant", "content": "no"}],
        },
        lambda text: {"messages": [{"role": "user", "content": text}], "answer": "7"},
        lambda text: {"messages": [{"role": "user", "content": [{"type": "text", "text": text}]},
                                   {"role": "assistant", "content": "yes"}]},
    ],
    ids=["prompt-completion", "text", "preference", "reinforcement", "parts"],
)  # fmt: skip
def test_rows_of_every_kind(tmp_path: Path, make: Any) -> None:
    """Rows of every kind are looked at."""
    rows = [make(spoken(1)), make(spoken(2)), make(spoken(1, changed=2))]
    assert [(code, line) for code, _, line in said_of(write(tmp_path / "a.jsonl", rows))] == [
        ("DUP002", 3)
    ]


@pytest.mark.parametrize(
    "text",
    ["Ключ от склада лежит в синей коробке под лестницей у окна, и взять его может только мастер",
     "仓库的钥匙放在楼梯下面的蓝色盒子里只有师傅可以拿走它并且必须在晚上之前还回来",
     "🔑 " * 10 + "κλειδί της αποθήκης είναι κάτω από τη σκάλα στο μπλε κουτί δίπλα στο παράθυρο"],
    ids=["Cyrillic", "Chinese", "emoji"],
)  # fmt: skip
def test_scripts(tmp_path: Path, text: str) -> None:
    """Texts of any script are compared, by characters where there are no spaces."""
    rows = [row(text), row(spoken(1)), row(f"{text[:-1]}x")]
    assert [line for _, _, line in said_of(write(tmp_path / "a.jsonl", rows))] == [3]


def test_pictures_are_let_alone(tmp_path: Path) -> None:
    """Rows with a picture may be about something else whatever their words are."""
    rows = []
    for name in "abc":
        url = {"type": "image_url", "image_url": {"url": f"https://example.com/{name}.png"}}
        text = {"type": "text", "text": spoken(1)}
        rows.append(
            {"messages": [{"role": "user", "content": [text, url]},
                          {"role": "assistant", "content": spoken(2)}]}
        )  # fmt: skip
    assert said_of(write(tmp_path / "a.jsonl", rows)) == []


def test_processes_make_no_difference(tmp_path: Path) -> None:
    """The same is found by two processes, over several chunks, as by one."""
    rows = [row(spoken(n % 900, 300, changed=3 * (n >= 900))) for n in range(1000)]
    path = write(tmp_path / "a.jsonl", rows)
    assert path.stat().st_size > 1 << 20
    found = said_of(path)
    assert [line for _, _, line in found] == list(range(901, 1001))
    assert said_of(path, jobs=2) == found


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [b""],
        [b"{", b"[]", b"null", b"\xff"],
        [{"messages": "a" * 100}] * 3,
        [{"messages": [[["a" * 50]]]}, {"messages": [{"role": [], "content": {"a": "b" * 99}}]}],
        [{"text": "a" * 200_000}, {"text": "a" * 200_001}, {"text": "ab " * 90_000}],
        [{"text": " ".join(["a"] * 99)}, {"text": "\u2028 " * 99}, {"text": "\x00" * 300}],
        [b'{"text": "\\ud800' + b" word" * 20 + b'"}'] * 2,
        [{"x": 1}, {"prompt": spoken(1)}, {"completion": None}],
    ],
)
def test_hostile_rows(tmp_path: Path, rows: list[Any]) -> None:
    """Whatever a file holds, the run ends with a report that is as its schema says."""
    path = write(tmp_path / "a.jsonl", rows)
    report = validate(path, near_duplicates=True, today=TODAY).to_dict()
    SCHEMA.validate(json.loads(orjson.dumps(report)))


def test_the_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without numpy the option is an error that says what to install; other runs need none."""
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.split(".")[0] == "numpy":
            raise ImportError(name)
        return real(name, *rest)

    for name in [one for one in sys.modules if one.split(".")[0] == "numpy"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without)
    path = write(tmp_path / "a.jsonl", [row(spoken(1))])
    with pytest.raises(MissingExtraError) as error:
        validate(path, near_duplicates=True, today=TODAY)
    assert "near-duplicates (DUP002, DUP006) needs the extra `near`" in str(error.value)
    assert error.value.hint == "install it with: pip install 'dataprep-finetune[near]'"
    assert validate(path, today=TODAY).stats["rows"] == 1


_texts = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=8)


@given(_texts, _texts)
def test_similarity_is_a_share(one: list[str], other: list[str]) -> None:
    """It is the same both ways, from 0 to 1, and 1 for the same words in any order."""
    first, second = words(" ".join(one)), words(" ".join(other))
    assert similarity(first, second) == similarity(second, first)
    assert 0 <= similarity(first, second) <= 1
    assert similarity(first, words(" ".join(reversed(one)))) == 1


@given(st.lists(st.tuples(st.sampled_from(["system", "user", "assistant"]), st.text(max_size=9))))
def test_plain_rows_say_the_same_the_quick_way(turns: list[tuple[str, str]]) -> None:
    """What a plain row says does not depend on the way it was looked at."""
    roles, texts = [role for role, _ in turns], [text for _, text in turns]
    assert said_plainly(roles, texts) == said(chat(*turns))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 8)), min_size=2, max_size=25))
def test_every_finding_is_true(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[int, int]]
) -> None:
    """The likeness that a finding tells is that of the two rows that it names."""
    rows = [row(spoken(seed, 40, changed)) for seed, changed in drawn]
    path = write(tmp_path_factory.getbasetemp() / "near.jsonl", rows)
    for _, message, line in said_of(path):
        other = int(message.split("those of line ")[1].split(",")[0])
        assert line is not None
        share = Speech(rows[line - 1]).likeness(Speech(rows[other - 1]))
        assert message.startswith(f"{min(99, int(100 * share))} % of the words"), (message, share)


def test_text_outputs_show_a_line(tmp_path: Path) -> None:
    """A report for people says how many clusters there are, and that there are none."""
    near = write(tmp_path / "a.jsonl", [row(spoken(1)), row(spoken(1, changed=2))])
    none = write(tmp_path / "b.jsonl", [row(spoken(1)), row(spoken(2))])
    for path, line in (
        (near, "near-duplicates: 2 rows in 1 cluster, the largest of 2"),
        (none, "near-duplicates: none"),
    ):
        for form in ("full", "concise"):
            done = subprocess.run(
                [sys.executable, "-m", "dataprep", "validate", path, "--near-duplicates",
                 "--isolated", "--exit-zero", "--output-format", form],
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                capture_output=True,
                encoding="utf-8",
                check=True,
            )  # fmt: skip
            assert line in done.stdout.splitlines()


def test_several_datasets_add_up(tmp_path: Path) -> None:
    """The report of several runs has the clusters of all of them."""
    paths = [
        write(tmp_path / name, [row(spoken(1)), row(spoken(1, changed=1))])
        for name in ("a.jsonl", "b.jsonl")
    ]
    reports = [validate(path, near_duplicates=True, today=TODAY) for path in paths]
    near = combined(reports).stats["near_duplicates"]
    assert (near["clusters"], near["rows"], near["largest"]) == (2, 4, 2)
    assert [one["places"][0]["path"] for one in near["listed"]] == [str(path) for path in paths]


def test_the_configuration_has_the_option(tmp_path: Path) -> None:
    """`near-duplicates = true` is the option, and a rule that is ignored by its code stays silent."""
    (tmp_path / "dataprep.toml").write_text("near-duplicates = true\n")
    path = write(tmp_path / "a.jsonl", [row(spoken(1)), row(spoken(1, changed=2))])
    options = {"config": tmp_path / "dataprep.toml", "today": TODAY}
    assert "DUP002" in validate(path, **options).per_code()
    assert "DUP002" not in validate(path, ignore=["DUP002"], **options).per_code()


def test_the_limit_is_at_85_of_100_words() -> None:
    """Of 40 words six may be others, and seven not; of fewer than 12 words none."""
    first = Speech(row(spoken(1, 40)))
    assert first.likeness(Speech(row(spoken(1, 40, changed=6)))) == 34 / 40
    assert first.likeness(Speech(row(spoken(1, 40, changed=7)))) == 0
    assert Speech({"text": "a b c d e f g h i j k"}).likeness(Speech({"text": "a"})) == 0
    assert Speech({"text": "a " * 11}).likeness(Speech({"text": "a " * 11})) == 0
    assert Speech({"text": "a " * 12}).likeness(Speech({"text": "a " * 12})) == 1


@pytest.mark.parametrize(
    ("asked", "answered", "count"),
    [("12 and 30", "42", 0), ("12 and 30", "17", 1), ("8 and 9", "42", 1), ("two and 9", "42", 1)],
)
def test_numbers_of_question_and_answer_make_another_task(
    tmp_path: Path, asked: str, answered: str, count: int
) -> None:
    """Rows of one template that were solved anew are no copies; numbers of one side alone are edits."""
    task = "Add up the two numbers that stand here and tell me the sum of both of them in one word:"
    rows = [
        chat(("user", f"{task} {numbers}"), ("assistant", f"The sum is {sum}"))
        for numbers, sum in (("8 and 9", "17"), (asked, answered))
    ]
    assert len(said_of(write(tmp_path / "a.jsonl", rows))) == count


def test_numbers_of_a_text_are_edits(tmp_path: Path) -> None:
    """A text asks nothing: the same page of another day is a near-duplicate."""
    rows = [{"text": f"{spoken(1)} printed on day {day}"} for day in (7, 8)]
    assert len(said_of(write(tmp_path / "a.jsonl", rows))) == 1
