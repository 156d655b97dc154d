"""What an image costs: tiles of 512 pixels above a base, as the tile models count them.

The size is read from a data URL's own bytes. Of an image on the web only the base is certain, and
which formula a model follows is not published for all of them, so an image is always an estimate.
Source: OpenAI, vision fine-tuning guide and vision guide, 2026-11-20.
"""

from __future__ import annotations

from typing import Any

from dataprep.tokens.image_size import size_of

BASE, TILE = 85, 170
_LONG_SIDE, _SHORT_SIDE, _TILE_SIDE = 2048, 768, 512


def image_tokens(image: Any) -> int:
    """Return the tokens of an image part, at least `BASE`.

    Args:
        image: the value of ``image_url``: ``{"url": ..., "detail": ...}``, or the address alone.
    """
    url, detail = image, None
    if isinstance(image, dict):
        url, detail = image.get("url"), image.get("detail")
    if detail == "low" or not isinstance(url, str):
        return BASE
    size = size_of(url)
    return BASE if size is None else BASE + TILE * tiles(*size)


def tiles(width: int, height: int) -> int:
    """Return how many tiles an image takes after it was fitted into the sizes of the model."""
    if width < 1 or height < 1:
        return 0
    scale = min(1.0, _LONG_SIDE / max(width, height))
    scale = min(scale, _SHORT_SIDE / min(width, height))
    wide, high = (max(1, round(side * scale)) for side in (width, height))
    return -(-wide // _TILE_SIDE) * -(-high // _TILE_SIDE)
