"""What the preparation tool of openai 1.109.1 makes of a file; runs in an environment of its own.

One file name a line on standard input, as JSON; one JSON object a line on standard output: ``rows`` that
it leaves, those for training first and then those for validation, or null and the ``error``; ``train``:
how many of the rows are for training, null where the tool does not split; and ``text``, what it printed.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

from openai.cli._tools.fine_tunes import PrepareDataArgs, prepare_data


def answer(name: str) -> dict[str, Any]:
    """Return what becomes of a file; as `-q` has it, all that is offered is accepted."""
    text, error = io.StringIO(), ""
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        try:
            prepare_data(PrepareDataArgs(file=name, quiet=True))
        except (Exception, SystemExit) as stopped:
            error = f"{type(stopped).__name__}: {stopped}"
    stem = name.rpartition(".")[0]
    written = [Path(f"{stem}_prepared{part}.jsonl") for part in ("_train", "_valid", "")]
    parts = [
        [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
        if path.is_file()
        else []
        for path in written
    ]
    wrote = any(path.is_file() for path in written)
    for path in written:
        path.unlink(missing_ok=True)
    return {
        "rows": [row for part in parts for row in part] if wrote and not error else None,
        "train": len(parts[0]) if wrote and not written[2].is_file() and parts[0] else None,
        "error": error,
        "text": text.getvalue(),
    }


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
