"""Environments of their own for tools that check what this project writes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def environment(folder: Path, package: str) -> Path:
    """Return the folder of the commands of an environment with a package.

    The test is skipped where the package cannot be installed.
    """
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    install = [commands / "python", "-m", "pip", "install", "-q", package]
    done = subprocess.run(install, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        pytest.skip(f"{package} cannot be installed here: {done.stderr.strip()[-200:]}")
    return commands
