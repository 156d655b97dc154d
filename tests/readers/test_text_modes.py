"""The text modes one by one: what becomes a record, a reject or a note."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_reading import read

from dataprep.errors import InputError, UsageError
from dataprep.model import Record, Reject, Severity
from dataprep.readers.text_modes.sections import BOILERPLATE


def pair(question: str, answer: str) -> dict[str, str]:
    """Return a question-answer record."""
    return {"question": question, "answer": answer}


def talk(*turns: str) -> dict[str, list[dict[str, str]]]:
    """Return a dialogue record; `u:`, `a:` and `s:` begin the turns."""
    roles = {"u": "user", "a": "assistant", "s": "system"}
    return {"messages": [{"role": roles[turn[0]], "content": turn[2:]} for turn in turns]}


# lines, pairs, paragraphs, document: pieces


@pytest.mark.parametrize(
    ("trim", "expected"),
    [
        ("both", ["a  b"]),
        ("leading", ["a  b \t"]),
        ("trailing", ["  a  b"]),
        ("none", ["  a  b \t", " "]),
    ],
)
def test_trim_cuts_the_sides_it_names(tmp_path: Path, trim: str, expected: list[str]) -> None:
    """Only what is empty after trimming is skipped."""
    assert read(tmp_path / "a.txt", "  a  b \t\n \n\n", "lines", trim=trim).texts == expected


def test_white_space_collapses_before_trimming(tmp_path: Path) -> None:
    """Runs of any white space become one space; single spaces stay."""
    result = read(
        tmp_path / "a.txt",
        "\u00a0a \t b\u2003c d\n",
        "lines",
        trim="none",
        collapse_whitespace=True,
    )
    assert result.texts == [" a b c d"]


@given(st.text(alphabet=" \t\n\x0b\x1c\u00a0\u2028ab", max_size=40))
@settings(deadline=None)
def test_collapsing_leaves_single_spaces_only(text: str) -> None:
    """A collapsed text is its words with one space between, at each end one at most."""
    from dataprep.readers.options import TextOptions
    from dataprep.readers.text_modes.pieces import cleaner

    collapsed = cleaner(TextOptions(collapse_whitespace=True, trim="none"))(text)
    assert collapsed.strip() == " ".join(text.split())
    assert len(collapsed) - len(collapsed.strip()) <= 2


def test_unknown_trim_is_a_usage_error(tmp_path: Path) -> None:
    """The error lists what there is."""
    with pytest.raises(UsageError, match="`left` is not a way to trim") as caught:
        read(tmp_path / "a.txt", "a", "lines", trim="left")
    assert caught.value.hint == "--trim takes both, leading, trailing, none"


def test_length_limits_reject_with_length_and_limit(tmp_path: Path) -> None:
    """The limits are inclusive, and a reject says what it measured."""
    result = read(
        tmp_path / "a.txt", "abc\nabcd\nabcde\nabcdef\n", "lines", min_chars=4, max_chars=5
    )
    assert result.texts == ["abcd", "abcde"]
    assert result.reasons == [
        "CNV006 1: the line has 3 characters, fewer than the minimum of 4",
        "CNV007 4: the line has 6 characters, more than the maximum of 5",
    ]
    assert [reject.raw for reject in result.rejects] == ["abc", "abcdef"]


def test_token_limits_count_tokens(tmp_path: Path) -> None:
    """Tokens are counted in the vocabulary of the options."""
    result = read(tmp_path / "a.txt", "hello\nhello world again\n", "lines", max_tokens=2)
    assert result.texts == ["hello"]
    assert result.reasons == ["CNV007 2: the line has 3 tokens, more than the maximum of 2"]


def test_paragraphs_keep_their_line_ends(tmp_path: Path) -> None:
    """White lines divide; lines inside stay; the record stands at its first line."""
    result = read(tmp_path / "a.txt", "\na\n b\n \t\n\nc\n", "paragraphs")
    assert result.texts == ["a\n b", "c"]
    assert result.lines == [2, 6]


def test_document_is_the_whole_file(tmp_path: Path) -> None:
    """One record, trimmed at its ends only."""
    result = read(tmp_path / "a.txt", "\n a\n\n\tb \n", "document", collapse_whitespace=True)
    assert result.texts == ["a\n\n\tb"]
    assert result.lines == [2]


# question-answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q: a?\nA: b\n", [pair("a?", "b")]),
        ("q:a?\na:b\n", [pair("a?", "b")]),
        ("Question: a?\nAnswer: b\n", [pair("a?", "b")]),
        ("Question 1: a?\nAnswer 1: b\n", [pair("a?", "b")]),
        ("Q1: a?\nA1: b\nQ2: c?\nA2: d\n", [pair("a?", "b"), pair("c?", "d")]),
        ("1. Q: a?\n   A: b\n2. Q: c?\n   A: d\n", [pair("a?", "b"), pair("c?", "d")]),
        ("1) Question: a?\nAnswer: b\n", [pair("a?", "b")]),
        ("1) What a?\nb\n2) What c?\nd\n", [pair("What a?", "b"), pair("What c?", "d")]),
        ("Q1. a?\nA1. b\n", [pair("a?", "b")]),
        ("**Q:** a?\n**A:** b **c**\n", [pair("a?", "b **c**")]),
        ("**Q: a?**\n\nA: b\n", [pair("a?", "b")]),
        ("**Q**: a?\n**A**: b\n", [pair("a?", "b")]),
        ("### Q: a?\nA: b\n", [pair("a?", "b")]),
        ("- Q: a?\n- A: b\n", [pair("a?", "b")]),
        ("Frage: a?\nAntwort: b\n", [pair("a?", "b")]),
        ("Pregunta: a?\nRespuesta: b\n", [pair("a?", "b")]),
        ("问：甲？\n答：乙\n", [pair("甲？", "乙")]),
        ("问题1：甲？\n答案1：乙\n", [pair("甲？", "乙")]),
        ("Q: a\nmore?\nA: b\n\n  c\n\n\nQ: d?\nA: e", [pair("a\nmore?", "b\n\n  c"), pair("d?", "e")]),
        ("Q: a?\nA: b\nA: c\n", [pair("a?", "b"), pair("a?", "c")]),
        ("Q: a?\nb\nc\n\nQ: d\n\ne\n", [pair("a?", "b\nc"), pair("d", "e")]),
        ("Q: a?\nA. x\nB. y\nAnswer: A\n", [pair("a?\nA. x\nB. y", "A")]),
        ("Q: a?\nA: 1. Why not?\n2. How?\n", [pair("a?", "1. Why not?\n2. How?")]),
    ],
)  # fmt: skip
def test_question_answer_layouts(tmp_path: Path, text: str, expected: list[object]) -> None:
    """Labels in many styles; answers keep their lines."""
    result = read(tmp_path / "a.txt", text, "question-answer")
    assert result.data == expected
    assert result.rejects == []


def test_what_has_no_partner_is_rejected_in_its_place(tmp_path: Path) -> None:
    """A question without answer, an empty answer, an answer without question: each is named."""
    text = "A: early\nQ: one?\nQ: two?\nA:\n\nQ: three?\nA: yes\n"
    result = read(tmp_path / "a.txt", text, "question-answer")
    assert result.data == [pair("three?", "yes")]
    assert result.lines == [6]
    assert result.reasons == [
        "REA014 1: the answer has no question",
        "REA014 2: the question has no answer",
        "PRC009 4: the answer is empty",
    ]


def test_answers_are_not_paired_with_the_wrong_question(tmp_path: Path) -> None:
    """All answers below all questions: none of them is taken for an answer of the last question."""
    text = "Q1: a?\nQ2: b?\nQ3: c?\nA1: x\nA2: y\nA3: z\n"
    result = read(tmp_path / "a.txt", text, "question-answer")
    assert result.data == [pair("c?", "z")]
    assert result.reasons[2:] == [
        "REA014 4: answer 1 does not stand below question 1",
        "REA014 5: answer 2 does not stand below question 2",
    ]


def test_text_above_the_questions_is_a_reject(tmp_path: Path) -> None:
    """A title is nobody's mistake, and whole."""
    text = "\nACME\n\nall you need\n\nQ: a?\nA: b\n"
    result = read(tmp_path / "a.txt", text, "question-answer")
    assert result.data == [pair("a?", "b")]
    assert [type(item) for item in result.items] == [Reject, Record]
    (reject,) = result.rejects
    assert reject.raw == "ACME\n\nall you need"
    assert reject.finding.severity == Severity.INFO
    assert result.reasons == ["REA014 2: 2 lines of text before the first question: `ACME`"]
    assert result.notes == []


