"""Exact token counts, offline: the vocabularies are data of this package.

Text is always counted as ordinary text: ``<|endoftext|>`` in a row is thirteen characters that
someone wrote, not the special token. Importing this package loads neither tiktoken nor a
vocabulary; the first count does (about 0.2 s), and later counts in the same process reuse it.
"""

from __future__ import annotations

from dataprep.tokens.counting import count_tokens
from dataprep.tokens.models import encoding_for_model
from dataprep.tokens.rows import RowTokens, row_tokens, surviving_answers
from dataprep.tokens.special import special_tokens
from dataprep.tokens.tokenizer_file import encoding_of_file
from dataprep.tokens.vocabulary import ENCODINGS

__all__ = [
    "ENCODINGS",
    "RowTokens",
    "count_tokens",
    "encoding_for_model",
    "encoding_of_file",
    "row_tokens",
    "special_tokens",
    "surviving_answers",
]
