"""`--all-datasets` and `--per-file`: several verdicts, one report for programs, one exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PAIR = {
    "input": {"messages": [{"role": "user", "content": "Which one?"}]},
    "preferred_output": [{"role": "assistant", "content": "The second one, please."}],
    "non_preferred_output": [{"role": "assistant", "content": "The first one."}],
}


def chats(first: int, count: int) -> str:
    return "".join(
        json.dumps(
            {
                "messages": [
                    {"role": "user", "content": f"What is {number} and one?"},
                    {"role": "assistant", "content": f"It is {number + 1}."},
                ]
            }
        )
        + "\n"
        for number in range(first, first + count)
    )


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two datasets: chats with a held-out part, and pairs for another method and target."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATAPREP_TODAY", "2026-11-20")
    (tmp_path / "dataprep.toml").write_text(
        '[datasets.faq]\ntrain = "faq-*.jsonl"\nvalidation = "held.jsonl"\n'
        '[datasets.taste]\ntrain = "taste.jsonl"\nmethod = "dpo"\ntarget = "azure"\n'
    )
    (tmp_path / "faq-1.jsonl").write_text(chats(0, 6))
    (tmp_path / "faq-2.jsonl").write_text(chats(6, 6))
    (tmp_path / "held.jsonl").write_text(chats(100, 3))
    (tmp_path / "taste.jsonl").write_text(json.dumps(PAIR) + "\n")
    return tmp_path


def test_every_dataset_has_its_verdict(run) -> None:
    """For people one after another; the worst of them is the exit code."""
    done = run("validate", "--all-datasets", "--output-format", "concise")
    faq, taste = done.stdout.split("\n\ndataset taste\n")

    assert done.code == 1
    assert faq.startswith("dataset faq\n") and "error" not in faq and "15 rows in 3 files" in faq
    assert "SET001" in taste and "1 row in 1 file" in taste


def test_all_is_well_when_every_dataset_is(run, project: Path) -> None:
    """Leakage between two datasets is none: they train two models."""
    config = (project / "dataprep.toml").read_text().partition("[datasets.taste]")[0]
    (project / "dataprep.toml").write_text(
        config + '[datasets.again]\ntrain = "faq-*.jsonl"\nvalidation = "held.jsonl"\n'
    )
    assert run("validate", "--all-datasets").code == 0


def test_programs_get_one_document(run) -> None:
    """With the targets of both, and each finding with the targets that it is about."""
    done = run("validate", "--all-datasets", "--output-format", "json")
    report = json.loads(done.stdout)
    alone = [
        json.loads(run("validate", "--dataset", name, "--output-format", "json").stdout)
        for name in ("faq", "taste")
    ]

    assert list(report["targets"]) == ["generic", "azure"]
    assert report["targets"]["generic"]["ok"] and not report["targets"]["azure"]["ok"]
    assert report["stats"]["rows"] == 13
    assert report["files"] == [file for one in alone for file in one["files"]]
    assert len(report["findings"]) == sum(len(one["findings"]) for one in alone)
    assert {tuple(one["targets"]) for one in report["findings"] if one["code"] == "SET001"} == {
        ("azure",)
    }


@pytest.mark.parametrize("form", ["sarif", "gitlab"])
def test_the_document_is_written_to_a_file(run, project: Path, form: str) -> None:
    """It is one JSON document, whatever the number of datasets."""
    done = run("validate", "--all-datasets", "--output-format", form, "--output-file", "out.json")

    assert done.code == 1 and not done.stdout
    assert "SET001" in json.dumps(json.loads((project / "out.json").read_text()))


def test_the_report_overwrites_no_input(run) -> None:
    """Of no dataset."""
    done = run("validate", "--all-datasets", "--output-file", "taste.jsonl")

    assert done.code == 2 and "taste.jsonl: is an input" in done.stderr


def test_per_file_is_silent_about_datasets(run) -> None:
    """Each file by itself, for what its dataset is for: no size, no balance, no job."""
    done = run("validate", "--per-file", "faq-1.jsonl", "held.jsonl", "taste.jsonl")

    assert (done.code, done.stdout.count("next: ")) == (0, 1)
    assert "13" not in done.stdout and "10 rows in 3 files" in done.stdout
    for code in ("SET", "SCH004", "SCH005", "TGT", "DUP004"):
        assert code not in done.stdout


def test_per_file_judges_for_the_dataset_that_names_the_file(run, project: Path) -> None:
    """A chat row among the pairs is of the wrong method there; what was given wins."""
    (project / "taste.jsonl").write_text(chats(0, 1))
    report = json.loads(
        run("validate", "--per-file", "taste.jsonl", "--output-format", "json").stdout
    )
    assert list(report["targets"]) == ["azure"]
    assert "SCH005" in report["summary"]["rules"]

    given = ("--target", "together", "--method", "supervised", "--output-format", "json")
    report = json.loads(run("validate", "--per-file", "taste.jsonl", *given).stdout)
    assert list(report["targets"]) == ["together"]
    assert "SCH005" not in report["summary"]["rules"]


def test_per_file_finds_what_is_wrong_with_a_file(run, project: Path) -> None:
    """Equal rows within a file are found, equal rows in two files are not its matter."""
    (project / "faq-1.jsonl").write_text(chats(0, 2) + chats(0, 1))
    (project / "faq-2.jsonl").write_text(chats(0, 1) + "{\n")
    done = run("validate", "--per-file", "faq-1.jsonl", "faq-2.jsonl", "--output-format", "concise")

    assert done.code == 1
    assert done.stdout.count("DUP001") == 1 and "faq-1.jsonl:3" in done.stdout
    assert "faq-2.jsonl:2" in done.stdout and "JSN001" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--all-datasets", "--per-file"), "`--all-datasets` and `--per-file` exclude each other"),
        (("--all-datasets", "held.jsonl"), "`--all-datasets` and a FILE exclude each other"),
        (("--all-datasets", "--dataset", "faq"), "`--all-datasets` and `--dataset` exclude each"),
        (("--per-file", "held.jsonl", "--validation", "x"), "and `--validation-file` exclude"),
        (("--per-file", "held.jsonl", "--write-baseline", "b"), "and `--write-baseline` exclude"),
        (("--per-file",), "--per-file needs files"),
        (("--all-datasets", "--isolated"), "the configuration has no datasets"),
    ],
)
def test_what_does_not_go_together_is_told(run, arguments: tuple[str, ...], said: str) -> None:
    """As an error of usage, with the way out."""
    done = run("validate", *arguments)

    assert done.code == 2 and said in done.stderr
    assert "help: " in done.stderr


def test_known_findings_are_known_in_every_dataset(run, project: Path) -> None:
    """One baseline may serve all; what one dataset lacks is not stale while another has it."""
    run("validate", "--dataset", "taste", "--write-baseline", "known.json")
    done = run("validate", "--all-datasets", "--baseline", "known.json", "--output-format", "json")
    report = json.loads(done.stdout)

    assert done.code == 0
    assert report["baseline"]["stale"] == 0 and report["baseline"]["known"] > 0
    assert "stale" not in done.stderr


def test_one_baseline_serves_all_datasets(run, project: Path) -> None:
    """Written about all of them at once, it silences each, whoever asks; new findings still count."""
    written = run("validate", "--all-datasets", "--write-baseline", "known.jsonl", "-q")
    entries = (project / "known.jsonl").read_text().splitlines()
    again = run("validate", "--all-datasets", "--baseline", "known.jsonl")

    assert written.code == 0 and len(entries) > 2
    assert again.code == 0 and "stale" not in again.stderr, again.stderr
    for part in (["--dataset", "taste"], ["--dataset", "faq"], ["--per-file", "taste.jsonl"]):
        one = run("validate", *part, "--baseline", "known.jsonl")
        assert one.code == 0 and "stale" not in one.stderr, (part, one.stderr)
    (project / "taste.jsonl").write_text(json.dumps(PAIR | {"extra": 1}) + "\n")
    changed = run("validate", "--all-datasets", "--baseline", "known.jsonl")
    assert changed.code == 1 and "SCH002" in changed.stdout


def test_a_part_prunes_nothing(run, project: Path) -> None:
    """One of several datasets cannot tell what the others still have."""
    run("validate", "--all-datasets", "--write-baseline", "known.jsonl", "-q")
    before = (project / "known.jsonl").read_bytes()
    (project / "taste.jsonl").write_text(chats(0, 20))
    run("validate", "--dataset", "faq", "--write-baseline", "known.jsonl", "--accept-new", "-q")
    assert (project / "known.jsonl").read_bytes() == before
    told = run("validate", "--all-datasets", "--baseline", "known.jsonl").stderr
    assert "stale" in told and "prune with `--write-baseline known.jsonl`" in told
    run("validate", "--all-datasets", "--write-baseline", "known.jsonl", "-q")
    assert (project / "known.jsonl").read_bytes() != before
