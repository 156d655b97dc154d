"""Images that are not seen by the model: IMG."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

from seeded.clean import IMAGES
from seeded.defect import Defect, edited, own_target, whole

_OPENAI = {"target": "openai/gpt-4o"}
_TOGETHER = {"target": "together"}


def png(width: int = 2, height: int = 2, colour: int = 2, end: bool = True) -> bytes:
    """Return a PNG; `colour` is its type: 0 grey, 2 RGB, 6 RGBA."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    samples = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    pixels = zlib.compress((b"\0" + bytes(samples * min(width, 9))) * min(height, 9))
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    made = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels)
    return made + chunk(b"IEND", b"") if end else made[:-6]


def data_url(content: bytes, kind: str = "image/png") -> str:
    """Return bytes as a data URL."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01"
    b"\x00\x00\x02\x02D\x01\x00;"
)


def _inline(rows: Any) -> Any:
    return tuple(
        {"messages": [
            {"role": "user", "content": [row["messages"][0]["content"][0], {
                "type": "image_url", "image_url": {"url": data_url(png())}}]},
            row["messages"][1],
        ]}
        for row in rows
    )  # fmt: skip


INLINE = _inline(IMAGES)
"""Questions about a picture each, which stands in the row."""


def _shows(name: str, url: str, **more: Any) -> Defect:
    def edit(row: Any) -> None:
        row["messages"][0]["content"][1]["image_url"]["url"] = url

    return edited(name, "IMG003", INLINE, edit, **more)


def _built(name: str, image: Any) -> Defect:
    return edited(name, "IMG002", INLINE,
                  lambda row: row["messages"][0]["content"][1].update(image_url=image))  # fmt: skip


def _move(role: str) -> Any:
    def edit(row: Any) -> None:
        picture = row["messages"][0]["content"].pop()
        if role == "assistant":
            row["messages"][1]["content"] = [picture]
        else:
            row["messages"].insert(0, {"role": role, "content": [picture]})

    return edit


def _more(count: int) -> Any:
    def edit(row: Any) -> None:
        row["messages"][0]["content"] += [row["messages"][0]["content"][1]] * (count - 1)

    return edit


DEFECTS = (
    edited("picture-of-assistant", "IMG001", INLINE, _move("assistant")),
    edited("picture-of-system", "IMG001", INLINE, _move("system")),
    edited("picture-of-assistant-openai", "IMG001", INLINE, _move("assistant"), options=_OPENAI),
    edited("picture-without-value", "IMG002", INLINE,
           lambda row: row["messages"][0]["content"][1].pop("image_url")),
    _built("picture-without-url", {"detail": "low"}),
    _built("picture-url-null", {"url": None}),
    _built("picture-url-empty", {"url": ""}),
    _built("picture-plain-text", data_url(png())),
    _built("picture-detail", {"url": data_url(png()), "detail": "highest"}),
    _built("picture-list", [data_url(png())]),
    _shows("picture-svg", data_url(SVG, "image/svg+xml")),
    _shows("picture-gif-called-png", data_url(GIF)),
    _shows("picture-pdf", data_url(b"%PDF-1.7\n%\xe2\xe3", "application/pdf")),
    _shows("picture-of-text", data_url(b"this is no picture at all")),
    _shows("picture-of-nothing", "data:image/png;base64,"),
    _shows("picture-cut", data_url(png(end=False))),
    _shows("picture-bomb", data_url(png(60_000, 60_000))),
    _shows("picture-not-base64", "data:image/png;base64,****"),
    _shows("picture-percent", "data:image/svg+xml,%3Csvg%2F%3E"),
    _shows("picture-path", "pictures/brake.jpg"),
    _shows("picture-file", "file:///home/ann/brake.jpg", options=_OPENAI),
    *(_shows(f"picture-{scheme.partition(':')[0]}", f"{scheme}bikes/brake.jpg", options=_OPENAI)
      for scheme in ("s3://", "gs://", "ftp://", "blob:https://")),
    _shows("picture-large", data_url(png() + bytes(10_485_760))),
    edited("pictures-eleven", "IMG004", INLINE, _more(11)),
    edited("pictures-sixty-five", "IMG004", INLINE, _more(65), options={"target": "azure/gpt-4o"}),
    whole("rows-with-pictures", "IMG004", INLINE, list,
          options=own_target("narrow", max_rows_with_images=13),
          clean_options=own_target("narrow", max_rows_with_images=14)),
    edited("picture-on-the-web", "IMG005", INLINE,
           lambda row: row["messages"][0]["content"][1]["image_url"].update(
               url="https://workshop.example/1.jpg"), severity="info"),
    edited("picture-on-the-web-together", "IMG005", INLINE,
           lambda row: row["messages"][0]["content"][1]["image_url"].update(
               url="https://workshop.example/1.jpg"), options=_TOGETHER, severity="error"),
)  # fmt: skip
