"""IMG003: an image that the platform cannot read."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.rules.base import Content, Problem, RowRule, Sample, rows
from dataprep.rules.images.content import LARGEST, Refused, byte_size, look, payload
from dataprep.rules.images.parts import PIXEL, images, pictured, remote, taken
from dataprep.rules.row import Row
from dataprep.rules.schema.words import any_of
from dataprep.rules.wording import quoted
from dataprep.targets import Target

_SVG = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="
_CUT = PIXEL[:80]
_AGAIN = "save the image anew, or remove the row"


def _large() -> bytes:
    made: Content = rows(pictured(PIXEL[: PIXEL.index(",") + 1] + "A" * 15_000_000))
    return made if isinstance(made, bytes) else made()


class UnsupportedImage(RowRule):
    """Finds images in data URLs that are no JPEG, PNG or WEBP, broken, too large, or not in colour.

    What it does: decodes data URLs and looks at the bytes: the format by how they begin, whatever the
        URL says; their number; whether the image is whole; how many pixels it claims. With Pillow (the
        extra `images`) its colour mode is read too, and whether the header can be read; without it
        these two are not looked at. An address that is neither on the web nor a data URL is named as
        well: a path on a disk, a bucket, a blob of a browser. Which formats, modes and sizes are taken,
        the target says.

    Why it matters: platforms pass over such an image without a word and train the answer to a question
        about nothing, or reject the row.

    What to do: save the image as a PNG or JPEG in RGB, below the limit.

    Source: OpenAI, vision fine-tuning guide, 2026-11-20; Azure, vision fine-tuning, 2025-11-26; Pillow
        13, decompression bombs, 2026-11-21.
    """

    code = "IMG003"
    name = "unsupported-image"
    wakes_on = frozenset({"@parts"})
    bad = (
        Sample(rows(pictured(PIXEL), pictured(_SVG)), line=2),
        Sample(rows(pictured(_CUT))),
        Sample(rows(pictured("images/red.png"))),
        Sample(rows(pictured("s3://pictures/red.png")), target="openai/gpt-4o-2024-08-06"),
        Sample(_large),
    )
    good = (Sample(rows(pictured(PIXEL))),)

    def applies(self, target: Target) -> bool:
        """Only where images are taken at all."""
        return taken(target)

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield each image that cannot be read."""
        for image in images(row):
            if image.url and not remote(image.url):
                found = _fault(image.url, target)
                if found is not None:
                    yield Problem(f"the image {found[0]}", image.place, found[1])


def _fault(url: str, target: Target) -> tuple[str, str] | None:
    """Return what is wrong with an address that is not on the web, and the next step."""
    if url[:5].lower() != "data:":
        return (
            f"is at {quoted(url)}, which is no address on the web and no data URL",
            "write the image into the row as data:image/png;base64,...",
        )
    limit = target.value("max_image_bytes")
    size = byte_size(url)
    if size > (limit or LARGEST):
        if limit is None:
            return None
        return f"is {size:,} bytes, the limit is {limit:,}", "make it smaller, or remove the row"
    try:
        looked = look(payload(url), url)
    except Refused as refused:
        return str(refused), _AGAIN
    formats, modes = target.value("image_formats"), target.value("image_modes")
    if formats is not None and looked.format not in formats:
        return (
            f"is {looked.format.upper()} by its bytes, not {any_of(map(str.upper, formats))}",
            "save it in one of these formats",
        )
    if modes is not None and looked.mode and looked.mode not in modes:
        return f"has the colour mode {looked.mode}, not {any_of(modes)}", "convert it to RGB"
    return None
