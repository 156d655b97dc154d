"""Columns and templates that the user names: --map, --user, --assistant."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from dataprep.dialects.mapped import Mapped
from dataprep.dialects.template import Template
from dataprep.errors import UsageError
from dataprep.formats.base import Unusable


def example(row: dict[str, Any], columns: dict[str, str], **templates: str) -> dict[str, Any]:
    """Return the example of a row by a mapping and templates, bound to the row's own columns."""
    parsed = {side: Template.parse(source) for side, source in templates.items()}
    return Mapped(columns, parsed).bound(list(row), [row]).example(row)


def said(row: dict[str, Any], columns: dict[str, str], **templates: str) -> list[tuple[str, str]]:
    """Return the (role, text) pairs of `example`."""
    made = example(row, columns, **templates)
    return [(turn["role"], turn["content"]) for turn in made["messages"]]


def wrong(call: Any) -> str:
    """Return the message and the hint of the `UsageError` that `call` raises."""
    with pytest.raises(UsageError) as caught:
        call()
    return f"{caught.value.message} | {caught.value.hint}"


def test_columns_become_the_sides() -> None:
    """System, user and assistant in this order; a row without a system prompt has none."""
    row = {"reply": 2, "subject": "a", "rules": "s"}
    columns = {"assistant": "reply", "user": "subject", "system": "rules"}
    assert said(row, columns) == [("system", "s"), ("user", "a"), ("assistant", "2")]
    assert said({**row, "rules": ""}, columns) == [("user", "a"), ("assistant", "2")]
    assert said({**row, "subject": None}, columns)[1] == ("user", "")
    assert example(row, {"text": "subject"}) == {"text": "a"}


def test_one_message_a_row_by_its_columns() -> None:
    """A role column and its content; a system column comes before the message."""
    row = {"who": "GPT", "what": "a", "rules": "s"}
    columns = {"role": "who", "content": "what"}
    assert said(row, columns) == [("assistant", "a")]
    assert said(row, {**columns, "system": "rules"}) == [("system", "s"), ("assistant", "a")]
    with pytest.raises(Unusable, match="the role 'boss' at `who` is not one that is known") as one:
        example({**row, "who": "boss"}, columns)
    assert one.value.code == "CNV012" and "--values COLUMN:OLD=NEW" in one.value.help
    with pytest.raises(Unusable, match="the role 'tool' at `who` is a tool's"):
        example({**row, "who": "tool"}, columns)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"user": "a"}, "the mapping has `user` and no answer side | add --map assistant=COLUMN"),
        ({"role": "a", "user": "b", "assistant": "c"}, "a role needs its content | give both"),
        ({"content": "a"}, "the mapping has `content`; a role needs its content"),
        ({"text": "a", "user": "b"}, "the mapping has `text`, `user`; a row of plain text has no"),
        (
            {"role": "a", "content": "b", "user": "c"},
            "the mapping has `content`, `role`, `user`; a row is either one message or a pair",
        ),
    ],
)
def test_mappings_that_say_nothing_useful_are_refused(
    columns: dict[str, str], message: str
) -> None:
    """A part that would be left out in silence is an error before the first row."""
    assert message in wrong(lambda: Mapped(columns))


def test_a_missing_column_lists_the_columns_and_the_nearest() -> None:
    """In a mapping and in a template alike, whatever the case of the letters."""
    row = {"Question": "a", "answer": "b"}
    expected = "there is no column `qestion`; the columns are `Question`, `answer` | did you mean"
    columns = {"assistant": "answer"}
    assert wrong(lambda: example(row, {**columns, "user": "qestion"})) == f"{expected} `Question`?"
    assert wrong(lambda: example(row, columns, user="x {qestion}")) == f"{expected} `Question`?"
    assert wrong(lambda: example(row, {**columns, "user": "zzz"})).endswith("| name one of them")


def test_columns_may_be_spelled_oddly() -> None:
    """Case and outer spaces do not matter, in a mapping, a path and a template; the exact name wins."""
    row = {" Title ": "a", "text": "b", "Text": "c"}
    assert said(row, {"user": "title", "assistant": "text"}) == [("user", "a"), ("assistant", "b")]
    made = said(row, {"assistant": "Text"}, user="<{title}>")
    assert made == [("user", "<a>"), ("assistant", "c")]
    assert said({"Meta": {"q": 1}, "a": 2}, {"user": "meta.q", "assistant": "a"})[0] == (
        "user",
        "1",
    )
    assert "there is no column `TEXT`" in wrong(lambda: example(row, {"text": "TEXT"}))


