"""One file onto a server: as the target wants it, once."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator

import pytest
from training.connecting import connected, target_with
from training.stub import Stub

from dataprep.errors import InputError, ServerError
from dataprep.targets import get
from dataprep.training.contents import content_of, encoding_of
from dataprep.training.ledger import Ledger
from dataprep.training.uploading import uploaded

ROWS = b'{"messages": []}\n' * 1000


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as running:
        yield running


@pytest.fixture
def train(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_bytes(ROWS)
    return path


def events(ledger):
    return [one["event"] for one in ledger.entries()]


def test_a_file_arrives_as_it_is(stub, train, tmp_path):
    """Its bytes, its purpose, a name that ends as the platform wants it; the ledger knows both steps."""
    ledger = Ledger(tmp_path)

    file = uploaded(connected(stub), ledger, train)

    assert stub.content(file.id) == ROWS
    assert stub.files[file.id]["purpose"] == "fine-tune"
    assert stub.files[file.id]["filename"] == file.name
    assert file.name.startswith("train-") and file.name.endswith(".jsonl")
    assert (file.bytes, file.sha256) == (len(ROWS), hashlib.sha256(ROWS).hexdigest())
    assert not file.reused
    assert events(ledger) == ["file-intent", "file"]


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize(("encoding", "begin"), [("utf-8", b""), ("utf-8-sig", codecs.BOM_UTF8)])
def test_the_byte_order_mark_is_put_on_or_left_out_on_the_way(
    stub, train, tmp_path, mark, encoding, begin
):
    """The file on the disk is not touched; the hash is that of what is sent."""
    train.write_bytes(mark + ROWS)

    file = uploaded(connected(stub), Ledger(tmp_path), train, encoding=encoding)

    assert stub.content(file.id) == begin + ROWS
    assert file.sha256 == hashlib.sha256(begin + ROWS).hexdigest()
    assert file.bytes == len(begin + ROWS)
    assert train.read_bytes() == mark + ROWS


def test_azure_wants_a_mark_and_others_do_not():
    """By the target file."""
    assert encoding_of(get("azure")) == "utf-8-sig"
    assert encoding_of(get("openai")) == encoding_of(get("nebius")) == "utf-8"


def test_a_file_that_is_there_is_not_sent_again(stub, train, tmp_path):
    """The second run finds it by its hash, under whatever name and in whatever folder."""
    ledger, client = Ledger(tmp_path), connected(stub)
    first = uploaded(client, ledger, train)
    other = train.rename(tmp_path / "renamed.jsonl")

    second = uploaded(client, ledger, other)

    assert second.id == first.id and second.reused
    assert len(stub.sent("POST", "/files")) == 1


def test_a_file_is_sent_again_where_it_must_be(stub, train, tmp_path):
    """It was deleted, it is another content, it is asked for, or it is another server."""
    ledger, client = Ledger(tmp_path), connected(stub)
    ids = [uploaded(client, ledger, train).id]

    del stub.files[ids[0]]
    ids.append(uploaded(client, ledger, train).id)
    train.write_bytes(ROWS + ROWS)
    ids.append(uploaded(client, ledger, train).id)
    ids.append(uploaded(client, ledger, train, force=True).id)
    with Stub() as another:
        assert not uploaded(connected(another), ledger, train).reused

    assert len(set(ids)) == 4
    assert len(stub.sent("POST", "/files")) == 4
    assert uploaded(client, ledger, train).id == ids[-1]


def test_a_file_that_the_server_could_not_use_is_not_reused(stub, train, tmp_path):
    """Its status is an error."""
    ledger, client = Ledger(tmp_path), connected(stub)
    first = uploaded(client, ledger, train)
    stub.files[first.id]["status"] = "error"

    assert uploaded(client, ledger, train).id != first.id


@pytest.mark.parametrize("fault", [{"cut": 1000}, {"status": 500}, {"status": 429}])
def test_a_fault_on_the_way_is_got_over(stub, train, tmp_path, fault):
    """The connection is cut in the middle, the server fails once: the file arrives once, whole."""
    stub.fault("POST", "/files", **fault)

    file = uploaded(connected(stub), Ledger(tmp_path), train)

    assert list(stub.files) == [file.id] and stub.content(file.id) == ROWS


@pytest.mark.parametrize("force", [False, True])
def test_a_lost_answer_makes_no_second_file(stub, train, tmp_path, force):
    """The file is looked for before it is sent again, and the one that was there before is not it."""
    ledger, client = Ledger(tmp_path), connected(stub)
    before = [uploaded(client, ledger, train).id] if force else []
    stub.fault("POST", "/files", lose_answer=True)

    file = uploaded(client, ledger, train, force=force)

    assert list(stub.files) == [*before, file.id]


def test_an_upload_without_a_result_is_looked_for(stub, train, tmp_path):
    """The ledger has the intent alone, as after a crash: the file is found, or sent."""
    ledger, client = Ledger(tmp_path), connected(stub)
    content = content_of(train)
    intent = {"server": client.identity, "sha256": content.sha256, "before": []}
    ledger.record("file-intent", **intent)
    stub.add_file(b"x" * content.bytes, "train.jsonl")
    there = stub.add_file(ROWS, content.name)

    assert uploaded(client, ledger, train).id == there["id"]
    assert stub.sent("POST", "/files") == []


def test_a_refusal_is_shown_and_the_run_ends(stub, train, tmp_path):
    """The server's own words, one request."""
    stub.fault("POST", "/files", status=400, error={"message": "Line 3 is not a dictionary"})

    with pytest.raises(
        ServerError, match=r"cannot upload train.jsonl: .*Line 3 is not a dictionary"
    ):
        uploaded(connected(stub), Ledger(tmp_path), train)

    assert len(stub.sent("POST", "/files")) == 1


