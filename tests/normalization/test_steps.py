"""Every step: what it changes, what it leaves byte for byte, and that twice is once."""

from __future__ import annotations

import copy
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stepping import apply, change, dropped
from strategies import ROWS, chat_rows, texts

from dataprep.formats import get
from dataprep.formats.base import Unusable
from dataprep.normalization.pipeline import steps, switches

OPTIONS: list[dict[str, Any]] = [
    {"lf": True},
    {"decode_html_entities": True},
    {"fix_mojibake": True},
    {"remove_control_characters": True},
    {"remove_invisible_characters": True},
    *({"unicode_form": form} for form in ("NFC", "NFD", "NFKC", "NFKD")),
    {"collapse_whitespace": True},
    *({"trim": side} for side in ("both", "leading", "trailing")),
    {"lower_case": True},
    {"merge_turns": True},
    {"contains": ["e"], "matches": ["[a-z]"], "drop_matches": ["###"]},
    {"reject_empty": True},
    {"max_chars": 12, "too_long": "truncate"},
    {"max_tokens": 4, "too_long": "truncate"},
    {"min_chars": 2, "max_chars": 20},
    {"min_tokens": 1, "max_tokens": 9},
    {"leading_space": True},
    *({"separator": mark} for mark in (" ->", "\\n\\n###\\n\\n", "##", "aa")),
    *({"stop": mark} for mark in (" END", "\\n", "###", "aba")),
]
"""Options that switch on every step, one at a time."""

FORMATS = {
    "merge_turns": ["chat"],
    **{name: ["prompt-completion"] for name in ("leading_space", "separator", "stop")},
}


def test_every_step_is_tried() -> None:
    """A new step is added to the options above."""
    tried = {name for options in OPTIONS for name in options}
    for step in steps():
        assert tried & {switch.name for switch in step.switches}, step.name


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@given(data=st.data())
def test_twice_is_once(options: dict[str, Any], data: st.DataObject) -> None:
    """A step that has seen a row finds nothing more to change in it."""
    form = data.draw(st.sampled_from(FORMATS.get(next(iter(options)), sorted(ROWS))))
    row = data.draw(ROWS[form])
    kept = {"id": [1, {"text": "kept\r\n&amp; "}]}
    row |= copy.deepcopy(kept)
    try:
        once = copy.deepcopy(apply(row, **options).row)
    except Unusable:
        return
    again = apply(row, **options)
    assert again.row == once
    assert again.changed == {}
    assert again.row["id"] == kept["id"]


@given(row=st.one_of([ROWS[form] for form in sorted(ROWS)]))
def test_by_default_nothing_changes_but_line_ends(row: dict[str, Any]) -> None:
    """CRLF and CR become LF; every other byte of the row is as it was."""
    before = json.dumps(row, ensure_ascii=False)
    done = apply(row, reject_empty=True)
    form = get("chat" if "messages" in row else "text" if "text" in row else "prompt-completion")
    expected = json.loads(before)
    form.map_texts(expected, lambda text: text.replace("\r\n", "\n").replace("\r", "\n"))
    assert json.dumps(done.row, ensure_ascii=False) == json.dumps(expected, ensure_ascii=False)
    assert bool(done.changed) == (json.dumps(done.row, ensure_ascii=False) != before)
    assert not done.warnings


@given(row=chat_rows())
def test_tools_are_never_touched(row: dict[str, Any]) -> None:
    """No step changes a call's arguments, an id, a name or a definition."""

    def rest(row: dict[str, Any]) -> Any:
        messages = [{**message, "content": None} for message in row["messages"]]
        return {**row, "messages": messages}

    before = copy.deepcopy(rest(row))
    apply(row, trim="both", lower_case=True, collapse_whitespace=True, unicode_form="NFKC",
          decode_html_entities=True, remove_control_characters=True)  # fmt: skip
    assert rest(row) == before


