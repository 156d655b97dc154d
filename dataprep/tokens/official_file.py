"""The vocabulary of an encoding as it is published, for a library that reads it from a file.

Made from the packed one and kept in the user's cache; where that cannot be, a temporary file does.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dataprep.tokens.cache_folder import cache_folder
from dataprep.tokens.vocabulary import VOCABULARIES, official_text, ranks


@contextmanager
def official_file(encoding: str) -> Iterator[Path]:
    """Give the path of a file with the published vocabulary, which holds exactly that.

    Raises:
        DataprepError: the packed vocabulary is missing or damaged.
        OSError: there is no place for the file, temporary ones included.
    """
    expected = VOCABULARIES[encoding].official_sha256
    kept = cache_folder() / f"{encoding}.tiktoken"
    if _hash(kept) == expected:
        yield kept
        return
    content = official_text(ranks(encoding))
    if hashlib.sha256(content).hexdigest() != expected:
        raise OSError(f"the vocabulary {encoding} is not as it was published")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        made = _written(content, kept.parent, f"{kept.name}.")
    except OSError:
        made = _written(content, None, f"{encoding}.")
        kept = made
    try:
        with suppress(OSError):  # another process has it open (Windows)
            os.replace(made, kept)
            made = kept
        yield made
    finally:
        if made.name != f"{encoding}.tiktoken":
            made.unlink(missing_ok=True)


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _written(content: bytes, folder: Path | None, prefix: str) -> Path:
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=prefix)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
    except OSError:
        os.unlink(name)
        raise
    return Path(name)
