"""Run the commands of raw_data/README.md, so that dataset/ is what raw_data/ becomes.

    python scripts/make_dataset.py [FOLDER]

FOLDER holds raw_data/ and gets dataset/; it is the checkout when not given.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
_PROGRAM = "dataprep "


def commands(page: str) -> list[list[str]]:
    """Return the commands on a Markdown page, without the program's name.

    Args:
        page: its text; a command is a line of its own that begins with ``dataprep``.
    """
    return [
        shlex.split(line.removeprefix(_PROGRAM))
        for line in page.splitlines()
        if line.startswith(_PROGRAM)
    ]


def main(folder: Path = CHECKOUT) -> None:
    """Make ``dataset/`` in `folder` anew.

    Raises:
        subprocess.CalledProcessError: a command failed; it has said why.
    """
    page = (folder / "raw_data" / "README.md").read_text("utf-8")
    # A file that no command makes any more must not stay.
    shutil.rmtree(folder / "dataset", ignore_errors=True)
    (folder / "dataset").mkdir()
    path = os.pathsep.join(filter(None, (str(CHECKOUT), os.environ.get("PYTHONPATH"))))
    for arguments in commands(page):
        subprocess.run(
            [sys.executable, "-m", "dataprep", *arguments],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": path},
            check=True,
        )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