def test_progress_goes_to_the_end(stub, train, tmp_path):
    """Bytes sent and all bytes, without going back."""
    train.write_bytes(ROWS * 100)
    seen = []

    uploaded(connected(stub), Ledger(tmp_path), train, progress=lambda *now: seen.append(now))

    assert seen == sorted(seen) and len(seen) > 2
    assert seen[-1] == (len(ROWS) * 100, len(ROWS) * 100)


@pytest.mark.parametrize("change", ["longer", "shorter", "same length"])
def test_a_file_that_changes_meanwhile_is_not_the_one_that_was_checked(
    stub, train, tmp_path, change
):
    """The run stops, nothing of it stays on the server, and the next run sends what is there then."""
    train.write_bytes(ROWS * 100)
    ledger, client, seen = Ledger(tmp_path), connected(stub), []

    def changed(sent, total):
        if not seen:
            train.write_bytes({"longer": ROWS * 101, "shorter": ROWS}.get(change, b"[" * total))
        seen.append(sent)

    with pytest.raises(InputError, match=r"train\.jsonl changed while it was uploaded"):
        uploaded(client, ledger, train, progress=changed)

    assert "file" not in events(ledger) and stub.files == {}
    file = uploaded(client, ledger, train)
    assert not file.reused and stub.content(file.id) == train.read_bytes()


def test_a_file_that_is_not_there(stub, tmp_path):
    """It is named, and nothing is asked of the server."""
    with pytest.raises(InputError, match=r"none\.jsonl: No such file"):
        uploaded(connected(stub), Ledger(tmp_path), tmp_path / "none.jsonl")

    assert stub.requests == []


def test_a_file_above_every_limit_is_refused_before_it_is_sent(stub, train, tmp_path):
    """With parts the limit is that of parts; without, that of files."""
    for target, limit in (
        (target_with("openai", max_file_bytes=100, max_upload_bytes=1000), "1,000"),
        (target_with("nebius", max_file_bytes=100), "100"),
    ):
        with pytest.raises(InputError, match=f"has 17,000 bytes; .* takes at most {limit}"):
            uploaded(connected(stub, target), Ledger(tmp_path), train)
    assert stub.requests == []


@pytest.mark.parametrize("name", ["azure", "openai", "nebius"])
@pytest.mark.parametrize("status", ["uploaded", None, "processed", "a word of its own"])
def test_a_file_is_waited_for_where_the_target_says_so(stub, train, tmp_path, name, status):
    """Azure's jobs want processed files; a status that is null or unknown is no reason to wait."""
    stub.file_script = [status, "uploaded", "processed"]
    pauses: list[float] = []

    uploaded(connected(stub, name, pauses), Ledger(tmp_path), train)

    assert len(pauses) == (2 if name == "azure" and status == "uploaded" else 0)


def test_a_file_that_processing_rejects(stub, train, tmp_path):
    """The server's reason, and the command that looks for it here."""
    stub.file_script = ["uploaded", "error"]

    with pytest.raises(ServerError) as caught:
        uploaded(connected(stub, "azure"), Ledger(tmp_path), train)

    assert "could not use" in caught.value.message
    assert caught.value.hint == f"see: dataprep validate {train} --target azure"


def test_waiting_for_a_file_ends(stub, train, tmp_path):
    """A file that is never processed stops the run, and is not sent again by the next."""
    stub.file_script = ["running"]
    client, ledger = connected(stub, "azure"), Ledger(tmp_path)

    for _ in range(2):
        with pytest.raises(ServerError, match=r"still processes .*train\.jsonl"):
            uploaded(client, ledger, train)

    assert len(stub.sent("POST", "/files")) == 1


def test_a_list_that_never_ends_is_not_read_for_ever(stub, train, tmp_path):
    """Looking for a file is bounded."""
    stub.endless = True
    for number in range(5):
        stub.add_file(b"{}\n", f"{number}.jsonl")
    stub.fault("POST", "/files", status=500)

    assert uploaded(connected(stub), Ledger(tmp_path), train).id in stub.files
    assert len(stub.sent("GET", "/files")) < 30


def test_forcing_takes_no_older_file_for_the_new_one(stub, train, tmp_path):
    """The server fails once, and the file from before has the same name: it is sent all the same."""
    client = connected(stub)
    first = uploaded(client, Ledger(tmp_path / "elsewhere"), train)
    stub.fault("POST", "/files", status=500)

    second = uploaded(client, Ledger(tmp_path), train, force=True)

    assert second.id != first.id and not second.reused
    assert len(stub.files) == 2