def test_a_text_without_questions_says_so(tmp_path: Path) -> None:
    """No record and no silence."""
    result = read(tmp_path / "a.txt", "just\ntext\n", "question-answer")
    assert result.data == []
    assert result.reasons == ["REA014 1: no line begins a question with a label such as `Q:`"]
    assert result.rejects[0].raw == "just\ntext"
    assert result.rejects[0].finding.severity == Severity.WARNING


# dialogue


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("User: a\nAssistant: b\n", [talk("u:a", "a:b")]),
        ("Human: a\nAI: b\n", [talk("u:a", "a:b")]),
        ("System: s\nUser: a\nAssistant: b\n", [talk("s:s", "u:a", "a:b")]),
        ("Anna: a\nBen: b\n", [talk("u:a", "a:b")]),
        ("Anna: a.\nBen: b?\nAnna: c.\n", [talk("a:a.", "u:b?", "a:c.")]),
        ("[00:01:02] Anna: a\n[00:01:09] Ben: b\n", [talk("u:a", "a:b")]),
        ("ANNA (00:12): a\nBEN (00:14): b\n", [talk("u:a", "a:b")]),
        ("12/31/23, 10:15 PM - Anna: a\n12/31/23, 10:16 PM - Ben: b\n", [talk("u:a", "a:b")]),
        ("**Anna:** a\n**Ben:** b\n", [talk("u:a", "a:b")]),
        ("Anna:\na\n\nb\nBen:\nc\n", [talk("u:a\n\nb", "a:c")]),
        ("用户：甲\n助手：乙\n", [talk("u:甲", "a:乙")]),
        ("Dr. Li: a\nMs Roe: b\n", [talk("u:a", "a:b")]),
        ("Anna: see http://x.y: z\nBen: at 10:30\n", [talk("u:see http://x.y: z", "a:at 10:30")]),
        ("User: a\nUSER: b\nAssistant: c\n", [talk("u:a\nb", "a:c")]),
        ("User: a\nBot: b\n---\nUser: c\nBot: d\n***\n\n", [talk("u:a", "a:b"), talk("u:c", "a:d")]),
        ("User: a\n\n\nBot: b\n\n\nUser: c\n", [talk("u:a", "a:b", "u:c")]),
        ("User: a\nBot: # T\n## S\n1. x\n", [talk("u:a", "a:# T\n## S\n1. x")]),
        ("User: a\nBot: ```\n---\n```\nx\n", [talk("u:a", "a:```\n---\n```\nx")]),
    ],
)  # fmt: skip
def test_dialogue_layouts(tmp_path: Path, text: str, expected: list[object]) -> None:
    """Labels become roles, lines without a label belong to the turn above them."""
    result = read(tmp_path / "a.txt", text, "dialogue")
    assert result.data == expected
    assert result.rejects == []


