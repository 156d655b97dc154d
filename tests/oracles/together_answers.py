"""What Together's own checker says of files; runs in the environment of the peers.

One JSON text a line on standard input, the path of a file; one on standard output: null where the
checker takes the file, else its message.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from together.lib.utils.files import check_file


def verdict(path: str) -> str | None:
    """Return what is wrong with a file, None where nothing is."""
    try:
        report = check_file(Path(path))
    except Exception as error:
        # Some rows are too much for the checker; no report is no acceptance.
        return f"{type(error).__name__}: {error}"
    return None if report["is_check_passed"] else str(report["message"])


for line in sys.stdin:
    print(json.dumps(verdict(json.loads(line))), flush=True)
