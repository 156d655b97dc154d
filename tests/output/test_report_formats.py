"""What a report looks like: places, carets, folding, closing lines, and hostile texts in them."""

from __future__ import annotations

import json
import shlex
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataprep import validate
from dataprep.output.formats import get
from dataprep.output.formats.base import Style
from dataprep.output.terminal import one_line

ASKED = {"role": "user", "content": "Hello?"}
GOOD = {"messages": [ASKED, {"role": "assistant", "content": "Hi."}]}


def write(path: Path, *rows: Any) -> Path:
    """Write rows as JSON Lines, real characters."""
    path.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in rows), "utf-8")
    return path


@pytest.fixture
def shown(run, tmp_path, monkeypatch):
    """Run `validate` on rows in a terminal of some columns and return its lines."""
    monkeypatch.chdir(tmp_path)

    def lines(
        *rows: Any, options: str = "", name: str = "a.jsonl", columns: int = 100
    ) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(columns))
        done = run("validate", write(Path(name), *rows), "--isolated", *shlex.split(options))
        assert done.code in (0, 1), done.stderr
        return done.stdout.splitlines()

    return lines


def columns(text: str) -> int:
    """Return the columns of a text of letters, wide letters and marks without width."""
    return sum(
        0 if unicodedata.category(one) in ("Mn", "Me", "Cf")
        else 1 + (unicodedata.east_asian_width(one) in "WF") for one in text
    )  # fmt: skip


@pytest.mark.parametrize(
    "before", ["plain", "質問です", "e\u0301a\u0301", "\u2764\ufe0f", "한국어 中文", "👩\u200d👧"]
)
def test_the_caret_stands_under_the_value(shown, before):
    """Wide letters, accents of their own and joined emoji before it do not move it."""
    row = {"messages": [{"role": "user", "content": before}, {"role": "助手", "content": "x"}]}
    found = shown(row, options="--select CHT002")
    excerpt, carets = next((one, found[n + 1]) for n, one in enumerate(found) if '"助手"' in one)

    assert carets.index("^") == 2 + 2 + columns(excerpt[4 : excerpt.index('"助手"')])
    assert carets.count("^") == 6


@pytest.mark.parametrize("width", [50, 70, 100])
def test_a_long_row_is_cut_to_the_terminal(shown, width):
    """The value stays in sight, in a row of 200 KB as well."""
    long = {"role": "user", "content": "word " * 40_000}
    found = shown(
        {"messages": [long, {"role": "bot", "content": "x" * 500}]},
        options="--select CHT002", columns=width,
    )  # fmt: skip
    (excerpt,) = (one for one in found if '"bot"' in one)

    assert excerpt.startswith("1 | …")
    assert excerpt.endswith("…")
    assert columns(excerpt) <= width


def test_no_excerpt_shows_no_row(shown):
    """Places, messages and help stay."""
    row = {"messages": [ASKED, {"role": "assistant", "content": ""}]}
    found = shown(row, options="--select CHT004 --no-excerpt")

    assert "a.jsonl:1:87: error[CHT004]" in found[0]
    assert not any("Hello?" in one or "^" in one for one in found)


def test_concise_is_one_line_a_finding(shown):
    """Line breaks, tabs and escape sequences of the data break no line and reach no terminal."""
    rows = [{"messages": [ASKED, {"role": "b\no\tt\u2028\x1b[31m", "content": "x"}]},
            {**GOOD, "a\nkey": 1}]  # fmt: skip
    found = shown(*rows, options="--select CHT002,SCH002 --output-format concise -q")

    assert [one.split(" ")[:3] for one in found] == [
        ["a.jsonl:1:63:", "error", "CHT002"],
        ["a.jsonl:2:106:", "error", "SCH002"],
    ]
    assert r"`b\no\tt\u2028\x1b[31m`" in found[0]
    assert r"`a\nkey`" in found[1]


@given(st.text(max_size=400))
def test_one_line_is_one_line(text):
    """Whatever the text is, for every notion of a line; and it can be encoded."""
    assert len(one_line(text).splitlines()) <= 1
    one_line(text).encode()