def test_a_turn_without_words_is_a_reject(tmp_path: Path) -> None:
    """The label stands in the rejects with its time; its neighbours of one speaker are merged."""
    text = "User: a\n[00:01] Bot:\n\nUser: b\nBot: c\nUser:"
    result = read(tmp_path / "a.txt", text, "dialogue")
    assert result.data == [talk("u:a\nb", "a:c")]
    assert [reject.raw for reject in result.rejects] == ["[00:01] Bot:", "User:"]
    assert result.reasons == [
        "REA035 2: the turn has no words: `[00:01] Bot:`",
        "REA035 6: the turn has no words: `User:`",
    ]


def test_speakers_are_mapped_and_the_mapping_is_noted(tmp_path: Path) -> None:
    """The note says who became what, and how to change it."""
    result = read(tmp_path / "a.txt", "Anna: What?\nBen: That.\nAnna: Oh.\n", "dialogue")
    (note,) = result.notes
    assert note.code == "REA031"
    assert note.message == "`Anna` (2 turns) is user, `Ben` (1 turn) is assistant"
    assert note.help == "--speaker NAME=role changes it"


def test_a_mapping_decides_and_is_not_noted(tmp_path: Path) -> None:
    """With every speaker mapped there is nothing to say; case does not matter."""
    roles = (("ANNA", "assistant"), ("ben", "user"))
    result = read(tmp_path / "a.txt", "Anna: What?\nBen: That.\n", "dialogue", speakers=roles)
    assert result.data == [talk("a:What?", "u:That.")]
    assert result.notes == []


