"""The stub as a process of its own: prints its URL on the first line, ends with its standard input."""

from __future__ import annotations

import sys

from . import Stub


def main() -> None:
    """Serve until standard input ends, so that no stub outlives the one who started it."""
    with Stub() as stub:
        print(stub.url, flush=True)
        sys.stdin.read()


main()
