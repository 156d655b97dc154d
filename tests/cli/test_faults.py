"""What goes wrong outside: damaged archives, inputs that change, folders that vanish, full disks.

Each is one error with its place and the next step, exit code 2, and nothing is left behind.
"""

import bz2
import gzip
import lzma
import os
import re
import shutil
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.running import COMMANDS, left, start, wait_for, workers

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")

_ROW = (
    '{"messages": [{"role": "human", "content": "What is %d?"}, '
    '{"role": "assistant", "content": "%s"}]}\n'
)


@pytest.fixture(scope="module")
def rows():
    """Rows enough to be in the middle of them, each with something to repair."""
    return "".join(_ROW % (number, "a word " * 100) for number in range(50_000)).encode()


def _zstd(content):
    zstandard = pytest.importorskip("zstandard")
    return zstandard.ZstdCompressor(write_checksum=True).compress(content)


PACKED = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": _zstd}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("suffix", PACKED)
@pytest.mark.parametrize("cut", ["the last byte", "a third"])
def test_an_archive_that_is_cut_off(run, tmp_path, monkeypatch, command, suffix, cut):
    """Wherever an archive ends too early, nothing is taken for its content."""
    monkeypatch.chdir(tmp_path)
    whole = PACKED[suffix]("".join(_ROW % (one, one * 7919) for one in range(3000)).encode())
    name = f"big.jsonl.{suffix}"
    Path(name).write_bytes(whole[:-1] if cut == "the last byte" else whole[: len(whole) * 2 // 3])
    done = run(*(name if one == "big.jsonl" else one for one in COMMANDS[command]))

    assert (done.code, done.stdout) == (2, "")
    assert f"error: {name}: the " in done.stderr and "damaged or cut off after" in done.stderr
    assert done.stderr.endswith("help: get a complete copy of the file\n")
    assert left(tmp_path) == [name]


@pytest.mark.skipif(find_spec("zstandard") is None, reason="needs zstandard")
def test_zstandard_frames_of_every_kind_are_whole(tmp_path):
    """Several frames, one to be skipped, checksums, raw and repeated blocks: all there is is read."""
    import zstandard

    from dataprep.readers.source import Source

    parts = [b"", b"x" * 400_000, os.urandom(300_000), b"end\n"]
    plain, checked = zstandard.ZstdCompressor(), zstandard.ZstdCompressor(write_checksum=True)
    skipped = b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc"
    path = tmp_path / "a.zst"
    frames = [plain.compress(one) + skipped + checked.compress(one) for one in parts]
    path.write_bytes(b"".join(frames))
    with Source.of(path).open() as stream:
        assert stream.read() == b"".join(one + one for one in parts)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("what", ["deleted", "truncated", "replaced"])
def test_an_input_that_changes_meanwhile(tmp_path, rows, command, what):
    """A file that is deleted, cut or replaced during the run gives no result."""
    path = tmp_path / "big.jsonl"
    path.write_bytes(rows)
    process = start(*COMMANDS[command], "-j", "2", folder=tmp_path)
    wait_for(process, lambda: len(workers(process.pid)) == 2)
    if what == "deleted":
        path.unlink()
    elif what == "truncated":
        os.truncate(path, 5_000_000)
    else:
        (tmp_path / "new").write_bytes(rows[:20_000_000])
        os.replace(tmp_path / "new", path)
    out, error = process.communicate(timeout=60)

    assert (process.returncode, out) == (2, "")
    how = "vanished" if what == "deleted" else "(changed|became shorter)"
    fact, help_line = error.splitlines()
    assert re.fullmatch(rf"error: big\.jsonl: the file {how} while it was read", fact), error
    assert help_line == "help: run again when it is complete"
    assert left(tmp_path) == ["big.jsonl"] * (what != "deleted")


def test_what_somebody_writes_during_a_repair_in_place_stays(tmp_path, rows):
    """A row that is added during the run is not lost: the file is not replaced."""
    path = tmp_path / "big.jsonl"
    path.write_bytes(rows)
    process = start("fix", "big.jsonl", "--in-place", "--isolated", "-j", "1", folder=tmp_path)
    wait_for(process, lambda: list(tmp_path.glob("tmp/dataprep-*/round-0/*")))
    with path.open("ab") as file:
        file.write(b"{}\n")
    _, error = process.communicate(timeout=60)

    assert process.returncode == 2
    assert error.startswith("error: big.jsonl: the file changed while it was read\n")
    assert path.read_bytes() == rows + b"{}\n"
    assert left(tmp_path) == ["big.jsonl"]


@pytest.mark.parametrize("command", ["validate", "fix"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_temporary_folder_that_vanishes(tmp_path, rows, command, jobs):
    """Somebody cleans the temporary files away: that is said, and not that the input is gone."""
    (tmp_path / "big.jsonl").write_bytes(rows)
    with gzip.open(tmp_path / "big.jsonl.gz", "wb", 1) as file:
        file.write(rows)
    (tmp_path / "big.jsonl").unlink()
    arguments = ["big.jsonl.gz" if one == "big.jsonl" else one for one in COMMANDS[command]]
    process = start(*arguments, "-j", jobs, folder=tmp_path)
    wait_for(process, lambda: list(tmp_path.glob("tmp/dataprep-*")))
    time.sleep(0.1)
    for one in tmp_path.glob("tmp/*"):
        shutil.rmtree(one, ignore_errors=True)
    _, error = process.communicate(timeout=60)

    assert process.returncode == 2
    assert error.startswith("error: the temporary folder "), error
    assert ": was removed while it was in use; nothing was written\nhelp: run again" in error
    assert left(tmp_path) == ["big.jsonl.gz"]


@pytest.mark.parametrize("command", ["convert", "validate", "fix", "convert an archive"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_files_that_cannot_be_written_to_their_end(tmp_path, rows, command, jobs):
    """No file may grow above some size: the place is named, as for any disk that takes no more."""
    name = "big.jsonl"
    if command == "convert":
        (tmp_path / name).write_bytes(rows)
    else:
        name = "big.jsonl.gz"
        with gzip.open(tmp_path / name, "wb", 1) as file:
            file.write(rows)
    words = COMMANDS[command.partition(" ")[0]]
    arguments = [name if one == "big.jsonl" else one for one in words]

    resource = pytest.importorskip("resource")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9 << 20, 9 << 20))

    process = start(*arguments, "-j", jobs, folder=tmp_path, before=limit)
    _, error = process.communicate(timeout=60)

    assert process.returncode == 2
    place = "out/made.jsonl: cannot be written" if command == "convert" else "the temporary folder "
    assert error.startswith(f"error: {place}"), error
    assert "(File too large); nothing was written\nhelp: " in error
    assert left(tmp_path) == [name]


def test_standard_output_on_a_full_disk(tmp_path):
    """It is standard output that is named, not the temporary folder."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    (tmp_path / "big.jsonl").write_text(_ROW % (1, "a"))
    with open("/dev/full", "w") as full:
        process = start("fix", "big.jsonl", "-o", "-", "--isolated", folder=tmp_path, out=full)
        _, error = process.communicate(timeout=60)

    assert process.returncode == 2
    assert error.startswith("error: standard output: No space left on device")