@pytest.mark.parametrize("form", ["full", "concise"])
def test_repeats_are_folded_and_counted(shown, form):
    """The fold stands where the rule was last shown; the closing line counts all."""
    rows = [{"messages": [{"role": "user", "content": f"{n}"}, {"role": "assistant", "content": ""}]}
            for n in range(1_200)]  # fmt: skip
    options = f"--select CHT004 --output-format {form}"
    few = shown(*rows, options=f"{options} --max-per-rule 2")
    every = shown(*rows, options=f"{options} --max-per-rule 0")

    assert "... 1,198 more CHT004; `--max-per-rule 0` shows all" in few
    assert sum(one.startswith("a.jsonl:") for one in few) == 2
    assert sum(one.startswith("a.jsonl:") for one in every) == 1_200
    assert few[-2] == every[-2] == "1,200 errors: 1,200 rows in 1 file; fixable: 1,200 unsafe"


def test_the_way_out_of_another_layout_is_next_and_works(shown, run):
    """One foreign row among good ones is converted with them: none is lost."""
    turns = [{"from": "human", "value": "a?"}, {"from": "gpt", "value": "b."}]
    found = shown(GOOD, {"conversations": turns}, name="my rows.jsonl", options="--select SCH")
    command = shlex.split(found[-1].removeprefix("next: dataprep "))
    done = run(*command)

    assert done.code == 0, done.stderr
    assert len(Path("my rows.converted.jsonl").read_text("utf-8").splitlines()) == 2


def test_a_table_is_converted_next(run, tmp_path, monkeypatch):
    """The command for a file that is something else can be typed as it stands."""
    monkeypatch.chdir(tmp_path)
    Path("a b.csv").write_text("question,answer\nq,a\nr,b\n")
    done = run("validate", "a b.csv", "--isolated")

    assert done.stdout.splitlines()[-1] == "next: dataprep convert 'a b.csv' -o 'a b.jsonl'"


def test_a_command_with_a_blank_to_fill_in_is_not_next(shown):
    """Where a column has to be named, the next command is one that works."""
    found = shown({"role": "user", "content": "x", "cid": 1}, options="--select SCH001")

    assert any("--group-by COLUMN" in one for one in found)
    assert found[-1] == "next: dataprep explain SCH001"


def test_next_counts_what_is_trained_for_the_targets(tmp_path, monkeypatch):
    """The validation part is paid for by nobody; the targets are those that were asked for."""
    monkeypatch.chdir(tmp_path)
    train, held = write(Path("t.jsonl"), GOOD), write(Path("v.jsonl"), GOOD)
    report = validate(train, validation=held, target=["together", "trl"], select=["SCH"])

    *_, last = get("full").lines(report, Style())
    assert last == "next: dataprep stats t.jsonl --target together --target trl"


def test_a_report_never_overwrites_an_input(run, tmp_path, monkeypatch):
    """Under its own name or a link to it; nor is a folder taken for a file."""
    monkeypatch.chdir(tmp_path)
    data, other = write(Path("a.jsonl"), GOOD), write(Path("b.jsonl"), GOOD)
    Path("hard.jsonl").hardlink_to(other)
    before = data.read_bytes()
    said = {
        name: run("validate", "a.jsonl", "--validation", "b.jsonl", "--output-file", name)
        for name in ("a.jsonl", "hard.jsonl", ".")
    }

    assert {one.code for one in said.values()} == {2}
    assert "a.jsonl: is an input; an input is never overwritten" in said["a.jsonl"].stderr
    assert "hard.jsonl: is an input" in said["hard.jsonl"].stderr
    assert ".: is a folder" in said["."].stderr
    assert data.read_bytes() == other.read_bytes() == before


def test_a_report_in_a_file(run, tmp_path, monkeypatch):
    """The file holds what standard output would, which stays empty; `-` is standard output."""
    monkeypatch.chdir(tmp_path)
    write(Path("a.jsonl"), GOOD)
    done = run("validate", "a.jsonl", "--isolated", "--output-file", "reports/a.txt")
    shown = run("validate", "a.jsonl", "--isolated", "--output-file", "-")

    assert (done.code, done.stdout) == (1, "")
    assert Path("reports/a.txt").read_text("utf-8") == shown.stdout
    assert not Path("-").exists()
