"""Images in rows: where they may stand, what they are, and bytes that somebody made to do harm."""

from __future__ import annotations

import base64
import struct
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seeded.pictures import GIF, SVG, data_url, png

from dataprep import validate
from dataprep.model import Severity
from dataprep.rules.images.content import byte_size, format_of
from dataprep.rules.images.parts import PIXEL, pictured

WEB = "https://example.com/a.png"


def said(*rows: Any, select: Any = ("IMG",), **options: Any) -> list[tuple[str, int | None, str]]:
    found = validate(rows, select=select, today="2026-03-01", **options).findings
    return [(one.code, one.location.line, one.message) for one in found]


def fault(url: str, **options: Any) -> str:
    """What IMG003 says about an address; empty for nothing."""
    found = said(pictured(url), select=("IMG003",), **options)
    assert len(found) <= 1
    return found[0][2] if found else ""


def drawn(kind: str, mode: str = "RGB", size: tuple[int, int] = (8, 8), **how: Any) -> bytes:
    """Return an image as Pillow writes it."""
    import io

    Image = pytest.importorskip("PIL.Image")
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, kind, **how)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_images_of_the_target_are_fine(kind: str) -> None:
    """As Pillow writes them, in RGB; whatever the address says their type is."""
    content = drawn(kind)
    assert fault(data_url(content)) == fault(data_url(content, "image/x-unknown")) == ""
    broken = base64.b64encode(content).decode()
    folded = "\n".join(broken[at : at + 20] for at in range(0, len(broken), 20))
    assert fault(f"data:image/png;base64,{folded.rstrip('=')}") == ""


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "L"), ("PNG", "LA"), ("PNG", "P"), ("JPEG", "CMYK"), ("JPEG", "L")]
)
def test_colour_modes(kind: str, mode: str) -> None:
    """What is not RGB or RGBA is named with its mode, where the target says which are taken."""
    url = data_url(drawn(kind, mode))
    assert fault(url) == f"the image has the colour mode {mode}, not RGB or RGBA"
    assert fault(url, target="trl") == ""
    assert fault(data_url(drawn("PNG", "RGBA"))) == ""


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (data_url(SVG), "is SVG by its bytes, not JPEG, PNG or WEBP"),
        (data_url(GIF, "image/jpeg"), "is GIF by its bytes, not JPEG, PNG or WEBP"),
        (data_url(b"II*\0" + bytes(20)), "is TIFF by its bytes, not JPEG, PNG or WEBP"),
        (data_url(b"\0\0\0\x1cftypavif" + bytes(20)), "is AVIF by its bytes, not JPEG, PNG or WEBP"),
        (data_url(b"Hello"), "holds bytes of no known image format"),
        ("data:image/png;base64,", "holds no bytes"),
        ("data:image/png;base64", "is a data URL without a comma, which ends its head"),
        ("data:image/png,abc", "is a data URL that is not written in base64"),
        ("data:image/png;base64,a$b", "does not hold base64 behind its comma"),
        ("data:image/png;base64,ä", "does not hold base64 behind its comma"),
        ("C:\\images\\a.png",
         "is at `C:\\images\\a.png`, which is no address on the web and no data URL"),
        (base64.b64encode(png()).decode()[:30],
         "is at `iVBORw0KGgoAAAANSUhEUgAAAAIAAA`, which is no address on the web and no data URL"),
    ],
)  # fmt: skip
def test_what_is_no_image(url: str, message: str) -> None:
    """The format is that of the bytes."""
    assert fault(url) == f"the image {message}"


def test_sizes_are_those_of_the_target() -> None:
    """At the limit it is fine; without a limit nothing is too large."""
    size = 10_485_760
    url = data_url(png() + bytes(size - len(png())))
    assert byte_size(url) == size
    assert fault(url) == ""
    over = data_url(png() + bytes(size + 1 - len(png())))
    assert fault(over) == "the image is 10,485,761 bytes, the limit is 10,485,760"
    assert fault(over, target="trl") == ""


def _bomb() -> bytes:
    return png(65_000, 65_000)


def _claims(width: int, height: int) -> bytes:
    """A JPEG whose header claims a size, and nothing more."""
    frame = struct.pack(">BHHBBBB", 8, height, width, 1, 1, 0x11, 0)
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (_bomb(), "claims 65,000 x 65,000 pixels"),
        (_claims(65_535, 65_535), "claims 65,535 x 65,535 pixels"),
        (png(end=False), "is cut off: the PNG does not end"),
        (b"RIFF\xff\xff\0\0WEBPVP8 ", "is cut off: the WEBP does not end"),
        (SVG.replace(b"?>", b"?><!DOCTYPE x [<!ENTITY a 'aaaa'>]>"), "is SVG by its bytes"),
    ],
    ids=["png-bomb", "jpeg-bomb", "cut-png", "cut-webp", "svg-entities"],
)
def test_hostile_images_end_in_findings(content: bytes, message: str) -> None:
    """Claims that no memory holds, ends that are missing; with and without Pillow."""
    assert message in fault(data_url(content))