@pytest.mark.parametrize(
    ("options", "before", "after"),
    [
        ({"lf": True}, "a\r\nb\rc\n\r\nd\r\r\ne", "a\nb\nc\n\nd\n\ne"),
        ({"lf": True}, "\x0b\x0c\x85\u2028", "\x0b\x0c\x85\u2028"),
        ({"trim": "both"}, " \n\ta b\xa0\u3000", "a b"),
        ({"trim": "leading"}, " a ", "a "),
        ({"trim": "trailing"}, " a ", " a"),
        ({"trim": "none"}, " a ", " a "),
        ({"collapse_whitespace": True}, "a \n\t b\xa0\xa0c ", "a b c "),
        ({"lower_case": True}, "ÄBC ΑΣ İ", "äbc ας i̇"),
        ({"unicode_form": "NFC"}, "e\u0301", "é"),
        ({"unicode_form": "NFD"}, "é", "e\u0301"),
        ({"unicode_form": "NFKC"}, "ﬁ Ⅳ ｶ", "fi IV カ"),
        ({"unicode_form": "NFC"}, "ﬁ Ⅳ ｶ", "ﬁ Ⅳ ｶ"),
        ({"remove_control_characters": True}, "a\x00\x0b\x0cb\x1b[0m\t\n\r\x7f\x9f", "ab[0m\t\n\r"),
        ({"remove_invisible_characters": True}, "a\u200b\ufeff\u202e\u061cb\xad", "ab"),
        ({"remove_invisible_characters": True}, "👩‍👩‍👧 नमस्ते می‌خواهم", "👩‍👩‍👧 नमस्ते می‌خواهم"),
        ({"fix_mojibake": True}, "itâ€™s cafÃ©", "it’s café"),
        ({"fix_mojibake": True}, "“ok” café ﬁ &amp; \x1b[0m\r\n", "“ok” café ﬁ &amp; \x1b[0m\r\n"),
        ({"decode_html_entities": True}, "a &amp; b &lt;i&gt; &#233;&nbsp;", "a & b <i> é\xa0"),
        ({"decode_html_entities": True}, "&amp;amp;lt; AT&T &unknown; & ;", "< AT&T &unknown; & ;"),
        ({"decode_html_entities": True}, "&" + "amp;" * 9, "&" + "amp;" * 9),
    ],
    ids=str,
)  # fmt: skip
def test_a_step_changes_what_it_says(options: dict[str, Any], before: str, after: str) -> None:
    """The text of a row becomes the other, and that is counted."""
    assert change(before, **options) == after
    done = apply({"text": before}, **{"lf": False, **options})
    assert len(done.changed) == (before != after)


def test_a_hostile_text_takes_no_longer() -> None:
    """Entities nested a million times are left alone, not peeled one by one."""
    text = "&" + "amp;" * 1_000_000
    assert change(text, decode_html_entities=True) == text


def test_steps_run_in_an_order_in_which_none_undoes_another() -> None:
    """An entity is decoded before the repairs of what it stands for; what has met composes."""
    everything = {
        "lf": True, "decode_html_entities": True, "fix_mojibake": True, "trim": "both",
        "remove_control_characters": True, "remove_invisible_characters": True,
        "unicode_form": "NFC",
    }  # fmt: skip
    assert change("a&#13;&#10;b&#7;&nbsp;", **everything) == "a\nb"
    assert change("it&acirc;€™s", **everything) == "it’s"
    assert change("e\u200b\u0301", **everything) == "é"


