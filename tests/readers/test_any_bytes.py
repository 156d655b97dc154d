"""Any bytes given to any reader end in records, findings, or one clean error."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataprep.errors import DataprepError
from dataprep.model import Finding, Record, Reject
from dataprep.readers import names, open_source
from dataprep.readers.options import ReadOptions
from dataprep.readers.source import Source

# Beginnings that send a reader on its way before the noise starts.
STARTS = st.sampled_from(
    [
        b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0",
        b"\x1f\x8b", b"BZh9", b'{"a": [', b'[{"a": 1}, ', b'{"a": 1}\n', b'a,b\n"x', b"a;b\r",
        b"Q: a\nA: b\n", b"# h\n", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ\x00",
    ]
)  # fmt: skip
CONTENTS = st.builds(
    lambda start, rest: start + rest,
    STARTS,
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
)
SUFFIXES = st.sampled_from([".csv", ".txt", ".json", ".jsonl", ".xlsx", ".ods", ".parquet", ".bin"])
REUSED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path, name: str | None) -> None:
    try:
        reading = open_source(Source.of(path), ReadOptions(format=name))
        items = [item for block in reading.blocks for item in block.records()]
    except DataprepError as error:
        assert error.message and "Traceback" not in error.message
        return
    assert all(isinstance(item, Record | Reject) for item in items)
    assert all(isinstance(note, Finding) for note in reading.notes)
    assert items or reading.notes, "an input that gives nothing says why"


@REUSED
@given(content=CONTENTS, suffix=SUFFIXES, packed=st.booleans())
def test_detection_takes_any_bytes(
    tmp_path: Path, content: bytes, suffix: str, packed: bool
) -> None:
    """Whatever the name says, and compressed too."""
    path = tmp_path / f"a{suffix}{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(content) if packed else content)
    read(path, None)


@pytest.mark.parametrize("name", names())
@REUSED
@given(content=CONTENTS)
def test_a_reader_takes_any_bytes(tmp_path: Path, name: str, content: bytes) -> None:
    """Whatever the content is, when --input-format says how to read it."""
    path = tmp_path / "a"
    path.write_bytes(content)
    read(path, name)
