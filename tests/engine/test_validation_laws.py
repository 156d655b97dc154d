"""Laws of the validation: any bytes end in findings, however a file is cut and asked about."""

from __future__ import annotations

import copy
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import chat_rows, json_values, prompt_completion_rows, text_rows

from dataprep import validate
from dataprep.engine.validation.kinds import UNKNOWN, expected, kind_of
from dataprep.errors import DataprepError
from dataprep.readers import blocks
from dataprep.rules.base import SchemaRule
from dataprep.rules.registry import rules
from dataprep.rules.schema.compiled import compiled
from dataprep.targets import get

TODAY = "2026-03-01"
TARGETS = ("generic", "openai/gpt-4.1-mini", "azure/gpt-4.1-mini", "mistral", "together", "trl")
SCHEMA_CODES = [code for code, kind in rules().items() if issubclass(kind, SchemaRule)]
_REPLACED = st.sampled_from(
    (None, True, 1.0, 0.5, -1, "", " ", "gpt", "\x1b[31m", [], [None], {}, {"a": {"b": []}})
)
_NAMED = st.sampled_from(("id", "weight", "name", "tools", "tool_calls", "role", "Role", 'é"\n'))


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every (owner, key or index) inside a value."""
    inside = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in list(inside):
        yield node, key
        if isinstance(value, dict | list):
            yield from places(value)


@st.composite
def mutants(draw: st.DrawFn) -> Any:
    """Rows of all formats, most with a value that is replaced, dropped, added or renamed."""
    row = copy.deepcopy(draw(st.one_of(chat_rows(), prompt_completion_rows(), text_rows())))
    for _ in range(draw(st.integers(0, 2))):
        found = list(places(row))
        if not found:
            break
        owner, key = found[draw(st.integers(0, len(found) - 1))]
        change = draw(st.sampled_from(("replace", "drop", "add", "rename")))
        if change == "drop":
            del owner[key]
        elif change == "replace" or isinstance(owner, list):
            owner[key] = copy.deepcopy(draw(_REPLACED))
        elif change == "add":
            owner[draw(_NAMED)] = copy.deepcopy(draw(_REPLACED))
        else:
            owner[draw(_NAMED)] = owner.pop(key)
    return row


@st.composite
def spelled(draw: st.DrawFn, row: Any) -> bytes:
    """The line of a row: any spacing, escapes or wide characters, now and then a key twice."""
    separators = draw(st.sampled_from(((",", ":"), (", ", ": "), (" ,\t", "  : "))))
    text = json.dumps(row, ensure_ascii=draw(st.booleans()), separators=separators)
    if text.startswith("{") and len(text) > 2 and draw(st.integers(0, 3)) == 0:
        text = f'{{"messages": [{{"role": "x"}}], "text": "é😀",{text[1:]}'
    return draw(st.sampled_from((b"", b" ", b"\t  "))) + text.encode()


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """A line of a file: mostly a row, else something that is none."""
    return draw(
        st.one_of(
            mutants().flatmap(spelled),
            mutants().flatmap(spelled),
            json_values().map(lambda one: json.dumps(one).encode()),
            st.binary(max_size=12).map(lambda one: b"~" + one.replace(b"\n", b"")),
            st.sampled_from(
                (b"", b"  ", b"{", b'{"a":', b'{"text":"x"} {"text":"y"}', b'{"text":NaN}', b"\x00",
                 b'{"text":"\\ud800"}', b'{"text":"\xff"}', b'{"text":"a\x00b"}', b"[" * 2000)
            ),
        )
    )  # fmt: skip


def files(least: int = 0) -> st.SearchStrategy[bytes]:
    """Files of such lines."""
    lines = st.lists(spoiled(), min_size=least, max_size=8)
    return st.builds(lambda some, end: b"\n".join(some) + end, lines, st.sampled_from((b"", b"\n")))


def report(path: Path, **options: Any) -> dict[str, Any]:
    """Return the report about a file as data."""
    return validate(path, today=TODAY, **options).to_dict()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the files of all examples."""
    return tmp_path_factory.mktemp("laws")


def written(folder: Path, content: bytes) -> Path:
    """Write a file."""
    path = folder / "data.jsonl"
    path.write_bytes(content)
    return path


_JSONISH = st.lists(
    st.sampled_from(
        (b"{", b"}", b"[", b"]", b":", b",", b'"', b"\\", b"\n", b"\r", b" ", b"null", b"1e999",
         b'"messages"', b'"role"', b'"content"', b'"user"', b"\xff", b"\xef\xbb\xbf", b"\x00")
    ),
    max_size=60,
).map(b"".join)  # fmt: skip


@given(content=st.one_of(st.binary(max_size=300), _JSONISH, files()))
def test_any_bytes_end_in_findings(folder: Path, content: bytes) -> None:
    """Whatever a file holds, the validation ends in a report or in an error of its own."""
    try:
        found = validate(written(folder, content), target=list(TARGETS[:3]), today=TODAY)
    except DataprepError as error:
        assert error.message and error.hint
        return
    assert found.findings or found.stats["rows"]
    json.dumps(found.to_dict())


@given(content=files(), size=st.integers(1, 400))
def test_where_blocks_are_cut_changes_nothing(folder: Path, content: bytes, size: int) -> None:
    """A file checked in chunks of any size has the findings and the counts of one chunk."""
    path = written(folder, content)
    whole = report(path, tokens="exact")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_SIZE", size)
        assert report(path, tokens="exact") == whole


