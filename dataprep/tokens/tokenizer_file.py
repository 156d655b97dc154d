"""Counts in a tokenizer that the user gives: the `tokenizer.json` of an open-weight model.

An encoding of this kind is called ``file:PATH``. Text is counted without the special tokens that the
model's chat template adds, and neither cut nor padded, whatever the file says about that.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dataprep.errors import DataprepError, InputError, MissingExtraError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PREFIX = "file:"
_NAME = "tokenizer.json"


def encoding_of_file(path: str) -> str:
    """Return the name of the encoding of a tokenizer file, or of the folder that holds it.

    Raises:
        InputError: there is no such file.
    """
    place = Path(path)
    if place.is_dir():
        place = place / _NAME
    if not place.is_file():
        raise InputError(
            f"{path}: there is no tokenizer here",
            f"give the `{_NAME}` of a Hugging Face model, or its folder",
        )
    return f"{PREFIX}{place}"


@cache
def load_file(encoding: str) -> Tokenizer:
    """Return the tokenizer of an encoding ``file:PATH``, built once per process.

    Raises:
        InputError: the file is missing or is no tokenizer.
        MissingExtraError: the package `tokenizers` is not installed.
    """
    path = encoding.removeprefix(PREFIX)
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise MissingExtraError(f"counting with {path}", "tokenizer") from error
    try:
        tokenizer = Tokenizer.from_file(path)
    except Exception as error:  # the package raises nothing more particular
        raise InputError(
            f"{path}: this is no tokenizer: {str(error)[:200]}",
            f"give the `{_NAME}` of a Hugging Face model",
        ) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def count_in_file(text: str, encoding: str) -> int:
    """Return the tokens of a text in an encoding ``file:PATH``.

    Raises:
        DataprepError: the tokenizer gave up on the text; and as `load_file`.
    """
    tokenizer = load_file(encoding)
    try:
        # Half a surrogate pair counts as U+FFFD, as in the vocabularies of this package.
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return len(tokenizer.encode(whole, add_special_tokens=False).ids)
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise DataprepError(
            f"a text of {len(text):,} characters cannot be counted in {encoding}",
            "split the text, or leave the row out",
        ) from error
