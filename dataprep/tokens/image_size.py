"""Width and height of the image in a data URL, from the first bytes of PNG, JPEG, WEBP and GIF.

Only the bytes of the header are decoded, however long the image is.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable
from typing import Literal

# The markers of a JPEG that begin a frame and hold its size; the others of this range do not.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# A photo has a few dozen; hostile bytes may hold a million.
_MOST_SEGMENTS = 1000

Bytes = Callable[[int, int], bytes]
"""``read(offset, length)``: bytes of the image; fewer where it ends."""


def size_of(url: str) -> tuple[int, int] | None:
    """Return (width, height) of the image in a base64 data URL, None where it cannot be told."""
    head, comma, _ = url[:200].partition(",")
    if not comma or not head.startswith("data:") or not head.endswith(";base64"):
        return None
    start = len(head) + 1

    def read(offset: int, length: int) -> bytes:
        # Four characters are three bytes.
        first = start + offset // 3 * 4
        text = url[first : start + -(-(offset + length) // 3) * 4]
        try:
            content = binascii.a2b_base64(text[: len(text) // 4 * 4])
        except ValueError:
            return b""
        return content[offset % 3 : offset % 3 + length]

    magic = read(0, 12)
    if magic.startswith(b"\x89PNG\r\n\x1a\n"):
        return _pair(read(16, 8), 4, "big")
    if magic.startswith((b"GIF87a", b"GIF89a")):
        return _pair(read(6, 4), 2, "little")
    if magic[:4] == b"RIFF" and magic[8:] == b"WEBP":
        return _webp(read)
    return _jpeg(read) if magic.startswith(b"\xff\xd8") else None


def _pair(content: bytes, each: int, order: Literal["big", "little"]) -> tuple[int, int] | None:
    """Return two numbers of `each` bytes that stand one after the other."""
    if len(content) < 2 * each:
        return None
    return int.from_bytes(content[:each], order), int.from_bytes(content[each:], order)


def _webp(read: Bytes) -> tuple[int, int] | None:
    kind = read(12, 4)
    if kind == b"VP8X":
        size = _pair(read(24, 6), 3, "little")
        return None if size is None else (size[0] + 1, size[1] + 1)
    if kind == b"VP8L":
        bits = int.from_bytes(read(21, 4), "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        size = _pair(read(26, 4), 2, "little")
        return None if size is None else (size[0] & 0x3FFF, size[1] & 0x3FFF)
    return None


def _jpeg(read: Bytes) -> tuple[int, int] | None:
    """Walk from segment to segment until one tells the size."""
    offset = 2
    for _ in range(_MOST_SEGMENTS):
        segment = read(offset, 9)
        if len(segment) < 9 or segment[0] != 0xFF:
            break
        if segment[1] in _FRAMES:
            height, width = segment[5:7], segment[7:9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        if segment[1] == 0xFF:  # a fill byte
            offset += 1
            continue
        offset += 2 + max(2, int.from_bytes(segment[2:4], "big"))
    return None
