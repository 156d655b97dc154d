"""`dataprep convert` as a user meets it: files, exit codes, messages."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

QUESTIONS = "question,answer\nwho?,me\nwhat?,that\n"


def dataprep(*args, cwd, stdin=b"", env=None):
    return subprocess.run(
        [sys.executable, "-m", "dataprep", *map(str, args)],
        cwd=cwd, input=stdin, capture_output=True, timeout=120,
        env={**os.environ, "PYTHONPATH": os.getcwd(), **(env or {})}, check=False,
    )  # fmt: skip


@pytest.fixture
def here(tmp_path):
    (tmp_path / "qa.csv").write_text(QUESTIONS, newline="")
    return tmp_path


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_table_becomes_chat_and_the_summary_says_where_every_row_went(here):
    """The main job: one command, exit code 0, output, manifest, a summary on standard error."""
    done = dataprep("convert", "qa.csv", "-o", "out/qa.jsonl", cwd=here)

    assert (done.returncode, done.stdout) == (0, b"")
    assert lines(here / "out/qa.jsonl")[0] == {
        "messages": [{"role": "user", "content": "who?"}, {"role": "assistant", "content": "me"}]
    }
    summary = done.stderr.decode()
    assert "question-answer (user: `question`, assistant: `answer`)" in summary
    assert "rows   2 in, 2 chat examples out" in summary
    assert "wrote  out/qa.jsonl (2 examples)" in summary
    manifest = json.loads((here / "out/qa.manifest.json").read_text())
    assert (manifest["rows_in"], manifest["examples"], manifest["rejected"]) == (2, 2, {})
    assert sorted(path.name for path in (here / "out").iterdir()) == [
        "qa.jsonl", "qa.manifest.json",
    ]  # fmt: skip


def test_unusable_rows_are_told_kept_and_counted(here):
    """A bad row is in the rejects with its place and reason; --strict makes it exit 1."""
    (here / "bad.csv").write_text(QUESTIONS + "why?,\nhow?,so,too many\n", newline="")
    done = dataprep("convert", "bad.csv", "-o", "bad.jsonl", cwd=here)

    assert done.returncode == 0
    assert "bad.csv:4: error PRC009 the answer is empty" in done.stderr.decode()
    assert "bad.csv:5: error REA001" in done.stderr.decode()
    rejects = lines(here / "bad.jsonl.rejects")
    assert [(one["line"], one["name"]) for one in rejects] == [
        (4, "empty-completion"), (5, "ragged-row"),
    ]  # fmt: skip
    assert rejects[0]["record"] == {"question": "why?", "answer": ""}
    assert dataprep("convert", "bad.csv", "-o", "bad.jsonl", "--strict", cwd=here).returncode == 1


def test_a_run_without_rejects_removes_those_of_the_run_before(here):
    """Old rejects beside a new dataset would say what is no longer so."""
    (here / "x.csv").write_text(QUESTIONS + "why?,\n", newline="")
    dataprep("convert", "x.csv", "-o", "x.jsonl", cwd=here)
    assert (here / "x.jsonl.rejects").exists()
    (here / "x.csv").write_text(QUESTIONS, newline="")
    dataprep("convert", "x.csv", "-o", "x.jsonl", cwd=here)

    assert not (here / "x.jsonl.rejects").exists()


def test_shards_of_a_longer_run_before_do_not_stay(here):
    """A dataset's old shards are removed by the manifest that named them; other files are not."""
    rows = "".join(f"q{number},a\n" for number in range(5))
    (here / "x.csv").write_text("question,answer\n" + rows, newline="")
    dataprep("convert", "x.csv", "-o", "x.jsonl", "--shard-size", "2", cwd=here)
    assert [len(lines(here / f"x.0000{n}.jsonl")) for n in (1, 2, 3)] == [2, 2, 1]
    (here / "x.00009.jsonl").write_text("{}\n")
    (here / "x.csv").write_text(QUESTIONS, newline="")
    dataprep("convert", "x.csv", "-o", "x.jsonl", "--shard-size", "2", cwd=here)

    assert sorted(path.name for path in here.glob("x.0*.jsonl")) == [
        "x.00001.jsonl",
        "x.00009.jsonl",
    ]