@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
@given(content=files(least=4))
def test_one_job_is_as_good_as_many(folder: Path, content: bytes) -> None:
    """Two processes say what one says, in the same order."""
    path = written(folder, content * 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_SIZE", 200)
        assert report(path, jobs=2) == report(path, jobs=1)


@given(first=files(), second=files())
def test_findings_come_in_the_order_of_the_files(folder: Path, first: bytes, second: bytes) -> None:
    """Findings about rows ascend by file and line; those about the dataset follow all of them."""
    names = [folder / "a.jsonl", folder / "b.jsonl"]
    for path, content in zip(names, (first, second), strict=True):
        path.write_bytes(content)
    found = validate(names, today=TODAY).findings

    of_rows = [rules()[one.code].layer != "dataset" for one in found]
    assert of_rows == sorted(of_rows, reverse=True)
    order = [str(path) for path in names]
    spots = [
        (order.index(one.location.path), one.location.line or 0)
        for one, of_row in zip(found, of_rows, strict=True)
        if of_row
    ]
    assert spots == sorted(spots)


@given(row=mutants(), target=st.sampled_from(TARGETS))
def test_the_verdict_of_a_row_is_that_of_its_schema(folder: Path, row: Any, target: str) -> None:
    """A schema rule speaks about a row if and only if the target's schema rejects it."""
    found = validate(
        written(folder, orjson.dumps(row) + b"\n"), target=target, select=SCHEMA_CODES, today=TODAY
    )
    # What these two say of a value that is there and of the right type is no verdict of the schema.
    spoken = [
        one
        for one in found.findings
        if not one.location.json_path.endswith(".tool_call_id") and "point" not in one.help
    ]
    kind = kind_of(row, None)
    one = get(target)
    if kind == UNKNOWN:
        kind = expected(one.value("formats", ()), None)

    assert bool(spoken) is not compiled(one, kind).is_valid(row)


@given(content=files(), names=st.permutations(TARGETS).map(lambda some: some[:3]))
def test_targets_together_say_what_each_says(
    folder: Path, content: bytes, names: list[str]
) -> None:
    """Of a run for several targets, the part of each is the run for it alone."""
    path = written(folder, content)
    together = validate(path, target=names, today=TODAY)
    for name in names:
        alone = validate(path, target=name, today=TODAY)
        part = [one for one in together.findings if not one.targets or name in one.targets]
        assert Counter(one._replace(targets=()) for one in part) == Counter(alone.findings)
        assert together.verdicts()[name] == alone.verdicts()[name]


@given(lines=st.lists(spoiled(), max_size=8), seed=st.integers(0, 99))
def test_the_order_of_rows_changes_no_finding_about_one(
    folder: Path, lines: list[bytes], seed: int
) -> None:
    """Rows shuffled have the findings that they had, each by itself."""

    def said(some: list[bytes]) -> Counter[tuple[str, str]]:
        found = validate(written(folder, b'{"text":"x"}\n' + b"\n".join(some) + b"\n"), today=TODAY)
        return Counter(
            (one.code, one.message)
            for one in found.findings
            if rules()[one.code].layer in ("schema", "row", "text")
        )

    # Content that begins or ends a file is looked at as a whole too: a row stands first.
    kept = [line for line in lines if line.lstrip()[:1] == b"{" and _parses(line)]
    shuffled = random.Random(seed).sample(kept, len(kept))
    assert said(kept) == said(shuffled)


def _parses(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except ValueError:
        return False


_STEP = re.compile(r'\.([^.\[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]')


def value_at(row: Any, path: str) -> Any:
    """Return what a JSON path names."""
    for name, index, quoted in _STEP.findall(path):
        row = row[int(index) if index else json.loads(quoted) if quoted else name]
    return row


def check_spans(path: Path) -> int:
    """Check that every span slices the value of its path out of its line; return how many."""
    lines = path.read_bytes().split(b"\n")
    count = 0
    for one in validate(path, today=TODAY, select=["SCH", "CHT", "TLS"]).findings:
        place = one.location
        if not place.json_path or place.column is None or one.code == "TLS002":
            continue  # what is not JSON inside a string is pointed at by its character
        assert place.line is not None and place.end_column is not None
        line = lines[place.line - 1].decode()
        slice = json.loads(line[place.column - 1 : place.end_column - 1])
        assert slice == value_at(json.loads(line), place.json_path)
        count += 1
    return count


@given(lines=st.lists(mutants().flatmap(spelled), min_size=1, max_size=4))
def test_columns_slice_out_the_value(folder: Path, lines: list[bytes]) -> None:
    """Whatever the spacing, escapes, wide characters and repeated keys, the span is the value."""
    check_spans(written(folder, b"\n".join(lines) + b"\n"))


@pytest.mark.parametrize("ascii_only", [True, False])
def test_columns_of_long_rows(tmp_path: Path, ascii_only: bool) -> None:
    """In a row of 200 KB, of wide characters too, every span is the value."""
    turns = [
        {"role": "user", "content": '\\"é😀 漢字{[,:' * 10_000},
        {"role": "assistant", "content": "x", "weight": 0.5, "名": [1]},
        {"role": "gpt", "content": 5},
    ]
    row = {"messages": turns, 'é"😀': {"a": []}}
    path = written(tmp_path, json.dumps(row, ensure_ascii=ascii_only).encode() + b"\n")

    assert path.stat().st_size >= 200_000
    assert check_spans(path) >= 5
