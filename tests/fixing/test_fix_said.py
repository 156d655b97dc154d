"""`dataprep fix`, what it says and refuses: files one by one, the diff, counts, the next command."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from dataprep.rules.base import chat

TODAY = ("--today", "2026-11-21")
MAIL = "ada.rehm" + "@" + "stadtbuecherei-nord.de"


def row(asked: str, answer: str = "Yes.", role: str = "user") -> str:
    return json.dumps(chat((role, asked), ("assistant", answer)))


ODD = [row(f"question {n}", role="human") for n in range(4)]


@pytest.fixture
def fix(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """``fix(*arguments, stdin=b"")`` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, stdin=b"": run("fix", *arguments, *TODAY, stdin=stdin)


def put(name: str, *lines: str) -> str:
    Path(name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return name


def next_of(ran: Any) -> str:
    """Return the command that is proposed, empty where there is none."""
    return "".join(x[6:] for x in ran.stderr.splitlines() if x.startswith("next: "))


def test_each_file_by_itself_is_repaired_for_its_dataset(fix: Any) -> None:
    """One target wants arguments as an object, and another as a text: neither file is broken."""
    call = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": {"a": 1}}}
    turns: list[Any] = [
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": "x"},
        {"role": "assistant", "content": "done"},
    ]
    before = json.dumps({"messages": turns})
    put("trl.jsonl", before), put("other.jsonl", before)
    put("dataprep.toml", '[datasets.t]\ntrain = "trl.jsonl"\ntarget = "trl"')
    ran = fix("--per-file", "--in-place", "--exit-zero", "trl.jsonl", "other.jsonl")
    assert ran.code == 0, ran
    assert Path("trl.jsonl").read_text() == before + "\n"
    assert '"arguments": "{\\"a\\":1}"' in Path("other.jsonl").read_text()
    assert next_of(ran) == "dataprep validate --per-file trl.jsonl other.jsonl"


def test_equal_rows_of_two_files_stay_when_each_is_repaired_by_itself(fix: Any) -> None:
    """Within a file they go."""
    put("a.jsonl", row("a"), row("a")), put("b.jsonl", row("a"))
    ran = fix("--per-file", "--in-place", "--unsafe-fixes", "--exit-zero", "a.jsonl", "b.jsonl")
    assert "dropped: 1" in ran.stderr
    assert Path("a.jsonl").read_text() == Path("b.jsonl").read_text() == row("a") + "\n"


def test_each_file_by_itself_stays_in_its_place(fix: Any) -> None:
    """Another place is refused; what holds no rows is left, and the others are repaired."""
    ran = fix("--per-file", put("a.jsonl", *ODD), "-o", "out")
    assert ran.code == 2 and "`--per-file` repairs each file in its place" in ran.stderr
    put("t.jsonl", "prompt,completion", "Hello,Hi!", "Bye,See you")
    before = Path("t.jsonl").read_bytes()
    ran = fix("--per-file", "--in-place", "--exit-zero", "t.jsonl", "a.jsonl")
    assert ran.code == 0 and Path("t.jsonl").read_bytes() == before
    assert "human" not in Path("a.jsonl").read_text()


def test_what_is_no_json_lines_is_not_written(fix: Any) -> None:
    """Neither it nor the others: the reason and the command that converts it are said."""
    put("cls.csv", "prompt,completion", "Hello,Hi!", "Bye,See you"), put("a.jsonl", *ODD)
    for arguments in (("-o", "out.jsonl"), ("a.jsonl", "--in-place")):
        ran = fix("cls.csv", *arguments)
        assert ran.code == 2
        assert "cls.csv: is a table of separated values (CSV); a repair does not make" in ran.stderr
        assert "dataprep convert cls.csv -o cls.jsonl" in ran.stderr
    assert not Path("out.jsonl").exists() and "human" in Path("a.jsonl").read_text()
    ran = fix(put("empty.jsonl"), "-o", "out.jsonl")
    assert (
        ran.code == 2 and "empty.jsonl: is empty" in ran.stderr and not Path("out.jsonl").exists()
    )


def test_plain_text_gets_no_name_of_a_compressed_file(fix: Any) -> None:
    """The name to write instead is said."""
    Path("odd.jsonl.gz").write_bytes(gzip.compress("\n".join(ODD).encode()))
    ran = fix("odd.jsonl.gz", "-o", "out.jsonl.gz")
    assert ran.code == 2 and not Path("out.jsonl.gz").exists()
    assert ran.stderr == (
        "error: out.jsonl.gz has the name of a compressed file, and what is written is plain text\n"
        "help: write it with -o out.jsonl\n"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"[{','.join(ODD)}]".encode(), "JSN003 one array becomes 4 rows"),
        (
            json.dumps(json.loads(ODD[0]), indent=1).encode(),
            "JSN004 1 object in other lines become one line each",
        ),
        ("\n".join(ODD).encode("utf-16"), "JSN007 UTF-16 becomes UTF-8"),
        (b"\xef\xbb\xbf" + "\n".join(ODD).encode(), "JSN006 the byte order mark goes"),
    ],
)
def test_what_is_done_to_a_whole_file_is_said(fix: Any, content: bytes, said: str) -> None:
    """In the diff and in the counts."""
    Path("a.jsonl").write_bytes(content)
    ran = fix("a.jsonl", "--diff", "--unsafe-fixes", "--select", "JSN")
    assert ran.stdout == f"@@ a.jsonl {said}\n"
    assert f"would be rewritten: a.jsonl ({said[7:]})" in ran.stderr
    assert "0 rows" not in ran.stderr


