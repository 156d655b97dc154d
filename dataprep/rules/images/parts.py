"""The images of a row: the content parts that hold one, their addresses, and rows with one as examples.

An image is ``{"type": "image_url", "image_url": {"url": ...}}``, or the address alone where a target
has it so.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from dataprep.rules.base import Path
from dataprep.rules.row import Row
from dataprep.targets import Target

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLv"
    "AAAAAElFTkSuQmCC"
)
"""A red pixel as a PNG of the mode RGB."""


class Image(NamedTuple):
    """An image of a row.

    Attributes:
        path: of the part.
        place: of the address.
        role: of the message; empty where it has none.
        url: the address; None where there is none.
    """

    path: Path
    place: Path
    role: str
    url: str | None


def images(row: Row) -> Iterator[Image]:
    """Yield the images of a row of any shape."""
    for message in row.messages:
        content = message.data.get("content")
        for index, part in enumerate(content if isinstance(content, list) else ()):
            if isinstance(part, dict) and part.get("type") == "image_url":
                path: Path = (*message.path, "content", index)
                value, place = part.get("image_url"), (*path, "image_url")
                if isinstance(value, dict):
                    value, place = value.get("url"), (*place, "url")
                yield Image(path, place, message.role, value if isinstance(value, str) else None)


def taken(target: Target) -> bool:
    """Whether a target takes images; where it does not, the rules about types name the part."""
    parts = target.value("parts")
    return parts is None or "image_url" in parts


def remote(url: str) -> bool:
    """Whether an address is one on the web."""
    return url[:8].lower().startswith(("http://", "https://"))


def pictured(*addresses: str, role: str = "user", **keys: Any) -> dict[str, Any]:
    """Return a row that shows images in a message of a role, and is answered."""
    shown = [{"type": "image_url", "image_url": {"url": one, **keys}} for one in addresses]
    asked = {"role": "user", "content": "Which colour is it?"}
    with_images = {"role": role, "content": [{"type": "text", "text": "Look:"}, *shown]}
    if role == "assistant":
        return {"messages": [asked, with_images]}
    messages = [with_images] if role == "user" else [with_images, asked]
    return {"messages": [*messages, {"role": "assistant", "content": "Red."}]}
