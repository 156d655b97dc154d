"""IMG004: more images in a row, or more rows with images, than the target takes."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.rules.base import Dataset, DatasetRule, Place, Problem, RowRule, Sample, rows
from dataprep.rules.images.parts import PIXEL, images, pictured, taken
from dataprep.rules.row import Row
from dataprep.rules.wording import counted
from dataprep.targets import Target


class Pictures:
    """Counts the rows that hold an image."""

    def __init__(self) -> None:
        self.rows = 0

    def add(self, row: Row, place: Place) -> None:
        """Take a row into account."""
        self.rows += next(images(row), None) is not None

    def merge(self, other: Pictures) -> None:
        """Take over the counts of the rows that follow."""
        self.rows += other.rows


class TooManyImages(RowRule, DatasetRule[Pictures]):
    """Finds rows with more images than the target takes, and datasets with more rows with images.

    What it does: counts the images of each row, and the rows that hold images, and compares both with
        the target's limits.

    Why it matters: platforms reject the file, or drop what is beyond the limit.

    What to do: leave out images, or split the row; of the dataset, leave out rows with images.

    Source: OpenAI, vision fine-tuning guide, 2026-11-20; Azure, vision fine-tuning, 2025-11-26;
        together 2.14, check_file, 2026-11-20.
    """

    code = "IMG004"
    name = "too-many-images"
    layer = "row"  # and of the dataset: it is asked twice
    wakes_on = frozenset({"@parts"})
    bad = (Sample(rows(pictured(*[PIXEL] * 11))),)
    good = (
        Sample(rows(pictured(*[PIXEL] * 10))),
        Sample(rows(pictured(*[PIXEL] * 64)), target="azure/gpt-4o"),
    )

    def applies(self, target: Target) -> bool:
        """Only where images are taken at all."""
        return taken(target)

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the images of a row, where they are too many."""
        most = target.value("max_images_per_row")
        if most is None:
            return
        found = list(images(row))
        if len(found) > most:
            yield Problem(
                f"the row has {counted(len(found), 'image')}, the limit is {most:,}"
                f"{target.whose('max_images_per_row')}",
                found[most].path,
                "leave out images, or split the row",
            )

    def tally(self) -> Pictures:
        """Return an empty count."""
        return Pictures()

    def finish(self, tally: Pictures, dataset: Dataset, target: Target) -> Iterator[Problem]:
        """Yield the rows with images, where they are too many."""
        most = target.value("max_rows_with_images")
        if most is not None and tally.rows > most:
            yield Problem(
                f"{counted(tally.rows, 'row')} hold images, the limit is {most:,}"
                f"{target.whose('max_rows_with_images')}",
                help=f"leave out at least {counted(tally.rows - most, 'row')} with images",
            )
