"""Token counts are those of tiktoken with the official vocabularies, without the network."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataprep.errors import DataprepError, UsageError
from dataprep.tokens import ENCODINGS, count_tokens, counting, vocabulary

# Counted with tiktoken 0.14 and the official files: o200k_base, cl100k_base, p50k_base, r50k_base.
REFERENCE = [
    ("", 0, 0, 0, 0),
    (" ", 1, 1, 1, 1),
    ("a", 1, 1, 1, 1),
    ("hello world", 2, 2, 2, 2),
    ("Hello, world!", 4, 4, 4, 4),
    ("The quick brown fox jumps over the lazy dog.", 10, 10, 10, 10),
    ("I'm sure they'll say we've done it, didn't we?", 11, 15, 15, 15),
    ("IT'S AND DON'T", 4, 5, 7, 7),
    ("antidisestablishmentarianism", 6, 6, 5, 5),
    ("camelCaseIdentifierNames", 4, 4, 6, 6),
    ("1234567890", 4, 4, 4, 4),
    ("3.14159 and 1,000,000.00", 13, 13, 12, 12),
    ("2024-02-29T23:59:60Z", 13, 13, 13, 13),
    ("https://example.com/path?q=1&r=two#three", 13, 13, 17, 17),
    ("def add(a, b):\n    return a + b\n", 12, 12, 14, 16),
    ("for (int i = 0; i < n; i++) {\n\t\tsum += x[i];\n}\n", 22, 22, 26, 26),
    ('{"role": "user", "content": "a \\"quote\\""}', 15, 15, 15, 15),
    ('<p class="x">text</p>\r\n', 9, 9, 12, 12),
    ("SELECT * FROM t WHERE id IN (1, 2, 3);", 16, 16, 14, 14),
    ("   leading and trailing   ", 5, 5, 5, 8),
    ("a  b   c    d     e", 9, 9, 9, 15),
    ("\t\ttabs\tin\tbetween\t", 7, 7, 9, 9),
    ("line\n\n\nline\r\n\r\nline\n", 6, 6, 10, 10),
    ("\n", 1, 1, 1, 1),
    ("          ", 1, 1, 1, 10),
    (" \n \n x", 2, 2, 5, 5),
    ("no\xa0break\u3000wide", 5, 5, 6, 6),
    ("zero\u200bwidth\ufeffmark", 5, 5, 7, 7),
    ("Größe, Straße, Übermut", 7, 8, 12, 12),
    ("café déjà vu, cafe\u0301", 7, 7, 12, 12),
    ("Привет, как дела?", 6, 8, 18, 18),
    ("Γειά σου Κόσμε", 8, 13, 18, 18),
    ("你好,世界。今天天气怎么样?", 9, 17, 23, 23),
    ("こんにちは、元気ですか。", 7, 7, 15, 15),
    ("안녕하세요 세계", 3, 9, 20, 20),
    ("مرحبا بالعالم", 4, 10, 12, 12),
    ("שלום עולם", 2, 10, 11, 11),
    ("नमस्ते दुनिया", 5, 13, 23, 23),
    ("สวัสดีชาวโลก", 7, 13, 24, 24),
    ("Xin chào thế giới", 5, 9, 15, 15),
    ("😀😃 👍🏽", 6, 9, 9, 9),
    ("👩\u200d👩\u200d👧\u200d👦 🇫🇷", 15, 24, 20, 20),
    ("<|endoftext|>", 7, 7, 7, 7),
    ("<|im_start|>user<|im_sep|>", 13, 13, 16, 16),
    ("a<|endofprompt|><|fim_prefix|>b", 14, 15, 17, 17),
    ("∑ x² ≤ √π ± ½", 10, 11, 10, 10),
    ("!!!???...---===", 5, 5, 5, 5),
    ("\x00\x01\x7f", 3, 3, 3, 3),
    ("𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𓀀", 26, 26, 26, 26),
]

SPACES = " \t\n\r\x0b\x0c\x85\xa0\u1680\u2003\u2028\u202f\u3000"
# Characters that are white space to Python alone, or to neither.
NO_SPACES = "\x1c\x1f\u180e\u200b\ufeff"
PIECES = st.sampled_from(" \n") | st.sampled_from(
    [*SPACES, *NO_SPACES, "a", "B", "1", "'s", "!", "/", "中", "\u0301", "😀"]
)


@pytest.mark.parametrize("counts", REFERENCE, ids=lambda row: ascii(row[0])[:30])
def test_reference_counts(counts: tuple[str, int, int, int, int]) -> None:
    """Every encoding gives the stored count of tiktoken with the official file."""
    text, *expected = counts
    assert [count_tokens(text, encoding) for encoding in ENCODINGS] == expected


def test_default_encoding_is_o200k_base() -> None:
    """Without a name the newest encoding counts."""
    assert count_tokens("Привет, как дела?") == count_tokens("Привет, как дела?", "o200k_base") == 6


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_special_token_counts_as_text(encoding: str) -> None:
    """A special token written in the data costs what its characters cost, never one token."""
    for special in vocabulary.VOCABULARIES[encoding].special_tokens:
        assert count_tokens(special, encoding) > 3
        assert count_tokens(f"a{special}b", encoding) > 4


def test_half_a_surrogate_pair_counts_as_replacement_character() -> None:
    """A lone surrogate counts as U+FFFD, and two halves as the character that they are."""
    for encoding in ENCODINGS:
        assert count_tokens("a\ud83db", encoding) == count_tokens("a\ufffdb", encoding)
        assert count_tokens("\udcff", encoding) == count_tokens("\ufffd", encoding)
        assert count_tokens("\ud83d\ude00", encoding) == count_tokens("😀", encoding)


@settings(deadline=None)  # the first count loads the vocabularies
@given(text=st.text())
def test_any_text_has_at_most_a_token_per_byte(text: str) -> None:
    """No text fails, and no text has more tokens than bytes."""
    for encoding in ENCODINGS:
        count = count_tokens(text, encoding)
        assert (count > 0) == bool(text)
        assert count <= len(text.encode())


@settings(deadline=None, max_examples=400)
@given(text=st.lists(st.tuples(PIECES, st.integers(1, 5)), max_size=12))
def test_cutting_out_white_space_changes_no_count(text: list[tuple[str, int]]) -> None:
    """Counting around long runs of white space gives what counting the whole text gives."""
    whole = "".join(piece * times for piece, times in text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "LONG_RUN", 2)
        for encoding in ENCODINGS:
            expected = len(vocabulary.load(encoding).encode_ordinary(whole))
            assert counting.count_tokens(whole, encoding) == expected


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("blank", "frame"), [(" ", "{}"), (" ", "!\n{}!"), ("\n", "a{}b"), ("\u3000", "{}\nc")]
)
def test_a_million_blanks_are_counted(encoding: str, blank: str, frame: str) -> None:
    """A run of white space over which tiktoken panics is counted, in proportion to its length."""
    counts = [count_tokens(frame.format(blank * size), encoding) for size in (102_400, 1_024_000)]
    assert counts[1] == pytest.approx(10 * counts[0], rel=0.01, abs=20)


def test_many_long_runs_between_words() -> None:
    """Each long run of a text is cut out, and the words between are counted."""
    run = count_tokens(" " * 1_099_999)
    words = ["one", " two!\n", " three"]
    text = (" " * 1_099_999).join(words)
    assert (
        count_tokens(text) == 2 * run + sum(map(count_tokens, ["one", "  two!\n", "  three"])) - 2
    )


def test_a_panic_is_a_clean_error(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Should tiktoken panic all the same, the error says which text and what to do."""
    monkeypatch.setattr(counting, "LONG_RUN", 10_000_000)
    with pytest.raises(DataprepError) as caught:
        counting.count_tokens(" " * 1_100_000, "o200k_base")
    capfd.readouterr()
    assert caught.value.message == "a text of 1,100,000 characters cannot be counted in o200k_base"
    assert caught.value.hint == "split the text, or leave the row out"


def test_an_interrupt_is_not_taken_for_a_panic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C during a count goes through."""

    class Interrupted:
        def encode_ordinary(self, text: str) -> list[int]:
            raise KeyboardInterrupt

    monkeypatch.setattr(counting, "load", lambda encoding: Interrupted())
    with pytest.raises(KeyboardInterrupt):
        counting.count_tokens("a")


def test_unknown_encoding_lists_the_names() -> None:
    """An encoding that does not exist is a usage error with the names that do."""
    with pytest.raises(UsageError) as caught:
        count_tokens("a", "o200k")
    assert caught.value.message == "there is no token encoding 'o200k'"
    assert caught.value.hint == "choose one of: o200k_base, cl100k_base, p50k_base, r50k_base"
