"""The text reader: bytes, lines, damage, the choice of the mode, and laws for every mode."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_reading import Result, read

from dataprep.errors import DataprepError, InputError, UsageError
from dataprep.model import Record, Reject, Severity
from dataprep.readers import text_lines
from dataprep.readers.options import ReadOptions, TextOptions
from dataprep.readers.source import Source
from dataprep.readers.text import TextReader
from dataprep.readers.text_modes.catalog import modes

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
MODES = [
    "chunks",
    "dialogue",
    "document",
    "lines",
    "pairs",
    "paragraphs",
    "question-answer",
    "sections",
]

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")

fragments = st.sampled_from(
    [
        "Q: ", "A:", "1. ", "# ", "## a", "== b ==", "---", "===", "```", "Anna: ", "Ben (00:12): ",
        "User: ", "Assistant:", "\n", "\n\n", "\r\n", "\r", "\t", " ", "word", "Hello. ", "Why? ",
        "是。", "\u2028", "\x0b", "\x85", "\x00", "é", "**", ":", "|",
    ]
)  # fmt: skip
layouts = st.lists(fragments, max_size=40).map("".join)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the examples of a property share."""
    return tmp_path_factory.mktemp("text")


def test_modes_are_found_by_walking_the_package() -> None:
    """Every file with a mode is a mode, and each says what it does."""
    assert list(modes()) == MODES
    assert all(mode.summary for mode in modes().values())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_at_lf_crlf_and_cr(tmp_path: Path, end: str) -> None:
    """The three line ends give the same records and line numbers."""
    result = read(tmp_path / "a.txt", end.join(["one", "", "two ", " three"]), "lines")
    assert result.texts == ["one", "two", "three"]
    assert result.lines == [1, 3, 4]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x85"])
def test_other_separators_are_characters(tmp_path: Path, mark: str) -> None:
    """Unicode line separators and form feeds stay inside their line."""
    assert read(tmp_path / "a.txt", f"one{mark}two\nthree", "lines").texts == [
        f"one{mark}two",
        "three",
    ]


def test_records_cross_the_borders_of_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text cut into blocks anywhere, also inside CRLF and é, reads as if it were one block."""
    content = "".join(f"line é {number}\r\n" for number in range(50))
    whole = read(tmp_path / "a.txt", content, "lines")
    for size in range(1, 20):
        monkeypatch.setattr(text_lines, "BLOCK_CHARACTERS", size)
        assert read(tmp_path / "a.txt", content, "lines").items == whole.items


def test_blocks_of_lines_travel(tmp_path: Path) -> None:
    """A block of lines gives the same records after it went to another process."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\nb\xff\xc3\xa9\xc3\xa9\xc3\xa9\n" + b"three\n" * 5)
    reading = TextReader().open(Source.of(path), ReadOptions(text=TextOptions(mode="lines")))
    blocks = list(reading.blocks)
    there = [list(pickle.loads(pickle.dumps(block)).records()) for block in blocks]
    assert there == [list(block.records()) for block in blocks]
    assert sum(map(len, there)) == 7


def test_undecodable_byte_rejects_its_row_with_the_offset(tmp_path: Path) -> None:
    """A bad byte costs its own line only, and is named by offset, whatever the line ends are."""
    content = b"good\rbad \xff \xc3\xa9\xc3\xa9\xc3\xa9\r\nr\xc3\xa9st\n\xfe\xc3\xa9\n"
    result = read(tmp_path / "a.txt", content, "lines")
    assert result.texts == ["good", "rést"]
    assert result.reasons == [
        "JSN007 2: the byte at offset 9 does not decode as UTF-8",
        "JSN007 4: the byte at offset 25 does not decode as UTF-8",
    ]


@pytest.mark.parametrize("mode", ["paragraphs", "chunks", "document", "sections"])
def test_undecodable_byte_names_its_own_line(tmp_path: Path, mode: str) -> None:
    """In a piece of several lines the finding stands at the line of the byte."""
    content = "éééé first\nsecond ".encode() + b"\xff\nthird"
    result = read(tmp_path / "a.txt", content, mode)
    assert result.data == []
    assert result.reasons == ["JSN007 2: the byte at offset 22 does not decode as UTF-8"]


def test_pairs_stay_paired_around_a_damaged_line(tmp_path: Path) -> None:
    """A line that does not decode takes its pair with it, so that later pairs do not shift."""
    result = read(tmp_path / "a.txt", "éééé\n".encode() + b"\xff\nc\nd\n", "pairs")
    assert result.data == [{"prompt": "c", "completion": "d"}]
    assert [reason[:6] for reason in result.reasons] == ["JSN007"]