def test_mapped_speakers_are_no_guess(tmp_path: Path) -> None:
    """With a mapping that fits nothing is guessed, however few the turns are."""
    text = "some words\nAnna: What\nsome words\nand more\nand more\nBen: That\n"
    assert read(tmp_path / "a.txt", text).notes[0].code == "REA030"
    result = read(tmp_path / "a.txt", text, speakers=(("anna", "user"),))
    assert result.description == "plain text, UTF-8, dialogue"
    assert [note.code for note in result.notes] == ["REA031"]


@pytest.mark.parametrize("mode", [None, "dialogue"])
@pytest.mark.parametrize(
    ("names", "wrong", "hint"),
    [
        (["Bem"], "Bem", "did you mean `Ben`?"),
        (["BENN", "Anna"], "BENN", "did you mean `Ben`?"),
        (["Zoe"], "Zoe", "--speaker takes one of these names"),
    ],
)
def test_a_mapped_speaker_who_does_not_speak_is_an_error(
    tmp_path: Path, mode: str | None, names: list[str], wrong: str, hint: str
) -> None:
    """The error names who speaks, and the nearest name."""
    speakers = tuple((name, "assistant") for name in names)
    with pytest.raises(UsageError) as caught:
        read(tmp_path / "a.txt", "Anna: What?\nBen: That.\nAnna: Oh.\n", mode, speakers=speakers)
    assert caught.value.message == (
        f"a.txt: no speaker is called `{wrong}`; the speakers are `Anna` (2 turns), `Ben` (1 turn)"
    )
    assert caught.value.hint == hint


def test_a_mapped_speaker_of_another_file_is_noted(tmp_path: Path) -> None:
    """One mapping serves a folder in which not everybody speaks everywhere."""
    roles = (("Anna", "user"), ("Ben", "assistant"), ("Zoe", "assistant"))
    result = read(tmp_path / "a.txt", "Anna: What?\nBen: That.\n", "dialogue", speakers=roles)
    assert result.data == [talk("u:What?", "a:That.")]
    (note,) = result.notes
    assert (note.code, note.severity) == ("REA032", Severity.WARNING)
    assert note.message == "no speaker of this text is called `Zoe`"
    assert note.help == "the speakers are `Anna` (1 turn), `Ben` (1 turn)"


def test_three_speakers_need_a_mapping(tmp_path: Path) -> None:
    """The error lists the speakers with their turns, and the option that solves it."""
    text = "Anna: a\nBen: b\nCarl: c\nAnna: d\n"
    with pytest.raises(UsageError) as caught:
        read(tmp_path / "a.txt", text, "dialogue")
    assert caught.value.message == (
        "a.txt: 3 speakers and no role for them: `Anna` (2 turns), `Ben` (1 turn), `Carl` (1 turn)"
    )
    assert '--speaker "Anna=assistant"' in caught.value.hint
    result = read(tmp_path / "a.txt", text, "dialogue", speakers=(("Ben", "assistant"),))
    assert result.data == [talk("u:a", "a:b", "u:c", "u:d")]


