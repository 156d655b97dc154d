"""CHT018: refusals and sound, which are not trained."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.model import Severity
from dataprep.rules.base import Path, Problem, RowRule, Sample, chat, rows
from dataprep.rules.row import Message, Row
from dataprep.targets import Target

_ASKED = {"role": "user", "content": "Who won the match?"}


class RefusalPart(RowRule):
    """Finds refusals and audio outside of the text of a message.

    What it does: looks for the keys `refusal` and `audio` of a message and for parts of these types,
        where the target takes them. A key whose value is null says nothing and is passed over. Where
        the target does not take them, the schema's rules name them.

    Why it matters: they are fields of an API's answer that were copied into the row. No platform says
        that it trains them, so the answer that is learned may be empty.

    What to do: write the text of the refusal as the content, or remove the key.

    Source: openai-openapi, FineTuneChatRequestInput (2025-07-04), 2026-11-20.
    """

    code = "CHT018"
    name = "refusal-part"
    severity = Severity.WARNING
    wakes_on = frozenset({"refusal", "audio", "@parts"})
    bad = (
        Sample(rows({"messages": [_ASKED, {
            "role": "assistant", "content": "I do not know.", "refusal": "I cannot help with that.",
        }]})),
        Sample(rows({"messages": [_ASKED, {
            "role": "assistant", "content": [{"type": "refusal", "refusal": "I cannot help."}],
        }]})),
    )  # fmt: skip
    good = (
        Sample(rows(chat(("user", "Who won the match?"), ("assistant", "I do not know.")))),
        Sample(rows({"messages": [_ASKED, {
            "role": "assistant", "content": "Nobody.", "refusal": None,
        }]})),
    )  # fmt: skip

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield the first refusal or sound of each message."""
        keys, parts = target.value("message_keys"), target.value("parts")
        for message in row.messages:
            for what, path, is_part in _places(message):
                taken = parts if is_part else keys
                if taken is None or what in taken:
                    kind = "a content part of the type" if is_part else "the key"
                    yield Problem(
                        f"the message has {kind} `{what}`, which is not known to be trained",
                        path,
                        "write what is to be learned as text into the content",
                    )
                    break


def _places(message: Message) -> Iterator[tuple[str, Path, bool]]:
    """Yield refusals and audio, where they stand, and whether they are parts of the content."""
    for key in ("refusal", "audio"):
        if message.data.get(key) is not None:
            yield key, (*message.path, key), False
    content = message.data.get("content")
    if isinstance(content, list):
        for index, part in enumerate(content):
            found = part.get("type") if isinstance(part, dict) else None
            if isinstance(found, str) and found in ("refusal", "audio", "input_audio"):
                yield found, (*message.path, "content", index), True
