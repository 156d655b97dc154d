"""A checker of another project: one process that is asked a question a line, as long as tests run."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

_HERE = Path(__file__).resolve().parent
_ENVIRONMENTS = _HERE.parents[1] / "benchmarks" / "environments.py"

# `check_file` needs no more of what Together's package asks for; its command line is the larger part.
_INSTALLS = (
    ("--retries", "1", "mistral-common==1.13.1", "anyio", "detect-agent", "distro", "filelock",
     "httpx", "pydantic", "sniffio", "tqdm", "typing-extensions"),
    ("--retries", "1", "--no-deps", "together==2.14.0"),
)  # fmt: skip


# What the preparation tool reads tables with, in the versions that it was looked at with.
PREPARATION = (
    ("--retries", "1", "openai==1.109.1", "pandas==3.1.1", "numpy==2.4.6", "openpyxl==3.1.5"),
)  # fmt: skip


class Unavailable(Exception):
    """The package index does not give the checkers."""


def environment(folder: Path, installs: Sequence[Sequence[str]] = _INSTALLS) -> Path:
    """Return the Python of the environment that holds the checkers, made when it is not there yet.

    Args:
        folder: its own folder.
        installs: what it holds instead of the checkers, as `pip install` gets it.

    Raises:
        Unavailable: they cannot be installed.
    """
    code = runpy.run_path(str(_ENVIRONMENTS))
    try:
        programs: Path = code["environment"](folder, *installs)
    except code["NotInstalled"] as error:
        raise Unavailable(str(error)) from None
    return programs / "python"


class Peer:
    """A checker that runs; a context manager that ends it.

    Args:
        python: of the checkers' environment.
        script: in this folder; reads one question and writes one answer a line, in JSON.
    """

    def __init__(self, python: Path, script: str) -> None:
        self._process = subprocess.Popen(
            [python, "-I", "-X", "utf8", _HERE / script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"TOGETHER_DISABLE_TQDM": "true"},
        )

    def ask(self, question: Any) -> Any:
        """Return the answer: what a checker has against a file or a row, None where it takes it."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def __enter__(self) -> Peer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate(timeout=30)
