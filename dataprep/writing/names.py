"""The names of what a conversion writes."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePath

SUFFIX = ".jsonl"


def part_path(output: Path, part: str | None, shard: int | None) -> Path:
    """Return the file of a split part or shard: ``train.validation.00002.jsonl``."""
    if part is None and shard is None:
        return output
    stem = output.name.removesuffix(SUFFIX)
    pieces = [stem, part or "", "" if shard is None else f"{shard:05}"]
    return output.with_name(".".join(filter(None, pieces)) + SUFFIX)


def first_paths(output: Path, parts: Sequence[str | None], sharded: bool) -> list[Path]:
    """Return the file of each part, or its first shard."""
    return [part_path(output, part, 1 if sharded else None) for part in parts]


def shards_of(output: Path, part: str | None) -> list[Path]:
    """Return the files that bear the name of a shard of a part."""
    first = part_path(output, part, 1).name.removesuffix("00001" + SUFFIX)
    pattern = re.compile(re.escape(first) + r"\d{5,}" + re.escape(SUFFIX))
    folder = output.parent
    names = os.listdir(folder) if folder.is_dir() else []
    return [folder / name for name in sorted(names) if pattern.fullmatch(name)]


def rejects_path(output: Path) -> Path:
    """Return the file of the rows that could not be used; no ``*.jsonl`` pattern matches it."""
    return output.with_name(output.name + ".rejects")


def manifest_path(output: Path) -> Path:
    """Return the file that says how the dataset was made."""
    return output.with_name(output.name.removesuffix(SUFFIX) + ".manifest.json")


def one_per_input(folder: Path, inputs: Sequence[str]) -> list[Path]:
    """Return an output in `folder` for each input, in order, all different.

    An output bears the name of its input: ``faq.txt`` becomes ``faq.jsonl``. Inputs that differ only
    in their suffix keep it: ``faq-txt.jsonl`` and ``faq-csv.jsonl``; inputs of the same name in
    different folders are numbered.
    """
    plain = [_stem(name) for name in inputs]
    counts = Counter(plain)
    taken: set[str] = set()
    found = []
    for name, stem in zip(inputs, plain, strict=True):
        if counts[stem] > 1:
            stem = PurePath(name).name.replace(".", "-")
        unique, number = stem, 1
        while unique in taken:
            number += 1
            unique = f"{stem}-{number}"
        taken.add(unique)
        found.append(folder / (unique + SUFFIX))
    return found


def _stem(name: str) -> str:
    path = PurePath(name)
    if path.suffix.lower() in (".gz", ".bz2", ".xz", ".zst", ".zip"):
        path = PurePath(path.stem)
    return path.stem.strip("<>") or "stdin"
