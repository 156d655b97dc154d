"""What repairs of texts do beyond their examples: nothing that they do not name, and in linear time."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from mending import mend, repairs_of

from dataprep.rules.base import Set, chat
from dataprep.rules.secrets import keys, persons
from dataprep.rules.secrets.redaction import placeholder
from dataprep.targets import get

GENERIC = get("generic")
# In parts, so that nobody's scanner takes these for somebody's.
MAIL = "ada.rehm" + "@" + "stadtbuecherei-nord.de"
CARD = "4539 5787" + " 6362 1486"
PHONE = "+49 30 9018" + " 20 44"
LOGIN = "postgres://anna:" + "q8Zr3TnV5x" + "Lw9KpB2d@pg.nord.de/x"


def _answer(text: Any) -> dict[str, Any]:
    return chat(("user", "Well?"), ("assistant", text))


def _mended(code: str, text: str, target: Any = GENERIC) -> Any:
    """Return the text after the repair by one rule, None where the row goes."""
    row = _answer(text)
    found = repairs_of(code, row, target)
    edits = [edits for _, edits in found if edits]
    if not edits:
        return text
    [edit] = edits[0]
    return edit.value if isinstance(edit, Set) else None


@pytest.mark.parametrize(
    ("code", "text", "better"),
    [
        ("TXT001", "Fine.\r\ndonâ€™t\r\nÃ LA CARTE\n", "Fine.\r\ndon’t\r\nà LA CARTE\n"),
        ("TXT001", "schÃ¶n " * 600, "schön " * 600),
        (
            "TXT001",
            "x y " * 1100 + "cafÃ© dâ€™hÃ´tel" + " z" * 1100,
            "x y " * 1100 + "café d’hôtel" + " z" * 1100,
        ),
        ("TXT001", "x" * 1999 + "Ã©tÃ©" + "x" * 3000, "x" * 1999 + "été" + "x" * 3000),
        (
            "TXT001",
            "x" * 1998 + "Ã LA CARTE" + " z" * 1100,
            "x" * 1998 + "à LA CARTE" + " z" * 1100,
        ),
        ("TXT002", "a\x00b\x08c\x7f", "abc"),
        ("TXT002", "one\x0btwo\x0cthree", "one\ntwo\nthree"),
        ("TXT002", "don\x92t \x93go\x94 \x81", "don’t “go” "),
        ("TXT002", "\x1b]0;title\x07text\x1b[1;32mgreen\x1b[m \x1b[", "textgreen ["),
        ("TXT002", "\x1b] prose that goes on", "] prose that goes on"),
        ("TXT004", "a\u200db\u200c \ufeff\u202ec\u2060", "ab c"),
        ("TXT004", "a\ufeff\u200d\ufeffb", "ab"),
        ("TXT004", "می\u200cخواهم\ufeff", "می\u200cخواهم"),
        ("TOK003", "one<|endoftext|>two<|im_start|>three", "onetwothree"),
        ("TOK003", "a<|im_<|endoftext|>start|>b", "ab"),
        ("SEC002", f"{MAIL}, {MAIL} and {PHONE}", "<EMAIL>, <EMAIL> and <PHONE>"),
        ("SEC001", f"DSN={LOGIN}", "DSN=postgres://anna:<PASSWORD>@pg.nord.de/x"),
    ],
)
def test_a_text_is_mended_in_one_repair(code: str, text: str, better: str) -> None:
    """All places of the text, and nothing else in it."""
    assert _mended(code, text) == better


@pytest.mark.parametrize(
    ("code", "text"), [("TXT002", "\x00 \x1b[0m"), ("TXT004", "\u200b"), ("TOK003", "<|im_end|>")]
)
def test_a_row_goes_when_nothing_is_left_of_its_answer(code: str, text: str) -> None:
    """An empty answer would teach to say nothing; an instruction just becomes empty."""
    assert _mended(code, text) is None
    row = chat(("system", text), ("user", "a"), ("assistant", "b"))
    [(_, [edit])] = repairs_of(code, row, GENERIC)
    assert isinstance(edit, Set) and not edit.value.strip()
    part = [{"type": "text", "text": text}, {"type": "text", "text": "Yes."}]
    [(_, [edit])] = repairs_of(code, _answer(part), GENERIC)
    assert isinstance(edit, Set) and edit.path[-2:] == (0, "text")


def test_a_completion_goes_and_a_prompt_may_be_empty() -> None:
    """Rows of pairs are like conversations there."""
    both = {"safe", "unsafe"}
    assert mend({"prompt": "a", "completion": "\x00"}, GENERIC, both) is None
    assert mend({"prompt": "\x00", "completion": "a"}, GENERIC, both) == {
        "prompt": "", "completion": "a",
    }  # fmt: skip


def test_marks_inside_of_marks_go_in_linear_time() -> None:
    """However deep somebody nested them."""
    depth = 20_000
    text = "a" + "<|im_" * depth + "start|>" * depth + "b"
    assert _mended("TOK003", text) == "ab"


def test_a_number_of_arguments_becomes_a_text_of_them() -> None:
    """The arguments are JSON before and after."""
    number = CARD.replace(" ", "")
    arguments = f'{{"card": {number}, "to": "{MAIL}"}}'
    call = {"id": "c1", "type": "function", "function": {"name": "pay", "arguments": arguments}}
    row = {
        "messages": [{"role": "user", "content": "a"}, {"role": "assistant", "tool_calls": [call]}]
    }
    edits = [edits for _, edits in repairs_of("SEC002", row, GENERIC)]
    assert edits and all(one == edits[0] for one in edits)
    assert orjson.loads(edits[0][0].value) == {"card": "<CARD>", "to": "<EMAIL>"}


def test_what_is_no_text_gets_a_placeholder_without_brackets() -> None:
    """A name has letters, digits and little else."""
    token = "ghp_" + "16C7e42F292c69" + "12E7710c838347Ae" + "4H2Y7G"
    row = {"messages": [{"role": "user", "content": "a", "name": token}]}
    [(_, [edit])] = repairs_of("SEC001", row, GENERIC)
    assert edit.value == "GITHUB_TOKEN"


def test_placeholders_are_made_of_capitals_and_are_no_finding() -> None:
    """Of every kind of the two tables; no rule about texts takes one for a defect."""
    kinds = {shape.what for shape in (*keys.shapes(), *persons.shapes())}
    for one in kinds:
        word = placeholder(one)
        assert word.replace("_", "").isascii() and word.replace("_", "").isalnum()
        assert word == word.upper()
        for code in ("SEC001", "SEC002", "TXT005", "TXT006", "TOK003"):
            text = f"Write to <{word}> or set api_key = <{word}>."
            assert repairs_of(code, _answer(text), GENERIC) == [], (code, word)


def test_a_row_of_uncertain_length_stays() -> None:
    """Nothing is dropped for what a stand-in counts."""
    from dataprep.engine.validation.counting import count_tokens

    row = _answer(" a" * 70_000)
    assert repairs_of("TOK001", row, GENERIC, count_tokens)[0][0] is None
    assert repairs_of("TOK001", row, get("bedrock-claude"), count_tokens) == [("", [])]