def test_nul_characters_are_kept_and_noted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NUL is a character; the first one is noted with its line, in whatever block it stands."""
    monkeypatch.setattr(text_lines, "BLOCK_CHARACTERS", 3)
    result = read(tmp_path / "a.txt", "a\nb\x00\nc\x00\n", "lines")
    assert result.texts == ["a", "b\x00", "c\x00"]
    assert [(note.code, note.location.line) for note in result.notes] == [("REA004", 2)]


def test_declared_encoding_is_used(tmp_path: Path) -> None:
    """`--encoding` decides."""
    result = read(tmp_path / "a.txt", "Grüße".encode("cp1252"), "lines", encoding="cp1252")
    assert result.texts == ["Grüße"]


def test_a_line_too_long_for_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the line, the limit and the mode that takes it; that mode takes it."""
    monkeypatch.setattr(text_lines, "BLOCK_CHARACTERS", 100)
    monkeypatch.setattr(text_lines, "MAX_CHARACTERS", 1000)
    content = "short\n" + "word " * 500
    with pytest.raises(InputError) as caught:
        read(tmp_path / "a.txt", content, "lines")
    assert caught.value.message == (
        "a.txt:2: the line that starts here is longer than 1,000 characters"
    )
    assert "--text chunks" in caught.value.hint
    result = read(tmp_path / "a.txt", content, "chunks", chunk_size=50)
    assert " ".join(result.texts).split() == content.split()
    assert set(result.lines) == {1, 2}


@pytest.mark.parametrize(
    ("mode", "what"),
    [
        ("document", "document"),
        ("paragraphs", "paragraph"),
        ("sections", "section"),
        ("question-answer", "question"),
    ],
)
def test_a_piece_too_long_for_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, what: str
) -> None:
    """A piece of many lines has the same limit as a line."""
    monkeypatch.setattr(text_lines, "MAX_CHARACTERS", 1000)
    with pytest.raises(InputError, match=f"the {what} that starts here is longer than 1,000"):
        read(tmp_path / "a.txt", "Q: x\n" + "word\n" * 500, mode)


@pytest.mark.parametrize(
    ("content", "mode", "why"),
    [
        ("Q: a?\nA: b\n\nQ: c?\nA: d\n", "question-answer", "4 lines begin with a label"),
        ("Anna: Hi.\nBen: Hello.\nAnna: Why?\nBen: So.\n", "dialogue", "`Anna` (2 turns)"),
        ("# A\ntext\n## B\ntext\n", "sections", "2 headings, the first `A`"),
        (f"{'word ' * 20}\n\n{'word ' * 20}\n", "paragraphs", "2 blocks"),
        ("apple\npear\nplum\n", "lines", "no headings, labels or paragraphs"),
        ("word " * 8000, "chunks", "a line of 40,000 characters"),
        ("# a comment\n# another\n\nx\ny\n# third\nz\n", "lines", "no headings"),
        ("Name: Ann\nCity: Rome\n\nName: Bo\nCity: Bern\n", "lines", "no headings"),
        ("2024-01-01 10:00:00 INFO: started.\n" * 4, "lines", "no headings"),
    ],
)
def test_the_mode_is_guessed_and_explained(
    tmp_path: Path, content: str, mode: str, why: str
) -> None:
    """Without a mode the layout decides: the description says which, the first note why."""
    result = read(tmp_path / "a.txt", content)
    note = result.notes[0]
    assert (note.code, note.help) == ("REA030", "--text MODE chooses another")
    assert note.message.startswith(f"read as {mode}: ")
    assert why in note.message
    assert result.description == f"plain text, UTF-8, {mode}"


def test_the_guess_is_the_first_note(tmp_path: Path) -> None:
    """What was done with the file stands above how its bytes were read."""
    result = read(tmp_path / "a.txt", "Grüße aus Köln\nschöne Tage\n".encode("cp1252"))
    assert [note.code for note in result.notes] == ["REA030", "REA011"]


def test_a_mode_that_was_named_is_not_explained(tmp_path: Path) -> None:
    """Nothing is said about a choice that the user made."""
    result = read(tmp_path / "a.txt", "Q: a?\nA: b\n", "lines")
    assert result.notes == []
    assert result.description == "plain text, UTF-8, lines"


def test_an_option_that_the_mode_does_not_know_is_told(tmp_path: Path) -> None:
    """Speakers and sections that nobody looks for are warnings; `default` asks for nothing."""
    result = read(
        tmp_path / "a.txt",
        "Q: a?\nA: b\n",
        "question-answer",
        speakers=(("Anna", "user"),),
        drop_sections=("notes",),
    )
    assert [(note.code, note.severity, note.message, note.help) for note in result.notes] == [
        (
            "REA032",
            Severity.WARNING,
            f"{option} changes nothing here: the text is read as question-answer",
            f"--text {mode} reads it so that the option counts",
        )
        for option, mode in (("--speaker", "dialogue"), ("--drop-section", "sections"))
    ]
    assert read(tmp_path / "a.txt", "a\n", "lines", drop_sections=("default",)).notes == []


