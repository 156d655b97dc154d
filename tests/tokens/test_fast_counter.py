"""The fast counter gives what tiktoken gives, or leaves the text to it."""

from __future__ import annotations

import base64
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataprep.tokens import batches, counting, fast, self_check
from dataprep.tokens.batches import count_texts
from dataprep.tokens.fast import PRETOKENIZERS, FastCounter, fast_counter
from dataprep.tokens.newer_characters import RANGES
from dataprep.tokens.official_file import official_file
from dataprep.tokens.vocabulary import VOCABULARIES

ENCODINGS = list(PRETOKENIZERS)
NEWER = {point for first, last in RANGES for point in range(first, last + 1)}
MB = 1 << 20


def counter(encoding: str) -> FastCounter:
    found = fast_counter(encoding)
    assert found is not None
    return found


def exact(texts: Sequence[str], encoding: str) -> list[int]:
    return [counting.count_tokens(text, encoding) for text in texts]


@pytest.mark.parametrize(
    "encoding", ["o200k_base", "cl100k_base"]
)  # r50k_base has no other classes
def test_every_character_counts_as_in_tiktoken(encoding: str) -> None:
    """Beside letters and digits, and before a contraction; all but the newer ones."""
    points = [
        point
        for point in range(sys.maxunicode + 1)
        if not 0xD800 <= point <= 0xDFFF and point not in NEWER
    ]
    texts = [
        "\n".join(f"{one}'s A{one}a'll 1{one}2" for one in map(chr, points[start : start + 64]))
        for start in range(0, len(points), 64)
    ]
    found = counter(encoding).count(texts)
    wrong = [
        text
        for text, fast_count, count in zip(texts, found, exact(texts, encoding), strict=True)
        if fast_count != count
    ]
    assert not wrong


@pytest.mark.parametrize("point", [bound for one in RANGES for bound in one])
def test_newer_characters_are_left_to_tiktoken(point: int) -> None:
    """The first and the last of each range, whatever stands around them."""
    text = f"é a{chr(point)}'s"
    assert counter("o200k_base").count(["plain", text, "é"]) == [1, None, 1]
    assert count_texts([text], "o200k_base") == exact([text], "o200k_base")


def test_half_a_surrogate_pair_is_left_to_tiktoken() -> None:
    """It has no bytes; the texts beside it are counted."""
    assert counter("o200k_base").count(["plain", "a\ud83db", "é"]) == [1, None, 1]


