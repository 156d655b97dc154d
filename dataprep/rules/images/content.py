"""What the address of an image holds: its bytes, their format, and whether they are a whole image.

Nothing is fetched, and nothing is decoded that is longer than a target takes. Of the bytes, the format
is told by how they begin; mode and size by Pillow (the extra `images`), from the header alone.
"""

import binascii
from typing import NamedTuple

LARGEST = 64 << 20
"""Bytes that are decoded where a target states no limit."""

MOST_PIXELS = 178_956_970
"""Where Pillow refuses an image as a decompression bomb; fewer pixels are decoded than that."""

_DECODED = 16_000_000
_MAGIC = (
    ("jpeg", b"\xff\xd8\xff"), ("png", b"\x89PNG\r\n\x1a\n"), ("gif", b"GIF87a"), ("gif", b"GIF89a"),
    ("bmp", b"BM"), ("tiff", b"II*\0"), ("tiff", b"MM\0*"), ("pdf", b"%PDF-"),
)  # fmt: skip
_BOXES = {b"avif": "avif", b"heic": "heic", b"heix": "heic", b"mif1": "heic"}


class Refused(Exception):
    """The bytes are no image; the message says why."""


class Looked(NamedTuple):
    """What an image is.

    Attributes:
        format: ``jpeg``, ``png``, ``webp``, ``gif`` ... by its bytes.
        mode: colour mode; empty where Pillow is not installed or does not know the format.
    """

    format: str
    mode: str


def byte_size(url: str) -> int:
    """Return how many bytes a data URL in base64 holds, without decoding it."""
    start = url.find(",") + 1
    return (len(url) - start) * 3 // 4 - url.endswith("=") - url.endswith("==")


def payload(url: str) -> bytes:
    """Return the bytes of a data URL.

    Raises:
        Refused: it is not written in base64.
    """
    head, comma, _ = url[:1000].partition(",")
    if not comma:
        raise Refused("is a data URL without a comma, which ends its head")
    if not head.rstrip().lower().endswith(";base64"):
        raise Refused("is a data URL that is not written in base64")
    text = url[len(head) + 1 :]
    try:
        encoded = b"".join(text.encode("ascii").split())
        encoded = encoded.rstrip(b"=")
        return binascii.a2b_base64(encoded + b"=" * (-len(encoded) % 4), strict_mode=True)
    except ValueError as error:
        raise Refused("does not hold base64 behind its comma") from error


def look(content: bytes, url: str) -> Looked:
    """Return what the bytes of an image are.

    Args:
        content: as `payload` returns them.
        url: that they were in.

    Raises:
        Refused: they are no image, or not a whole one.
    """
    if not content:
        raise Refused("holds no bytes")
    kind = format_of(content)
    if not kind:
        raise Refused("holds bytes of no known image format")
    from dataprep.tokens.image_size import size_of

    size = size_of(url)
    if size is not None and size[0] * size[1] > MOST_PIXELS:
        raise Refused(
            f"claims {size[0]:,} x {size[1]:,} pixels; image libraries decode {MOST_PIXELS:,} at most"
        )
    if _cut_off(kind, content):
        raise Refused(f"is cut off: the {kind.upper()} does not end")
    return Looked(kind, _mode(kind, content) if kind in ("jpeg", "png", "webp") else "")


def format_of(content: bytes) -> str:
    """Return the format of an image by its first bytes; empty for none that is known."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp" and content[8:12] in _BOXES:
        return _BOXES[content[8:12]]
    found = next((kind for kind, magic in _MAGIC if content.startswith(magic)), "")
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return found or ("svg" if start.startswith(b"<") and b"<svg" in start else "")


def _cut_off(kind: str, content: bytes) -> bool:
    """Whether an image ends before its format says so."""
    if kind == "png":
        return b"IEND" not in content[-1024:] and b"IEND" not in content
    return kind == "webp" and len(content) < int.from_bytes(content[4:8], "little") + 8


def _mode(kind: str, content: bytes) -> str:
    """Return the colour mode of an image, empty without Pillow.

    Raises:
        Refused: Pillow cannot read it.
    """
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError:
        return ""
    import io
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=[kind.upper()]) as image:
                mode = str(image.mode)
                # Only of an image that seems to end too early, and of bounded size, are the pixels
                # asked for: decoders know how much of it is there.
                cut = kind == "jpeg" and b"\xff\xd9" not in content[-4096:]
                if cut and image.width * image.height <= _DECODED:
                    image.load()
                return mode
    except UnidentifiedImageError as error:
        raise Refused(f"begins as a {kind.upper()}, and cannot be read as one") from error
    except Exception as error:  # hostile bytes: Pillow's plugins raise what they like
        raise Refused(f"is a {kind.upper()} that cannot be read: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())[:80].rstrip(".")
    return text[:1].lower() + text[1:] if text else type(error).__name__