def test_the_same_command_gives_the_same_bytes(here):
    """Dataset and manifest are the same on every run."""
    args = ("convert", "qa.csv", "-o", "qa.jsonl", "--split", "train=0.5,test=0.5")
    before = {}
    for _ in range(2):
        assert dataprep(*args, cwd=here).returncode == 0
        now = {path.name: path.read_bytes() for path in here.glob("qa.*")}
        assert before in ({}, now)
        before = now


def test_standard_input_to_standard_output(here):
    """`-` reads and writes pipes; the examples alone are on standard output."""
    done = dataprep("convert", "-", "-o", "-", cwd=here, stdin=QUESTIONS.encode())

    assert done.returncode == 0
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 2
    assert b"<stdin>" in done.stderr and b"wrote" not in done.stderr


def test_a_closed_pipe_is_no_error(here):
    """`| head` may close its end early."""
    rows = "".join(f"q{number},{'a' * 1000}\n" for number in range(5000))
    (here / "x.csv").write_text("question,answer\n" + rows)
    command = f"{sys.executable} -m dataprep convert x.csv -o - -q | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=here, capture_output=True, timeout=120,
        env={**os.environ, "PYTHONPATH": os.getcwd()}, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout.splitlines()) == 1


def test_a_folder_for_output_makes_one_file_an_input(here):
    """-o DIR/ keeps the inputs apart; equal stems keep their suffix."""
    (here / "in").mkdir()
    (here / "in/qa.csv").write_text(QUESTIONS)
    (here / "in/qa.tsv").write_text(QUESTIONS.replace(",", "\t"))
    (here / "in/other.csv").write_text(QUESTIONS)
    done = dataprep("convert", "in", "-o", "out/", cwd=here)

    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (here / "out").glob("*.jsonl")) == [
        "other.jsonl", "qa-csv.jsonl", "qa-tsv.jsonl",
    ]  # fmt: skip


def test_several_inputs_merge_into_one_file(here):
    """-o FILE takes files, folders and globs together, each once."""
    (here / "more.csv").write_text("question,answer\nnew?,yes\n")
    done = dataprep("convert", "qa.csv", "*.csv", "-o", "all.jsonl", cwd=here)

    assert done.returncode == 0, done.stderr
    assert len(lines(here / "all.jsonl")) == 3


def test_dry_run_and_preview_write_nothing(here):
    """--dry-run shows the plan and three examples, --preview N shows N."""
    before = sorted(here.iterdir())
    plan = dataprep("convert", "qa.csv", "-o", "x.jsonl", "--dry-run", cwd=here)
    shown = dataprep("convert", "qa.csv", "--preview", "1", cwd=here)

    assert (plan.returncode, shown.returncode) == (0, 0)
    assert b"dry run: nothing is written" in plan.stdout and b"assistant: me" in plan.stdout
    assert shown.stdout.decode() == "--- example qa.csv:2\nuser: who?\nassistant: me\n"
    assert sorted(here.iterdir()) == before


def test_preview_shows_the_records_of_an_unknown_layout(here):
    """Someone who has to map columns can look at them first."""
    (here / "odd.csv").write_text("alpha,beta\n1,2\n")
    done = dataprep("convert", "odd.csv", "--preview", "1", cwd=here)

    assert done.stdout.decode() == (
        "--- no known layout fits these records; say which column is which side with --map\n"
        "--- record odd.csv:2\nalpha: 1\nbeta: 2\n"
    )


def test_no_escape_sequence_of_the_data_reaches_the_terminal(here):
    """Training text is hostile: its control characters are shown, not sent."""
    (here / "x.csv").write_text("question,answer\nred \x1b[31m?,\x1b]0;title\x07\nq,\n")
    shown = dataprep("convert", "x.csv", "--preview", "2", cwd=here)
    done = dataprep("convert", "x.csv", "-o", "x.jsonl", cwd=here)

    assert b"\x1b" not in shown.stdout + done.stderr and b"\\x1b[31m" in shown.stdout
    assert lines(here / "x.jsonl")[0]["messages"][1]["content"] == "\x1b]0;title\x07"


