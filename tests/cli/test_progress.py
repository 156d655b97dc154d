"""Progress of long work: on a terminal only, and gone when the work is done."""

import gzip
import os
import re

import pytest

from dataprep.cli.console import ProgressLine
from tests.running import COMMANDS, start

pty = pytest.importorskip("pty")

_ROW = (
    '{"messages": [{"role": "human", "content": "What is %d?"}, '
    '{"role": "assistant", "content": "%s"}]}\n'
)
PHASES = {
    "convert": ["converting", "writing"],
    "validate": ["reading", "bringing equal rows together", "comparing rows"],
    "fix": ["reading", "repairing", "comparing rows"],
    "stats": ["counting"],
}


@pytest.fixture
def here(tmp_path):
    """A folder with rows of which some come twice."""
    rows = [_ROW % (number, "a word " * 100) for number in range(20_000)]
    (tmp_path / "big.jsonl").write_text("".join(rows) + "".join(rows[:300]))
    return tmp_path


def shown(*arguments, folder, **environment):
    """Return what a command shows on a terminal, its report left out."""
    main, other = pty.openpty()
    process = start(*arguments, folder=folder, err=other, **environment)
    os.close(other)
    found = b""
    while True:
        try:
            block = os.read(main, 4096)
        except OSError:  # the other end was closed
            break
        if not block:
            break
        found += block
    process.communicate(timeout=60)
    os.close(main)
    return found.decode()


@pytest.mark.parametrize("command", ["convert", "stats"])
def test_an_archive_is_done_when_its_content_is(here, command):
    """What is unpacked first is counted by its content, which is many times the archive."""
    archive = here / "big.jsonl.gz"
    archive.write_bytes(gzip.compress((here / "big.jsonl").read_bytes(), 1))
    output = ("-o", "out.jsonl") if command == "convert" else ()

    said = shown(command, archive.name, *output, folder=here, CI="", PRE_COMMIT="")

    shares = [int(share) for share in re.findall(r"ing +(\d+)%", said)]
    assert min(shares) < 100, said


@pytest.mark.parametrize("command", COMMANDS)
def test_each_long_phase_is_told_on_a_terminal(here, command):
    """What is done, how much of it, how fast, and how long still; then the line is removed."""
    said = shown(*COMMANDS[command], folder=here, CI="", PRE_COMMIT="")

    for name in PHASES[command]:
        assert f"\r\x1b[2K{name}" in said, said
    assert re.search(r"\d+%  [\d,]+ (MB/s|rows/s)  [\d,]+ s left", said), said
    last = said.rindex("\x1b[2K")
    assert said[last:].startswith("\x1b[2K\r")


@pytest.mark.parametrize("command", ["convert", "validate"])
@pytest.mark.parametrize("variable", ["CI", "PRE_COMMIT"])
def test_no_progress_where_nobody_watches(here, command, variable):
    """Hooks and continuous integration have terminals too, and keep every byte of it."""
    quiet = {"CI": "", "PRE_COMMIT": "", variable: "1"}

    assert "\x1b[2K" not in shown(*COMMANDS[command], folder=here, **quiet)


@pytest.mark.parametrize("command", ["convert", "validate", "fix"])
def test_quiet_commands_show_nothing(here, command):
    """`-q` silences the progress too."""
    said = shown(*COMMANDS[command], "-q", folder=here, CI="", PRE_COMMIT="")

    assert said == ""


def test_share_rate_and_time_left():
    """By the bytes of the input, or by the rows of a phase; without both, what is done so far."""
    line = ProgressLine(200_000_000, enabled=False)
    line(10, 50_000_000)
    assert line.text(2.0) == " 25%  25 MB/s  6 s left"

    line.phase("comparing rows", 1000)
    line(250, 0)
    assert line.text(1.0) == " 25%  250 rows/s  3 s left"

    unknown = ProgressLine(0, enabled=False)
    unknown(1500, 0)
    assert unknown.text(2.0) == "1,500 rows, 750 a second"
