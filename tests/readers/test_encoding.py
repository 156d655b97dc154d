"""The encoding of a text: marks, UTF-8, guesses, and a place for every byte that does not decode."""

from __future__ import annotations

import codecs
import encodings.aliases
import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dataprep.errors import DataprepError, UsageError
from dataprep.readers import encoding_survey
from dataprep.readers.encoding import damaged, decide, open_text, text_blocks
from dataprep.readers.source import Source

REUSED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SAMPLES = {
    "cp1252": "Le café coûte 3 £, déjà payé à l’hôtel; naïve façade\n",
    "cp1251": "Привет, мир. Это пример текста на русском языке\n",
    "koi8_r": "Привет, мир. Это пример текста на русском языке\n",
    "cp1253": "Καλημέρα κόσμε, αυτό είναι ένα ελληνικό κείμενο\n",
    "cp932": "これは日本語のテキストです。質問と回答があります\n",
    "euc_jp": "パスワードを変更するにはどうすればいいですか,設定を開いてパスワードを選択してください\n",
    "gb18030": "你好，世界。这是一个中文文本的示例，用于测试\n",
    "cp949": "안녕하세요 이것은 한국어 문장입니다 질문과 답변\n",
    "utf-16-le": "plain words, and a café\n",
    "utf-16-be": "plain words, and a café\n",
    "utf-32-le": "plain words, and a café\n",
    "utf-32-be": "plain words, and a café\n",
}


def source(path: Path, data: bytes) -> Source:
    """Write `data` to a file and return its source."""
    path.mkdir(exist_ok=True)
    file = path / "text.txt"
    file.write_bytes(data)
    return Source.of(file, "text.txt")


def read(found: Source, forced: str | None = None) -> str:
    """Return the whole text of a source; both ways of reading must agree."""
    encoding = decide(found, forced)
    text = "".join(text_blocks(found, encoding))
    with open_text(found, encoding) as stream:
        assert stream.read() == text
    return text


