"""Result files: fetched, whatever they look like, and what they say by step."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from training.stub import Stub
from training.stub.progress import checkpoint, measured, started

from dataprep.errors import ServerError
from dataprep.targets import get
from dataprep.training import measures
from dataprep.training.job import Job
from dataprep.training.results import decoded, file_ids, points_of, results
from dataprep.training.server import Client, server_of

ENVIRON = {"OPENAI_API_KEY": "sk-test-" + "1" * 12}
NEW = (
    "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n"
    "1,2.5,0.25,,\n2,1.5,0.5,1.75,0.5\n3,1.0,0.75,,\n"
)
OLD = (
    "step,elapsed_tokens,elapsed_examples,training_loss,training_sequence_accuracy,"
    "training_token_accuracy,validation_loss\r\n1,100,1,2.5,0.0,0.25,\r\n2,200,2,1.5,0.0,0.5,1.75\r\n"
)


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as one:
        yield one


def job_of(stub: Stub, job_id: str) -> Job:
    server = server_of(get("generic"), stub.url, environ=ENVIRON)
    return Job(Client(server, ENVIRON, lambda _: None), job_id)


def with_files(stub: Stub, *contents: bytes) -> str:
    """Return a finished job with result files of these contents."""
    job_id = started(stub, "succeeded")
    files = [stub.add_file(one, "step_metrics.csv", "fine-tune-results") for one in contents]
    stub.jobs[job_id]["result_files"] = [one["id"] for one in files]
    return job_id


WAYS = {
    "plain": NEW.encode(),
    "base64": base64.b64encode(NEW.encode()),
    "base64 in lines": base64.encodebytes(NEW.encode()),
    "byte order mark": b"\xef\xbb\xbf" + NEW.encode(),
    "line ends of Windows": NEW.replace("\n", "\r\n").encode(),
    "quoted, spaces, capitals": NEW.replace("step,", '"Step", ').encode(),
    "base64 of a byte order mark": base64.b64encode(b"\xef\xbb\xbf" + NEW.encode()),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_result_file_is_read_whatever_it_looks_like(stub: Stub, way: str) -> None:
    """Plain or in base64, with blank cells: the same measures come out."""
    found = results(job_of(stub, with_files(stub, WAYS[way])))
    assert found.points == {
        1: {"train_loss": 2.5, "train_accuracy": 0.25},
        2: {"train_loss": 1.5, "train_accuracy": 0.5, "valid_loss": 1.75, "valid_accuracy": 0.5},
        3: {"train_loss": 1.0, "train_accuracy": 0.75},
    }
    assert found.files[0].fault == ""


def test_old_column_names_are_the_same_measures() -> None:
    """A file of the former API says what a present one says."""
    old, new = points_of(OLD), points_of(NEW)
    for name in ("train_loss", "train_accuracy", "valid_loss"):
        assert measures.series(old, name) == measures.series(new, name)[:2]
    assert "elapsed_tokens" not in old[1]


def test_several_files_and_those_of_checkpoints(stub: Stub) -> None:
    """All files of the job and of its checkpoints are read; the first that says something counts."""
    job_id = with_files(stub, NEW.encode(), b"step,valid_loss\n3,0.5\n3,9\n2,7\n")
    extra = stub.add_file(b"step,train_loss\n4,0.25\n", "more.csv", "fine-tune-results")
    stub.jobs[job_id]["_checkpoints"] = [
        checkpoint(job_id, 4, full_valid_loss=0.75) | {"result_files": [extra["id"]]}
    ]
    found = results(job_of(stub, job_id))
    assert len(found.files) == 3
    assert measures.series(found.points, "valid_loss") == [(2, 1.75), (3, 0.5)]
    assert found.points[4] == {"train_loss": 0.25, "full_valid_loss": 0.75}


def test_a_file_that_is_gone_hides_nothing_else(stub: Stub) -> None:
    """A missing file and one that is no table are told; events and checkpoints still count."""
    job_id = with_files(stub, b"<html>nothing</html>")
    stub.jobs[job_id]["result_files"].append("file-gone")
    measured(stub, job_id, 5, 9, train_loss=0.5)
    found = results(job_of(stub, job_id))
    assert found.points == {5: {"train_loss": 0.5}}
    assert "is no table of steps" in found.files[0].fault
    assert "No such File object: file-gone" in found.files[1].fault


def test_a_key_that_is_refused_is_an_error(stub: Stub) -> None:
    """A wrong key is not taken for a file that is gone."""
    job_id = with_files(stub, NEW.encode())
    stub.fault("GET", "/files/*", status=401, error={"message": "who are you"})
    with pytest.raises(ServerError, match="who are you"):
        results(job_of(stub, job_id))


def test_a_job_without_anything(stub: Stub) -> None:
    """No files, no checkpoints and no events are no fault."""
    job_id = started(stub, "running")
    stub.jobs[job_id]["result_files"] = None
    found = job_of(stub, job_id).results()
    assert found.points == {} == found.to_dict()["summary"]
    assert found.to_dict()["steps"] == []


def test_ids_of_files_in_every_shape() -> None:
    """Ids come as texts and as objects; what is neither is passed over, and none comes twice."""
    data: dict[str, Any] = {"result_files": ["file-1", {"id": "file-2"}, None, 7, "file-1", ""]}
    assert file_ids(data, [{"result_files": ["file-3"]}, {}]) == ["file-1", "file-2", "file-3"]
    assert file_ids({"result_files": "file-1"}) == []


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x80", b"epoch,loss\n1,2\n", b"c3RvcA=="])
def test_what_is_no_table_is_none(content: bytes) -> None:
    """Neither plain nor decoded bytes without steps are taken for a table."""
    assert decoded(content) is None


def test_cells_that_say_nothing() -> None:
    """Blank, NaN, infinite and textual cells, rows without a step and short rows are passed over."""
    text = (
        "step,train_loss,valid_loss\n1,nan,2\n,5,5\n2,inf,\n3,oops\n4\n-1,1,1\n5,0.5,x\n1e300,1,1\n"
    )
    assert points_of(text) == {1: {"valid_loss": 2.0}, 5: {"train_loss": 0.5}}


def test_the_summary() -> None:
    """First, last and best: the lowest loss, the highest accuracy."""
    found = measures.summary(points_of(NEW))
    assert found["train_loss"] == {"first": 2.5, "last": 1.0, "best": 1.0, "step": 3}
    assert found["train_accuracy"]["best"] == 0.75


@pytest.mark.parametrize(
    ("losses", "hint"),
    [
        ((2.0, 1.0, 1.5), "lowest at step 2 of 3 (1) and rose to 1.5"),
        ((2.0, 1.5, 1.0), ""),
        ((2.0, 1.0, 1.02), ""),
        ((1.0, 2.0), ""),
        ((), ""),
    ],
)
def test_overfitting_is_hinted_at(losses: tuple[float, ...], hint: str) -> None:
    """A validation loss that rose again for certain is told; noise and two points are not."""
    points = {n: {"valid_loss": one} for n, one in enumerate(losses, 1)}
    said = measures.overfitting(points)
    assert hint in said if hint else said == ""


def test_the_whole_validation_part_counts_more() -> None:
    """Where the loss over the whole validation part is known, that of single batches is not drawn."""
    points = {1: {"valid_loss": 5.0, "full_valid_loss": 1.0}, 2: {"valid_loss": 7.0}}
    assert measures.losses(points) == {"valid loss": [(1, 1.0)]}
