"""The key appears in nothing that leaves: not in output, log, ledger, traceback or error."""

from __future__ import annotations

import io
import logging
import pickle
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from training.connecting import KEY, connected, server_at
from training.stub import Stub

from dataprep.errors import DataprepError
from dataprep.training.creating import JobRequest, created
from dataprep.training.ledger import Ledger
from dataprep.training.server import Client, server_of
from dataprep.training.uploading import uploaded

ECHO = {"message": f"key {KEY} may not", "code": KEY, "param": KEY}
FAULTS = {
    **{f"{status}": {"status": status, "error": ECHO} for status in (400, 401, 403, 404, 422)},
    **{f"{status}": {"status": status, "error": ECHO} for status in (429, 500, 503)},
    "detail": {"status": 400, "body": {"detail": [{"msg": KEY}]}},
    "text": {"status": 400, "body": KEY},
    "html": {"body": f"<html>{KEY}</html>".encode()},
    "cut": {"cut": 10},
    "lost": {"lose_answer": True},
}


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as running:
        yield running


def everything(error: BaseException) -> str:
    """What a program could show of an exception, with all that hangs on it."""
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    inner = error.__cause__ or error.__context__
    return shown + (everything(inner) if inner is not None else "")


def log_of_all() -> tuple[logging.Handler, io.StringIO]:
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    return handler, text


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize(
    "place", ["POST /files", "GET /files", "POST /fine_tuning/jobs", "GET /fine_tuning/jobs",
              "POST /uploads", "POST /uploads/*/parts", "POST /uploads/*/complete"]
)  # fmt: skip
def test_no_fault_shows_it(stub, tmp_path, name, place):
    """The server repeats the key in every field of its answer; every log is on."""
    path = tmp_path / "train.jsonl"
    path.write_bytes(b'{"messages": []}\n' * 200)
    method, _, pattern = place.partition(" ")
    stub.fault(method, pattern, times=99, **FAULTS[name])
    target = server_at(stub).target
    if "uploads" in place:
        from training.connecting import target_with

        target = target_with("generic", parts_above_bytes=1000, part_bytes=1000)
    client, ledger = connected(stub, target), Ledger(tmp_path)
    handler, log = log_of_all()
    try:
        file = uploaded(client, ledger, path)
        created(client, ledger, JobRequest({"model": "m", "training_file": file.id}, "mark"))
        shown = ""
    except DataprepError as error:
        shown = everything(error) + everything(pickle.loads(pickle.dumps(error)))
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger().setLevel(logging.WARNING)

    assert any(one.fault for one in stub.requests) or place == "GET /files"
    assert KEY not in shown
    assert KEY not in log.getvalue()
    for written in (tmp_path / ".dataprep").rglob("*"):
        assert KEY.encode() not in written.read_bytes()


def test_no_connection_shows_it(tmp_path):
    """Nor where there is no server."""
    with Stub() as gone:
        server = server_at(gone)
    client = Client(server, {server.key_env: KEY}, lambda pause: None)

    with pytest.raises(DataprepError) as caught:
        client.call("list the files", client.sdk.files.list)

    assert KEY not in everything(caught.value) + repr(client) + repr(server)


def test_a_key_that_no_header_can_hold(stub):
    """A line break in the middle, a letter beyond ASCII: an error that does not show it."""
    server = server_at(stub)
    for key in (f"{KEY}\nx", f"{KEY}é…", f"{KEY} {KEY}"):
        environ = {server.key_env: key}
        for step in (lambda e=environ: Client(server, e),
                     lambda e=environ: server_of(server.target, stub.url, environ=e)):  # fmt: skip
            with pytest.raises(DataprepError, match="the key in OPENAI_API_KEY holds a") as caught:
                step()
            assert KEY not in everything(caught.value)
    assert server_of(server.target, stub.url, environ={"OPENAI_API_KEY": KEY}) == server


CHILD = """
import sys
from pathlib import Path
from training.connecting import KEY, connected, server_at
from training.walking import walk
walk(sys.argv[1], Path(sys.argv[2]), 0, True)
"""


@pytest.mark.parametrize("status", [401, 500])
def test_a_traceback_of_a_process_does_not_show_it(stub, tmp_path, status):
    """With the SDK's own log at its loudest."""
    (tmp_path / "train.jsonl").write_bytes(b"{}\n")
    stub.fault("POST", "/fine_tuning/jobs", status=status, error=ECHO, times=99)
    tests = Path(__file__).resolve().parents[1]
    ran = subprocess.run(
        [sys.executable, "-X", "dev", "-c", CHILD, stub.url, str(tmp_path)], capture_output=True,
        text=True, timeout=60, check=False,
        env={"PYTHONPATH": f"{tests.parent}:{tests}", "OPENAI_LOG": "debug", "PATH": ""},
    )  # fmt: skip

    assert ran.returncode == 1 and "ServerError" in ran.stderr
    assert KEY not in ran.stdout + ran.stderr