def test_the_look_ahead_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To decide by its beginning takes no more of a text of long lines than a block."""
    monkeypatch.setattr(text_lines, "BLOCK_CHARACTERS", 100)
    lines = iter(enumerate(["word " * 10] * 50, 1))
    ahead, every = text_lines.beginning(lines)
    assert len(ahead) == 2
    assert len(list(every)) == 50


def test_unknown_mode_is_a_usage_error(tmp_path: Path) -> None:
    """The error names the nearest mode."""
    with pytest.raises(UsageError, match="`dialog` is not a way to read plain text") as caught:
        read(tmp_path / "a.txt", "x", "dialog")
    assert caught.value.hint == "did you mean `--text dialogue`?"


@pytest.mark.parametrize("mode", [None, *MODES])
def test_an_empty_text_has_no_records(tmp_path: Path, mode: str | None) -> None:
    """Nothing, and nothing but white space, is no record in any mode; a note says so."""
    for content in ("", "\n", " \n\t\n\n"):
        result = read(tmp_path / "a.txt", content, mode)
        assert result.items == []
        assert [note.code for note in result.notes] == ["JSN013"]


@given(content=st.binary(max_size=300) | layouts.map(str.encode), mode=st.sampled_from(MODES))
@settings(max_examples=400, deadline=None)
def test_any_bytes_end_in_records_rejects_or_a_clean_error(
    scratch: Path, content: bytes, mode: str
) -> None:
    """No bytes make a mode fail otherwise, and no record holds what UTF-8 cannot write."""
    try:
        result = read(scratch / "any.txt", content, mode, chunk_size=10)
    except DataprepError:
        return
    for item in result.items:
        assert isinstance(item, Record | Reject)
        line = item.line if isinstance(item, Record) else item.finding.location.line
        assert line
    repr(result.data).encode()
    assert not re.search("[\udc00-\udcff]", "".join(_strings(result.data)))


@given(content=layouts)
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_a_mode(scratch: Path, content: str) -> None:
    """The guess never leads to an exception that is not clean."""
    try:
        result = read(scratch / "guess.txt", content)
    except UsageError as error:
        assert "speakers and no role for them" in error.message
        return
    assert result.items or not content.strip() or result.notes


def reference_pairs(text: str) -> list[dict[str, str]]:
    """Pair the lines of a text as a well-known tutorial does, from its description."""
    lines = [re.sub(r"\s+", " ", line) for line in text.split("\n") if line]
    lines = [line[1:] if line[:1] == " " else line for line in lines]
    kept = [line for line in lines if len(line) > 20]
    return [{"prompt": kept[at], "completion": kept[at + 1]} for at in range(0, len(kept) - 1, 2)]


def golden(path: Path, text: str, end: str) -> Result:
    """Read a text with the options that reproduce the tutorial."""
    return read(
        path,
        text.replace("\n", end),
        "pairs",
        collapse_whitespace=True,
        trim="leading",
        min_chars=21,
    )


@given(
    text=st.lists(st.text(alphabet=" \t\u00a0\u2003\x0b\x85abcé字.", max_size=60), max_size=12).map(
        "\n".join
    ),
    end=st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=300, deadline=None)
def test_pairs_reproduce_the_tutorial_row_for_row(scratch: Path, text: str, end: str) -> None:
    """`pairs` with options is the published process; CRLF changes no row."""
    result = golden(scratch / "golden.txt", text, end)
    assert result.data == reference_pairs(text)
    codes = {reject.finding.code for reject in result.rejects}
    assert codes <= {"CNV006", "REA014"}


def test_pairs_reproduce_the_tutorial_on_an_example(tmp_path: Path) -> None:
    """Trailing space stays, one leading space goes, short lines and the odd last are rejects."""
    text = "  The  first\tline is long enough \nshort\n\nThe second line is long too.\n" + "x" * 21
    result = golden(tmp_path / "a.txt", text, "\r\n")
    assert result.data == [
        {
            "prompt": "The first line is long enough ",
            "completion": "The second line is long too.",
        }
    ]
    assert result.reasons == [
        "CNV006 2: the line has 5 characters, fewer than the minimum of 21",
        "REA014 5: the last line has no partner: the number of lines to pair is odd",
    ]


@needs_shared
def test_naughty_strings_come_through_unchanged() -> None:
    """Untrimmed, every line of the list that is not empty is a record as it was written."""
    path = SHARED / "naughty_strings" / "blns.txt"
    result = Result(path, None, TextOptions(mode="lines", trim="none"))
    expected = [line for line in path.read_text("utf-8").split("\n") if line]
    assert result.texts == expected
    assert result.rejects == []


@needs_shared
@pytest.mark.parametrize(
    ("name", "mode", "count"),
    [
        ("synthetic_data_kit/sample.txt", "paragraphs", 5),
        ("naughty_strings/blns.txt", "lines", None),
        ("frictionless_data/text.txt", "lines", 1),
        ("csvkit_examples/realdata/census_2000/README.txt", "sections", 2),
        ("csvkit_examples/realdata/census_2010/README.txt", "paragraphs", 9),
        ("datajuicer/tests/format/data/text/sample3.txt", "lines", 1),
    ],
)
def test_real_texts_are_read_as_a_person_would(name: str, mode: str, count: int | None) -> None:
    """Texts that people wrote are recognised without flags."""
    result = Result(SHARED / name, None, TextOptions())
    assert result.notes[0].message.startswith(f"read as {mode}: ")
    assert count is None or len(result.data) == count
    assert result.rejects == []


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return [str(value)]