def test_rare_labels_are_text_and_noted(tmp_path: Path) -> None:
    """A colon in a line does not make a speaker; what was not taken for one is named."""
    text = "Anna: a?\nBen: b\n" * 5 + "Result: c\nNote: d\n"
    result = read(tmp_path / "a.txt", text, "dialogue")
    assert result.data[0]["messages"][-1]["content"] == "b\nResult: c\nNote: d"
    assert result.notes[-1].message == ("labels read as text, not as speakers: `Result` (1 turn)")
    mapped = read(tmp_path / "a.txt", text, "dialogue", speakers=(("Result", "assistant"),))
    assert {"role": "assistant", "content": "c\nNote: d"} in mapped.data[0]["messages"]


def test_a_rare_speaker_with_a_time_is_a_user(tmp_path: Path) -> None:
    """Who interrupts a transcript with times is not swallowed by the turn before."""
    text = "[00:01] Anna: a?\n[00:02] Ben: b\n" * 5 + "[00:09] Post: c\n[00:10] Ben: d\n"
    result = read(tmp_path / "a.txt", text, "dialogue")
    roles = [(message["role"], message["content"]) for message in result.data[0]["messages"]]
    assert roles[-3:] == [("assistant", "b"), ("user", "c"), ("assistant", "d")]
    assert "`Post` (1 turn) is user" in result.notes[0].message


def test_text_without_a_speaker_is_rejected_with_its_line(tmp_path: Path) -> None:
    """A head above the first turn, and a heading between conversations, are not swallowed."""
    text = "Interview\nDate: May\n\nUser: a\nBot: b\n\n## Two\nUser: c\n---\nThree\nBot: d\n"
    result = read(tmp_path / "a.txt", text, "dialogue")
    assert result.data == [talk("u:a", "a:b"), talk("u:c"), talk("a:d")]
    assert result.lines == [4, 8, 11]
    assert [(reject.raw.strip(), reject.finding.code) for reject in result.rejects] == [
        ("Interview\nDate: May", "REA014"),
        ("## Two", "REA034"),
        ("Three", "REA014"),
    ]


@pytest.mark.parametrize(
    ("text", "speakers", "error", "message"),
    [
        ("no labels here\n", (), InputError, "no line begins with a speaker's name"),
        ("Anna: a\n", (("Anna", "boss"),), UsageError, "`boss` is not a role"),
    ],
)
def test_dialogue_errors(
    tmp_path: Path,
    text: str,
    speakers: tuple[tuple[str, str], ...],
    error: type[Exception],
    message: str,
) -> None:
    """What cannot be read as a dialogue is one clear error."""
    with pytest.raises(error, match=message):
        read(tmp_path / "a.txt", text, "dialogue", speakers=speakers)


# sections

MANUAL = """intro

# Setup #
first

## Windows
run
```sh
# no heading
---
```

### Old ones
none

Linux
-----
apt
"""


def test_sections_of_markdown(tmp_path: Path) -> None:
    """Title, heading path and content; fenced code has no headings; setext headings count."""
    result = read(tmp_path / "manual.md", MANUAL, "sections")
    assert result.data == [
        {"title": "manual", "heading": "", "content": "intro"},
        {"title": "Setup", "heading": "", "content": "first"},
        {
            "title": "Setup",
            "heading": "Windows",
            "content": "run\n```sh\n# no heading\n---\n```",
        },
        {"title": "Setup", "heading": "Windows > Old ones", "content": "none"},
        {"title": "Setup", "heading": "Linux", "content": "apt"},
    ]
    assert result.lines == [1, 3, 6, 13, 16]
    assert result.rejects == []


