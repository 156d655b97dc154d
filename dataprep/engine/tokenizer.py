"""``--tokenizer PATH``: the user's own tokenizer in the place of an encoding that no one published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dataprep.errors import UsageError
from dataprep.targets import Figure, Target
from dataprep.tokens import encoding_of_file


def with_tokenizer(targets: Sequence[Target], path: str) -> list[Target]:
    """Return targets that count in a tokenizer file where they have no encoding of their own.

    The default target's encoding is nobody's own, so that a tokenizer replaces it.

    Raises:
        InputError: there is no such file.
        UsageError: every target has an encoding, which no file replaces.
    """
    figure = Figure(encoding_of_file(path), "--tokenizer", date.min)
    open_weight = [one.platform == "generic" or not one.value("encoding") for one in targets]
    if not any(open_weight):
        one = targets[0]
        raise UsageError(
            f"--tokenizer is for open-weight models; {one.name} counts in {one.value('encoding')}",
            "leave it out, or name another target",
        )
    return [
        one._replace(figures={**one.figures, "encoding": figure}) if free else one
        for one, free in zip(targets, open_weight, strict=True)
    ]
