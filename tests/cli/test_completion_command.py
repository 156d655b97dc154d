"""Completion as a shell asks for it, and the scripts that make it ask."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def offered(folder: Path, *words: str) -> list[str]:
    """Return what bash is offered for the last word, as ``type,value`` lines."""
    done = subprocess.run(
        [sys.executable, "-m", "dataprep"], cwd=folder, capture_output=True, text=True, check=False,
        env={
            **os.environ, "PYTHONPATH": str(ROOT), "_DATAPREP_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("dataprep", *words)), "COMP_CWORD": str(len(words)),
        },
    )  # fmt: skip
    assert done.returncode == 0 and not done.stderr, done.stderr
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("val",), ["validate"]),
        (("nonsense", "valid"), ["validate"]),
        (("completion", ""), ["bash", "zsh", "fish"]),
        (("validate", "--extend-s"), ["--extend-select"]),
        (("validate", "--select", "JSN00"), [f"JSN00{number}" for number in range(1, 10)]),
        (("validate", "--ignore", "blank-"), ["blank-line"]),
        (("validate", "--select", "CHT,TLS00"), [f"CHT,TLS00{number}" for number in range(1, 10)]),
        (("validate", "--extend-select", "DEF"), ["DEFAULT"]),
        (("rules", "--select", "TG"), ["TGT", *(f"TGT00{number}" for number in range(1, 6))]),
        (("explain", "blank-"), ["blank-line"]),
        (("explain", "REA00"), [f"REA00{number}" for number in range(1, 10)]),
        (("stats", "--target", "azure/gpt-4.1-m"), ["azure/gpt-4.1-mini"]),
        (("schema", "--target", "az"), ["azure"]),
        (("validate", "--method", "d"), ["dpo"]),
    ],
)
def test_what_is_offered(tmp_path: Path, words: tuple[str, ...], expected: list[str]) -> None:
    """Commands, options, values, rules (behind a comma too), codes, targets."""
    assert offered(tmp_path, *words) == expected


@pytest.mark.parametrize(
    "words",
    [
        ("validate", "tr"), ("validate", "--baseline", "tr"), ("validate", "--config", "tr"),
        ("convert", "tr"), ("convert", "-o", "tr"), ("stats", "tr"), ("explain", "--config", "tr"),
    ],
)  # fmt: skip
def test_files_are_the_shells_own_matter(tmp_path: Path, words: tuple[str, ...]) -> None:
    """The shell is told to look for files itself."""
    assert offered(tmp_path, *words) == ["tr"]


def test_the_configuration_counts(tmp_path: Path) -> None:
    """Datasets, targets and rules of one's own are offered; a broken file only offers less."""
    (tmp_path / "own.py").write_text(
        "from dataprep.rules.base import RowRule\n\n\n"
        'class Own(RowRule):\n    """Finds."""\n\n    code = "ACM001"\n    name = "own-rule"\n'
        '    wakes_on = frozenset({"@always"})\n\n    def check(self, row, target):\n'
        "        return iter(())\n"
    )
    (tmp_path / "dataprep.toml").write_text(
        'rules = ["own.py"]\n[datasets.faq]\ntrain = "a.jsonl"\n[targets.mill]\nextends = "generic"\n'
    )
    assert offered(tmp_path, "validate", "--dataset", "f") == ["faq"]
    assert offered(tmp_path, "validate", "--target", "mil") == ["mill"]
    assert offered(tmp_path, "validate", "--select", "AC") == ["ACM", "ACM001"]
    (tmp_path / "own.py").write_text("(")
    assert offered(tmp_path, "validate", "--select", "JSN001") == ["JSN001"]


def test_a_plain_completion_loads_no_rules(tmp_path: Path) -> None:
    """Tab after a command or an option does not pay for what is not asked for."""
    program = (
        "import sys, os\n"
        "from dataprep.cli.main import main\n"
        "try:\n    main([])\n"
        "except SystemExit:\n"
        "    print(any(name.startswith('dataprep.rules.chat.') for name in sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={
            **os.environ, "PYTHONPATH": str(ROOT), "_DATAPREP_COMPLETE": "bash_complete",
            "COMP_WORDS": "dataprep rul", "COMP_CWORD": "1",
        },
    )  # fmt: skip
    assert done.stdout.splitlines() == ["plain,rules", "False"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_of_the_shell(run, shell: str, tmp_path: Path) -> None:
    """It asks dataprep by the variable that dataprep answers to, and the shell can read it."""
    done = run("completion", shell)

    assert done.code == 0
    assert f"_DATAPREP_COMPLETE={shell}_complete" in done.stdout
    if shutil.which(shell):
        script = tmp_path / "script"
        script.write_text(done.stdout)
        subprocess.run([shell, "-n", script], check=True)


def test_bash_completes_with_the_script(run, tmp_path: Path) -> None:
    """The script sourced, the function called as Tab calls it."""
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    command = tmp_path / "dataprep"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dataprep "$@"\n')
    command.chmod(0o755)
    script = run("completion", "bash").stdout + (
        "\nCOMP_WORDS=(dataprep explain blank-) COMP_CWORD=2\n"
        '_dataprep_completion dataprep\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout.split() == ["blank-line"]


def test_an_unknown_shell_is_a_usage_error(run) -> None:
    """The message names those that there are."""
    done = run("completion", "csh")

    assert done.code == 2
    assert "'bash', 'zsh', 'fish'" in done.stderr