@pytest.mark.parametrize(
    ("args", "message", "hint"),
    [
        (["convert", "none.csv", "-o", "x.jsonl"], "none.csv: no such file", "check the name"),
        (["convert", "*.nothing", "-o", "x.jsonl"], "no file matches the pattern", "check"),
        (["convert", "empty", "-o", "x.jsonl"], "the folder holds no file that can be read", "name"),
        (["convert", "qa.csv"], "no output was given", "-o qa.jsonl"),
        (["convert", "qa.csv", "-o", "qa.csv"], "qa.csv: is an input", "choose another name"),
        (["convert", "qa.csv", "-o", "x.jsonl", "--to", "chatt"], "'chatt' is not one of", "--help"),
        (
            ["convert", "qa.csv", "-o", "x.jsonl", "--map", "user=quesion", "--map", "assistant=answer"],
            "there is no column `quesion`; the columns are `question`, `answer`",
            "did you mean `question`?",
        ),
        (
            ["convert", "qa.csv", "-o", "x.jsonl", "--user", "{quesion}", "--map", "assistant=answer"],
            "there is no column `quesion`",
            "did you mean `question`?",
        ),
        (["convert", "odd.csv", "-o", "x.jsonl"], "no known layout has these columns", "--map"),
        (["convert", "qa.csv", "-o", "x.jsonl", "--separator", "auto"], "not on chat rows", "--to"),
        (["convert", "qa.csv", "-o", "-", "--split", "a=0.5,b=0.5"], "is one file", "-o FILE.jsonl"),
        (["convert", "qa.csv", "-o", "x.jsonl", "--order-by", "n"], "--order-by orders", "--group-by"),
        (["convert", "qa.csv", "-o", "x.jsonl", "--dialect", "x"], "no dialect is called `x`", "alpaca"),
        (["convert", "zero.csv", "-o", "x.jsonl"], "zero.csv: no rows to convert", "right file"),
        (["convert", "qa.csv", "-o", "x.jsonl", "--encoding", "ebcdix"], "`ebcdix` is not", "utf-8"),
        (["convert", "doc.pdf", "-o", "x.jsonl"], "doc.pdf: is a PDF document", "export its text"),
        (["convert", "lfs.jsonl", "-o", "x.jsonl"], "is a Git LFS pointer", "git lfs pull"),
        (["convert", "cut.csv.gz", "-o", "x.jsonl"], "gzip data is damaged or cut off", "complete"),
        (["convrt"], "no command is called `convrt`; did you mean `convert`?", "dataprep --help"),
        (["convert", "qa.csv", "-o", "qa.csv/x.jsonl"], "cannot be written", "-o"),
    ],
)  # fmt: skip
def test_what_stops_the_job_is_one_line_with_the_way_out(here, args, message, hint):
    """Exit code 2, one error line, one help line, no traceback, nothing written."""
    import gzip
    import random

    (here / "empty").mkdir()
    (here / "odd.csv").write_text("alpha,beta\n1,2\n")
    (here / "zero.csv").write_text("")
    (here / "doc.pdf").write_bytes(b"%PDF-1.7 ...")
    (here / "lfs.jsonl").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")
    noise = random.Random(1).randbytes(50_000).hex().encode()
    (here / "cut.csv.gz").write_bytes(gzip.compress(b"question,answer\na," + noise)[:-9000])
    before = sorted(here.rglob("*"))
    done = dataprep(*args, cwd=here)

    error = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert error[0].startswith("error: ") and message in error[0]
    assert len(error) == 2 and error[1].startswith("help: ") and hint in error[1]
    assert sorted(here.rglob("*")) == before


def test_no_usable_row_is_an_error_that_says_why(here):
    """A dataset of no examples is never written."""
    (here / "x.csv").write_text("question,answer\na,\nb,\n")
    done = dataprep("convert", "x.csv", "-o", "x.jsonl", cwd=here)

    assert done.returncode == 2
    error = done.stderr.decode()
    assert "x.csv:2: error PRC009 the answer is empty" in error
    assert "x.csv:3: error PRC009 the answer is empty" in error
    assert "error: none of the 2 rows can be used; most of them: empty-completion" in error
    assert sorted(path.name for path in here.iterdir()) == ["qa.csv", "x.csv"]


