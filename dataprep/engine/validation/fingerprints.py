"""What makes two findings the same, wherever their rows stand: the key of baselines and code hosts.

A finding about a row is known by its rule, the place inside the row and what the row says; not by its
file or line, because data is shuffled and split, and not by its message, because wording improves. One
about a file or the dataset is known by its rule, what is measured, and the names of the files. Equal
findings have equal fingerprints: who needs to tell them apart counts them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

import orjson
import xxhash

from dataprep.rules.base import Member
from dataprep.rules.duplicates.keys import canonical, written


def fingerprint(code: str, json_path: str, subject: bytes) -> str:
    """Return the fingerprint of a finding.

    Args:
        code: of its rule.
        json_path: of the value in the row, or of what is measured.
        subject: what it is about: `of_row`, `of_group` or `of_files`. These are short, since a row
            may have as many findings as it has messages.
    """
    head = f"{code}\0{json_path}\0".encode("utf-8", "surrogatepass")
    return xxhash.xxh3_64_hexdigest(head + subject)


def of_row(raw: bytes) -> bytes:
    """Return what a row says: the order of keys, white space and escapes make no difference."""
    try:
        return _digest(written(orjson.loads(raw)))
    except ValueError:
        return _digest(raw.strip())


def of_group(key: str, member: Member) -> bytes:
    """Return what the rows of a group share.

    Args:
        key: ``example`` or ``prompt``.
        member: any of them.
    """
    row = member.load()
    if key == "prompt":
        prompt = canonical(row.data, row.kind)[0]
        if prompt:
            return _digest(prompt)
    return _digest(written(row.data))


def _digest(said: bytes) -> bytes:
    return xxhash.xxh3_128_digest(said)


def of_files(names: Iterable[str]) -> bytes:
    """Return a set of files, in no order, as named from the working folder."""
    return "\0".join(sorted({portable(name) for name in names})).encode("utf-8", "surrogatepass")


def portable(name: str, root: str = "") -> str:
    """Return the name of a file from a folder (the working folder), with forward slashes.

    A file that is not below the folder, and what is no file (``<stdin>``), keeps its name.
    """
    if not (name.startswith("<") and name.endswith(">")):
        try:
            inner = os.path.relpath(name, root or os.curdir)
        except ValueError:  # another drive
            inner = os.pardir
        if inner.split(os.sep)[0] != os.pardir:
            name = inner
    return name.replace(os.sep, "/")
