"""The special tokens of the encodings as text, which a training file must not hold."""

from __future__ import annotations

from functools import cache

from dataprep.tokens.vocabulary import VOCABULARIES

# The marks between messages. They are no part of the published encodings, but the platform refuses
# them: OpenAI, chat markup language, 2023-03-01; reports of refused files until 2026-02-12.
_BETWEEN_MESSAGES = ("<|im_start|>", "<|im_end|>", "<|im_sep|>")


@cache
def special_tokens() -> tuple[str, ...]:
    """Return every special token, in a fixed order."""
    named = {token for one in VOCABULARIES.values() for token in one.special_tokens}
    return (*sorted(named), *_BETWEEN_MESSAGES)
