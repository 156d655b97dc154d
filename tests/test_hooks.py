"""The pre-commit hooks: generated, aimed at data only, and tried with pre-commit itself."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tool_environment import environment

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from write_hooks import FILE, HOOKS, NO_DATA, text  # noqa: E402

GOOD = (
    '{"messages": [{"role": "user", "content": "How hot?"}, '
    '{"role": "assistant", "content": "93 degrees."}]}\n'
)
BAD = GOOD.replace('"user"', '"customer"').replace("hot", "hard").replace("93", "9")


def test_the_file_is_up_to_date() -> None:
    """If this fails after a change that is meant: python scripts/write_hooks.py"""
    assert FILE.read_text("utf-8") == text()


@pytest.mark.parametrize("path", ["train.jsonl", "data/v1.2/train.ndjson", "baseline-faq.jsonl"])
def test_data_is_looked_at(path: str) -> None:
    """Each hook runs for JSON Lines, wherever they are and whatever they are called."""
    assert all(runs(hook.files, path) for hook in HOOKS)


@pytest.mark.parametrize(
    "path",
    [
        "train.jsonl.rejects",
        "train.manifest.json",
        "train.jsonl.manifest.json",
        "train.rejects.jsonl",
        "out/train.ledger.jsonl",
        ".dataprep-baseline.jsonl",
        "out/baseline.jsonl",
        "notes.json",
        "train.jsonl.bak",
        "jsonl",
        "README.md",
    ],
)
def test_what_is_no_data_is_left_alone(path: str) -> None:
    """Rejects, ledgers, baselines and manifests are never taken for data, under any name of theirs."""
    assert not any(runs(hook.files, path) for hook in HOOKS)


@pytest.mark.parametrize("path", ["dataprep.toml", "sub/.dataprep.toml", "pyproject.toml"])
def test_a_changed_configuration_makes_the_datasets_be_judged(path: str) -> None:
    """It may name other files; single files did not change."""
    assert {hook.id for hook in HOOKS if runs(hook.files, path)} == {"dataprep-validate-datasets"}


@pytest.fixture(scope="module")
def pre_commit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, from the package index."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    return environment(tmp_path_factory.mktemp("pre-commit") / "venv", "pre-commit") / "pre-commit"


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of what the checkout holds, as a user of the hooks clones it."""
    copy = tmp_path_factory.mktemp("hooks")
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", FILE.name):
        shutil.copy(ROOT / name, copy)
    for folder in ("dataprep", "schemas"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    git(copy, "init", "-q")
    git(copy, "add", ".")
    git(copy, "commit", "-q", "-m", "hooks")
    return copy


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environments of hooks."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def tried(pre_commit: Path, hooks: Path, home: Path, tmp_path: Path):
    """``tried(id, {name: content})``: the hook on staged files; exit code and output."""

    def attempt(hook: str, files: dict[str, str]) -> tuple[int, str]:
        git(tmp_path, "init", "-q")
        for name, content in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(content, "utf-8")
        git(tmp_path, "add", ".")
        without = ("PYTHONPATH", "PRE_COMMIT", "DATAPREP_TODAY")
        variables = {key: value for key, value in os.environ.items() if key not in without}
        done = subprocess.run(
            [pre_commit, "try-repo", hooks, hook, "--all-files", "--color", "never"],
            cwd=tmp_path, env={**variables, "PRE_COMMIT_HOME": str(home)}, text=True,
            capture_output=True, check=False, timeout=600,
        )  # fmt: skip
        if "An unexpected error has occurred" in done.stdout and "pip" in done.stdout:
            pytest.skip(f"the hook cannot be installed here: {done.stdout[-300:]}")
        return done.returncode, done.stdout

    return attempt


def test_a_good_file_passes(tried) -> None:
    """One row is no defect of a file: how many a dataset needs is the other hook's matter."""
    code, said = tried("dataprep-validate", {"data/train.jsonl": GOOD, "data/more.jsonl": GOOD})

    assert (code, "Passed" in said) == (0, True), said


def test_a_bad_file_fails_with_the_place_and_the_fact(tried) -> None:
    """The finding is shown as on the command line; what is no data is not mentioned."""
    files = {
        "bad.jsonl": GOOD + BAD,
        "bad.jsonl.rejects": "no data\n",
        "bad.ledger.jsonl": "no data\n",
        "notes.txt": "no data\n",
    }
    code, said = tried("dataprep-validate", files)

    assert code == 1, said
    assert "bad.jsonl:2" in said and "CHT002" in said and "in 1 file" in said
    assert "rejects" not in said and "ledger" not in said and "notes" not in said


def test_only_other_files_are_nothing_to_do(tried) -> None:
    """The hook is skipped, and so not even started."""
    code, said = tried("dataprep-validate", {"a.rejects.jsonl": "{", "notes.json": "{"})

    assert code == 0 and "Skipped" in said, said


def test_the_datasets_are_judged_as_a_whole(tried) -> None:
    """What no file shows by itself is found: a row of the one is in the other."""
    code, said = tried(
        "dataprep-validate-datasets",
        {
            "dataprep.toml": '[datasets.faq]\ntrain = "train.jsonl"\nvalidation = "held.jsonl"\n',
            "train.jsonl": GOOD,
            "held.jsonl": GOOD,
        },
    )

    assert code == 1, said
    assert "dataset faq" in said and "DUP004" in said and "SET001" in said


def test_each_file_is_repaired_by_itself() -> None:
    """For the target of its dataset, and without the rows that another file has, too."""
    [entry] = [hook.entry for hook in HOOKS if hook.id == "dataprep-fix"]
    assert "--per-file" in entry.split()


def test_what_can_be_repaired_is(tried, tmp_path) -> None:
    """The hook repairs the staged file and fails, so that the change is looked at; then it passes."""
    wrong = BAD.replace("customer", "human")
    code, said = tried("dataprep-fix", {"data/bad.jsonl": GOOD + wrong, "b.rejects.jsonl": wrong})

    assert code == 1 and "files were modified by this hook" in said, said
    assert (tmp_path / "data/bad.jsonl").read_text() == GOOD + wrong.replace("human", "user")
    assert (tmp_path / "b.rejects.jsonl").read_text() == wrong
    code, said = tried("dataprep-fix", {"data/bad.jsonl": GOOD + wrong.replace("human", "user")})
    assert code == 0 and "Passed" in said, said


def runs(files: str, path: str) -> bool:
    """Whether a hook runs for a path, as pre-commit asks: included, and not excluded."""
    return bool(re.search(files, path)) and not re.search(NO_DATA, path)


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)
