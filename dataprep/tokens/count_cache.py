"""Token counts of an earlier run, by the hash of what was counted.

One file of fixed places, which never grows beyond them: a bucket of four slots of 64 bytes, found
by the hash. A slot holds the hash, up to thirteen counts, and a checksum; a full bucket loses one of
its slots. There is no lock and no order: several processes read and write at once, and a slot that
is torn, foreign or damaged fails its checksum, which is a miss. So is everything that goes wrong:
the cache may be removed, be full or be read-only at any time, and never is an error.

Read and written with system calls rather than mapped: a mapped file that is cut short, or whose disk
is full, kills the process, and its pages count as the memory of every process that maps it.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Sequence
from functools import cache

import orjson
import xxhash

from dataprep.tokens.cache_folder import cache_folder

VERSION = 1
"""Of the form of the file, and of how a text is counted; another one finds nothing."""
BUCKETS = 1 << 19
"""128 MiB in all: the counts of some two million rows."""
MOST = 13
"""Counts in a slot; longer rows take several."""

_SLOT, _BUCKET = 64, 256
_KEY = struct.Struct("<Q")
_FORMS = [struct.Struct(f"<{size}I") for size in range(MOST + 1)]
_LARGEST, _ALL = (1 << 32) - 1, (1 << 64) - 1
_hash, _checksum = xxhash.xxh3_64_intdigest, xxhash.xxh32_digest

Missing = list[tuple[int, bytes]]
"""What a miss leaves behind, so that the counts find their place: hash and bucket of each slot."""


class CountCache:
    """The counts in one encoding.

    Args:
        descriptor: of the open file, for reading and writing.
        identity: of the encoding: counts of one are none of another.
    """

    def __init__(self, descriptor: int, identity: str) -> None:
        self._file: int = descriptor
        self._seed = _hash(f"{VERSION} {identity}".encode())
        self._full = False

    def get(self, texts: Sequence[str]) -> tuple[int, ...] | Missing:
        """Return the counts of texts that stand together, or what `put` needs to keep them."""
        try:
            # As JSON, which says where a text ends, and is written faster than texts are joined.
            key = _hash(orjson.dumps(texts), self._seed)
        except TypeError:  # half a surrogate pair has no bytes
            return []
        size = len(texts)
        if size <= MOST:
            found = self._slot(key, size)
            return [(key, found)] if isinstance(found, bytes) else found
        counts: tuple[int, ...] = ()
        missing: Missing = []
        for number in range(-(-size // MOST)):
            part = key + number & _ALL
            found = self._slot(part, min(MOST, size - number * MOST))
            missing.append((part, found if isinstance(found, bytes) else b""))
            if not isinstance(found, bytes):
                counts += found
        return counts if len(counts) == size else missing

    def _slot(self, key: int, size: int) -> tuple[int, ...] | bytes:
        """Return the counts that a slot holds, or its bucket."""
        try:
            bucket = _read(self._file, _BUCKET, key % BUCKETS * _BUCKET)
        except OSError:
            return b""
        at = bucket.find(_KEY.pack(key))
        if at >= 0 and not at % _SLOT:
            end = at + _SLOT
            if bucket[end - 4 : end] == _checksum(bucket[at : end - 4]):
                return _FORMS[size].unpack_from(bucket, at + 8)
        return bucket

    def put(self, found: Iterable[tuple[Missing, Sequence[int]]]) -> None:
        """Keep the counts of what was missing, each with what `get` returned for it."""
        written: set[int] = set()
        for missing, counts in found:
            for number, (key, bucket) in enumerate(missing):
                some = counts[number * MOST : (number + 1) * MOST]
                if self._full or max(some, default=0) > _LARGEST:
                    continue
                start = key % BUCKETS * _BUCKET
                content = _FORMS[len(some)].pack(*some) + bytes(4 * (MOST - len(some)))
                slot = _KEY.pack(key) + content
                try:
                    if start in written:  # since it was read
                        bucket = _read(self._file, _BUCKET, start)
                    written.add(start)
                    place = start + _place(bucket, key) * _SLOT
                    _write(self._file, slot + _checksum(slot), place)
                except OSError:
                    self._full = True  # or read-only: the next write would fail as well


def open_cache(identity: str) -> CountCache | None:
    """Return the cache of an encoding, opened once in a process; None where there can be none."""
    return _opened(str(cache_folder() / f"counts-{VERSION}.bin"), identity)


@cache
def _opened(path: str, identity: str) -> CountCache | None:
    descriptor = _open(path)
    return None if descriptor is None else CountCache(descriptor, identity)


@cache
def _open(path: str) -> int | None:
    binary = getattr(os, "O_BINARY", 0)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | binary, 0o600)
    except OSError:
        pass
    try:
        return os.open(path, os.O_RDONLY | binary)
    except OSError:
        return None


def _place(bucket: bytes, key: int) -> int:
    """Return the number of the slot that a key takes: its own, a free one, or any."""
    own = bucket.find(_KEY.pack(key))
    if own >= 0 and not own % _SLOT:
        return own // _SLOT
    # Each key begins at another slot, because neighbours that are kept at once see the same bucket.
    first = key >> 62
    for slot in (first, first ^ 1, first ^ 2, first ^ 3):
        if not any(bucket[slot * _SLOT : slot * _SLOT + 8]):
            return slot
    return first


# Windows has no call that reads at a place. Two threads of one process may then read each other's
# place, which is a miss like any other.
def _seek_and_read(file: int, size: int, place: int) -> bytes:
    os.lseek(file, place, os.SEEK_SET)
    return os.read(file, size)


def _seek_and_write(file: int, content: bytes, place: int) -> int:
    os.lseek(file, place, os.SEEK_SET)
    return os.write(file, content)


_read = getattr(os, "pread", _seek_and_read)
_write = getattr(os, "pwrite", _seek_and_write)
