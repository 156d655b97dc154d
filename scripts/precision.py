"""Print a sample of what a rule finds in real files, for reading.

    python scripts/precision.py TXT005 FILE ...
    python scripts/precision.py TXT --count 50 --seed 2 FOLDER ...
    python scripts/precision.py DUP002 --whole FOLDER ...

Files in other formats are converted to JSON Lines first. For every rule it tells the number of
findings; each finding of the sample is shown with its row, cut unless `--whole` is given, and with the
row that it names. A rule that is off by default is on when its code is given in full.
docs/precision.md has what was read.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from dataprep import validate  # noqa: E402
from dataprep.errors import DataprepError  # noqa: E402
from dataprep.model import Finding  # noqa: E402

_SUFFIXES = {".jsonl", ".json", ".csv", ".tsv", ".txt", ".parquet", ".xlsx"}
_TODAY = "2026-03-01"
_SHOWN = 1_500
_NAMED = re.compile(r"\bline (\d+)")
_KEYS = (b'"messages"', b'"prompt"', b'"preferred_output"')


def inputs(paths: list[Path]) -> Iterator[Path]:
    """Yield the files of the paths, folders searched, in a fixed order."""
    for path in paths:
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one for one in found if one.is_file() and one.suffix.lower() in _SUFFIXES)


def training_file(path: Path, folder: Path, number: int) -> Path | None:
    """Return a file of training rows: the file itself, or what `convert` makes of it."""
    if path.suffix == ".jsonl" and any(key in path.read_bytes()[:4096] for key in _KEYS):
        return path
    made = folder / f"{number}.jsonl"
    for more in ([], ["--to", "text"], ["--text-mode", "lines", "--to", "text"]):
        command = [sys.executable, "-m", "dataprep", "convert", str(path), "-o", str(made), *more]
        subprocess.run(command, capture_output=True, check=False, cwd=CHECKOUT)
        if made.exists() and made.stat().st_size:
            return made
    return None


def findings(path: Path, code: str) -> list[Finding]:
    """Return what the rules of a code or prefix find in a file, none left out."""
    try:
        return list(
            validate([path], select=[code], today=_TODAY, tokens="off", max_per_rule=0).findings
        )
    except DataprepError as error:
        print(f"{path}: {error}", file=sys.stderr)
        return []


def row(path: Path, line: int | None, whole: bool) -> str:
    """Return the row of a finding, cut unless the whole is asked for."""
    if line is None:
        return ""
    with path.open(encoding="utf-8", errors="replace") as stream:
        text = next((one for at, one in enumerate(stream, 1) if at == line), "").rstrip("\n")
    if whole or len(text) <= _SHOWN:
        return text
    return f"{text[: _SHOWN // 2]} [...] {text[-_SHOWN // 2 :]}"


def main() -> None:
    """Print the numbers of findings and the sample."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("code", help="a rule or a family: TXT005, TXT")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=100, help="findings of a rule that are shown")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--whole", action="store_true", help="show rows uncut")
    given = parser.parse_args()
    found: dict[str, list[tuple[Path, Path, Finding]]] = {}
    files = skipped = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(inputs(given.paths)):
            train = training_file(path, Path(folder), number)
            if train is None:
                skipped += 1
                continue
            files += 1
            for one in findings(train, given.code):
                found.setdefault(one.code, []).append((path, train, one))
        for code, every in sorted(found.items()):
            sample = random.Random(given.seed).sample(every, min(given.count, len(every)))
            print(f"== {code}: {len(every):,} findings, {len(sample):,} shown")
            for path, train, one in sample:
                line = one.location.line
                print(f"-- {path.name}:{line}: {one.message}\n   {row(train, line, given.whole)}")
                if other := _NAMED.search(one.message):
                    print(f"   line {other[1]}: {row(train, int(other[1]), given.whole)}")
        print(f"== {files:,} files, {skipped:,} without rows")
        for code, every in sorted(found.items()):
            print(f"{code} {len(every):,} {dict(Counter(path.name for path, _, _ in every))}")


if __name__ == "__main__":
    main()
