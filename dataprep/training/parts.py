"""A large file in parts: several at once, each from the disk, and where an interruption left off.

The upload and every part that arrived stand in the ledger. An upload lives for an hour (openai-python
3.52, uploads.create, 2026-11-20); one that the server no longer knows is begun anew.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import IO, Any, NamedTuple, cast

from dataprep.errors import ServerError
from dataprep.training.contents import Content, Stream
from dataprep.training.ledger import Ledger
from dataprep.training.paging import plain
from dataprep.training.server import Client

_AT_ONCE = 4
_ENDED = (400, 403, 404, 409, 410)
# What the platform's reference has in its example of an upload for training (2026-11-20).
_MIME_TYPE = "text/jsonl"


class _Upload(NamedTuple):
    id: str
    parts: dict[int, str]
    resumed: bool
    expires_at: float | None = None

    @property
    def expired(self) -> bool:
        return self.expires_at is not None and time.time() >= self.expires_at


def sent_in_parts(
    client: Client,
    ledger: Ledger,
    content: Content,
    progress: Callable[[int, int], None] | None,
    arrived: Callable[[], dict[str, Any] | None],
) -> dict[str, Any]:
    """Return the file that the parts became, as the server gives it.

    Args:
        client: of a server whose target states `part_bytes`.
        ledger: of the project.
        content: what is sent.
        progress: is called with the bytes that are sent and all bytes.
        arrived: looks whether the whole file is on the server.

    Raises:
        ServerError: the server refuses, or cannot be reached; 404 where it has no such uploads.
    """
    size = int(client.server.target.value("part_bytes"))
    upload = _begun(client, ledger, content, size) or _new(client, ledger, content, size)
    try:
        return _through(client, ledger, content, size, upload, progress, arrived)
    except ServerError as error:
        if error.status not in _ENDED or not (upload.resumed or upload.expired):
            raise
    # It has expired, or was ended elsewhere; or it is complete, and nobody saw the answer.
    if (file := arrived()) is not None:
        return file
    ledger.record("upload-lost", server=client.identity, sha256=content.sha256, upload=upload.id)
    upload = _new(client, ledger, content, size)
    return _through(client, ledger, content, size, upload, progress, arrived)


def _begun(client: Client, ledger: Ledger, content: Content, size: int) -> _Upload | None:
    """Return the upload that an earlier run has begun and not ended."""
    upload: _Upload | None = None
    for one in ledger.of(client.identity):
        if one.get("sha256") != content.sha256:
            continue
        if one["event"] in ("file", "file-lost", "upload-lost"):
            upload = None
        elif one["event"] == "upload" and one.get("part_bytes") == size:
            upload = _Upload(one["upload"], {}, True, one.get("expires_at"))
        elif one["event"] == "part" and upload is not None and one["upload"] == upload.id:
            upload.parts[one["number"]] = one["part"]
    return None if upload is None or upload.expired else upload


def _new(client: Client, ledger: Ledger, content: Content, size: int) -> _Upload:
    answer = plain(
        client.call(
            "begin an upload in parts", client.sdk.uploads.create, bytes=content.bytes,
            filename=content.name, mime_type=_MIME_TYPE, purpose="fine-tune",
        )
    )  # fmt: skip
    upload = _Upload(str(answer.get("id")), {}, False, answer.get("expires_at"))
    ledger.record(
        "upload", server=client.identity, sha256=content.sha256, upload=upload.id,
        bytes=content.bytes, part_bytes=size, expires_at=upload.expires_at,
    )  # fmt: skip
    return upload


def _through(
    client: Client, ledger: Ledger, content: Content, size: int, upload: _Upload,
    progress: Callable[[int, int], None] | None, arrived: Callable[[], dict[str, Any] | None],
) -> dict[str, Any]:  # fmt: skip
    """Send the parts that are missing and complete the upload."""
    count = -(-content.bytes // size)
    there = {one: min(content.bytes, (one + 1) * size) - one * size for one in upload.parts}
    tally = _Tally(content.bytes, progress, there)

    def send(number: int) -> None:
        start, end = number * size, min(content.bytes, (number + 1) * size)

        def once() -> Any:
            with Stream(content, start, end, lambda sent: tally.at(number, sent)) as stream:
                return client.patient.uploads.parts.create(
                    upload.id, data=(content.name, cast("IO[bytes]", stream))
                )

        answer = plain(client.call(f"send part {number + 1} of {count}", once))
        part = str(answer.get("id"))
        ledger.record(
            "part", server=client.identity, sha256=content.sha256, upload=upload.id,
            number=number, part=part,
        )  # fmt: skip
        upload.parts[number] = part

    with _workers(tally) as pool:
        waiting = [pool.submit(send, one) for one in range(count) if one not in upload.parts]
        done, _ = wait(waiting, return_when=FIRST_EXCEPTION)
        for future in done:
            future.result()
    content.check()
    answer = plain(
        client.call(
            "complete the upload", client.patient.uploads.complete, upload.id,
            part_ids=[upload.parts[one] for one in range(count)], md5=content.md5,
            lost=lambda: _completed(arrived()),
        )
    )  # fmt: skip
    file = answer.get("file") or arrived()
    if not isinstance(file, dict):
        raise ServerError(
            f"{client.server.host} completed the upload {upload.id} and named no file",
            "run the same command again: it looks for the file first",
        )
    return file


def _completed(file: dict[str, Any] | None) -> Any:
    return None if file is None else {"file": file}


class _Stopped(BaseException):
    """The run has ended; nobody waits for this part. No `Exception`: the SDK would try it again."""


class _Tally:
    """How many bytes of all parts are sent."""

    def __init__(
        self, total: int, progress: Callable[[int, int], None] | None, sent: dict[int, int]
    ) -> None:
        self._total, self._progress, self._sent = total, progress, sent
        self._lock = threading.Lock()
        self.stopped = False

    def at(self, number: int, sent: int) -> None:
        """Note how far a part is; a part that is sent again begins again."""
        if self.stopped:
            raise _Stopped
        with self._lock:
            self._sent[number] = sent
            if self._progress is not None:
                self._progress(sum(self._sent.values()), self._total)


@contextmanager
def _workers(tally: _Tally) -> Iterator[ThreadPoolExecutor]:
    """Run parts in threads that end with the first fault, and with Ctrl-C."""
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        yield pool
    except BaseException:
        tally.stopped = True
        raise
    finally:
        pool.shutdown(cancel_futures=True)
