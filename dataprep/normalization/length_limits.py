"""Lower and upper limits for the length of examples, in characters or tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dataprep.errors import UsageError
from dataprep.formats.base import Format, Unusable
from dataprep.model import Example
from dataprep.normalization.base import Step, Switch


class LengthLimits(Step):
    """Reject examples outside the limits, or cut the end of those that are too long.

    The length of an example is that of all its texts together, without roles and markup.
    """

    name = "truncated to the length limit"
    rank = 130
    switches = (
        Switch("--min-chars", "int", "Drop examples of fewer characters (both sides).", metavar="N"),
        Switch("--max-chars", "int", "Drop (or cut) examples of more characters.", metavar="N"),
        Switch("--min-tokens", "int", "Drop examples of fewer tokens (both sides).", metavar="N"),
        Switch("--max-tokens", "int", "Drop (or cut) examples of more tokens.", metavar="N"),
        Switch(
            "--too-long", "choice", "What happens to examples above a limit.", "drop",
            choices=("drop", "truncate"),
        ),
        Switch(
            "--tokenizer-encoding", "choice", "Vocabulary in which tokens are counted.",
            "o200k_base", choices=("o200k_base", "cl100k_base", "p50k_base", "r50k_base"),
        ),
    )  # fmt: skip

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__()
        self.encoding: str = values["tokenizer_encoding"]
        self.truncate = values["too_long"] == "truncate"
        self.limits: list[tuple[str, Callable[[str], int], int | None, int | None]] = []
        for unit, count in (("characters", len), ("tokens", self._tokens)):
            short = "chars" if unit == "characters" else unit
            least, most = values[f"min_{short}"], values[f"max_{short}"]
            if least is not None and most is not None and least > most:
                raise UsageError(
                    f"--min-{short} {least:,} is above --max-{short} {most:,}",
                    "no example can be both; change one of them",
                )
            if least is not None or most is not None:
                self.limits.append((unit, count, least, most))

    @classmethod
    def make(cls, values: dict[str, Any]) -> LengthLimits | None:
        limits = ("min_chars", "max_chars", "min_tokens", "max_tokens")
        return cls(values) if any(values[name] is not None for name in limits) else None

    def apply(self, row: Example, form: Format) -> bool:
        changed = False
        for unit, count, least, most in self.limits:
            length = sum(map(count, form.texts(row)))
            if least is not None and length < least:
                raise Unusable(
                    "CNV006", f"the example has {length:,} {unit}; the least is {least:,}"
                )
            if most is not None and length > most:
                if not self.truncate:
                    raise Unusable(
                        "CNV007",
                        f"the example has {length:,} {unit}; the most is {most:,}",
                        "raise the limit, or cut such examples with --too-long truncate",
                    )
                self._cut(row, form, count, length - most, unit)
                self.warnings.append(
                    ("CNV011", f"the answer was cut: {length:,} {unit}; the most is {most:,}")
                )
                changed = True
        return changed

    def _cut(
        self, row: Example, form: Format, count: Callable[[str], int], surplus: int, unit: str
    ) -> None:
        """Cut `surplus` characters or tokens off the answer at the end."""
        answer = form.answer(row)
        if answer is None:
            raise Unusable(
                "CNV007",
                f"the example is {surplus:,} {unit} too long and does not end in an answer that "
                "could be cut",
                "raise the limit, or shorten the example",
            )
        kept = _longest_prefix(answer, count, count(answer) - surplus)
        if not kept.strip():
            raise Unusable(
                "CNV007",
                f"the example is {surplus:,} {unit} too long and its answer has only "
                f"{count(answer):,}; nothing would be left to learn",
                "shorten the prompt",
            )
        texts = form.texts(row)
        position = 0

        def shorten(text: str) -> str:
            nonlocal position
            position += 1
            return kept if position == len(texts) else text

        form.map_texts(row, shorten)

    def _tokens(self, text: str) -> int:
        from dataprep.tokens import count_tokens

        return count_tokens(text, self.encoding)


def _longest_prefix(text: str, count: Callable[[str], int], room: int) -> str:
    """Return a long prefix of `text` of at most `room` by `count`, by halving the interval."""
    if room <= 0:
        return ""
    if count is len:
        return text[:room]
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if count(text[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low]
