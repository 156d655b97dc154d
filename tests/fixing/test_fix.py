"""`dataprep fix`: where files go, what stays as it is, and that nothing is lost on any way out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dataprep
from dataprep.errors import OutputError, UsageError

TODAY = "2026-11-21"


def row(asked: str, answer: str = "Yes.", role: str = "user", **more: object) -> str:
    turns = [{"role": role, "content": asked}, {"role": "assistant", "content": answer}]
    return json.dumps({"messages": turns, **more})


def put(path: Path, *lines: str, end: str = "\n") -> Path:
    path.write_bytes("".join(line + end for line in lines).encode())
    return path


def fix(paths: object, output: object = None, **options: object) -> dataprep.FixResult:
    return dataprep.fix(paths, output, today=TODAY, **options)  # type: ignore[arg-type]


def run(*arguments: str, cwd: Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dataprep", "fix", "--isolated", "--today", TODAY, *arguments],
        cwd=cwd, capture_output=True, text=True, timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(dataprep.__file__).parents[1])}, **options,
    )  # type: ignore[call-overload,no-any-return]  # fmt: skip


def test_only_what_is_repaired_is_written_anew(tmp_path):
    """White space, order, digits and escapes of a repaired row stay, and other rows as a whole."""
    odd = '{ "n" : 1.50, "messages" : [ {"content": "caf\\u00e9", "role": "human"},\t' \
        '{"role": "assistant", "content": "b"} ] , "big": 123456789012345678901234567890 }'  # fmt: skip
    good = '{"messages":[{"role":"user","content":"\\u00e9"},{"role":"assistant","content":"é"}]}  '
    path = put(tmp_path / "a.jsonl", odd, good)
    fix(path, tmp_path / "b.jsonl", select=["CHT002"])
    assert (tmp_path / "b.jsonl").read_text() == f"{odd.replace('human', 'user')}\n{good}\n"
    assert path.read_text() == f"{odd}\n{good}\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_stay(tmp_path, end):
    """Those of the file, also of repaired rows; none is added behind the last row."""
    content = f"{row('a', role='human')}{end}{row('b')}{end}{row('c', role='human')}"
    path = tmp_path / "a.jsonl"
    path.write_bytes(content.encode())
    fix(path, in_place=True)
    assert path.read_bytes() == content.replace("human", "user").encode()


def test_a_byte_order_mark_stays_where_the_target_wants_it(tmp_path):
    """Azure wants one, the others do not."""
    content = b"\xef\xbb\xbf" + row("a", role="human").encode() + b"\n"
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    fix(path, tmp_path / "azure.jsonl", target="azure/gpt-4.1-mini")
    fix(path, tmp_path / "openai.jsonl", target="openai/gpt-4.1-mini")
    assert (tmp_path / "azure.jsonl").read_bytes() == content.replace(b"human", b"user")
    assert (tmp_path / "openai.jsonl").read_bytes() == content[3:].replace(b"human", b"user")


def test_without_an_output_nothing_is_written(tmp_path):
    """The result says what would be."""
    path = put(tmp_path / "a.jsonl", row("a", role="human"))
    before = path.read_bytes()
    result = fix(path)
    assert result.fixed == {"CHT002": 1} and result.rows == 1
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_a_file_without_a_repair_is_not_touched_in_place(tmp_path):
    """Not even written again."""
    path = put(tmp_path / "a.jsonl", row("a"))
    before = path.stat()
    result = fix(path, in_place=True, backup=True)
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert list(tmp_path.iterdir()) == [path] and result.fixed == {}


def test_in_place_keeps_mode_link_and_backup(tmp_path):
    """The permissions stay, a link stays a link, and the backup is the file as it was."""
    path = put(tmp_path / "a.jsonl", row("a", role="human"))
    path.chmod(0o640)
    link = tmp_path / "link.jsonl"
    link.symlink_to(path)
    before = path.read_bytes()
    result = fix(link, in_place=True, backup=True)
    assert link.is_symlink() and path.read_bytes() == before.replace(b"human", b"user")
    assert path.stat().st_mode & 0o777 == 0o640
    assert result.backups == [tmp_path / "a.jsonl.bak"]
    assert result.backups[0].read_bytes() == before


def test_a_backup_is_never_overwritten(tmp_path):
    """It may be the only copy of the file as it was."""
    path = put(tmp_path / "a.jsonl", row("a", role="human"))
    (tmp_path / "a.jsonl.bak").write_text("first")
    before = path.read_bytes()
    with pytest.raises(OutputError, match=r"a\.jsonl\.bak: is there already; a backup is never"):
        fix(path, in_place=True, backup=True)
    assert path.read_bytes() == before and (tmp_path / "a.jsonl.bak").read_text() == "first"


def test_an_output_that_is_there_is_not_replaced_unasked(tmp_path):
    """With force it is; an input never."""
    path = put(tmp_path / "a.jsonl", row("a", role="human"))
    out = put(tmp_path / "b.jsonl", "mine")
    with pytest.raises(OutputError, match=r"b\.jsonl: exists"):
        fix(path, out)
    with pytest.raises(OutputError, match=r"a\.jsonl: is an input"):
        fix(path, path, force=True)
    assert out.read_text() == "mine\n"
    fix(path, out, force=True)
    assert "human" not in out.read_text()


def test_several_files_go_to_a_folder(tmp_path):
    """Each under its own name; the validation part too."""
    one = put(tmp_path / "one.jsonl", row("a", role="human"))
    two = put(tmp_path / "two.jsonl", row("b"))
    held = put(tmp_path / "held.jsonl", row("c", role="human"))
    with pytest.raises(UsageError, match=r"x\.jsonl is one file, and there are 3 inputs"):
        fix([one, two], tmp_path / "x.jsonl", validation=held)
    fix([one, two], tmp_path / "out", validation=held)
    made = {path.name: path.read_text() for path in (tmp_path / "out").iterdir()}
    assert set(made) == {"one.jsonl", "two.jsonl", "held.jsonl"}
    assert made["two.jsonl"] == two.read_text()
    assert made["held.jsonl"] == held.read_text().replace("human", "user")


def test_a_repair_is_for_one_target(tmp_path):
    """What one wants another may refuse."""
    path = put(tmp_path / "a.jsonl", row("a"))
    with pytest.raises(UsageError, match="2 targets were named, and a repair is for one"):
        fix(path, target=["openai", "trl"])


def test_dropped_rows_are_in_the_rejects_as_they_were(tmp_path):
    """With place, code and reason; those of an earlier repair in place stay."""
    lines = [row("a"), row("b"), row("a"), row("a", id=7)]
    path = put(tmp_path / "a.jsonl", *lines)
    result = fix(path, in_place=True, unsafe_fixes=True, select=["DUP001"])
    assert path.read_text().splitlines() == [lines[0], lines[1], lines[3]]
    rejected = [json.loads(line) for line in result.rejects[0].read_text().splitlines()]
    assert result.rejects == [tmp_path / "a.jsonl.rejects"] and result.dropped == 1
    assert rejected == [{
        "path": str(path), "line": 3, "code": "DUP001", "name": "duplicate-example",
        "message": "the same as line 1", "record": lines[2],
    }]  # fmt: skip
    put(path, row("z"), row("z"))
    fix(path, in_place=True, unsafe_fixes=True, select=["DUP001"])
    assert len((tmp_path / "a.jsonl.rejects").read_text().splitlines()) == 2


def test_one_job_and_several_give_the_same_bytes(tmp_path):
    """Whatever is repaired."""
    lines = [
        row(f"question {n % 900} {'x' * 2000}", role="human" if n % 7 == 0 else "user",
            **({"id": n} if n % 5 == 0 else {}))
        for n in range(1500)
    ]  # fmt: skip
    path = put(tmp_path / "a.jsonl", *lines)
    for jobs in (1, 2):
        fix(path, tmp_path / f"{jobs}.jsonl", unsafe_fixes=True, jobs=jobs)
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    rejects = [(tmp_path / f"{jobs}.jsonl.rejects").read_bytes() for jobs in (1, 2)]
    assert rejects[0] == rejects[1] and rejects[0].count(b"\n") > 100


LINES = [
    row("a"), row("a", role="human"), row("b", answer=" "), row("", answer="x"), row("c", id=7),
    row("d", answer="It â€™s"), row("e\x00"), row("mail me: jane.doe@gmail.com"), "", "[1]", "{x",
    row("f") + row("g", role="gpt"), json.dumps({"messages": []}), json.dumps({"prompt": "a"}),
    json.dumps({"messages": [{"role": "user", "content": "h"}, {"role": "user", "content": "i"},
                             {"role": "assistant", "content": "j"}]}),
    json.dumps({"messages": [{"role": "assistant", "content": "j"}, {"role": "user", "content": 1}]}),
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=12), st.booleans())
def test_a_second_repair_does_nothing(tmp_path_factory, lines, unsafe):
    """Whatever is wrong with a file; and what is fixable is fixed after the first."""
    folder = tmp_path_factory.mktemp("twice")
    path = put(folder / "a.jsonl", *lines, *[row(f"good {n}") for n in range(len(lines) + 1)])
    first = fix(path, in_place=True, unsafe_fixes=unsafe)
    before = path.read_bytes()
    second = fix(path, in_place=True, unsafe_fixes=unsafe)
    assert path.read_bytes() == before
    assert second.fixed == {}
    assert first.report.counts == second.report.counts
    assert first.report.fixable("safe") == 0


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_unsafe_repairs_touch_no_row_without_a_finding(tmp_path_factory, lines):
    """A row about which nothing fixable is said keeps its bytes, and its place in the order.

    Equal rows are left out: a repair of one row may make it the equal of another.
    """
    folder = tmp_path_factory.mktemp("untouched")
    rows = [*lines, *[row(f"good {n}") for n in range(len(lines) + 1)]]
    path = put(folder / "a.jsonl", *rows)
    report = dataprep.validate(path, today=TODAY, ignore=["DUP"])
    if not report.inputs_read or any(
        one.fix == "unsafe" and one.location.line is None for one in report.findings
    ):
        return
    spoken = {one.location.line for one in report.findings if one.fix in ("safe", "unsafe")}
    kept = [line for number, line in enumerate(rows, 1) if number not in spoken]
    fix(path, in_place=True, unsafe_fixes=True, ignore=["DUP"])
    left = iter(path.read_bytes().decode().split("\n"))
    assert all(line in left for line in kept)


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_repair_leaves_the_file_as_it_was(tmp_path, stop):
    """Stopped at any time, in place: the original is whole, and only a kill leaves anything about."""
    line = row("x" * 500, role="human")
    path = tmp_path / "a.jsonl"
    path.write_bytes((line + "\n").encode() * 60_000)
    before = path.read_bytes()
    for wait in (0.4, 0.8):
        process = subprocess.Popen(
            [sys.executable, "-m", "dataprep", "fix", "a.jsonl", "--in-place", "--isolated",
             "--unsafe-fixes", "-j", "1"],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(dataprep.__file__).parents[1])},
            # A shell lets what it runs in the background ignore Ctrl-C, and that is inherited.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip
        time.sleep(wait)
        assert process.poll() is None, "the run was over before it could be interrupted"
        process.send_signal(stop)
        process.communicate(timeout=60)
        assert path.read_bytes() == before
        if stop != signal.SIGKILL:
            assert process.returncode == 130
            assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]


def test_the_command_says_what_it_did(tmp_path):
    """Counts by rule, files, what is left, and what to type next."""
    put(tmp_path / "a.jsonl", row("a", role="human"), row("b"), row("b"))
    done = run("a.jsonl", "-o", "b.jsonl", "--unsafe-fixes", cwd=tmp_path)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.splitlines() == [
        "fixed: 2 findings (CHT002 unknown-role 1, DUP001 duplicate-example 1)",
        "changed: 1 row, dropped: 1",
        "wrote b.jsonl from a.jsonl",
        "dropped rows: b.jsonl.rejects",
        "left: 1 error",
        "next: dataprep validate b.jsonl",
    ]


def test_the_diff_shows_what_differs_and_writes_nothing(tmp_path):
    """Of a long text only the place; the exit code says that there is something."""
    text = f"{'a' * 500} It â€™s {'b' * 500}"
    put(tmp_path / "a.jsonl", row("a", answer=text, role="human"), row("b"), row("b"))
    done = run("a.jsonl", "--diff", "--unsafe-fixes", "-q", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "@@ a.jsonl:1 CHT002 $.messages[0].role",
        '- "human"',
        '+ "user"',
        "@@ a.jsonl:1 TXT001 $.messages[1].content",
        f"- ...{'a' * 24} It \\u00e2\\u20ac\\u2122s {'b' * 28}...",
        f"+ ...{'a' * 24} It \\u2019s {'b' * 28}...",
        "@@ a.jsonl:3 DUP001 dropped: the same as line 2",
    ]
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]


def test_standard_input_goes_to_standard_output(tmp_path):
    """As a filter; rows that would be dropped have no place there."""
    content = f"{row('a', role='human')}\n{row('b')}\n"
    done = run("-", cwd=tmp_path, input=content)
    assert done.stdout == content.replace("human", "user")
    done = run("-", "--unsafe-fixes", cwd=tmp_path, input=content + content)
    assert done.returncode == 2 and done.stdout == ""
    assert "2 rows would be dropped, and standard output has no place for rejects" in done.stderr


def test_the_command_wants_to_know_where_to(tmp_path):
    """Neither the input nor anything else is written unasked."""
    put(tmp_path / "a.jsonl", row("a", role="human"))
    done = run("a.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "error: where the repaired file goes was not said\n"
        "help: write it with -o OUT, or in the input's place with --in-place; --diff shows it\n"
    )


def test_validate_repairs_first_when_asked(tmp_path):
    """In place, and then says what is left."""
    put(tmp_path / "a.jsonl", row("a", role="human"), row("b", answer=" "))
    done = subprocess.run(
        [sys.executable, "-m", "dataprep", "validate", "a.jsonl", "--fix", "--isolated", "--today",
         TODAY, "--output-format", "concise"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(dataprep.__file__).parents[1])},
    )  # fmt: skip
    assert done.stderr == "fixed 1 finding in a.jsonl\n"
    assert "CHT002" not in done.stdout and "CHT004" in done.stdout and done.returncode == 1
    assert "human" not in (tmp_path / "a.jsonl").read_text()


def test_a_row_that_is_dropped_is_no_contradiction(tmp_path):
    """It leaves no note about rules that circle."""
    path = put(tmp_path / "a.jsonl", row("a"), row("b", answer=""))
    result = fix(path, unsafe_fixes=True)
    assert result.dropped == 1 and result.notes == []
