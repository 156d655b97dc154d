"""Places in the text of a row: of the values at paths, and of keys that stand twice."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import json_values

from dataprep.readers.json import duplicate_keys as duplicates
from dataprep.readers.json.duplicate_keys import duplicate_keys
from dataprep.readers.json.locate import locate

Path = tuple[str | int, ...]

# Keys that differ little, look like syntax, or are wide, so that many objects hold one twice.
_keys = st.sampled_from(["", "a", "b", "0", 'a"', "\\", "ä", "😀", "{", ",", ":", "]", "a\n"])
_leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _keys
_spaces = st.sampled_from(["", " ", "\t", "  \r "])


class Pairs(list[tuple[str, Any]]):
    """An object as it is written: a key may stand in it several times."""


_documents = st.recursive(
    _leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(st.tuples(_keys, inner), max_size=5).map(Pairs)
    ),
    max_leaves=20,
)


def written(value: Any, chance: random.Random, spaces: list[str]) -> str:
    """Return a value as JSON with any white space, and texts with or without escapes."""

    def text(one: Any) -> str:
        return json.dumps(one, ensure_ascii=chance.random() < 0.5)

    def gap() -> str:
        return chance.choice(spaces)

    if isinstance(value, Pairs):
        inner = [f"{text(key)}{gap()}:{gap()}{written(one, chance, spaces)}" for key, one in value]
        return "{" + gap() + f"{gap()},{gap()}".join(inner) + gap() + "}"
    if isinstance(value, list):
        inner = [written(one, chance, spaces) for one in value]
        return "[" + gap() + f"{gap()},{gap()}".join(inner) + gap() + "]"
    return text(value)


def walk(value: Any, path: Path = ()) -> dict[Path, Any]:
    """Return every path of a value with what stands there."""
    found: dict[Path, Any] = {path: value}
    items = enumerate(value) if isinstance(value, list) else getattr(value, "items", tuple)()
    for step, inner in items:
        found.update(walk(inner, (*path, step)))
    return found


def counted(value: Any, path: Path = ()) -> list[tuple[Path, str]]:
    """Return path and key of every repeated key, in the order of the text."""
    found: list[tuple[Path, str]] = []
    keys: set[str] = set()
    for number, one in enumerate(value if isinstance(value, list) else ()):
        if isinstance(value, Pairs):
            key, inner = one
            if key in keys:
                found.append((path, key))
            keys.add(key)
            found += counted(inner, (*path, key))
        else:
            found += counted(one, (*path, number))
    return found


@given(_documents, st.randoms(use_true_random=False), st.lists(_spaces, min_size=1, max_size=3))
def test_the_text_at_a_path_is_the_value(
    document: Any, chance: random.Random, spaces: list[str]
) -> None:
    """What stands between the offsets parses to the value, for all paths in one pass."""
    line = chance.choice(spaces) + written(document, chance, spaces) + chance.choice(spaces)
    wanted = walk(json.loads(line))
    absent: list[Path] = [("absent",), (9,), (*max(wanted, key=len), "more"), ("a", "absent", 0)]
    absent = [path for path in absent if path not in wanted]
    found = locate(line, [*wanted, *absent])
    assert found.keys() == wanted.keys()
    for path, (start, end) in found.items():
        assert json.loads(line[start:end]) == wanted[path]
        assert line[start:end] == line[start:end].strip()
    keys = [path for path in wanted if path and isinstance(path[-1], str)]
    places = locate(line, [], [*keys, *absent])
    assert places.keys() == set(keys)
    for path, (start, end) in places.items():
        assert json.loads(line[start:end]) == path[-1]
        assert line[end:].lstrip().startswith(":")
    for path in wanted:  # one alone is found where it is found among all
        assert locate(line, [path]) == {path: found[path]}


def test_the_last_of_two_keys_counts() -> None:
    """A path through the first of two keys is not there, and one through the last is."""
    line = '{"a": {"x": 1, "y": 2}, "a": {"y": 3}}'
    assert locate(line, [("a", "x"), ("a", "y")]) == {("a", "y"): (35, 36)}
    assert locate(line, [], [("a",), ("a", "x")]) == {("a",): (24, 27)}


@given(st.text(st.sampled_from('[]{},:"\\ a1é'), max_size=30))
def test_any_text_has_places(text: str) -> None:
    """Text that is no JSON ends in no exception, and in offsets inside it."""
    paths: list[Path] = [(), ("a",), (0,), (0, 0), ("a", 1)]
    for start, end in locate(text, paths, [("a",)]).values():
        assert 0 <= start <= end <= len(text)
    for found in duplicate_keys(text):
        assert 0 <= found.position < len(text)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_nesting_has_no_end(opening: str) -> None:
    """A value below 50,000 brackets is found, and its object's second key too."""
    closing = {"[": "]"}.get(opening, "}")
    step: str | int = 0 if opening == "[" else "a"
    line = opening * 50_000 + '{"k": 1, "k": 2}' + closing * 50_000
    path: Path = (*(step,) * 50_000, "k")
    assert [line[start:end] for start, end in locate(line, [path]).values()] == ["2"]
    assert [(len(one.path), one.key) for one in duplicate_keys(line)] == [(50_000, "k")]


@given(_documents, st.randoms(use_true_random=False))
def test_second_keys_are_found(document: Any, chance: random.Random) -> None:
    """Every key that an object holds already is found, with the object and the place of the key."""
    line = written(document, chance, ["", " "])
    found = duplicate_keys(line)
    assert [one[:2] for one in found] == counted(document)
    for one in found:
        assert json.JSONDecoder().raw_decode(line, one.position)[0] == one.key


@given(json_values())
def test_no_key_is_made_up(value: Any) -> None:
    """What a JSON library wrote holds no key twice."""
    assert duplicate_keys(json.dumps(value)) == []


def test_a_key_in_other_spelling_is_the_same() -> None:
    """An escape writes the same key; the same text as a value, or in another object, is none."""
    line = '{"role": "role", "x": {"role": 1}, "r\\u006fle": 2}'
    assert duplicate_keys(line) == [((), "role", line.index('"r\\u'))]


def test_there_is_an_end_to_second_keys() -> None:
    """A row of nothing but one key is not a million findings."""
    line = "{" + ",".join(['"a":1'] * 10_000) + "}"
    assert len(duplicate_keys(line)) == duplicates.MOST
