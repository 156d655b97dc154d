"""Fill the ``console`` blocks of README.md and docs/validation.md with what their commands print.

    python scripts/update_readme.py

A test runs the same commands and fails when a page and the program differ.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
PAGES = (CHECKOUT / "README.md", CHECKOUT / "docs/validation.md")
_BLOCK = re.compile(r"^```console\n\$ (dataprep .*)\n(?:.*\n)*?```$", re.MULTILINE)


def commands(page: str) -> list[tuple[str, str]]:
    """Return (command, whole block) for every console block of a page."""
    return [(match.group(1), match.group(0)) for match in _BLOCK.finditer(page)]


def block(command: str, folder: Path) -> str:
    """Return the console block for a command: what it prints when run in `folder`."""
    program = f"{sys.executable} -m dataprep"
    done = subprocess.run(
        command.replace("dataprep", program, 1),
        shell=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "NO_COLOR": "1", "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    if done.returncode not in (0, 1):  # 1 is a verdict: `validate` found something
        raise RuntimeError(f"{command}\n{done.stdout}exit code {done.returncode}")
    return f"```console\n$ {command}\n{done.stdout}```"


def updated(page: str, folder: Path) -> str:
    """Return the page with every block as its command prints it now."""
    for command, old in commands(page):
        page = page.replace(old, block(command, folder))
    return page


def main() -> None:
    """Rewrite the pages in place."""
    with tempfile.TemporaryDirectory() as name:
        for data in ("raw_data", "dataset"):
            (Path(name) / data).symlink_to(CHECKOUT / data)
        for page in PAGES:
            page.write_text(updated(page.read_text("utf-8"), Path(name)), "utf-8")


if __name__ == "__main__":
    main()
