"""The files for build servers: they fit the servers' own schemas, and their commands work."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from tool_environment import environment

ROOT = Path(__file__).resolve().parents[1]
FILES = {"github-actions.yml": "vendor.github-workflows", "gitlab-ci.yml": "vendor.gitlab-ci"}


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A command that carries the servers' schemas, from the package index."""
    folder = environment(tmp_path_factory.mktemp("checker") / "venv", "check-jsonschema")
    return folder / "check-jsonschema"


@pytest.mark.parametrize("name", FILES)
def test_a_file_fits_the_schema_of_its_server(name: str, checker: Path) -> None:
    """The schemas are the ones that editors use."""
    done = subprocess.run(
        [checker, "--builtin-schema", FILES[name], ROOT / "docs" / "ci" / name],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", FILES)
def test_the_commands_work(name: str, run, tmp_path: Path, monkeypatch) -> None:
    """Each command of ours in a file can be typed, and says that a dataset has an error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dataprep.toml").write_text('[datasets.faq]\ntrain = "faq.jsonl"\n')
    (tmp_path / "faq.jsonl").write_text('{"messages": []}\n')
    text = (ROOT / "docs" / "ci" / name).read_text("utf-8")
    commands = re.findall(r"(?:run: |- )(dataprep .*)", text)

    assert commands
    for command in commands:
        done = run(*shlex.split(command)[1:])
        assert done.code == (0 if "--exit-zero" in command else 1), done.stderr
        if "--output-file" in command:
            written = shlex.split(command)[shlex.split(command).index("--output-file") + 1]
            assert "SCH006" in (tmp_path / written).read_text("utf-8")
            assert text.count(written) > 1, "what is written is picked up"
        else:
            assert "SCH006" in done.stdout


def test_the_page_links_every_file() -> None:
    """docs/ci.md leads to all of them."""
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    found = {path.name for path in (ROOT / "docs" / "ci").iterdir()}
    assert found == set(FILES)
    assert all(f"(ci/{name})" in page for name in found)