def test_a_line_that_is_split_keeps_its_line_ends(fix: Any) -> None:
    """Each of its rows ends as the line did; the diff says what happens to lines."""
    lines = [row("a"), row("b") + row("c"), "", row("d")]
    Path("a.jsonl").write_bytes("".join(f"{line}\r\n" for line in lines).encode())
    ran = fix("a.jsonl", "--diff", "-q")
    assert ran.stdout.splitlines() == [
        "@@ a.jsonl:2 JSN004 2 objects become 2 lines",
        "@@ a.jsonl:3 JSN005 an empty line, taken out",
    ]
    fix("a.jsonl", "--in-place")
    assert Path("a.jsonl").read_bytes() == b"".join(f"{row(x)}\r\n".encode() for x in "abcd")


def test_the_diff_shows_a_private_value_masked(fix: Any) -> None:
    """The place in a long text can be seen, and not the value; nor in what another rule changes."""
    text = f"{'word ' * 100}mail {MAIL} now{' z' * 300}"
    ran = fix(put("a.jsonl", row("q", text)), "--diff", "-q", "--unsafe-fixes")
    assert MAIL not in ran.stdout and len(ran.stdout) < 400
    assert "- ...word word word word word mail ada.****" in ran.stdout
    assert "+ ...word word word word word mail <EMAIL> now z" in ran.stdout
    moved = json.dumps(chat(("user", f"I am {MAIL}"), ("assistant", "b"), ("user", MAIL)))
    ran = fix(put("b.jsonl", moved), "--diff", "-q", "--unsafe-fixes", "--select", "CHT006")
    assert "CHT006" in ran.stdout and MAIL not in ran.stdout


def test_a_leak_names_the_file_of_the_other_row(fix: Any) -> None:
    """In the words of the rejects."""
    put("train.jsonl", row("b"), row("a")), put("held.jsonl", row("a"), row("c"))
    ran = fix("train.jsonl", "--validation", "held.jsonl", "--diff", "-q", "--unsafe-fixes")
    assert ran.stdout == "@@ held.jsonl:1 DUP004 dropped: the same as line 2 of train.jsonl\n"


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ("a.jsonl --validation v.jsonl --in-place", "validate a.jsonl --validation v.jsonl"),
        ("--dataset d --in-place", "validate --dataset d"),
        ("--dataset d --diff", "fix --dataset d -o fixed/"),
        ("--dataset d -o o", "validate o/a.jsonl --validation o/v.jsonl --target openai"),
        ("a.jsonl --diff --select CHT", "fix a.jsonl --select CHT -o a.fixed.jsonl"),
        ("a.jsonl good.jsonl v.jsonl b.jsonl --in-place", "validate a.jsonl good.jsonl v.jsonl b.jsonl"),
        ("good.jsonl --dry-run --target openai", "validate good.jsonl --target openai"),
        ("good.jsonl --dry-run --ignore SET", "stats good.jsonl"),
        ("- --diff", ""),
        ("- -o -", ""),
        ("- -o o.jsonl", "validate o.jsonl"),
    ],
)  # fmt: skip
def test_the_next_command_can_be_typed(fix: Any, arguments: str, command: str) -> None:
    """With the validation part, the dataset and the target; where none can be, none is shown."""
    put("a.jsonl", *ODD[:2]), put("v.jsonl", ODD[2]), put("b.jsonl", ODD[3])
    put("good.jsonl", row("good"))
    put("dataprep.toml", "[datasets.d]", 'train = "a.jsonl"', 'validation = "v.jsonl"',
        'target = "openai"')  # fmt: skip
    ran = fix(*arguments.split(), stdin=f"{ODD[0]}\n".encode())
    assert next_of(ran) == (command and f"dataprep {command}"), ran.stderr