def test_what_somebody_else_wrote_is_not_replaced(here):
    """A file that no manifest of ours names is kept, unless --force is given."""
    (here / "mine.jsonl").write_text("precious\n")
    done = dataprep("convert", "qa.csv", "-o", "mine.jsonl", cwd=here)

    assert done.returncode == 2
    assert "mine.jsonl: exists, and no manifest says that dataprep wrote it" in done.stderr.decode()
    assert (here / "mine.jsonl").read_text() == "precious\n"
    for arguments in (["--force"], []):
        again = dataprep("convert", "qa.csv", "-o", "mine.jsonl", *arguments, cwd=here)
        assert again.returncode == 0, again.stderr


def test_the_name_of_another_format_is_refused(here):
    """JSON Lines are not written into a file called .csv."""
    done = dataprep("convert", "qa.csv", "-o", "out.csv", cwd=here)

    assert done.returncode == 2
    assert "out.csv: the output is JSON Lines, and the name says .csv" in done.stderr.decode()
    assert "-o out.jsonl" in done.stderr.decode()


def test_layouts_that_do_not_fit_are_told_together(here):
    """A folder of many files is not a matter of one error a run."""
    (here / "a.csv").write_text("alpha,beta\n1,2\n")
    (here / "b.csv").write_text("gamma,delta\n1,2\n")
    done = dataprep("convert", ".", "-o", "out/", cwd=here)

    error = done.stderr.decode()
    assert "2 of 3 inputs cannot be converted like this: a.csv: no known layout" in error
    assert "; b.csv: no known layout" in error


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_interruption_leaves_nothing_behind(here, stop):
    """Ctrl-C, or being told to stop, ends with 130, one line, and no partial output."""
    (here / "big.csv").write_text("question,answer\n" + "why is that?,because\n" * 400_000)
    before = sorted(here.rglob("*"))
    process = subprocess.Popen(
        [sys.executable, "-m", "dataprep", "convert", "big.csv", "-o", "out/big.jsonl", "-j", "2"],
        cwd=here, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.getcwd()},
        # A shell lets what it runs in the background ignore Ctrl-C, and that is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    for _ in range(200):
        if list(here.glob("out/.dataprep-*/all.lines")):
            break
        time.sleep(0.02)
    process.send_signal(stop)
    _, error = process.communicate(timeout=60)

    assert process.returncode == 130
    assert error.decode() == "error: interrupted; nothing was written\n"
    assert sorted(here.rglob("*")) == before


def test_a_full_disk_is_one_error_and_leaves_nothing(here, monkeypatch):
    """No space left: the file is named, the old output stays, nothing partial."""
    import errno

    from dataprep.cli.main import run
    from dataprep.engine import parts

    (here / "out.jsonl").write_text("old\n")
    monkeypatch.chdir(here)

    def full(spool, kind):
        raise OSError(errno.ENOSPC, "No space left on device", kind)

    monkeypatch.setattr(parts.Spool, "_file", full)
    before = {path: path.read_bytes() for path in here.iterdir()}

    assert run(["convert", "qa.csv", "-o", "out.jsonl"]) == 2
    assert {path: path.read_bytes() for path in here.iterdir()} == before


def test_options_may_come_from_the_environment(here):
    """DATAPREP_CONVERT_TO=prompt-completion is --to prompt-completion."""
    env = {"DATAPREP_CONVERT_TO": "prompt-completion"}
    done = dataprep("convert", "qa.csv", "-o", "-", "-q", cwd=here, env=env)

    assert json.loads(done.stdout.splitlines()[0]) == {"prompt": "who?", "completion": "me"}


