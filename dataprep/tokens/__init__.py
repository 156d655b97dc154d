"""Exact token counts, offline: the vocabularies are data of this package.

Text is always counted as ordinary text: ``<|endoftext|>`` in a row is thirteen characters that
someone wrote, not the special token. Importing this package loads neither tiktoken nor a
vocabulary; the first count does (about 0.2 s), and later counts in the same process reuse it.
Each name is loaded when it is used: a check of a small file counts nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataprep.tokens.batches import count_tokens
    from dataprep.tokens.models import encoding_for_model
    from dataprep.tokens.rows import (
        RowTokens,
        plain_totals,
        row_tokens,
        rows_tokens,
        surviving_answers,
    )
    from dataprep.tokens.special import special_tokens
    from dataprep.tokens.tokenizer_file import encoding_of_file
    from dataprep.tokens.vocabulary import ENCODINGS

_HOMES = {
    "ENCODINGS": "vocabulary",
    "RowTokens": "rows",
    "count_tokens": "batches",
    "encoding_for_model": "models",
    "encoding_of_file": "tokenizer_file",
    "plain_totals": "rows",
    "row_tokens": "rows",
    "rows_tokens": "rows",
    "special_tokens": "special",
    "surviving_answers": "rows",
}

__all__ = [
    "ENCODINGS",
    "RowTokens",
    "count_tokens",
    "encoding_for_model",
    "encoding_of_file",
    "plain_totals",
    "row_tokens",
    "rows_tokens",
    "special_tokens",
    "surviving_answers",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'dataprep.tokens' has no attribute {name!r}")
    return getattr(import_module(f"dataprep.tokens.{_HOMES[name]}"), name)
