"""A large file in parts: whole, in order, resumed where it was left, with the memory of a small one."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from training.connecting import KEY, connected, target_with
from training.stub import Stub

from dataprep.errors import ServerError
from dataprep.targets import get
from dataprep.training.ledger import Ledger
from dataprep.training.uploading import uploaded

PART = 10_000
ROWS = random.Random(6).randbytes(7 * PART + 1234)
SMALL = {"parts_above_bytes": PART, "part_bytes": PART}


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as running:
        yield running


@pytest.fixture
def train(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_bytes(ROWS)
    return path


def client_of(stub, name="generic", **figures):
    return connected(stub, target_with(name, **{**SMALL, **figures}))


def parts_of(stub):
    return [one.fields["data"] for one in stub.sent("POST", "/uploads/*/parts") if one.fields]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("size", [PART + 1, 2 * PART, len(ROWS)])
def test_the_parts_become_the_file(stub, train, tmp_path, encoding, size):
    """Each of the target's size but the last; the md5 of the whole is sent, and checked there."""
    train.write_bytes(ROWS[:size])

    file = uploaded(client_of(stub), Ledger(tmp_path), train, encoding=encoding)

    sent = (b"\xef\xbb\xbf" if encoding == "utf-8-sig" else b"") + ROWS[:size]
    assert stub.content(file.id) == sent
    assert sorted((one.bytes for one in parts_of(stub)), reverse=True)[:-1] == [PART] * (
        -(-len(sent) // PART) - 1
    )
    (done,) = stub.sent("POST", "/uploads/*/complete")
    assert done.json["md5"] == hashlib.md5(sent, usedforsecurity=False).hexdigest()
    assert stub.sent("POST", "/files") == []


def test_the_way_is_chosen_by_size(stub, train, tmp_path):
    """Up to the bound as one, above it in parts."""
    train.write_bytes(ROWS[:PART])
    uploaded(client_of(stub), Ledger(tmp_path), train)
    assert len(stub.sent("POST", "/files")) == 1 and stub.uploads == {}


def test_the_second_run_sends_nothing(stub, train, tmp_path):
    """Reused, as any file."""
    client, ledger = client_of(stub), Ledger(tmp_path)
    first = uploaded(client, ledger, train)
    asked = len(stub.requests)

    second = uploaded(client, ledger, train)

    assert (second.id, second.reused) == (first.id, True)
    assert {one.method for one in stub.requests[asked:]} == {"GET"}


@pytest.mark.parametrize("fault", [{"cut": 3000}, {"status": 503}, {"lose_answer": True}])
def test_only_the_part_that_failed_is_sent_again(stub, train, tmp_path, fault):
    """The connection is cut in the middle of a part: that part goes again, the others do not."""
    stub.fault("POST", "/uploads/*/parts", **fault)

    file = uploaded(client_of(stub), Ledger(tmp_path), train)

    assert stub.content(file.id) == ROWS
    assert len(stub.sent("POST", "/uploads/*/parts")) == 9
    assert len(stub.uploads) == 1


def test_an_interrupted_upload_goes_on(stub, train, tmp_path):
    """The parts that arrived are in the ledger and are not sent again."""
    client, ledger = client_of(stub), Ledger(tmp_path)

    def refuse(request):
        if request.path.endswith("/parts") and len(stub.parts) >= 5:
            stub.fault("POST", "/uploads/*/parts", status=422, times=4)

    stub.after = refuse
    with pytest.raises(ServerError, match=r"cannot send part \d of 8"):
        uploaded(client, ledger, train)
    arrived = {part["sha256"] for part in stub.parts.values()}
    stub.after, stub._faults[:] = None, []
    asked = len(parts_of(stub))
    seen = []

    file = uploaded(client, ledger, train, progress=lambda *now: seen.append(now))

    assert stub.content(file.id) == ROWS
    assert 5 <= len(arrived) < 8
    assert len(parts_of(stub)) - asked == 8 - len(arrived)
    assert not arrived & {one.sha256 for one in parts_of(stub)[asked:]}
    assert len(stub.uploads) == 1
    assert seen[0][0] > 5 * PART and seen[-1] == (len(ROWS), len(ROWS))


@pytest.mark.parametrize("gone", ["expired", "cancelled", "unknown", "late"])
def test_an_upload_that_the_server_ended_begins_anew(stub, train, tmp_path, gone):
    """Once, from the first part."""
    client, ledger = client_of(stub), Ledger(tmp_path)
    if gone == "late":
        stub.upload_seconds = -1
    stub.fault("POST", "/uploads/*/complete", status=422)
    with pytest.raises(ServerError, match="cannot complete the upload"):
        uploaded(client, ledger, train)
    (upload_id,) = stub.uploads
    stub.upload_seconds = 3600
    if gone == "unknown":
        del stub.uploads[upload_id]
    elif gone != "late":
        stub.uploads[upload_id]["status"] = gone

    file = uploaded(client, ledger, train)

    assert stub.content(file.id) == ROWS
    assert len(stub.sent("POST", "/uploads")) == 2


def test_a_lost_answer_to_the_last_step_makes_no_second_file(stub, train, tmp_path):
    """The upload is complete and nobody saw it: the file is found by its name."""
    stub.fault("POST", "/uploads/*/complete", lose_answer=True)

    file = uploaded(client_of(stub), Ledger(tmp_path), train)

    assert list(stub.files) == [file.id]
    assert len(stub.sent("POST", "/uploads")) == 1


def test_a_checksum_that_does_not_match_is_an_error(stub, train, tmp_path):
    """Nothing is taken for the file that is not the file."""
    stub.fault("POST", "/uploads/*/complete", status=400, error={"message": "md5 does not match"})

    with pytest.raises(ServerError, match="md5 does not match"):
        uploaded(client_of(stub), Ledger(tmp_path), train)
    assert stub.files == {}


def test_a_server_without_parts_gets_the_file_as_one(stub, train, tmp_path):
    """404 on the uploads API, as on older addresses of Azure; above the limit it is an error."""
    stub.uploads_offered = False

    file = uploaded(client_of(stub), Ledger(tmp_path), train)
    assert stub.content(file.id) == ROWS

    with pytest.raises(ServerError, match="cannot begin an upload in parts"):
        uploaded(client_of(stub, "openai", max_file_bytes=PART), Ledger(tmp_path / "b"), train)


def test_every_target_that_takes_parts_keeps_to_their_size():
    """64 MB at most (openai-python 3.52, uploads.parts.create), and no bound above the largest file."""
    for name in ("openai", "azure", "generic"):
        target = get(name)
        assert target.value("part_bytes") <= 64 << 20
        most = target.value("max_file_bytes")
        assert most is None or target.value("parts_above_bytes", most) <= most


CHILD = """
import resource, sys
from pathlib import Path
from dataprep.targets import get
from dataprep.training.ledger import Ledger
from dataprep.training.server import Client, server_of
from dataprep.training.uploading import uploaded
url, key, path, folder = sys.argv[1:]
client = Client(server_of(get("generic"), url, environ={"OPENAI_API_KEY": key}),
                {"OPENAI_API_KEY": key}, lambda pause: None)
client.sdk.files
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
file = uploaded(client, Ledger(Path(folder)), Path(path))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(file.id, file.bytes, file.reused, (after - before) // 1024)
"""


def test_600_megabytes_go_up_with_the_memory_of_a_few(stub, tmp_path):
    """The issue's measure: parts of 64 MB, one cut on the way, and nothing sent by the second run."""
    pytest.importorskip("resource")
    path, size = tmp_path / "big.jsonl", 600_000_000
    with path.open("wb") as file:
        file.truncate(size)
    stub.fault("POST", "/uploads/*/parts", cut=10_000_000)

    def child():
        command = [sys.executable, "-c", CHILD, stub.url, KEY, str(path), str(tmp_path)]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False,
                             cwd=Path(__file__).resolve().parents[2])  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.split()

    file_id, sent, reused, megabytes = child()

    assert (int(sent), reused) == (size, "False")
    assert stub.contents[file_id].stat().st_size == size
    assert len(stub.sent("POST", "/uploads/*/parts")) == 10
    assert int(megabytes) < 40
    assert child()[2] == "True"
    assert len(stub.sent("POST", "/uploads/*/parts")) == 10
