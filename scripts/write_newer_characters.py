"""Write dataprep/tokens/newer_characters.py: the code points that the two counters cut differently.

    python scripts/write_newer_characters.py

Compares the tokens of every code point, alone and where a letter, a digit or a mark would make a
difference, in every encoding that the fast counter takes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from dataprep.tokens.fast import PRETOKENIZERS, make
from dataprep.tokens.vocabulary import load

FRAMES = ("{}", "{}'s", "a{}'s", "A{}a'll", "a{}b", "1{}2", "{}{}{}{}", " {}", "!{}\n", "\n{} {}")
TARGET = Path(__file__).parents[1] / "dataprep" / "tokens" / "newer_characters.py"
PAGE = '''"""Code points that the fast counter takes for letters, digits or marks, and tiktoken for none.

Its tables are those of a newer Unicode, so that it cuts text around them elsewhere. Written by
`scripts/write_newer_characters.py`, which compares the two; a test compares them again.
"""

from __future__ import annotations

RANGES = (
{rows}
)
"""First and last code point of each range."""
'''


def differing(encoding: str) -> Iterator[int]:
    """Yield the code points around which the two counters do not give the same tokens."""
    fast, exact = make(encoding), load(encoding)
    for point in range(sys.maxunicode + 1):
        if 0xD800 <= point <= 0xDFFF:
            continue
        for frame in FRAMES:
            text = frame.replace("{}", chr(point))
            if fast.encode(text).tolist() != exact.encode_ordinary(text):
                yield point
                break


def ranges(points: set[int]) -> list[tuple[int, int]]:
    """Return code points as ranges."""
    found: list[tuple[int, int]] = []
    for point in sorted(points):
        if found and found[-1][1] == point - 1:
            found[-1] = (found[-1][0], point)
        else:
            found.append((point, point))
    return found


if __name__ == "__main__":
    every = {point for encoding in PRETOKENIZERS for point in differing(encoding)}
    rows = "\n".join(f"    (0x{first:X}, 0x{last:X})," for first, last in ranges(every))
    TARGET.write_text(PAGE.format(rows=rows), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", TARGET], check=True)
    print(f"{len(every):,} code points")
