"""SARIF before the validator of those who wrote the standard, with the rules of code scanning.

It comes from the npm index, with the official schema beside it, into the folder that ORACLES_CACHE
names, or a temporary one; without npm or the index the tests are skipped.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from seeded import DEFECTS

import dataprep
from dataprep.engine.validation.report import Report
from dataprep.output.formats import get
from dataprep.output.formats.base import Style

TODAY = "2026-11-21"
VERSION = "5.7.0"
SYSTEM = {"Linux": "linux", "Darwin": "darwin"}.get(platform.system())
# A page about the tool, which is the choice of whoever publishes it.
KNOWN = {"SARIF2005"}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The unpacked package: the program and the schema."""
    npm = shutil.which("npm")
    if npm is None or SYSTEM is None:
        pytest.skip("npm gives the validator, for Linux and macOS")
    cache = os.environ.get("ORACLES_CACHE")
    folder = Path(f"{cache}-sarif") if cache else tmp_path_factory.mktemp("sarif")
    if not (folder / "package").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        name = f"@microsoft/sarif-multitool-{SYSTEM}@{VERSION}"
        done = subprocess.run(
            [npm, "pack", "--silent", name], cwd=folder, capture_output=True, text=True, timeout=300
        )
        if done.returncode:
            pytest.skip(f"{name} cannot be had here: {done.stderr.strip()[-200:]}")
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            archive.extractall(folder, filter="data")
    yield folder / "package"


def problems(package: Path, content: str, folder: Path) -> Counter[tuple[str, str]]:
    """Return what the validator has against a SARIF file: rule and text, how often."""
    file, said = folder / "report.sarif", folder / "validated.sarif"
    file.write_text(content)
    program = package / "Sarif.Multitool"
    program.chmod(0o755)
    done = subprocess.run(
        [program, "validate", file, "-o", said, "--rule-kind", "Sarif;Ghas", "--level",
         "Error;Warning", "--log", "ForceOverwrite"],
        capture_output=True, text=True, timeout=120,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )  # fmt: skip
    assert said.exists(), done.stdout + done.stderr
    run = json.loads(said.read_text(encoding="utf-8-sig"))["runs"][0]
    return Counter(
        (one["ruleId"], json.dumps(one.get("message"))) for one in run.get("results", ())
    )


def schema(package: Path) -> dict[str, Any]:
    return json.loads((package / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))  # type: ignore[no-any-return]


def seeded(folder: Path) -> Report:
    """Return the report about all seeded files together."""
    files = []
    for number, defect in enumerate(DEFECTS):
        files.append(folder / f"{number:03} ü {defect.name}.jsonl")
        files[-1].write_bytes(defect.content)
    return dataprep.validate(files, today=TODAY)


def test_a_report_about_every_kind_of_defect_is_valid(package, tmp_path, monkeypatch):
    """Schema and demands of code scanning; thousands of findings of nearly all rules in one file."""
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    report = seeded(Path("data"))
    assert len({one.code for one in report.findings}) > 60
    content = "\n".join(get("sarif").lines(report, Style()))
    jsonschema.Draft202012Validator(schema(package)).validate(json.loads(content))
    found = problems(package, content, tmp_path)
    assert {rule for rule, _ in found} <= KNOWN, found


def test_the_validator_would_say_so(package, tmp_path):
    """A wrong report is not passed over: what is tested above can fail."""
    content = "\n".join(get("sarif").lines(Report(), Style())).replace('"2.1.0"', '"2.1"', 1)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema(package)).validate(json.loads(content))
    right = json.loads("\n".join(get("sarif").lines(Report(), Style())))
    right["runs"][0]["results"] = [{"ruleId": "X", "ruleIndex": 7, "message": {"text": ""}}]
    assert {rule for rule, _ in problems(package, json.dumps(right), tmp_path)} - KNOWN
