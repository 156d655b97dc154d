"""Exact token counts, offline: the vocabularies are data of this package.

Text is always counted as ordinary text: ``<|endoftext|>`` in a row is thirteen characters that
someone wrote, not the special token. Importing this package loads neither tiktoken nor a
vocabulary; the first count does (about 0.2 s), and later counts in the same process reuse it.
"""

from __future__ import annotations

from dataprep.tokens.counting import count_tokens
from dataprep.tokens.models import encoding_for_model
from dataprep.tokens.vocabulary import ENCODINGS

__all__ = ["ENCODINGS", "count_tokens", "encoding_for_model"]