@given(text=texts(), form=st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")))
def test_the_unicode_form_is_the_one_asked_for(text: str, form: Any) -> None:
    """Whatever else is taken out of the text."""
    made = change(
        text, unicode_form=form, remove_control_characters=True, remove_invisible_characters=True
    )
    assert unicodedata.is_normalized(form, made)


def test_turns_of_one_role_are_merged() -> None:
    """With a blank line between; an empty one adds none. The record's own messages stay whole."""
    turns = [
        {"role": role, "content": text}
        for role, text in (("user", "a"), ("user", ""), ("user", "b"), ("assistant", "c"),
                           ("assistant", "d"), ("user", ""), ("user", ""))
    ]  # fmt: skip
    before = copy.deepcopy(turns)
    done = apply({"messages": list(turns)}, merge_turns=True)
    assert [(turn["role"], turn["content"]) for turn in done.row["messages"]] == [
        ("user", "a\n\nb"), ("assistant", "c\n\nd"), ("user", ""),
    ]  # fmt: skip
    assert done.changed == {"turns merged": 1}
    assert turns == before


@pytest.mark.parametrize(
    "pair",
    [
        [{"role": "user", "content": "a", "name": "x"}, {"role": "user", "content": "b"}],
        [{"role": "assistant", "content": "a", "weight": 0}, {"role": "assistant", "content": "b"}],
        [{"role": "system", "content": "a"}, {"role": "system", "content": "b"}],
        [{"role": "user", "content": [{"type": "text", "text": "a"}]}] * 2,
        [{"role": "assistant", "content": None}, {"role": "assistant", "content": "b"}],
        [{"role": "tool", "content": "a"}, {"role": "tool", "content": "b"}],
    ],
)
def test_turns_that_say_more_are_not_merged(pair: list[dict[str, Any]]) -> None:
    """A name, a weight, parts, system prompts and results belong to their own message."""
    done = apply({"messages": list(pair)}, merge_turns=True)
    assert done.row == {"messages": pair} and not done.changed


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"prompt": "a", "completion": " \r\n"}, "PRC009 the completion is empty"),
        ({"text": ""}, "PRC009 the text is empty"),
        (
            {"messages": [{"role": "assistant", "content": None}]},
            "PRC009 the answer is empty",
        ),
        (
            {"messages": [{"role": "user", "content": "a"}]},
            "PRC009 no message is the assistant's, so there is nothing to learn",
        ),
    ],
)
def test_a_row_with_an_empty_answer_is_dropped_by_default(row: Any, message: str) -> None:
    """It goes to the rejects unless it is asked to stay."""
    assert dropped(copy.deepcopy(row)) == message
    assert apply(row, reject_empty=False).row == row


def test_an_answer_that_steps_emptied_is_empty() -> None:
    """The check comes after the changes of texts."""
    row = {"prompt": "a", "completion": "\u200b\x07"}
    assert apply(dict(row), reject_empty=True).row == row
    assert dropped(
        dict(row), remove_invisible_characters=True, remove_control_characters=True
    ) == "PRC009 the completion is empty"  # fmt: skip


def test_filters_look_at_each_text() -> None:
    """Several values are alternatives; either side counts; letters keep their case."""
    row = {"prompt": "Refund please", "completion": "Done at once"}
    assert apply(dict(row), contains=["xyz", "Done"]).changed == {}
    assert apply(dict(row), contains="Refund").row == row
    assert apply(dict(row), matches=["^Done"], drop_matches=["^once"]).row == row
    assert dropped(dict(row), contains=["refund", "x"]) == (
        "CNV008 no text contains `refund` or `x`"
    )
    assert dropped(dict(row), contains="done") == "CNV008 no text contains `done`"
    assert dropped(dict(row), matches=[r"^\d"]) == r"CNV008 no text matches `^\d`"
    assert dropped(dict(row), drop_matches=["x", "(?i)DONE"]) == "CNV008 a text matches `(?i)DONE`"


def test_every_switch_describes_itself() -> None:
    """Each option has a verb phrase as help, and a name of its own."""
    names = [switch.name for switch in switches()]
    assert len(names) == len(set(names))
    for switch in switches():
        assert switch.help[0].isupper() and switch.help.endswith(".")
        assert (switch.kind == "choice") == bool(switch.choices)
        assert switch.default is None or switch.kind != "choice" or switch.default in switch.choices
