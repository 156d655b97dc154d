"""The fast counter: gigatoken, where it is installed and gives what tiktoken gives.

Some ten times as fast as tiktoken, and exact only behind guards:

* its Unicode is newer: a text with one of `newer_characters` is left to tiktoken, and so is half a
  surrogate pair, which it refuses, and any text over which it raises or panics;
* it remembers every piece of text that it has seen, without end: the encoder is made again when it
  has eaten `FILLING` characters (one without that habit has `set_max_cache_bytes`);
* it looks for special tokens unless it is given none, and guesses how to cut text unless it is told;
* before it is trusted in a process, its counts of some texts are held against stored ones.
"""

from __future__ import annotations

import warnings
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from dataprep.errors import DataprepError
from dataprep.tokens.newer_characters import RANGES
from dataprep.tokens.official_file import official_file
from dataprep.tokens.self_check import agrees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gigatoken.gigatoken_rs import BPETokenizer

PRETOKENIZERS = {"o200k_base": "o200k", "cl100k_base": "gpt4", "r50k_base": "gpt2"}
"""How each encoding cuts text, by the name it has there. The ranks of p50k_base have a gap, which
it does not take."""

FILLING = 128 << 20
"""Characters after which an encoder is made again: the memory of one has then grown by at most some
hundreds of MB."""
_CACHE_BYTES = 64 << 20


class FastCounter:
    """Counts in one encoding."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self._eaten = 0
        self._encoder = make(encoding)

    def count(self, texts: Sequence[str]) -> list[int | None]:
        """Return the tokens of each text; None where tiktoken must count."""
        self._eaten += sum(map(len, texts))
        if self._eaten > FILLING and not hasattr(self._encoder, "set_max_cache_bytes"):
            self._renew()
        # All of them at once: only where something is in the way is each looked at by itself.
        found = self._encoded(texts)
        if found is not None:
            return list(found)
        return [one[0] if (one := self._encoded((text,))) else None for text in texts]

    def _encoded(self, texts: Sequence[str]) -> list[int] | None:
        """Return the tokens of each text, None where one of them is not for this counter."""
        try:
            # As bytes, which both the look at them and the encoder want.
            contents = [text.encode() for text in texts]
        except UnicodeEncodeError:
            return None
        every = b"".join(contents)
        if not every.isascii() and _newer().search(every) is not None:
            return None
        # One text a call is as fast as all of them in one, and needs no list of all tokens.
        encode = self._encoder.encode
        try:
            return [len(encode(content)) for content in contents]
        except BaseException as error:
            self._failed(error)
            return None

    def _failed(self, error: BaseException) -> None:
        """Let through what is no fault of the encoder; one that panicked is not used again."""
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise error
        self._renew()

    def _renew(self) -> None:
        del self._encoder  # first, so that there are never two
        self._eaten = 0
        self._encoder = make(self.encoding)


def make(encoding: str) -> BPETokenizer:
    """Return a new encoder, which is in no way checked.

    Raises:
        Exception: of whatever kind; the package is not as it was, or is missing.
    """
    from gigatoken.gigatoken_rs import BPETokenizer

    with official_file(encoding) as path:
        encoder = BPETokenizer.from_tiktoken(path, PRETOKENIZERS[encoding], {})
    if hasattr(encoder, "set_max_cache_bytes"):
        encoder.set_max_cache_bytes(_CACHE_BYTES)
    return encoder


@cache
def fast_counter(encoding: str) -> FastCounter | None:
    """Return the fast counter of an encoding; None where it is missing or not to be trusted."""
    if encoding not in PRETOKENIZERS or find_spec("gigatoken") is None:
        return None
    try:
        counter = FastCounter(encoding)
        if agrees(encoding, counter.count):
            return counter
        reason = "its counts are not those of tiktoken"
    except DataprepError:
        raise  # the vocabulary itself is missing or damaged, which tiktoken would meet too
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        reason = f"{type(error).__name__}: {error}"
    warnings.warn(
        f"gigatoken is not used for {encoding}, tiktoken counts instead: {reason[:200]}",
        RuntimeWarning,
        stacklevel=2,
    )
    return None


@cache
def _newer() -> Any:
    import re2

    points = "".join(f"\\x{{{first:X}}}-\\x{{{last:X}}}" for first, last in RANGES)
    return re2.compile(f"[{points}]".encode())
