"""Runs `openai tools fine_tunes.prepare_data -f FILE -q` on files, in an environment that has it.

    python old_tool_answers.py FILE...

Prints a line of JSON for each: how it ended, empty where it wrote its files.
"""

import contextlib
import io
import json
import sys

from openai.cli._tools.fine_tunes import PrepareDataArgs, prepare_data

for name in sys.argv[1:]:
    ended = ""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            prepare_data(PrepareDataArgs(file=name, quiet=True))
        except (Exception, SystemExit) as error:
            ended = f"{type(error).__name__}: {error}"
    print(json.dumps(ended))
