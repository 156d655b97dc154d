"""IMG001: an image that nobody shows to the model."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.rules.base import Problem, RowRule, Sample, rows
from dataprep.rules.images.parts import PIXEL, images, pictured, taken
from dataprep.rules.row import Row
from dataprep.targets import Target

_ROLES = frozenset({"assistant", "system", "developer"})


class ImageInWrongRole(RowRule):
    """Finds images in messages of the assistant or the system.

    What it does: looks for parts of the type `image_url` in messages of the assistant, the system and
        the developer, and in the answers of a comparison.

    Why it matters: these models read images and write texts. Platforms reject the row, or pass over
        the image.

    What to do: move the image into a message of the user, or remove it.

    Source: OpenAI, vision fine-tuning guide, 2026-11-20; together 2.14, check_file, 2026-11-20.
    """

    code = "IMG001"
    name = "image-in-wrong-role"
    wakes_on = frozenset({"@parts"})
    bad = (
        Sample(rows(pictured(PIXEL, role="assistant"))),
        Sample(rows(pictured(PIXEL, role="system"))),
    )
    good = (Sample(rows(pictured(PIXEL))),)

    def applies(self, target: Target) -> bool:
        """Only where images are taken at all."""
        return taken(target)

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield each image that is in the wrong place."""
        for image in images(row):
            if image.role in _ROLES:
                yield Problem(
                    f"a message of the role `{image.role}` holds an image; only users show images",
                    image.path,
                    "move the image into a message of the user, or remove it",
                )
