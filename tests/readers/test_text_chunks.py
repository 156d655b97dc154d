"""Chunks: sizes, overlaps, sentence ends, and the laws that hold for any text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_reading import read

from dataprep.errors import UsageError
from dataprep.readers.text_modes.sentences import sentences
from dataprep.tokens import count_tokens

texts = st.lists(
    st.sampled_from(
        ["One", "two", "is", "a", "Dr.", "end. ", "why? ", "ok! ", "是这样。", "字", " ", "\n", "\n\n",
         "\t", "superlongwordwithoutend", "3.14", "😀", "e.g. ", "…", "\u00a0", '."', "A. "]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the examples of a property share."""
    return tmp_path_factory.mktemp("text")


def without_space(text: str) -> str:
    """Return a text without its white space."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One. ", "Two! ", "Three? ", "Four"]),
        ('He said "Go." Then left.', ['He said "Go." ', "Then left."]),
        ("Dr. Smith met J. Doe, e.g. Today.", ["Dr. Smith met J. Doe, e.g. Today."]),
        ("It is 3.14 now. Next.", ["It is 3.14 now. ", "Next."]),
        ("1. First point. Second.", ["1. First point. ", "Second."]),
        ("Yahoo! is old... and so on.", ["Yahoo! is old... and so on."]),
        ("今天。明天！好吗？“是。”对", ["今天。", "明天！", "好吗？", "“是。”", "对"]),
        ("Title\n\nText of\ntwo lines.\nMore", ["Title\n\n", "Text of\ntwo lines.\n", "More"]),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    """Latin and CJK marks end sentences; abbreviations, initials and numbers do not."""
    found = sentences(iter(enumerate(text.split("\n"), 1)), 1000)
    assert [sentence for _, sentence in found] == expected


@given(text=texts, bound=st.integers(1, 50))
@settings(deadline=None)
def test_sentences_put_together_are_the_text(text: str, bound: int) -> None:
    """No character is lost or moved, and every sentence knows its line."""
    found = list(sentences(iter(enumerate(text.split("\n"), 1)), bound))
    assert "".join(sentence for _, sentence in found) == text
    before = ""
    for line, sentence in found:
        assert line == 1 + before.count("\n")
        before += sentence


def test_chunks_take_whole_sentences(tmp_path: Path) -> None:
    """As many sentences as fit, each chunk at its line."""
    result = read(
        tmp_path / "a.txt", "One two. Three.\nFour five six. Seven.\n", "chunks", chunk_size=16
    )
    assert result.texts == ["One two. Three.", "Four five six.", "Seven."]
    assert result.lines == [1, 2, 2]


def test_overlap_repeats_the_last_sentences(tmp_path: Path) -> None:
    """Whole sentences up to the overlap come again; the end alone is no chunk."""
    text = "One two. Three four. Five six. Seven eight."
    tight = read(tmp_path / "a.txt", text, "chunks", chunk_size=25, chunk_overlap=10)
    assert tight.texts == ["One two. Three four.", "Five six. Seven eight."]
    result = read(tmp_path / "a.txt", text, "chunks", chunk_size=25, chunk_overlap=12)
    assert result.texts == [
        "One two. Three four.",
        "Three four. Five six.",
        "Five six. Seven eight.",
    ]


def test_long_sentences_are_cut_between_words(tmp_path: Path) -> None:
    """Only a word that is longer than a chunk is cut inside."""
    text = "incomprehensibilities of words without end"
    result = read(tmp_path / "a.txt", text, "chunks", chunk_size=10)
    assert result.texts == ["incomprehe", "nsibilitie", "s of words", "without", "end"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"chunk_size": 0}, "a chunk size of 0 characters is less than the smallest, 1"),
        ({"chunk_size": 3, "chunk_unit": "tokens"}, "a chunk size of 3 tokens is less"),
        ({"chunk_size": 5, "chunk_overlap": 5}, "a chunk overlap of 5 characters is not between"),
        ({"chunk_overlap": -1}, "a chunk overlap of -1 characters is not between 0"),
        ({"chunk_unit": "words"}, "`words` is not a unit of chunks"),
    ],
)
def test_impossible_chunks_are_usage_errors(
    tmp_path: Path, options: dict[str, object], message: str
) -> None:
    """Sizes that cannot work are named with their limit."""
    with pytest.raises(UsageError, match=message):
        read(tmp_path / "a.txt", "x", "chunks", **options)


@given(
    text=texts,
    size=st.integers(1, 40),
    trim=st.sampled_from(["both", "leading", "trailing", "none"]),
    collapse=st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_chunks_lose_nothing_and_fit(
    scratch: Path, text: str, size: int, trim: str, collapse: bool
) -> None:
    """Without overlap the chunks hold every character but white space, and none is too long."""
    result = read(
        scratch / "a.txt", text, "chunks", chunk_size=size, trim=trim, collapse_whitespace=collapse
    )
    assert without_space("".join(result.texts)) == without_space(text)
    assert all(len(chunk) <= size for chunk in result.texts)
    assert result.lines == sorted(result.lines)


@given(text=texts, size=st.integers(2, 40), overlap=st.integers(0, 30))
@settings(max_examples=200, deadline=None)
def test_overlapping_chunks_fit_and_advance(
    scratch: Path, text: str, size: int, overlap: int
) -> None:
    """Every chunk fits, repeats no more than the overlap, and brings something new."""
    overlap = min(overlap, size - 1)
    plain = read(scratch / "b.txt", text, "chunks", chunk_size=size)
    result = read(scratch / "b.txt", text, "chunks", chunk_size=size, chunk_overlap=overlap)
    assert all(len(chunk) <= size for chunk in result.texts)
    total = sum(len(without_space(chunk)) for chunk in result.texts)
    # Chunks of white space come and go with the packing; text does not.
    new = total - len(without_space("".join(plain.texts)))
    assert 0 <= new <= overlap * max(len(result.texts) - 1, 0)


@given(text=texts, size=st.integers(4, 30), overlap=st.integers(0, 3))
@settings(max_examples=100, deadline=None)
def test_chunks_of_tokens_fit(scratch: Path, text: str, size: int, overlap: int) -> None:
    """No chunk has more tokens than its size, and nothing is lost."""
    options = {"chunk_size": size, "chunk_unit": "tokens"}
    result = read(scratch / "c.txt", text, "chunks", chunk_overlap=overlap, **options)
    assert all(count_tokens(chunk) <= size for chunk in result.texts)
    if not overlap:
        assert without_space("".join(result.texts)) == without_space(text)