def test_an_image_of_fifty_megabytes_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size is told from its length."""
    monkeypatch.setattr("binascii.a2b_base64", lambda *a, **k: pytest.fail("it was decoded"))
    url = "data:image/png;base64," + "A" * 50_000_000
    assert fault(url, tokens="off") == "the image is 37,500,000 bytes, the limit is 10,485,760"


def test_a_jpeg_that_is_cut_off() -> None:
    """Decoders know whether the end is missing; one that lacks its last mark only is read."""
    whole = drawn("JPEG", size=(200, 200), quality=95)
    assert "is a JPEG that cannot be read" in fault(data_url(whole[: len(whole) // 2]))
    assert fault(data_url(whole)) == ""


def test_without_pillow_modes_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Format, size and end are; nothing is raised and nothing guessed."""
    for name in [name for name in sys.modules if name.split(".")[0] == "PIL"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert fault(data_url(png(colour=0))) == ""
    assert "GIF" in fault(data_url(GIF))
    assert "cut off" in fault(data_url(png(end=False)))


@given(
    st.sampled_from([b"", png(), GIF, _claims(9, 9), SVG, b"RIFF", b"\xff\xd8\xff"]),
    st.binary(max_size=60),
)
def test_any_bytes_end_in_a_verdict(head: bytes, tail: bytes) -> None:
    """Whatever follows a beginning that is known; a verdict is there or not, and nothing raised."""
    fault(data_url(head + tail))
    for cut in range(0, len(head), 7):
        fault(data_url(head[:cut] + tail))
    assert format_of(head + tail) == format_of((head + tail)[:1000])


@given(
    st.text(max_size=40), st.sampled_from(["", "data:", "data:image/png;base64,", "http:", "file:"])
)
def test_any_address_ends_in_a_verdict(text: str, head: str) -> None:
    """An address of any characters."""
    said(pictured(head + text.encode("utf-8", "replace").decode()))


@pytest.mark.parametrize("image", [None, 1, [], {}, {"url": 1}, {"url": None}, {"detail": []}])
@pytest.mark.parametrize("role", ["user", "assistant", None, 7])
def test_parts_may_have_any_shape(image: Any, role: Any) -> None:
    """What is built otherwise is the schema's matter, and passed over by the others."""
    row = {"messages": [{"role": role, "content": [{"type": "image_url", "image_url": image}, 3]}]}
    assert "IMG003" not in [one[0] for one in said(row)]


def test_images_are_of_users() -> None:
    """Each image elsewhere is named; where a target takes no images, the type of the part is."""
    assert [one[0] for one in said(pictured(PIXEL, PIXEL, role="assistant"))] == [
        "IMG001",
        "IMG001",
    ]
    other = said(
        pictured(PIXEL, role="assistant"), select=["IMG", "SCH"], target="openai/gpt-4.1-mini"
    )
    assert [one[0] for one in other] == ["SCH003"]


def test_addresses_alone_are_for_targets_that_have_them() -> None:
    """Mistral takes the address in the place of the object; others do not."""
    plain = pictured(PIXEL)
    plain["messages"][0]["content"][1]["image_url"] = PIXEL
    both = ["IMG", "SCH"]
    assert said(plain, select=both, target="mistral") == []
    [(code, _, message)] = said(plain, select=both)
    assert (code, message.endswith("is a string, not an object")) == ("IMG002", True)
    [(code, _, message)] = said(pictured(PIXEL), select=both, target="mistral")
    assert (code, message.endswith("is an object, not a string")) == ("IMG002", True)


def test_images_on_the_web_are_named_once_a_row() -> None:
    """Info, or an error where the target does not fetch; nothing else is said about them."""
    rows = [pictured(PIXEL), pictured(WEB, PIXEL, WEB)]
    assert said(*rows) == [
        ("IMG005", 2, f"the image `{WEB}` and 1 other is on the web, and was not looked at")
    ]
    [found] = validate(rows, select=["IMG"], target="together").findings
    assert found.severity is Severity.ERROR
    assert found.message.endswith("is on the web, which together does not take")


def test_rows_with_images_are_counted_over_files_and_processes(tmp_path: Any) -> None:
    """The train part counts, the validation part does not."""
    import json

    own = {"few": {"extends": "generic", "title": "few",
                   "limits": {"max_rows_with_images": {"value": 3, "source": "a test"}}}}  # fmt: skip
    for name, count in (("a", 2), ("b", 2), ("v", 5)):
        rows = [json.dumps(pictured(PIXEL)) + "\n"] * count
        (tmp_path / f"{name}.jsonl").write_text("".join(rows))
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    report = validate(files, validation=tmp_path / "v.jsonl", target="few", targets=own,
                      select=["IMG004"])  # fmt: skip
    assert [one.message for one in report.findings] == ["4 rows hold images, the limit is 3"]
    few = validate(files[0], validation=tmp_path / "v.jsonl", target="few", targets=own,
                   select=["IMG004"])  # fmt: skip
    assert few.findings == []
