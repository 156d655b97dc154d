"""Texts with their counts, by which a counter is known to be the one that it was.

Counted with tiktoken 0.14 and the official vocabularies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

_ENCODINGS = ("o200k_base", "cl100k_base", "r50k_base")
_TEXTS = (
    ("a", 1, 1, 1),
    ("Hello, world!", 4, 4, 4),
    ("I'm sure they'll say we've done it, DIDN'T WE?", 13, 16, 17),
    ("antidisestablishmentarianism camelCaseNames", 9, 9, 8),
    ("1234567890 3.14159 1,000,000.00", 17, 17, 15),
    ("def add(a, b):\n    return a + b\n", 12, 12, 16),
    ("for (int i = 0; i < n; i++) {\n\t\tsum += x[i];\n}\r\n\r\n", 22, 22, 29),
    ("   leading and  trailing \t ", 6, 6, 9),
    ("\n\n \n  x\n", 4, 5, 6),
    ("no\xa0break\u3000wide zero\u200bwidth\ufeffmark", 10, 10, 13),
    ("Größe, Straße, café déjà vu, cafe\u0301", 11, 12, 19),
    ("Привет, как дела? Γειά σου Κόσμε", 14, 20, 36),
    ("你好,世界。今天天气怎么样?", 9, 17, 23),
    ("こんにちは、元気ですか。안녕하세요 세계", 10, 16, 35),
    ("مرحبا بالعالم שלום עולם", 6, 20, 24),
    ("नमस्ते दुनिया สวัสดีชาวโลก", 12, 27, 48),
    ("😀😃 👍🏽 👩\u200d👩\u200d👧\u200d👦 🇫🇷", 21, 32, 29),
    ("<|endoftext|> a<|endofprompt|><|fim_prefix|>b <|im_start|>", 27, 27, 31),
    ("\u0323'ſ'LLo ǅ ʰ Ⅷ ² ½ _x__Y", 22, 25, 24),
    ("!!!???...---=== //\n/*\x00\x01\x7f", 11, 10, 11),
    ("https://example.com/path?q=1&r=two#three", 13, 13, 17),
)


def agrees(encoding: str, count: Callable[[Sequence[str]], Sequence[int | None]]) -> bool:
    """Whether a counter gives the stored counts.

    Args:
        encoding: one for which counts are stored.
        count: of several texts.
    """
    column = 1 + _ENCODINGS.index(encoding)
    return list(count([row[0] for row in _TEXTS])) == [row[column] for row in _TEXTS]