ATOMS = st.sampled_from(
    [
        "'s", "'S", "'ll", "'LL", "'re", "'", "’s", "ſ", "'ſ", "a", "B", "Word", "é", "É", "ǅ", "ʰ",
        "中", "文字", "की", "\u0301", "\u0323", "1", "234", "Ⅷ", "²", "½", "٣", "_", "!", "?!", "/",
        "//", ".", " ", "  ", "\t", "\n", "\r\n", "\n\n", "\x0b", "\x85", "\xa0", "\u2003", "\u2028",
        "\u3000", "\u200b", "\u200d", "\ufeff", "\x00", "\x7f", "😀", "👍🏽", "🇫🇷", "<|endoftext|>",
        "<|im_start|>", "{\"a\":", "</p>", "\\n",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=500)
@given(
    texts=st.lists(
        st.lists(ATOMS | st.characters(codec="utf-8"), max_size=25).map("".join), max_size=4
    ),
    encoding=st.sampled_from(ENCODINGS),
)
def test_any_text_counts_as_in_tiktoken(texts: list[str], encoding: str) -> None:
    """Contractions, white space, marks, digits and any character, in any order."""
    found = counter(encoding).count(texts)
    for fast_count, count in zip(found, exact(texts, encoding), strict=True):
        assert fast_count in (None, count)
    ours = [number for number, text in enumerate(texts) if not NEWER & set(map(ord, text))]
    assert all(found[number] is not None for number in ours)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_hostile_texts_count_as_in_tiktoken(encoding: str) -> None:
    """Long runs of one kind, also those of white space that are cut out for tiktoken."""
    dice = random.Random(5)
    texts = [
        "a" * 60_000,
        base64.b64encode(dice.randbytes(60_000)).decode(),
        "".join(chr(dice.randrange(0x4E00, 0x9FFF)) for _ in range(40_000)),
        " " * 120_000,
        f"a{' ' * 120_000}b",
        "\n" * 60_000,
        "x" + "\u3000" * 60_000 + "\n",
        "".join(dice.choice("abcdef") for _ in range(60_000)),
        "'s" * 30_000,
    ]
    assert counter(encoding).count(texts) == exact(texts, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_special_tokens_count_as_text(encoding: str) -> None:
    """What somebody wrote is never the special token."""
    texts = [f"a{token}b" for one in VOCABULARIES.values() for token in one.special_tokens]
    assert counter(encoding).count(texts) == exact(texts, encoding)


def test_the_shared_data_counts_as_in_tiktoken(shared: Path) -> None:
    """Every line of every file of it, up to some megabytes."""
    texts: list[str] = []
    size = 0
    for path in sorted(shared.rglob("*")):
        if path.is_file() and size < 4 * MB:
            content = path.read_bytes()[:MB].decode("utf-8", "replace")
            texts += content.splitlines(keepends=True)
            size += len(content)
    for encoding in ENCODINGS:
        for text, found in zip(texts, counter(encoding).count(texts), strict=True):
            assert found is None or found == counting.count_tokens(text, encoding), text


class Panicking:
    """An encoder that panics on one text, as Rust code does: not with an `Exception`."""

    def __init__(self, encoder: Any) -> None:
        self._encoder = encoder

    def encode(self, text: bytes) -> Any:
        if text == b"panic":
            raise type("PanicException", (BaseException,), {})
        return self._encoder.encode(text)


def test_a_panic_leaves_the_text_to_tiktoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are counted, by an encoder that is new."""
    made: list[str] = []

    def make(encoding: str) -> Panicking:
        made.append(encoding)
        return Panicking(counter(encoding)._encoder)

    monkeypatch.setattr(fast, "make", make)
    assert FastCounter("o200k_base").count(["one", "panic", "two"]) == [1, None, 1]
    assert len(made) == 3


def test_an_interrupt_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C during a count is no fault of the text."""

    class Interrupted:
        def encode(self, text: bytes) -> Any:
            raise KeyboardInterrupt

    monkeypatch.setattr(fast, "make", lambda encoding: Interrupted())
    with pytest.raises(KeyboardInterrupt):
        FastCounter("o200k_base").count(["a"])


def test_an_encoder_that_has_eaten_enough_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its memory of texts goes with it."""
    made: list[str] = []
    make = fast.make
    monkeypatch.setattr(fast, "make", lambda encoding: made.append(encoding) or make(encoding))
    monkeypatch.setattr(fast, "FILLING", 1000)
    one = FastCounter("o200k_base")
    for _ in range(4):
        assert one.count(["word " * 100]) == [101]
    assert len(made) == 2


@pytest.fixture
def anew() -> Iterator[None]:
    """The fast counter is looked for again, in the test and after it."""
    fast_counter.cache_clear()
    yield
    fast_counter.cache_clear()


@pytest.mark.usefixtures("anew")
def test_a_counter_that_differs_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said once, and tiktoken counts."""
    monkeypatch.setattr(self_check, "_TEXTS", (("Hello, world!", 5, 5, 5),))
    monkeypatch.setattr(batches, "AT_ONCE", 0)
    with pytest.warns(
        RuntimeWarning, match="gigatoken is not used for o200k_base, tiktoken"
    ) as said:
        assert count_texts(["Hello, world!"], "o200k_base") == [4]
        assert count_texts(["Hello, world!"], "o200k_base") == [4]
    assert len(said) == 1


@pytest.mark.usefixtures("anew")
def test_a_package_that_fails_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of another version, or with no place for its file."""

    def fail(*_: object) -> None:
        raise TypeError("from_tiktoken() takes 1 argument")

    monkeypatch.setattr(fast, "make", fail)
    with pytest.warns(RuntimeWarning, match=r"TypeError: from_tiktoken\(\) takes 1 argument"):
        assert fast_counter("o200k_base") is None


@pytest.mark.usefixtures("anew")
def test_without_the_package_tiktoken_counts_in_silence(
    monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    """It is an extra."""
    monkeypatch.setattr(fast, "find_spec", lambda name: None)
    assert fast_counter("o200k_base") is None
    assert not recwarn


def test_an_encoding_that_it_does_not_take_is_tiktokens() -> None:
    """The ranks of p50k_base have a gap."""
    assert fast_counter("p50k_base") is None
    text = "def f():\n        return 1\n" * 20_000
    assert count_texts([text], "p50k_base") == exact([text], "p50k_base")


def test_a_damaged_vocabulary_file_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file in the cache is held against the published hash each time."""
    monkeypatch.setenv("DATAPREP_CACHE_DIR", str(tmp_path))
    with official_file("r50k_base") as path:
        whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    with official_file("r50k_base") as again:
        assert again == path
        assert again.read_bytes() == whole
    assert list(tmp_path.iterdir()) == [path]


def test_without_a_cache_folder_the_vocabulary_file_is_a_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is removed after use."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DATAPREP_CACHE_DIR", str(tmp_path / "file" / "cache"))
    with official_file("r50k_base") as path:
        assert path.stat().st_size > 100_000
    assert not path.exists()
