"""Selecting rules by code, prefix and name."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataprep.errors import UsageError
from dataprep.model import Severity
from dataprep.rules.selection import fits, ignored, overrides, per_file, select, words


class _Rule:
    def __init__(self, name, default=True):
        self.name, self.default = name, default


KNOWN = {
    "AAA001": _Rule("first-thing"),
    "AAA002": _Rule("second-thing"),
    "AAA010": _Rule("tenth-thing"),
    "BBB001": _Rule("other-thing"),
    "BBB002": _Rule("slow-thing", default=False),
}
DEFAULT = KNOWN.keys() - {"BBB002"}


def chosen(*args):
    return select(*args, known=KNOWN)


@pytest.mark.parametrize(
    ("selected", "ignored", "extended", "expected"),
    [
        (None, (), (), DEFAULT),
        (("DEFAULT",), (), (), DEFAULT),
        (("ALL",), (), (), KNOWN.keys()),
        ((), (), (), set()),
        (("AAA",), (), (), {"AAA001", "AAA002", "AAA010"}),
        (("AAA00",), (), (), {"AAA001", "AAA002"}),
        (("AAA002",), (), (), {"AAA002"}),
        (("second-thing",), (), (), {"AAA002"}),
        (("BBB",), (), (), {"BBB001"}),
        (("BBB002",), (), (), {"BBB002"}),
        (("slow-thing",), (), (), {"BBB002"}),
        (None, (), ("BBB002",), KNOWN.keys()),
        (("AAA",), (), ("other-thing",), {"AAA001", "AAA002", "AAA010", "BBB001"}),
        (None, ("AAA",), (), {"BBB001"}),
        (None, ("ALL",), (), set()),
        (("AAA",), ("ALL",), (), {"AAA001", "AAA002", "AAA010"}),
        (("AAA001",), ("AAA",), (), {"AAA001"}),
        (("AAA",), ("AAA001",), (), {"AAA002", "AAA010"}),
        (("AAA", "AAA001"), ("AAA00",), (), {"AAA001", "AAA010"}),
        (("AAA",), ("AAA",), (), set()),
        (("AAA001",), ("first-thing",), (), set()),
        (("ALL",), ("BBB00",), ("BBB001",), {"AAA001", "AAA002", "AAA010", "BBB001"}),
        (("ALL", "BBB"), (), (), KNOWN.keys()),
    ],
)
def test_the_most_specific_word_wins(selected, ignored, extended, expected):
    """Among equals, to ignore wins; a rule that is off needs its own name, or ALL."""
    assert chosen(selected, ignored, extended) == expected


def test_a_prefix_ignores_what_only_a_name_selects():
    """Ignoring a family does not reach a rule that is named itself."""
    assert chosen(("BBB002",), ("BBB",)) == {"BBB002"}


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("first-thin", "did you mean `first-thing`?"),
        ("aaa001", "did you mean `AAA001`?"),
        ("bbb", "did you mean `BBB`?"),
        ("all", "did you mean `ALL`?"),
        ("AAA003", "did you mean `AAA002`?"),
        ("", "see them with: dataprep rules"),
        ("zebra", "see them with: dataprep rules"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_word_for_no_rule_is_an_error(word, hint, place):
    """Wherever it stands, with the nearest one."""
    arguments = [("ALL",), (), ()]
    arguments[place] = (word,)
    with pytest.raises(UsageError) as caught:
        chosen(*arguments)
    assert caught.value.message == f"no rule is called `{word}`"
    if word == "AAA003":
        assert caught.value.hint.startswith("did you mean `AAA0")
    else:
        assert caught.value.hint == hint


def test_severities_of_the_users_own():
    """By code, prefix or name; the most specific one wins wherever it stands; off is None."""
    table = {"first-thing": "info", "AAA": "warning", "AAA002": "off", "AAA00": "error"}
    assert overrides(table, KNOWN) == {
        "AAA001": Severity.INFO, "AAA002": None, "AAA010": Severity.WARNING,
    }  # fmt: skip
    with pytest.raises(UsageError, match="no rule is called `BBBB`"):
        overrides({"BBBB": "off"}, KNOWN)


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("/p/a.jsonl", "/p/a.jsonl", True),
        ("/p/a.jsonl", "/p/*.jsonl", True),
        ("/p/d/a.jsonl", "/p/*.jsonl", False),
        ("/p/d/a.jsonl", "/p/*", True),
        ("/p/d/e/a.jsonl", "/p/**/a.jsonl", True),
        ("/p/a.jsonl", "/p/**/a.jsonl", True),
        ("/p/d/e/a.jsonl", "/p/d", True),
        ("/p/dd/a.jsonl", "/p/d", False),
        ("/p/a1.jsonl", "/p/a[0-9].jsonl", True),
        ("/p/a.jsonl", "/p/**", True),
        ("/p/x/y/z", "/p/**/y", True),
        ("/q/a.jsonl", "/p/**", False),
        ("/p/a/b/a/c", "/p/**/a/c", True),
        ("/p", "/p/a", False),
    ],
)
def test_globs_fit_paths(path, pattern, expected):
    """One star stays within a part, two stand for any parts, a folder for all that is in it."""
    assert fits(path, pattern) is expected


def test_a_glob_of_many_stars_ends():
    """No glob takes more than its length times the path's."""
    assert not fits("/a" * 2000, "/**/a" * 200 + "/b")


@given(
    st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1), st.sampled_from(["a", "b", "*", "a*"])
)
def test_one_part_fits_as_in_the_standard_library(parts, pattern):
    """`**/x` fits where any part of the path does."""
    expected = any(fnmatchcase(part, pattern) for part in parts)
    assert fits("/" + "/".join(parts), f"/**/{pattern}") is expected


def test_ignores_of_a_file(tmp_path, monkeypatch):
    """All globs that fit count; relative names stand for their places."""
    monkeypatch.chdir(tmp_path)
    table = per_file({f"{tmp_path}/*.jsonl": ["AAA"], f"{tmp_path}/a*": ["other-thing"]}, KNOWN)
    assert ignored("a.jsonl", table) == {"AAA001", "AAA002", "AAA010", "BBB001"}
    assert ignored("d/a.jsonl", table) == set()
    assert ignored("a.jsonl", ()) == set()
    with pytest.raises(UsageError, match="no rule is called `x`"):
        per_file({"*": ["x"]}, KNOWN)


def test_words_of_an_option():
    """Commas separate as repeating does."""
    assert words(["AAA, BBB", "c,"]) == ("AAA", "BBB", "c")
