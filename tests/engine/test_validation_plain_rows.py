"""Rows of nothing but roles and texts: the short way says what the long one would."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataprep.engine.validation.features import of_row, plain
from dataprep.rules.base import DatasetRule, Place
from dataprep.rules.registry import rules
from dataprep.rules.row import Row
from dataprep.rules.schema.compiled import compiled
from dataprep.targets import get, names

ROLES = st.lists(
    st.sampled_from(["system", "developer", "user", "assistant", "tool", "function", "human", ""]),
    min_size=1,
    max_size=5,
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80).filter(
    lambda text: not text.isspace()
)
TARGETS = sorted(names())


def row_of(roles, texts):
    """Return a plain row."""
    return {
        "messages": [
            {"role": role, "content": text} for role, text in zip(roles, texts, strict=True)
        ]
    }


@pytest.mark.parametrize("name", TARGETS)
@given(roles=ROLES, data=st.data())
def test_the_verdict_about_a_plain_row_depends_on_its_roles_alone(name, roles, data):
    """So a schema is asked once for each order of roles; a schema that reads texts would break this."""
    texts = st.lists(WORDS, min_size=len(roles), max_size=len(roles))
    schema = compiled(get(name), "chat")
    one, other = row_of(roles, data.draw(texts)), row_of(roles, data.draw(texts))
    assert schema.is_valid(one) == schema.is_valid(other)


@given(roles=ROLES, data=st.data())
def test_a_plain_row_is_known(roles, data):
    """Whatever the roles and the texts are, they come back; a row with anything else is not plain."""
    texts = data.draw(st.lists(WORDS, min_size=len(roles), max_size=len(roles)))
    row = row_of(roles, texts)
    assert plain(row) == (tuple(roles), texts)
    assert of_row(row, "chat") == {"@repeated"}
    assert plain({**row, "tools": []}) is None


@pytest.mark.parametrize(
    "messages",
    [
        [],
        None,
        "text",
        {"role": "user", "content": "x"},
        ["role", "content"],
        [["role", "content"]],
        [{"role": "user", "content": " \n"}],
        [{"role": "user", "content": ""}],
        [{"role": "user", "content": None}],
        [{"role": "user", "content": ["x"]}],
        [{"role": 1, "content": "x"}],
        [{"role": ["user"], "content": "x"}],
        [{"role": "user"}],
        [{"role": "user", "content": "x", "weight": 1}],
        [{"role": "user", "text": "x"}],
    ],
)
def test_other_rows_are_not_plain(messages):
    """Rows of any shape are looked at, and only those of roles and texts are taken."""
    assert plain({"messages": messages}) is None


@pytest.mark.parametrize(
    "code",
    sorted(
        code
        for code, kind in rules().items()
        if issubclass(kind, DatasetRule) and hasattr(kind().tally(), "add_plain")
    ),
)
@given(
    st.lists(
        st.lists(
            st.tuples(
                st.sampled_from(["system", "user", "assistant"]),
                st.sampled_from(
                    [
                        "yes",
                        "no ",
                        "What is it, then?",
                        " x",
                        "Да, конечно, это так.",
                        "y" * 70,
                        "What is it, then? A long answer that ends in the middle of a",
                        "`",
                        "x\n\ny",
                    ]
                ),
            ),
            min_size=1,
            max_size=4,
        ),
        max_size=6,
    )
)
def test_tallies_take_plain_rows_in_either_way(code, found):
    """What a tally makes of the roles and texts of a row is what it makes of the row."""
    one, other = (rules()[code]().tally() for _ in range(2))
    for number, said in enumerate(found, 1):
        roles, texts = [role for role, _ in said], [text for _, text in said]
        data = row_of(roles, texts)
        one.add(Row(data, "chat", orjson.dumps(data)), Place("x.jsonl", number))
        other.add_plain(roles, texts, Place("x.jsonl", number))
    assert state(one) == state(other)


def state(value):
    """Return what an object holds, all the way down."""
    if isinstance(value, dict):
        return {key: state(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [state(one) for one in value]
    return state(vars(value)) if hasattr(value, "__dict__") else value
