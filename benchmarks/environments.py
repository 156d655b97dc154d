"""Environments for other people's programs: made once in a folder, with what they need."""

from __future__ import annotations

import subprocess
import venv
from collections.abc import Sequence
from pathlib import Path


class NotInstalled(Exception):
    """The package index does not give what was asked for; the message holds the end of what pip said."""


def environment(folder: Path, *installs: Sequence[str]) -> Path:
    """Return the folder of programs of an environment, made when it is not there yet.

    Args:
        folder: its own folder; what it holds of another or an unfinished environment is removed.
        installs: what `pip install` gets, one run after the other.

    Raises:
        NotInstalled: pip failed.
    """
    programs, done = folder / "bin", folder / "installed.txt"
    wanted = "".join(" ".join(one) + "\n" for one in installs)
    if done.is_file() and done.read_text("utf-8") == wanted:
        return programs
    venv.create(folder, with_pip=True, clear=True)
    for one in installs:
        _pip(programs / "python", one)
    done.write_text(wanted, "utf-8")
    return programs


def _pip(python: Path, arguments: Sequence[str]) -> None:
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        *arguments,
    ]
    ran = subprocess.run(command, capture_output=True, check=False)
    if ran.returncode != 0:
        raise NotInstalled(ran.stderr.decode(errors="replace").strip()[-400:] or "no message")