def test_sections_of_wiki_text(tmp_path: Path) -> None:
    """In wiki text `#` begins a list item, and the title is the file's name."""
    text = "Intro.\n== History ==\n# item\n=== Early ===\nx\n== Late==\ny\n"
    result = read(tmp_path / "Bern.wiki", text, "sections")
    assert result.data == [
        {"title": "Bern", "heading": "", "content": "Intro."},
        {"title": "Bern", "heading": "History", "content": "# item"},
        {"title": "Bern", "heading": "History > Early", "content": "x"},
        {"title": "Bern", "heading": "Late", "content": "y"},
    ]


@pytest.mark.parametrize(
    "line",
    ["#hashtag", "####### seven", "    # code", "\t# code", "#", "a\nb\n---", "- item\n---", "=="],
)
def test_what_only_looks_like_a_heading_is_text(tmp_path: Path, line: str) -> None:
    """Hashtags, code, rules below paragraphs and lists do not cut."""
    result = read(tmp_path / "a.md", f"# A\n\n{line}\n\nend\n", "sections", trim="none")
    assert [data["content"] for data in result.data] == [f"\n{line}\n\nend"]


def test_dropped_sections_go_with_their_sub_sections(tmp_path: Path) -> None:
    """Every piece that is left out is a reject with its content."""
    text = "# T\na\n## See Also\nb\n### deep\nc\n## History\nd\n## References\n- e\n"
    result = read(tmp_path / "a.md", text, "sections", drop_sections=("default", "history"))
    assert [data["content"] for data in result.data] == ["a"]
    assert result.reasons == [
        "REA033 3: the section `See Also` is left out by --drop-section",
        "REA033 5: the section `See Also` is left out by --drop-section",
        "REA033 7: the section `History` is left out by --drop-section",
        "REA033 9: the section `References` is left out by --drop-section",
    ]
    assert [reject.raw["content"] for reject in result.rejects] == ["b", "c", "d", "- e"]
    assert [note.code for note in result.notes if note.code == "REA032"] == []


def test_a_section_to_drop_that_is_not_there_is_noted(tmp_path: Path) -> None:
    """The note names the nearest heading, or the headings; a list of usual ones asks for none."""
    text = "# T\na\n## See also\nb\n"
    drop = ("see alsoo", "zzz", "default")
    result = read(tmp_path / "a.md", text, "sections", drop_sections=drop)
    assert [data["content"] for data in result.data] == ["a"]
    fact = "no heading is called `{}`: --drop-section leaves out nothing by it"
    assert [(note.code, note.severity, note.message, note.help) for note in result.notes] == [
        ("REA032", Severity.WARNING, fact.format("see alsoo"), "did you mean `See also`?"),
        ("REA032", Severity.WARNING, fact.format("zzz"), "the headings are `T`, `See also`"),
    ]


def test_the_usual_boilerplate_is_listed() -> None:
    """The list that `default` stands for."""
    assert len(BOILERPLATE) == len(set(BOILERPLATE)) == 17
    assert {"see also", "notes and references", "photo gallery"} <= set(BOILERPLATE)


def test_a_heading_without_text_is_not_lost(tmp_path: Path) -> None:
    """Above sub-sections it is part of their path; with nothing below it is a reject."""
    result = read(tmp_path / "a.md", "# T\n## A\n### B\nx\n## C\n## D\n", "sections")
    assert result.data == [{"title": "T", "heading": "A > B", "content": "x"}]
    assert result.reasons == [
        "REA014 5: the heading `C` has no text below it",
        "REA014 6: the heading `D` has no text below it",
    ]


def test_length_limits_apply_to_a_sections_content(tmp_path: Path) -> None:
    """Short sections can be left out, with their length."""
    result = read(tmp_path / "a.md", "# A\nlong enough\n# B\nno\n", "sections", min_chars=5)
    assert [data["title"] for data in result.data] == ["A"]
    assert result.reasons == ["CNV006 3: the section has 2 characters, fewer than the minimum of 5"]