@pytest.mark.parametrize("args", [["--help"], ["-h"], ["convert", "--help"], ["convert", "-h"]])
def test_help_leads_with_examples(here, args):
    """Help is on standard output and shows commands before options."""
    done = dataprep(*args, cwd=here)
    text = done.stdout.decode()

    assert done.returncode == 0
    assert text.index("Examples:") < text.index("-h, --help")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("x.train.jsonl", ["--split", "train=0.5,validation=0.5"]),
        ("x.00002.jsonl", ["--shard-size", "1"]),
        ("x.manifest.json", []),
        ("x.jsonl.rejects", []),
    ],
)
def test_no_file_beside_the_output_replaces_an_input(here, name, options):
    """Shards, parts, rejects and manifest are as little written over an input as the dataset."""
    source = here / name
    source.write_text('{"question": "who?", "answer": "me"}\n' * 3)
    before = source.read_bytes()
    done = dataprep("convert", name, "-o", "x.jsonl", *options, "--force", cwd=here)

    assert done.returncode == 2
    assert f"{name}: is an input; an input is never overwritten" in done.stderr.decode()
    assert source.read_bytes() == before


def test_parts_of_a_run_before_are_not_removed_when_they_are_inputs(here):
    """Joining the parts of a split under its own name would remove them as left-overs."""
    split = "train=1,validation=1"
    dataprep("convert", "qa.csv", "-o", "x.jsonl", "--split", split, cwd=here)
    done = dataprep("convert", "x.train.jsonl", "x.validation.jsonl", "-o", "x.jsonl", cwd=here)

    assert done.returncode == 2
    assert "x.train.jsonl: is an input" in done.stderr.decode()
    assert (here / "x.train.jsonl").exists()


@pytest.mark.parametrize("name", ["x.manifest.json", "x.jsonl.rejects"])
def test_a_sidecar_of_somebody_else_is_not_replaced(here, name):
    """A manifest or rejects file that dataprep did not write is kept, unless --force is given."""
    (here / name).write_text('{"mine": 1}\n')
    done = dataprep("convert", "qa.csv", "-o", "x.jsonl", cwd=here)

    assert done.returncode == 2
    assert f"{name}: exists, and no manifest says" in done.stderr.decode()
    assert (here / name).read_text() == '{"mine": 1}\n'
    assert dataprep("convert", "qa.csv", "-o", "x.jsonl", "--force", cwd=here).returncode == 0


@pytest.mark.parametrize(
    "options",
    [
        ["--keep", "questoin"],
        ["--split", "train=0.5,validation=0.5", "--stratify", "questoin"],
        ["--split", "train=0.5,validation=0.5", "--group", "questoin"],
    ],
)
def test_a_column_that_no_input_has_is_told_with_the_nearest(here, options):
    """--keep, --stratify and --group name columns as --map does."""
    done = dataprep("convert", "qa.csv", "-o", "x.jsonl", *options, cwd=here)

    assert done.returncode == 2
    assert "there is no column `questoin`; the columns are" in done.stderr.decode()
    assert "did you mean `question`?" in done.stderr.decode()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_standard_output_that_cannot_be_written_is_one_error(here):
    """A full disk behind standard output is no bug of ours, and ends with 2."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dataprep", "convert", "qa.csv", "--preview", "1"],
            cwd=here, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False,
            env={**os.environ, "PYTHONPATH": os.getcwd()},
        )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.decode().startswith("error: standard output: No space left on device\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_device_is_not_replaced(here):
    """Renaming onto a pipe or device would replace it by a file."""
    os.mkfifo(here / "pipe.jsonl")
    done = dataprep("convert", "qa.csv", "-o", "pipe.jsonl", "--force", cwd=here)

    assert done.returncode == 2
    assert "pipe.jsonl: is not a file that can be replaced" in done.stderr.decode()
    assert (here / "pipe.jsonl").is_fifo()


def test_an_option_that_a_format_cannot_use_is_told(here):
    """--explode on a table does nothing, and says so."""
    done = dataprep("convert", "qa.csv", "-o", "x.jsonl", "--explode", "answers", cwd=here)

    assert done.returncode == 0
    assert "qa.csv: warning REA032 --explode answers is not used: CSV holds no nested lists" in (
        done.stderr.decode()
    )
