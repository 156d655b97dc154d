"""What every test may use: hypothesis profiles, the shared sample data, the command line."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"

# Test files that need an extra, for the run of the core install without any.
_EXCEL = ("openpyxl", "python_calamine", "xlsxwriter")
NEEDS = {
    "cli/test_train_command.py": ("openai",),
    "training/test_creating.py": ("openai",),
    "training/test_key_is_nowhere.py": ("openai",),
    "training/test_killed_training.py": ("openai",),
    "training/test_parts.py": ("openai",),
    "training/test_server.py": ("openai",),
    "training/test_uploading.py": ("openai",),
    "training/test_preflight.py": ("openai",),
    "engine/test_file_look.py": _EXCEL,
    "engine/test_near_duplicates.py": ("jsonschema", "numpy"),
    "engine/test_validation_report.py": ("jsonschema",),
    "output/test_machine_formats.py": ("jsonschema",),
    "output/test_sarif_multitool.py": ("jsonschema",),
    "fixing/test_prepare_columns.py": _EXCEL,
    "readers/test_calamine.py": _EXCEL,
    "readers/test_detect.py": (*_EXCEL, "pyarrow"),
    "readers/test_parquet.py": ("pyarrow",),
    "readers/test_workbook.py": _EXCEL,
    "tokens/test_fast_counter.py": ("gigatoken",),
    "cli/test_ask_command.py": ("openai",),
    "cli/test_files_models_commands.py": ("openai",),
    "cli/test_jobs_command.py": ("openai",),
    "training/test_asking.py": ("openai",),
    "training/test_job.py": ("openai",),
    "training/test_results.py": ("openai",),
    "training/test_independent_server.py": ("openai",),
    "test_benchmarks.py": (*_EXCEL, "pyarrow"),
    "test_frames.py": ("pandas",),
    "test_readme.py": (*_EXCEL, "pandas"),
    "test_shared_data.py": (*_EXCEL, "pyarrow"),
    "test_walkthrough_data.py": _EXCEL,
}
collect_ignore = sorted(
    name for name, packages in NEEDS.items() if not all(map(find_spec, packages))
)

settings.register_profile("dev", max_examples=30, deadline=None)
settings.register_profile(
    "ci",
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("nightly", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.getenv("CI") else "dev"))


def pytest_report_header() -> list[str]:
    """Say which files are left out, so that nobody takes them for passed."""
    return [f"left out, an extra is missing: {name}" for name in collect_ignore]


class Ran(NamedTuple):
    """What a command left: its exit code and what it said."""

    code: int
    stdout: str
    stderr: str


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the cache of the person who runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATAPREP_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared sample data; the test is skipped where there is none."""
    if not SHARED.is_dir():
        pytest.skip("shared data absent")
    return SHARED


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Ran]:
    """``run("convert", path, "-o", "-", stdin=b"...")``: the command line, in this process.

    Settings of the person who runs the tests do not count.
    """
    from dataprep.cli.main import run as run_command

    for name in list(os.environ):
        mine = name.startswith("DATAPREP_") and name != "DATAPREP_CACHE_DIR"
        if mine or name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name)

    def call(*arguments: str | os.PathLike[str], stdin: bytes = b"") -> Ran:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        capsysbinary.readouterr()
        code = run_command([os.fspath(one) for one in arguments])
        said = capsysbinary.readouterr()
        return Ran(code, said.out.decode("utf-8"), said.err.decode("utf-8"))

    return call
