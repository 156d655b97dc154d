"""Inputs of any size for tests about work and memory: one generated megabyte, written again and again.

Each row begins with a number of its own, so that no two are equal. They are long, some 15 KB, so that
what is kept of every row, a few numbers, does not hide what is kept of the file.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_GENERATE = Path(__file__).resolve().parents[2] / "benchmarks" / "generate.py"
_TURNS = 6
_NUMBER = "@number@"


def write_chats(path: Path, size: int, flawed: bool = False) -> int:
    """Write chat rows of so many bytes or some more; return how many.

    Args:
        flawed: one row in fifty has a role under another platform's name.
    """
    blocks = _chats(path.with_suffix(".part"))
    with path.open("wb") as file:
        count = 0
        while file.tell() < size:
            for block in blocks:
                line = block.replace(_NUMBER, f"{count:08}")
                if flawed and count % 50 == 0:
                    line = line.replace('"role":"user"', '"role":"human"', 1)
                file.write(line.encode())
                count += 1
    return count


def write_pairs(path: Path, size: int) -> int:
    """Write a CSV of prompts and completions of so many bytes or some more; return the rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("prompt", "completion"))
        texts, count = _texts(path.with_suffix(".part")), 0
        while file.tell() < size:
            for at in range(0, len(texts) - _TURNS, _TURNS):
                answer = "\n".join(texts[at + 1 : at + _TURNS])
                writer.writerow((f"[{count:08}] {texts[at]}", answer))
                count += 1
    return count


def _chats(part: Path) -> list[str]:
    """Return rows as text, with a mark where each one's number stands."""
    texts = _texts(part)
    roles = ("user", "assistant")
    rows = []
    for at in range(0, len(texts) - _TURNS, _TURNS):
        messages = [
            {"role": roles[number % 2], "content": f"{_NUMBER} {text}" if number == 0 else text}
            for number, text in enumerate(texts[at : at + _TURNS])
        ]
        rows.append(json.dumps({"messages": messages}, ensure_ascii=False, separators=(",", ":")))
    return [f"{row}\n" for row in rows]


def _texts(part: Path) -> list[str]:
    """Return prompts and answers in turn."""
    subprocess.run([sys.executable, _GENERATE, "csv", "1MB", part], check=True, capture_output=True)
    rows: Iterator[list[str]] = csv.reader(io.StringIO(part.read_text("utf-8"), newline=""))
    part.unlink()
    next(rows)
    return [cell for row in rows for cell in row]
