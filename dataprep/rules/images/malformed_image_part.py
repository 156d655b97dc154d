"""IMG002: a part that is to hold an image, and is built otherwise."""

from __future__ import annotations

from dataprep.rules.base import Problem, Sample, SchemaRule, Violation, rows
from dataprep.rules.images.parts import PIXEL, pictured
from dataprep.rules.row import Row
from dataprep.rules.schema.words import listed, near, place, shown, type_of, types
from dataprep.targets import Target

_FORM = '{"type": "image_url", "image_url": {"url": "..."}}'
_PLAIN = '{"type": "image_url", "image_url": "..."}'


class MalformedImagePart(SchemaRule):
    """Finds parts of the type `image_url` without an address, or with another `detail`.

    What it does: names what is missing in `image_url`, a value of another type, and a `detail` that is
        none. Some targets take the address alone in its place.

    Why it matters: platforms reject the row, or pass over the image and train an answer about nothing.

    What to do: write the part as the message shows it.

    Source: openai-openapi, FineTuneChatRequestInput (2025-07-04), 2026-11-20; Mistral, vision
        fine-tuning guide, 2026-08-21.
    """

    code = "IMG002"
    name = "malformed-image-part"
    claims = (
        ("required", "content/*/image_url"),
        ("required", "content/*/image_url/url"),
        ("type", "content/*/image_url"),
        ("type", "content/*/image_url/url"),
        ("minLength", "content/*/image_url"),
        ("minLength", "content/*/image_url/url"),
        ("enum", "content/*/image_url/detail"),
    )
    bad = (
        Sample(rows(pictured(PIXEL, detail="best"))),
        Sample(rows(pictured(""))),
    )
    good = (Sample(rows(pictured(PIXEL, detail="low"))),)

    def explain(self, violation: Violation, row: Row, target: Target) -> Problem:
        """Name the place and what is taken there."""
        where, limit, value = place(violation.path), violation.limit, violation.value
        plain = target.value("image_url") == "string"
        help = f"write it as {_PLAIN if plain else _FORM}"
        if violation.keyword == "required":
            path = violation.path[:-1]
            return Problem(f"{place(path)} has no `{violation.path[-1]}`", path, help)
        if violation.keyword == "enum":
            meant = near(value, [one for one in limit if isinstance(one, str)])
            help = f"did you mean `{meant}`?" if meant else "use one of them, or leave the key out"
            return Problem(f"{where} is {shown(value)}, not {listed(limit)}", violation.path, help)
        if violation.keyword == "minLength":
            return Problem(f"{where} is empty", violation.path, "give the address of the image")
        wanted = types([limit] if isinstance(limit, str) else limit)
        return Problem(f"{where} is {type_of(value)}, not {wanted}", violation.path, help)
