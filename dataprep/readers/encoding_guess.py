"""Guessing the encoding of bytes that neither declare it nor are UTF-8.

Every guess looks at a bounded sample, and chooses among encodings that text in files really has:
a guess among all codecs names EBCDIC for ten bytes of French.
"""

from __future__ import annotations

import codecs
import re
from itertools import pairwise

_CANDIDATES = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "koi8_r", "cp932", "euc_jp", "gb18030",
    "big5", "cp949", "mac_roman",
]  # fmt: skip
_ALPHABETS = ("cp1251", "cp1253", "koi8_r")
_SAMPLE = 4096
# In UTF-16 one byte of two is the alphabet, and a text uses few of them.
_MOST_ALPHABETS, _FEWEST_BYTES = 4, 32
_TELLING = 100_000
_ASCII = bytes(range(0x80))
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def wide_without_mark(head: bytes) -> str | None:
    """Return the UTF-16 or UTF-32 codec whose NUL bytes `head` shows, else None.

    Only text of one alphabet is recognised, which is why it can be asked before UTF-8: Cyrillic in
    UTF-16 happens to be valid UTF-8.
    """
    sample = head[: min(len(head), _SAMPLE) & ~3] or head[: len(head) & ~1]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    length = len(sample) // 4
    zero = [sample[at::4].count(0) / length > 0.7 for at in range(4)]
    some = [sample[at::4].count(0) / length > 0.1 for at in range(4)]
    patterns = {
        "utf-32-le": (False, True, True, True),
        "utf-32-be": (True, True, True, False),
        "utf-16-le": (False, True, False, True),
        "utf-16-be": (True, False, True, False),
    }
    for codec, pattern in patterns.items():
        if tuple(zero) == pattern and tuple(some) == pattern:
            return codec
    even, odd = set(sample[0::2]), set(sample[1::2])
    if len(sample) < _FEWEST_BYTES or (0 in even) == (0 in odd):
        return None
    if 0 in odd and len(odd) <= _MOST_ALPHABETS < len(even):
        return "utf-16-le"
    return "utf-16-be" if 0 in even and len(even) <= _MOST_ALPHABETS < len(odd) else None


def legacy(sample: bytes, *, cut: bool) -> str | None:
    """Return the encoding that fits a sample in which strict UTF-8 failed.

    Args:
        sample: bytes around the failure.
        cut: the sample starts in the middle of the source, perhaps inside a character.

    Returns:
        A codec name; None when the sample is UTF-8 with a few damaged bytes: it holds more bytes
        in valid sequences than others above ASCII.
    """
    high = len(sample.translate(None, _ASCII))
    if 2 * sum(map(len, _MULTIBYTE.findall(sample))) > high:
        return None
    wide = None if cut else _wide_foreign(sample)
    if wide is not None:
        return wide
    from charset_normalizer import from_bytes

    # Only the lines with a byte above ASCII say anything; the rest is noise that costs time.
    lines = sample.splitlines()[1 if cut else 0 :] or [sample]
    telling = b"\n".join(line for line in lines if not line.isascii())[:_TELLING] or sample
    best = from_bytes(telling, cp_isolation=_CANDIDATES, threshold=0.5).best()
    if best is None or best.encoding == "ascii" or _is_western(telling, best.encoding):
        return "cp1252"
    if best.encoding == "gb18030" and _is_japanese(telling):
        return "euc_jp"
    return _likeliest_alphabet(telling, str(best.encoding))


def _wide_foreign(sample: bytes) -> str | None:
    """Return the UTF-16 codec of text in another alphabet: only its ASCII shows NUL bytes."""
    sample = sample[: min(len(sample), 16 * _SAMPLE) & ~1]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if bool(even) == bool(odd) or 100 * (even + odd) < len(sample):
        return None
    codec = "utf-16-be" if even else "utf-16-le"
    try:
        text = codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeDecodeError:
        return None
    return codec if "\n" in text or "\r" in text else None


def _is_western(sample: bytes, detected: str) -> bool:
    """Whether CP1252 explains the sample as well as a rarer code page of Latin letters.

    Short samples fit many code pages. The most common one wins unless another alphabet speaks: that
    shows as high bytes in runs, which Latin text with accents hardly has.
    """
    if detected == "cp1252":
        return True
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    runs = [len(run) for run in _HIGH_RUN.findall(sample)]
    return max(runs, default=0) <= 2 and (sum(runs) < 0.3 * len(sample) or sum(runs) <= 3)


def _is_japanese(sample: bytes) -> bool:
    """Whether what decodes as Chinese is Japanese in EUC-JP.

    The two share the places of the kana, of which no Japanese text is free and any Chinese one is.
    """
    wide = [letter for letter in sample.decode("gb18030", "replace") if letter > "\u2e7f"]
    return 5 * sum("\u3041" <= letter <= "\u30f6" for letter in wide) > len(wide)


def _likeliest_alphabet(sample: bytes, detected: str) -> str:
    """Return the code page of Cyrillic or Greek whose words have fewest capitals inside.

    These code pages share their letters' places; read in the wrong one, accents and whole words
    turn into capitals. A text that could be both is Greek when its words end in a final sigma.
    """
    if detected not in _ALPHABETS:
        return detected

    def oddities(codec: str) -> tuple[int, bool]:
        text = sample.decode(codec, "replace")
        odd = sum(
            (first.islower() and second.isupper()) or (first == "ς" and second.isalpha())
            for first, second in pairwise(text)
        )
        return odd, "ς" not in text

    return min((detected, *_ALPHABETS), key=oddities)