def test_dotted_paths_reach_into_nested_json() -> None:
    """Keys and numbers of list elements; a column whose name has a dot is that column."""
    row = {"a": {"b": [{"c": "x"}, {"c": ["y"]}]}, "v.1": "z", "n": None}
    columns = {"user": "a.b.0.c", "assistant": "v.1"}
    assert said(row, columns) == [("user", "x"), ("assistant", "z")]
    assert said(row, {"user": "n", "assistant": "a.b.1"})[1] == ("assistant", '{"c":["y"]}')
    bound = Mapped(columns).bound(list(row), [row])
    assert bound.columns == {"a.b.0.c", "v.1"}
    for other in ({"b": []}, {}, "text", None, {"b": [{"d": 1}]}):
        with pytest.raises(Unusable, match=r"the row has no `a\.b\.0\.c`: there is no `") as caught:
            bound.example({**row, "a": other})
        assert caught.value.code == "CNV002"


def test_a_path_that_leads_nowhere_is_an_error() -> None:
    """A path that no row of the sample has is refused before the first row; `a.__class__` too."""
    row = {"a": {"b": 1}, "c": "x"}
    for path in ("a.x", "a.b.c", "a.__class__", "c.upper", "a."):
        assert wrong(lambda path=path: example(row, {"text": path})) == (
            f"the path `{path}` leads nowhere in the first 1 rows | "
            "look at what `a` holds with --preview 3".replace("`a`", f"`{path.split('.')[0]}`")
        )
    rows = [{"a": None}, {"a": {"b": 1}}]
    assert Mapped({"text": "a.b"}).bound(["a"], rows).example(rows[1]) == {"text": "1"}


def test_a_template_puts_columns_into_a_text() -> None:
    """Placeholders, escapes as a shell cannot type them, doubled braces."""
    row = {"title": "Soup", "n": 3, "none": None, "x y": "z"}
    source = r"{title}\n\t{n}\\n {{n}} {none}|{ x y }\u00e9\ud83d\ude00\q{{{n}}}"
    made = said(row, {"assistant": "n"}, user=source)[0][1]
    assert made == "Soup\n\t3\\n {n} |zé😀\\q{3}"


@pytest.mark.parametrize("source", ["{}", "{ }", "{a", "a}", "{a}}", "{{a}", "{a{b}}", "}{"])
def test_a_brace_without_its_partner_is_refused(source: str) -> None:
    """Also an empty placeholder: there is no positional one."""
    assert "that names no column | write {column}, and {{ or }} for a brace itself" in wrong(
        lambda: Template.parse(source)
    )


@pytest.mark.parametrize(
    "inside", ["x.__class__", "x!r", "x:>10", "x[0]", "x.upper()", "0", "x.y", "__class__", "x}{y"]
)
def test_a_template_knows_plain_names_only(inside: str) -> None:
    """No attributes, conversions, format specs or indices: they are columns that do not exist."""
    row = {"x": {"y": "secret"}, "a": "b"}
    message = wrong(lambda: example(row, {"assistant": "a"}, user=f"{{{inside}}}"))
    assert message.startswith(f"there is no column `{inside.split('}')[-1].lstrip('{')}`; the col")


def test_a_column_may_bear_any_name_in_a_template() -> None:
    """What looks like a format spec is a name when a column bears it."""
    row = {"Price: USD": 5, "a.b": "c", "x!r": "d"}
    assert said(row, {"assistant": "a.b"}, user="{Price: USD}{a.b}{x!r}")[0] == ("user", "5cd")


def test_a_row_without_a_column_of_the_template_is_a_reject() -> None:
    """Rows of JSON bring their own keys; the reason names the column and what there is."""
    template = Template.parse("{a}{b}")
    with pytest.raises(Unusable, match="the row has no `b`; it has `a`") as caught:
        template.fill({"a": 1})
    assert caught.value.code == "CNV002"
    assert template.columns == ["a", "b"]


@given(
    pieces=st.lists(
        st.tuples(texts().filter(lambda text: "\\" not in text), st.sampled_from("abc")),
        max_size=4,
    ),
    row=st.fixed_dictionaries(dict.fromkeys("abc", texts())),
)
def test_a_template_is_its_literal_texts_and_the_values(
    pieces: list[tuple[str, str]], row: dict[str, str]
) -> None:
    """No character of a value is read as a placeholder or an escape, and none is lost."""
    source = "".join(
        text.replace("{", "{{").replace("}", "}}") + f"{{{name}}}" for text, name in pieces
    )
    filled = Template.parse(source).fill(row)
    assert filled == "".join(text + row[name] for text, name in pieces)


@given(source=texts())
def test_any_template_is_read_or_refused(source: str) -> None:
    """Any text is a template, or one clean error."""
    try:
        template = Template.parse(source)
    except UsageError:
        return
    assert all(name.strip() == name != "" for name in template.columns)
