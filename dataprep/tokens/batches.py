"""Many texts counted together: from the cache, by the fast counter, or one by one by tiktoken.

What comes out never depends on which of them counted. A little text is counted by tiktoken even
where the fast counter is installed, because that is loaded sooner.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache, lru_cache

from dataprep.errors import DataprepError
from dataprep.tokens import counting
from dataprep.tokens.count_cache import Missing, open_cache
from dataprep.tokens.tokenizer_file import PREFIX, load_file
from dataprep.tokens.vocabulary import ENCODINGS, VOCABULARIES, load

FAILED = -1
"""Stands for the count of a text that cannot be counted."""

AT_ONCE, LITTLE = 200_000, 3_000_000
"""Characters, in one call and in all calls together, from which on the fast counter is loaded: that
takes as long as tiktoken takes for some three million."""
SHORT = 32
"""Characters of a text that may come again and again: a role, a name, a label."""

_counted = dict.fromkeys(ENCODINGS, 0)


def count_tokens(text: str, encoding: str = "o200k_base") -> int:
    """Return how many tokens `text` is, exactly.

    Special tokens written out in the text count as the ordinary text that they are. Half a
    surrogate pair, which no UTF-8 file can hold, counts as U+FFFD; both halves as their character.

    Args:
        text: any string, of any length.
        encoding: a name of `ENCODINGS`, or ``file:PATH`` (see `tokenizer_file`).

    Raises:
        UsageError: there is no encoding of this name.
        DataprepError: the vocabulary is missing or damaged, or the tokenizer gave up on the text.
    """
    found = _fast((text,), encoding)
    return counting.count_tokens(text, encoding) if found is None or found[0] is None else found[0]


def count_texts(texts: Sequence[str], encoding: str) -> list[int]:
    """Return the tokens of each text; `FAILED` for one that the tokenizer gave up on.

    Raises:
        UsageError, InputError, MissingExtraError, DataprepError: the encoding itself cannot be used.
    """
    found = _fast(texts, encoding)
    if found is None:
        # Now, because what goes wrong here is no fault of a text.
        load_file(encoding) if encoding.startswith(PREFIX) else load(encoding)
        found = [None] * len(texts)
    return [
        _exact(text, encoding) if count is None else count
        for text, count in zip(texts, found, strict=True)
    ]


def count_groups(
    groups: Sequence[Sequence[str]], encoding: str, cached: bool = True
) -> list[Sequence[int]]:
    """Return the tokens of each text of each group: the texts that stand in one row.

    Args:
        groups: may be empty.
        encoding: as for `count_tokens`.
        cached: whether counts of earlier runs are used, and these kept for later ones.

    Raises:
        as `count_texts`.
    """
    store = open_cache(_identity(encoding)) if cached else None
    if store is None:
        return _counted_groups(groups, encoding)
    known: list[Sequence[int]] = []
    unknown: list[tuple[int, Missing]] = []
    for number, group in enumerate(groups):
        found = store.get(group)
        if isinstance(found, tuple):
            known.append(found)
        else:
            known.append(())
            unknown.append((number, found))
    if unknown:
        counts = _counted_groups([groups[number] for number, _ in unknown], encoding)
        for (number, _), count in zip(unknown, counts, strict=True):
            known[number] = count
        store.put(
            (missing, known[number]) for number, missing in unknown if FAILED not in known[number]
        )
    return known


@lru_cache(4096)
def count_short(text: str, encoding: str, cached: bool = True) -> int:
    """Count a text of at most `SHORT` characters, and remember it.

    Raises:
        as `count_texts`.
    """
    return count_groups([(text,)], encoding, cached)[0][0]


def _counted_groups(groups: Sequence[Sequence[str]], encoding: str) -> list[Sequence[int]]:
    counts = count_texts([text for group in groups for text in group], encoding)
    found: list[Sequence[int]] = []
    start = 0
    for group in groups:
        found.append(counts[start : start + len(group)])
        start += len(group)
    return found


def _fast(texts: Sequence[str], encoding: str) -> list[int | None] | None:
    """Return what the fast counter says, None where it is not asked."""
    if encoding not in _counted:
        return None
    if _counted[encoding] < LITTLE:
        size = sum(map(len, texts))
        _counted[encoding] += LITTLE if size >= AT_ONCE else size
        if _counted[encoding] < LITTLE:
            return None
    from dataprep.tokens.fast import fast_counter

    counter = fast_counter(encoding)
    return None if counter is None else counter.count(texts)


def _exact(text: str, encoding: str) -> int:
    try:
        return counting.count_tokens(text, encoding)
    except DataprepError:
        return FAILED


@cache
def _identity(encoding: str) -> str:
    """Return what tells an encoding from every other, also from one of the same name."""
    if encoding in VOCABULARIES:
        return VOCABULARIES[encoding].official_sha256
    try:
        with open(encoding.removeprefix(PREFIX), "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return encoding
