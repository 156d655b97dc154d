"""Token counts are kept between runs, and no fault of the cache is ever more than a miss."""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataprep.tokens import batches, count_cache
from dataprep.tokens.batches import count_groups, count_texts
from dataprep.tokens.cache_folder import cache_folder, own_files

ENCODING = "o200k_base"
GROUPS = [[f"a text of row {row}, number {n}" for n in range(1 + row % 40)] for row in range(60)]
EXPECTED = [count_texts(group, ENCODING) for group in GROUPS]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own."""
    monkeypatch.setenv("DATAPREP_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were really counted."""
    found: list[str] = []

    def count(texts: Sequence[str], encoding: str) -> list[int]:
        found.extend(texts)
        return count_texts(texts, encoding)

    monkeypatch.setattr(batches, "count_texts", count)
    return found


def counted(groups: Sequence[Sequence[str]] = GROUPS) -> list[list[int]]:
    return [list(one) for one in count_groups(groups, ENCODING)]


def cache_file(folder: Path) -> Path:
    return folder / f"counts-{count_cache.VERSION}.bin"


def test_what_was_counted_is_not_counted_again(asked: list[str]) -> None:
    """A second run asks no tokenizer, however many texts stand in a row."""
    assert counted() == EXPECTED
    assert len(asked) == sum(map(len, GROUPS))
    del asked[:]
    assert counted() == EXPECTED
    assert asked == []


def test_a_changed_row_is_counted_and_the_others_are_not(asked: list[str]) -> None:
    """One text that differs makes its row a new one."""
    counted()
    del asked[:]
    changed = [*GROUPS[:5], [*GROUPS[5][:-1], "another text"], *GROUPS[6:]]
    assert counted(changed)[5] == [*EXPECTED[5][:-1], 2]
    assert asked == changed[5]


def test_without_the_cache_nothing_is_kept(folder: Path) -> None:
    """`cached=False` neither reads nor writes."""
    assert [list(one) for one in count_groups(GROUPS, ENCODING, False)] == EXPECTED
    assert not folder.exists()


def test_encodings_do_not_share_counts() -> None:
    """The same texts in another encoding are other counts."""
    text = "Привет, как дела? 你好"
    for encoding in ("o200k_base", "cl100k_base", "r50k_base", "p50k_base"):
        for _ in range(2):
            assert list(count_groups([[text]], encoding)[0]) == count_texts([text], encoding)


TEXT = st.text() | st.text(st.characters(codec=None), max_size=5)


@settings(deadline=None)
@given(groups=st.lists(st.lists(TEXT, max_size=30), max_size=8))
def test_counts_from_the_cache_are_the_counts(groups: list[list[str]]) -> None:
    """Whatever the texts and wherever they are divided: with the cache, and again, is as without."""
    expected = [count_texts(group, ENCODING) for group in groups]
    assert counted(groups) == expected
    assert counted(groups) == expected


def test_a_full_bucket_loses_a_row_and_no_count_is_wrong(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """With far more rows than places, what is found is right and the file does not grow."""
    monkeypatch.setattr(count_cache, "BUCKETS", 4)
    for _ in range(3):
        assert counted() == EXPECTED
    assert cache_file(folder).stat().st_size <= 4 * 256


@pytest.mark.parametrize("size", [0, 1, 70, 255, 5000])
def test_garbage_is_a_miss(monkeypatch: pytest.MonkeyPatch, folder: Path, size: int) -> None:
    """A file of other content, of any length, changes no count."""
    monkeypatch.setattr(count_cache, "BUCKETS", 16)
    folder.mkdir()
    cache_file(folder).write_bytes(random.Random(size).randbytes(size))
    for _ in range(2):
        assert counted() == EXPECTED


def test_a_torn_slot_is_a_miss(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Every single byte of a kept row is flipped in turn: its count is never a wrong one."""
    monkeypatch.setattr(count_cache, "BUCKETS", 1)
    group = ["a text", "another one"]
    expected = count_texts(group, ENCODING)
    assert counted([group]) == [expected]
    whole = bytearray(cache_file(folder).read_bytes())
    for at in range(len(whole)):
        whole[at] ^= 0x10
        cache_file(folder).write_bytes(whole)
        assert counted([group]) == [expected]
        whole[at] ^= 0x10


def test_another_version_finds_nothing(monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    """Counts of another version of the counting are not used."""
    counted()
    del asked[:]
    monkeypatch.setattr(count_cache, "VERSION", count_cache.VERSION + 1)
    assert counted() == EXPECTED
    assert len(asked) == sum(map(len, GROUPS))


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_the_cache_is_removed_during_a_run(folder: Path) -> None:
    """Removed between two counts, cut short, or removed with its folder: counts stay right."""
    counted()
    os.truncate(cache_file(folder), 100)
    assert counted() == EXPECTED
    cache_file(folder).unlink()
    assert counted() == EXPECTED
    folder.rmdir()
    assert counted() == EXPECTED


def test_a_folder_that_cannot_be_made_is_no_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where a file stands in the way, nothing is kept."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DATAPREP_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert counted() == EXPECTED


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Writes fail as on a full disk; the calls are counted."""
    calls = [0]

    def fail(*_: object) -> int:
        calls[0] += 1
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(count_cache, "_write", fail)
    yield calls


def test_a_full_disk_is_no_error_and_ends_the_writing(failing: list[int]) -> None:
    """After the first write that fails no other one is tried."""
    assert counted() == EXPECTED
    assert failing == [1]


def test_a_read_only_cache_is_read(folder: Path, asked: list[str]) -> None:
    """What is there is used, and nothing is added."""
    counted()
    del asked[:]
    count_cache._opened.cache_clear()
    count_cache._open.cache_clear()
    cache_file(folder).chmod(0o400)
    assert counted([*GROUPS, ["one more"]]) == [*EXPECTED, [2]]
    assert asked == ["one more"]


def _count_often(seed: int) -> bool:
    count_cache.BUCKETS = 8  # so that all write to the same places
    order = random.Random(seed)
    numbers = list(range(len(GROUPS)))
    for _ in range(20):
        order.shuffle(numbers)
        found = counted([GROUPS[number] for number in numbers])
        if found != [EXPECTED[number] for number in numbers]:
            return False
    return True


def test_processes_share_a_cache() -> None:
    """Several processes that read and write the same places at once count right."""
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(_count_often, range(3)) == [True] * 3


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"DATAPREP_CACHE_DIR": "/x/y"}, "/x/y"),
        ("linux", {"XDG_CACHE_HOME": "/x/cache"}, "/x/cache/dataprep"),
        ("linux", {"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "/h/.cache/dataprep"),
        ("linux", {"HOME": "/h"}, "/h/.cache/dataprep"),
        ("darwin", {"HOME": "/h"}, "/h/Library/Caches/dataprep"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/dataprep/Cache"),
    ],
)
def test_the_folder_is_where_the_system_keeps_such_things(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: str
) -> None:
    """The variable of ours stands over those of the system."""
    for name in ("DATAPREP_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder().as_posix() == expected


def test_only_files_of_the_cache_are_its_own(folder: Path) -> None:
    """What somebody else put into the folder is neither counted nor removed."""
    counted()
    (folder / "notes.txt").write_text("mine")
    assert own_files() == [cache_file(folder)]
