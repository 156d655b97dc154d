"""IMG005: an image on the web, which nobody looked at."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Problem, RowRule, Sample, rows
from dataprep.rules.images.parts import PIXEL, images, pictured, remote, taken
from dataprep.rules.row import Row
from dataprep.rules.wording import counted, quoted
from dataprep.targets import Target

_WEB = "https://example.com/red.png"


class RemoteImage(RowRule):
    """Finds images by address: what is there when the training starts cannot be checked here.

    What it does: names the rows whose images stand on the web (`http`, `https`). Nothing is fetched.
        Where a target takes no addresses, it is an error.

    Why it matters: an image that cannot be fetched, is too large or of another format is passed over
        without a word, and the answer is trained all the same.

    What to do: see that the addresses are public and stay so, or write the images into the rows as data
        URLs.

    Source: OpenAI, vision fine-tuning guide, 2026-11-20; together 2.14, check_file (base64 only),
        2026-11-20.
    """

    code = "IMG005"
    name = "remote-image"
    severity = Severity.INFO
    wakes_on = frozenset({"@parts"})
    bad = (Sample(rows(pictured(PIXEL), pictured(_WEB)), line=2),)
    good = (Sample(rows(pictured(PIXEL))),)

    def applies(self, target: Target) -> bool:
        """Only where images are taken at all."""
        return taken(target) and target.value("remote_images") != "off"

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the first image of a row that is on the web."""
        found = [one for one in images(row) if one.url and remote(one.url)]
        if not found:
            return
        where = quoted(found[0].url or "", 60)
        more = f" and {counted(len(found) - 1, 'other')}" if len(found) > 1 else ""
        severity = target.severity(self.code, "remote_images")
        refused = severity is Severity.ERROR
        yield Problem(
            f"the image {where}{more} is on the web, "
            + (f"which {target.platform} does not take" if refused else "and was not looked at"),
            found[0].place,
            "write it into the row as data:image/png;base64,..."
            if refused
            else "see that it can be fetched, or write it into the row as data:image/png;base64,...",
            severity,
        )
