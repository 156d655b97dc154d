"""Escapes in options."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import texts

from dataprep.escapes import unescape


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\n\t\r\0", "\n\t\r\0"),
        (r"\\n", r"\n"),
        (r"\"\'", "\"'"),
        (r"\u00e9\u000A", "é\n"),
        (r"\ud83d\ude00", "😀"),
        (r"\ud83d", r"\ud83d"),
        (r"\ude00\ud83d", r"\ude00\ud83d"),
        (r"\u12", r"\u12"),
        (r"\q\ ", r"\q\ "),
        ("\\\n", "\\\n"),
        ("end\\", "end\\"),
    ],
)
def test_escapes_become_characters(written: str, meant: str) -> None:
    """The usual ones are read, the others stay; half of a surrogate pair is never made."""
    assert unescape(written) == meant


@given(texts())
def test_doubled_backslashes_give_the_text_back(text: str) -> None:
    """Every text can be written: double its backslashes."""
    assert unescape(text.replace("\\", "\\\\")) == text


@given(texts())
def test_the_result_can_be_written_as_utf_8(text: str) -> None:
    """No escape makes a character that UTF-8 cannot hold."""
    unescape(text).encode()
