"""What repairs of calls, their arguments, ids and results do beyond their examples."""

from __future__ import annotations

import orjson
import pytest
from conversing import ANSWER, ASKED
from conversing import call as _call
from conversing import calls as _calls
from conversing import result as _result
from conversing import row as _row
from mending import mend, repairs_of

from dataprep.rules.tools.renaming import fits, form
from dataprep.targets import get, names

GENERIC = get("generic")
BOTH = {"safe", "unsafe"}


def test_functions_become_tools_with_their_calls_and_results() -> None:
    """Each result names the last call of its name; tools that are there stay in front."""
    old = {"name": "now", "arguments": '{"a": 1}'}
    tool = {"type": "function", "function": {"name": "then", "parameters": {"type": "object"}}}
    row = _row(
        ASKED,
        {"role": "assistant", "content": None, "function_call": old},
        {"role": "function", "name": "now", "content": "3"},
        {"role": "assistant", "content": None, "function_call": old},
        {"role": "function", "name": "now", "content": "4"},
        ANSWER, tools=[tool], functions=[tool["function"], {"name": "now"}],
    )  # fmt: skip
    new = [{"id": f"call_{n}", "type": "function", "function": old} for n in (1, 2)]
    assert mend(row, GENERIC, BOTH) == _row(
        ASKED,
        {"role": "assistant", "content": None, "tool_calls": [new[0]]}, _result("call_1"),
        {"role": "assistant", "content": None, "tool_calls": [new[1]]}, _result("call_2", "4"),
        ANSWER, tools=[tool, {"type": "function", "function": {"name": "now"}}],
    )  # fmt: skip


def test_a_result_without_its_call_keeps_the_old_form_of_the_row() -> None:
    """Half of a conversation in another form would help nobody."""
    row = _row(ASKED, {"role": "function", "name": "now", "content": "3"}, ANSWER, functions=[])
    assert repairs_of("CHT017", row, GENERIC) == [("", [])]


def test_functions_are_kept_as_tools_where_the_target_takes_only_those() -> None:
    """The key is unknown there, but what it says can be written."""
    row = _row(ASKED, ANSWER, functions=[{"name": "now"}])
    made = mend(row, get("together"), BOTH)
    assert made is not None and made["tools"][0]["function"] == {"name": "now"}


def test_arguments_keep_every_digit_in_either_form() -> None:
    """1.0 stays 1.0, and a number beyond 64 bits stays whole."""
    digits = '{"a":1.0,"b":123456789012345678901234567890,"c":1E+5}'
    raw = orjson.dumps(_row(ASKED, {"role": "assistant", "tool_calls": [_call("c1")]}))
    as_object = raw.replace(b'"{}"', digits.encode())
    [(_, [edit])] = repairs_of("TLS001", as_object, GENERIC)
    assert edit.value == digits
    as_text = raw.replace(b'"{}"', orjson.dumps(digits))
    [(_, [edit])] = repairs_of("TLS001", as_text, get("trl"))
    assert {name: str(value) for name, value in edit.value.items()} == {
        "a": "1.0", "b": "123456789012345678901234567890", "c": "1E+5",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["no json", "[1]", '{"a": 1, "a": 2}', '{"a": NaN}', "{"])
def test_arguments_that_are_no_object_are_for_a_person(text: str) -> None:
    """Nothing is written in their place, and no key is lost."""
    row = _row(ASKED, {"role": "assistant", "tool_calls": [_call("c1", arguments=text)]})
    assert repairs_of("TLS001", row, get("trl")) == [("", [])]


def test_later_calls_of_an_id_get_their_own_with_their_results() -> None:
    """Results follow the order of the calls in the message before them."""
    row = _row(ASKED, _calls("a", "a"), _result("a", "1"), _result("a", "2"), ANSWER,
               ASKED, _calls("a"), _result("a", "3"), ANSWER)  # fmt: skip
    assert mend(row, GENERIC, BOTH) == _row(
        ASKED, _calls("a", "a_2"), _result("a", "1"), _result("a_2", "2"), ANSWER,
        ASKED, _calls("a_3"), _result("a_3", "3"), ANSWER,
    )  # fmt: skip


def test_a_new_id_is_nobody_elses() -> None:
    """An id that is there already is passed over."""
    row = _row(ASKED, _calls("a", "a_2", "a"))
    assert mend(row, GENERIC, BOTH) == _row(ASKED, _calls("a", "a_2", "a_3"))


def test_ids_in_the_form_of_the_platform_keep_calls_and_results_together() -> None:
    """Each id has one new name wherever it stands; one that fits stays; numbers are not used twice."""
    row = _row(ASKED, _calls("x", "call00001", "y"), _result("y"), _result("x"), ANSWER)
    assert mend(row, get("mistral"), BOTH) == _row(
        ASKED, _calls("call00002", "call00001", "call00003"),
        _result("call00003"), _result("call00002"), ANSWER,
    )  # fmt: skip


def test_equal_ids_get_different_ones_that_the_platform_takes() -> None:
    """The new id is in the platform's form at once."""
    row = _row(ASKED, _calls("D681PevKs", "D681PevKs"))
    assert mend(row, get("mistral"), BOTH) == _row(ASKED, _calls("D681PevKs", "call00001"))


def test_a_form_that_nothing_fits_is_for_a_person() -> None:
    """A pattern of a target of one's own may be any."""
    figures = dict(get("mistral").figures)
    figures["call_id_pattern"] = figures["call_id_pattern"]._replace(value="^[x]{3}$")
    target = get("mistral")._replace(figures=figures)
    assert form(target) == ""
    assert repairs_of("TLS009", _row(ASKED, _calls("c1")), target) == [("", [])]


@pytest.mark.parametrize("name", [one for one in names() if get(one).value("call_id_pattern")])
def test_there_is_a_form_for_every_platform_with_a_pattern(name: str) -> None:
    """What is proposed is taken."""
    assert fits(form(get(name)).format(1), get(name))
