"""JUnit XML against the schema of Jenkins, by a library that checks XML schemas.

The schema comes with the sources of pytest, whose own reports are tested by it; library and sources
are fetched from the index into an environment of their own, else the test is skipped.
"""

from __future__ import annotations

import os
import subprocess
import tarfile
from pathlib import Path

import pytest
from seeded import DEFECTS
from tool_environment import environment

import dataprep
from dataprep.engine.validation.report import Report
from dataprep.output.formats import get
from dataprep.output.formats.base import Style

TODAY = "2026-11-21"
SOURCES, XSD = "pytest==8.3.4", "testing/example_scripts/junit-10.xsd"
CHECK = """
import sys, xmlschema
schema = xmlschema.XMLSchema(sys.argv[1])
for path in sys.argv[2:]:
    for error in schema.iter_errors(path):
        print(path, error.reason)
"""


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that prints what is wrong with XML files."""
    cache = os.environ.get("ORACLES_CACHE")
    folder = Path(f"{cache}-junit") if cache else tmp_path_factory.mktemp("junit")
    commands = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    if not commands.is_dir():
        commands = environment(folder / "env", "xmlschema")
    python = commands / "python"
    xsd = folder / "junit-10.xsd"
    if not xsd.exists():
        done = subprocess.run(
            [python, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", "pytest", SOURCES],
            cwd=folder, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        if done.returncode:
            pytest.skip(f"{SOURCES} cannot be had here: {done.stderr.strip()[-200:]}")
        with tarfile.open(next(folder.glob("pytest-*.tar.gz"))) as archive:
            content = archive.extractfile(next(n for n in archive.getnames() if n.endswith(XSD)))
            assert content is not None
            xsd.write_bytes(content.read())
    return [str(python), "-c", CHECK, str(xsd)]


def faults(judge: list[str], *files: Path) -> list[str]:
    done = subprocess.run([*judge, *files], capture_output=True, text=True, check=True, timeout=300)
    return done.stdout.splitlines()


def test_reports_fit_the_schema(judge, tmp_path, monkeypatch):
    """About all seeded files, about nothing, and with findings of a baseline."""
    monkeypatch.chdir(tmp_path)
    for number, defect in enumerate(DEFECTS):
        Path(f"{number:03}-{defect.name}.jsonl").write_bytes(defect.content)
    reports = [
        dataprep.validate("*.jsonl", today=TODAY),
        Report(),
        dataprep.validate("00*.jsonl", today=TODAY, write_baseline="b.txt", show_baselined=True),
    ]
    files = []
    for number, report in enumerate(reports):
        files.append(tmp_path / f"{number}.xml")
        files[-1].write_text("\n".join(get("junit").lines(report, Style())), encoding="utf-8")
    assert "<skipped" in files[2].read_text()
    assert faults(judge, *files) == []


def test_the_schema_is_not_passed_by_anything(judge, tmp_path):
    """What is tested above can fail."""
    (tmp_path / "a.xml").write_text('<testsuites line="1"><testsuite name="a"/></testsuites>')
    assert faults(judge, tmp_path / "a.xml")