@pytest.mark.parametrize(
    ("mark", "codec", "label"),
    [
        (codecs.BOM_UTF8, "utf-8", "UTF-8 with BOM"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    ],
)
def test_byte_order_marks(tmp_path: Path, mark: bytes, codec: str, label: str) -> None:
    """A mark decides the encoding, is no part of the text, and needs no note."""
    found = source(tmp_path, mark + "a,ж\r\n".encode(codec))
    encoding = decide(found)
    assert (encoding.codec, encoding.label, encoding.bom) == (codec, label, len(mark))
    assert encoding.notes("x") == []
    assert read(found) == "a,ж\r\n"


@pytest.mark.parametrize("times", [1, 40])
@pytest.mark.parametrize("codec", SAMPLES)
def test_guesses(tmp_path: Path, codec: str, times: int) -> None:
    """Short and long texts in the usual encodings are guessed right, and the guess is noted."""
    found = source(tmp_path, (SAMPLES[codec] * times).encode(codec))
    encoding = decide(found)
    assert (encoding.codec, encoding.guessed) == (codec, True)
    assert read(found) == SAMPLES[codec] * times
    (note,) = encoding.notes("x.csv")
    assert note.message == f"the text is not UTF-8; it was read as {encoding.label}"
    assert note.code == "REA011"


def test_wide_text_of_another_alphabet_without_mark(tmp_path: Path) -> None:
    """UTF-16 without a mark is found where only spaces and line ends show NUL bytes."""
    text = "Привет мир, это пример\r\nИ ещё одна строка\r\n" * 3
    assert decide(source(tmp_path, text.encode("utf-16-le"))).codec == "utf-16-le"


def test_a_nul_alone_is_not_utf_16(tmp_path: Path) -> None:
    """A NUL in ASCII text leaves it UTF-8."""
    encoding = decide(source(tmp_path, b"a,b,c\n\0,2,3\n"))
    assert (encoding.label, encoding.guessed) == ("UTF-8", False)


def test_one_accent_is_western(tmp_path: Path) -> None:
    """A single byte above ASCII is read as the most common Western letter."""
    assert read(source(tmp_path, b"id,name\n1,english\n2,\xe9\n")) == "id,name\n1,english\n2,é\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_bad_byte_has_offset_and_line(tmp_path: Path, end: str) -> None:
    """One undecodable byte in UTF-8 text is kept, with its byte offset and line, for any line end."""
    before = f"één{end}twee{end}dri".encode()
    found = source(tmp_path, before + b"\xff" + f"é{end}viér{end}".encode())
    encoding = decide(found)
    assert encoding.codec == "utf-8"
    assert encoding.damage == ((len(before), 3),)
    assert encoding.damage_count == 1
    assert encoding.newline == ("\r" if end == "\r" else "\n")
    lines = read(found).split(end)
    assert [damaged(line) for line in lines] == [False, False, True, False, False]
    assert lines[2] == "dri\udcffé"


@pytest.mark.parametrize("shift", range(-4, 3))
def test_bad_byte_at_a_block_border(
    tmp_path: Path, shift: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offsets stay right when a character or a bad byte lies across two blocks."""
    monkeypatch.setattr(encoding_survey, "BLOCK", 64)
    start = ("é" * 12 + "\n").encode() * 2
    filler = b"x" * (64 - len(start) + shift)
    found = source(tmp_path, start + filler + b"\xe2\x82" + "é\n".encode() * 40)
    encoding = decide(found)
    assert [offset for offset, _ in encoding.damage] == [64 + shift, 64 + shift + 1]
    assert {line for _, line in encoding.damage} == {3}


def test_cut_off_at_the_end(tmp_path: Path) -> None:
    """A character that the end of the file cuts off is damage with its place."""
    data = "naïve é\nç".encode() + "€".encode()[:2]
    encoding = decide(source(tmp_path, data))
    assert encoding.damage == ((len(data) - 2, 2), (len(data) - 1, 2))


def test_damage_is_counted_beyond_what_is_remembered(tmp_path: Path) -> None:
    """All undecodable bytes are counted, the first thousand have places."""
    encoding = decide(source(tmp_path, "é".encode() * 9000 + b"\xff" * 3000), "utf-8")
    assert (len(encoding.damage), encoding.damage_count) == (1000, 3000)


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, b"\xff", b"\xff\xfe", b"\0", b"\xfe\xff\0"])
def test_hardly_any_bytes(tmp_path: Path, data: bytes) -> None:
    """Empty and tiny files are texts like others."""
    read(source(tmp_path, data))


@pytest.mark.parametrize(
    ("forced", "data", "text"),
    [
        ("latin-1", b"\xe9", "é"),
        ("utf-8-sig", codecs.BOM_UTF8 + b"a", "a"),
        ("utf-8", codecs.BOM_UTF8 + b"a", "a"),
        ("utf-8-sig", b"a", "a"),
        ("utf-16", codecs.BOM_UTF16_BE + "a".encode("utf-16-be"), "a"),
        ("utf-16", codecs.BOM_UTF16_LE + "a".encode("utf-16-le"), "a"),
        ("utf-16", "ab".encode("utf-16-le"), "ab"),
        ("UTF-32", codecs.BOM_UTF32_BE + "a".encode("utf-32-be"), "a"),
        ("utf-8", b"a\xe9", "a\udce9"),
        ("cp1252", "é".encode(), "Ã©"),
    ],
)
def test_forced_encoding(tmp_path: Path, forced: str, data: bytes, text: str) -> None:
    """The user's encoding wins, is not called a guess, and drops its own mark only."""
    found = source(tmp_path, data)
    assert read(found, forced) == text
    assert decide(found, forced).notes("x") == []


@pytest.mark.parametrize(
    "name", ["", "klingon", "base64", "rot13", "idna", "unicode_escape", "a\0b", "x" * 9999, "ü/.."]
)
def test_unknown_encoding_is_a_usage_error(tmp_path: Path, name: str) -> None:
    """A name of no encoding, or of one that is no text encoding of files, is refused."""
    with pytest.raises(UsageError, match="is not a text encoding that is known here"):
        decide(source(tmp_path, b"a"), name)


def test_compressed_text(tmp_path: Path) -> None:
    """Offsets count decompressed bytes."""
    encoding = decide(source(tmp_path, gzip.compress("é\né\n".encode() + b"x\xffx")))
    assert encoding.damage == ((7, 3),)


@REUSED
@given(
    st.binary(max_size=300),
    st.one_of(st.none(), st.sampled_from(sorted(set(encodings.aliases.aliases.values())))),
)
@example(b"+2AA-\xd8", "utf_7")
@example(b"PK\x03\x04", None)
def test_any_bytes_in_any_encoding(tmp_path: Path, data: bytes, forced: str | None) -> None:
    """No bytes and no codec raise anything but the project's own errors, and damage is counted."""
    try:
        found = source(tmp_path, data)
        encoding = decide(found, forced)
        text = read(found, forced)
    except DataprepError:
        return
    assert damaged(text) >= (encoding.damage_count > 0)
    assert all(0 <= offset < len(data) for offset, _ in encoding.damage)


@REUSED
@given(st.text(max_size=200))
def test_utf_8_round_trip(tmp_path: Path, text: str) -> None:
    """Text in UTF-8 arrives unchanged, line ends included."""
    text = text.encode("utf-8", "ignore").decode().removeprefix("\ufeff")
    if "\0" not in text:
        assert read(source(tmp_path, text.encode())) == text
