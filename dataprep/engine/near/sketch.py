"""A row's sketch: 232 bytes by which rows with much text in common are found without comparing all.

Every window of 12 bytes of a text is hashed, and of a long text about 256 windows are kept: those of
the lowest hashes, so that two texts keep the same ones of what they share. The kept hashes fall into 64
bins, of which each keeps its lowest: a MinHash by one permutation. The share of bins in which two rows
agree estimates how much they share. Three bins together make the key of a band, and rows that are alike
agree in at least one of 21 bands, nearly always: short rows of short words too, which share least.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from dataprep.errors import MissingExtraError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]

BINS, BANDS = 64, 21
LEAST_BYTES = 40
"""Of shorter texts no sketch is made: one other word makes them another example."""

_WINDOW = 12
_KEPT = 256
# So many windows are hashed at once that the arrays stay in the processor's cache.
_BLOCK = 1 << 15
_EMPTY = (1 << 64) - 1
# Odd and without pattern, so that products spread over all 64 bits.
_FIRST, _SECOND, _THIRD = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93


class Sketches(NamedTuple):
    """The sketches of some rows.

    Attributes:
        bands: for each band its 64-bit keys, one a row; 0 for a row that is too short.
        bins: 64 bytes a row: the low byte of each bin.
    """

    bands: tuple[bytes, ...]
    bins: bytes


def require() -> None:
    """Check that sketches can be made.

    Raises:
        MissingExtraError: numpy is not installed.
    """
    try:
        import numpy  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("looking for near-duplicates (DUP002, DUP006)", "near") from error


def sketches(texts: Sequence[bytes]) -> Sketches:
    """Return the sketches of texts, in their order."""
    import numpy as np

    long = np.array([len(text) >= LEAST_BYTES for text in texts], dtype=bool)
    lowest = _lowest([text for text in texts if len(text) >= LEAST_BYTES])
    keys = np.zeros((BANDS, len(texts)), np.uint64)
    bins = np.zeros((len(texts), BINS), np.uint8)
    if len(lowest):
        _fill(lowest)
        keys[:, long] = _keys(lowest)
        bins[long] = lowest.astype(np.uint8)
    return Sketches(tuple(one.tobytes() for one in keys), bins.tobytes())


def _lowest(texts: list[bytes]) -> Words:
    """Return the lowest hash in each bin of each text."""
    import numpy as np

    lowest = np.full(len(texts) * BINS, _EMPTY, np.uint64)
    # One buffer for all: a call of numpy costs as much as hashing a thousand windows.
    sizes = np.array([len(text) for text in texts], np.int64)
    ends = np.cumsum(sizes)
    starts = ends - sizes
    windows = sizes - (_WINDOW - 1)
    limits = np.where(windows > _KEPT, _EMPTY // np.maximum(windows, 1).astype(np.uint64), 1)
    limits = np.where(windows > _KEPT, limits * np.uint64(_KEPT), np.uint64(_EMPTY))
    # Turns of windows that lie inside a text, and of those that reach into the next one.
    edges = np.stack([starts, starts + windows], 1).ravel()
    below = np.stack([limits, np.zeros_like(limits)], 1).ravel()
    buffer = b"".join(texts)
    last = len(buffer) - _WINDOW + 1
    for start in range(0, last, _BLOCK):
        stop = min(start + _BLOCK, last)
        hashes = _hashes(buffer, start, stop - start)
        first, past = np.searchsorted(edges, (start, stop - 1), "right") - 1
        turns = np.diff(np.clip(edges[first : past + 2], start, stop), append=stop)
        limit = np.repeat(below[first : past + 1], turns[: past + 1 - first])
        kept = np.flatnonzero(hashes < limit)
        found = hashes[kept]
        texts_of = np.searchsorted(starts, kept + start, "right") - 1
        slots = texts_of * BINS + (found & np.uint64(BINS - 1)).astype(np.int64)
        np.minimum.at(lowest, slots, found >> np.uint64(6))
    return lowest.reshape(-1, BINS)


def _hashes(buffer: bytes, start: int, count: int) -> Words:
    """Return the hashes of the windows that begin at `start` and the next bytes."""
    import numpy as np

    # Eight bytes from every place on; two of them, four apart, cover a window.
    eights: Any = np.ndarray((count + 4,), "<u8", buffer, start, (1,))
    hashes: Words = eights[:-4] * np.uint64(_FIRST)
    hashes ^= hashes >> np.uint64(32)
    hashes += eights[4:] * np.uint64(_SECOND)
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(_THIRD)
    hashes ^= hashes >> np.uint64(32)
    return hashes


def _fill(lowest: Words) -> None:
    """Let every empty bin have what the nearest bin after it holds."""
    import numpy as np

    step = 1
    while step < BINS:
        empty = lowest == np.uint64(_EMPTY)
        if not empty.any():
            return
        lowest[empty] = np.roll(lowest, -step, 1)[empty]
        step *= 2


def _keys(lowest: Words) -> Words:
    """Return the keys of the bands, band by band."""
    import numpy as np

    size = BINS // BANDS
    keys = np.zeros((BANDS, len(lowest)), np.uint64)
    for place in range(size):
        keys ^= lowest[:, place : size * BANDS : size].T
        keys *= np.uint64(_THIRD)
        keys ^= keys >> np.uint64(29)
    return np.maximum(keys, np.uint64(1))
