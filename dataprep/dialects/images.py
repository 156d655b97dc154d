"""Images that a record lists beside its text, put where chat rows have them: as content parts."""

from __future__ import annotations

from typing import Any

from dataprep.dialects.tool_calls import parsed
from dataprep.formats.base import Unusable, as_text
from dataprep.model import Example

_MARK = "<image>"


def attach(messages: list[Example], images: Any) -> None:
    """Put images into the user messages, in place.

    A mark ``<image>`` in a user's text is replaced by the next image; without marks all images go in
    front of the last question. An image is a URL, a data URL, or an object with ``url``; several
    are a list, perhaps as JSON text.

    Raises:
        Unusable: there are other numbers of marks and images, an image has no address, or a
            question is not text (it may hold images already).
    """
    listed = parsed(images)
    listed = listed if isinstance(listed, list) else [images] if images else []
    if not listed:
        return
    addresses = [_address(image) for image in listed]
    users = [turn for turn in messages if turn["role"] == "user"]
    if not all(isinstance(turn.get("content"), str) for turn in users):
        raise Unusable(
            "CNV015",
            f"the row lists {len(addresses)} images beside questions that are not text",
            "put the images into the messages, as parts of the type image_url",
        )
    marks = sum(turn["content"].count(_MARK) for turn in users)
    if not users or marks not in (0, len(addresses)):
        raise Unusable(
            "CNV015",
            f"the row lists {len(addresses)} images and has {marks} marks `{_MARK}` in "
            f"{len(users)} user messages",
            "make the numbers equal, or remove the marks",
        )
    waiting = iter(addresses)
    for turn in users if marks else users[-1:]:
        pieces = turn["content"].split(_MARK) if marks else ["", turn["content"]]
        if len(pieces) == 1:
            continue
        parts: list[Example] = []
        for number, piece in enumerate(pieces):
            if number:
                here = [next(waiting)] if marks else addresses
                parts += [{"type": "image_url", "image_url": {"url": url}} for url in here]
            if piece.strip():
                parts.append({"type": "text", "text": piece})
        turn["content"] = parts


def _address(image: Any) -> str:
    if isinstance(image, dict):
        image = image.get("url") or image.get("path")
    if not isinstance(image, str) or not image:
        raise Unusable("CNV015", f"an image is {as_text(image)[:60]!r}, not an address")
    return image
