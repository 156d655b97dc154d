"""TXT: what the texts of rows say, and what is not to be named."""

from __future__ import annotations

import orjson
import pytest
import re2
from asking import tallied
from hypothesis import given
from hypothesis import strategies as st

from dataprep.rules.base import chat
from dataprep.rules.registry import rules
from dataprep.rules.row import Row
from dataprep.rules.text.endings import ending
from dataprep.rules.text.scripts import script_of
from dataprep.targets import get

GENERIC = get("generic")
TEXT_RULES = [
    one for code, one in rules().items() if code.startswith("TXT") and one.layer == "text"
]
TALLIES = [
    one for code, one in rules().items() if code.startswith("TXT") and one.layer == "dataset"
]
ANSWERS = st.text(max_size=120) | st.sampled_from(
    ["It is upstairs, past the hall.", " Hello.", "на четвёртом этаже", "在四楼", "```\nopen"]
)
ANY = st.recursive(
    st.none() | st.integers() | st.text(max_size=20), lambda x: st.lists(x) | st.dictionaries(
        st.sampled_from(["messages", "role", "content", "prompt", "completion", "input", "weight",
                         "preferred_output", "text"]), x)
)  # fmt: skip
LONG = "The hall is on the second floor. Take the stairs beside the door"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"{LONG}, and then go to the", "word"),
        (f"{LONG}, past the counter,", "comma"),
        (f"{LONG} and turn left (past the maps", "bracket"),
        (f"{LONG}:\n```python\nx = 1", "fence"),
        (f"{LONG}. Your number is there too. Then tell them the num", "cut"),
        ('{"answer": "the second floor, beside the stairs and the', "json"),
    ],
)
def test_an_open_end_is_seen(text, fault):
    """A leading word, a comma, a bracket and a code block leave something open."""
    assert ending(text).fault == fault


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        "spam",
        '{"answer": "the second floor, beside the stairs and the", "sure": true, "by": "the"}',
        "{see the plan} for the second floor, and go past the door beside the stairs and the",
        f"{LONG}. There are two bikes at the door and one more bike",
        f"{LONG}:\n- the first shelf, beside the door and the",
        f"{LONG}. The sum is $a + b$ and x = the",
        "ห้องอ่านหนังสืออยู่ชั้นสอง ขึ้นบันไดข้างประตู แล้วเลี้ยวซ้ายไปจนสุดทางเดินข้างแผนที่",
        "第二阅览室在二楼。从入口上楼，然后向左转，走到走廊的尽头，就在地图旁边。第二阅览室在二楼，左边。从入口上楼，左边。",
        f"{LONG}:\n```python\nx = 1\n```",
        "The rose is red,\nthe violet is blue,\nthe honey is sweet and so is the one that I gave to the",
    ],
)
def test_what_does_not_break_off_is_let_alone(text):
    """Sentences without a full stop, labels, JSON, lists, formulas, Thai, Chinese, code, verses."""
    found = ending(text)
    assert found is None or not found.fault


@pytest.mark.parametrize(
    ("text", "script"),
    [("Где?", None), ("На втором этаже", "Cyrillic"), ("在二楼的左边", "Chinese or Japanese"),
     ("이층에 있습니다", "Korean"), ("Au 4e étage", "Latin"), ("בקומה השנייה", "Hebrew"), ("42", None),
     ("في الطابق الثاني", "Arabic"), ("Στον δεύτερο όροφο", "Greek"), ("อยู่ชั้นสอง", "Thai")],
)  # fmt: skip
def test_the_script_of_a_text(text, script):
    """Few letters have none."""
    assert script_of(text) == script


@given(st.lists(ANSWERS, max_size=30), st.integers(0, 30))
def test_tallies_of_parts_add_up(answers, cut):
    """Counting two parts and merging says the same as counting all of it."""
    from asking import DATASET

    data = [
        Row(chat(("user", "Where is it, please?"), ("assistant", one)), "chat") for one in answers
    ]
    for kind in TALLIES:
        rule = kind()
        whole, first = tallied(rule, data), tallied(rule, data[:cut])
        first.merge(tallied(rule, data[cut:], len(data[:cut]) + 1))
        assert list(rule.finish(first, DATASET, GENERIC)) == list(
            rule.finish(whole, DATASET, GENERIC)
        )


@given(ANY, st.sampled_from(["chat", "preference", "prompt-completion", "text", "reinforcement"]))
def test_rows_of_any_shape_are_taken(data, kind):
    """No rule fails on a row that is not as it should be."""
    row = Row(data if isinstance(data, dict) else {"messages": data}, kind)
    for code, one in rules().items():
        if not code.startswith("TXT"):
            continue
        rule = one()
        if one.layer == "dataset":
            tallied(rule, [row])
        else:
            list(rule.check(row, GENERIC))


@pytest.mark.parametrize("rule", TEXT_RULES, ids=lambda one: one.code)
@pytest.mark.parametrize("ascii_only", [False, True], ids=["raw", "escaped"])
def test_the_patterns_wake_the_rule(rule, ascii_only):
    """However JSON writes a text, a pattern occurs in a row in which the rule finds something."""
    import json

    for sample in rule.bad:
        for line in sample.content.splitlines():
            data = orjson.loads(line)
            if list(rule().check(Row(data, "chat"), GENERIC)):
                text = json.dumps(data, ensure_ascii=ascii_only).encode()
                found = [one for one in rule().patterns(GENERIC) if re2.search(one.encode(), text)]
                assert found, text


@pytest.mark.parametrize("one", ["\x00", "\x0b", "\x1f", "\x7f", "\x85", "\x9f", "\b", "\f"])
def test_every_control_character_wakes_its_rule(one):
    """C0, DEL and C1, as JSON writes them."""
    rule = rules()["TXT002"]()
    data = chat(("user", "Hi"), ("assistant", f"a{one}b"))
    line = orjson.dumps(data)

    assert any(re2.search(pattern.encode(), line) for pattern in rule.patterns(GENERIC))
    assert len(list(rule.check(Row(data, "chat"), GENERIC))) == 1
