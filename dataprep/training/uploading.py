"""One file onto a server: once, and not again while it is still there.

Before anything is sent the ledger says so, and afterwards what it became. A run that finds the first
without the second asks the server whether the file arrived, by its name, which holds the beginning of
its hash.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from dataprep.errors import InputError, ServerError
from dataprep.training.contents import Content, Stream, content_of
from dataprep.training.ledger import Ledger
from dataprep.training.paging import ABSENT, NOT_THERE, SEARCHED_PAGES, pages, plain
from dataprep.training.parts import sent_in_parts
from dataprep.training.server import Client

Progress = Callable[[int, int], None]
_GONE = ("error", "deleted", "deleting")
# Of OpenAI's and Azure's statuses, those of a file that is still worked on.
_UNFINISHED = ("uploaded", "pending", "running", "notRunning")
_READY_POLL = 5.0
_READY_POLLS = 360


class UploadedFile(NamedTuple):
    """A file on a server.

    Attributes:
        id: what the server calls it.
        name: what it was told the file is called.
        bytes, sha256: of what was sent.
        reused: whether it was there already.
    """

    id: str
    name: str
    bytes: int
    sha256: str
    reused: bool


def uploaded(
    client: Client,
    ledger: Ledger,
    path: str | os.PathLike[str],
    *,
    encoding: str = "utf-8",
    force: bool = False,
    progress: Progress | None = None,
    say: Callable[[str], None] | None = None,
) -> UploadedFile:
    """Return a file as it is on the server; it is sent where it is not there yet.

    Args:
        client: of the server.
        ledger: of the project.
        path: the file, in UTF-8.
        encoding: how the target wants it: see `contents.encoding_of`.
        force: send it though it is there.
        progress: is called with the bytes that are sent and all bytes.
        say: is told where another run uploads, and this one waits.

    Raises:
        InputError: the file cannot be read, changed meanwhile, or is larger than the target takes.
        ServerError: the server refuses it, or cannot be reached.
        OutputError: the ledger cannot be written.
    """
    content = content_of(path, encoding)
    in_parts = _in_parts(client, content)
    with ledger.alone("upload", say):
        mine = [one for one in ledger.of(client.identity) if one.get("sha256") == content.sha256]
        intent = _open_intent(mine)
        found = None if force else _known(client, mine)
        if found is None and intent is not None:
            found = _arrived(client, content, intent.get("before", ()))
            if found is not None:
                _record(client, ledger, content, found["id"])
        if found is not None:
            _wait_until_ready(client, content, found["id"])
            return UploadedFile(found["id"], content.name, content.bytes, content.sha256, True)
        before: list[str] = []
        if force:
            before = [one["id"] for one in _namesakes(client, content)]
        ledger.record(
            "file-intent", server=client.identity, sha256=content.sha256, bytes=content.bytes,
            name=content.name, path=str(path), before=before,
        )  # fmt: skip
        file: dict[str, Any] = {}
        try:
            file = _sent(client, ledger, content, in_parts, before, progress)
            content.check()
        except InputError:
            # What arrived goes by a hash that is not its own: nobody may find it by that.
            ledger.record("file-lost", server=client.identity, sha256=content.sha256)
            if file:
                with suppress(ServerError):
                    client.call("remove the file", client.sdk.files.delete, file["id"])
            raise
        _record(client, ledger, content, file["id"])
    _wait_until_ready(client, content, file["id"])
    return UploadedFile(file["id"], content.name, content.bytes, content.sha256, False)


def _open_intent(mine: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the announcement of an upload of which the ledger does not say what it became."""
    intent: dict[str, Any] | None = None
    for one in mine:
        if one["event"] in ("file", "file-lost"):
            intent = None
        elif one["event"] == "file-intent":
            intent = one
    return intent


def _in_parts(client: Client, content: Content) -> bool:
    """Return which way a file goes: in parts, or as one.

    Raises:
        InputError: it is too large for either.
    """
    target = client.server.target
    most, offered = target.value("max_file_bytes"), target.value("part_bytes") is not None
    bound = target.value("parts_above_bytes", most)
    if bound is None or content.bytes <= bound or (not offered and content.bytes <= (most or 0)):
        return False
    limit = target.value("max_upload_bytes") if offered else most
    if limit is not None and content.bytes > limit:
        raise InputError(
            f"{content.path} has {content.bytes:,} bytes; {target.title} takes at most {limit:,}",
            "train with fewer rows",
        )
    return True


def _known(client: Client, mine: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the file that the ledger knows, where it is still there."""
    ids = [one["id"] for one in mine if one["event"] == "file"]
    for file_id in dict.fromkeys(reversed(ids)):
        try:
            file = client.call(f"look at {file_id}", client.sdk.files.retrieve, file_id)
        except ServerError as error:
            if error.status in NOT_THERE:
                continue
            raise
        data = plain(file)
        if data.get("status") not in _GONE:
            return {**data, "id": file_id}
    return None


def _arrived(client: Client, content: Content, before: Iterable[str]) -> dict[str, Any] | None:
    """Return a file that the server has by this name and size, beside those in `before`."""
    return next((one for one in _namesakes(client, content) if one["id"] not in before), None)


def _namesakes(client: Client, content: Content) -> list[dict[str, Any]]:
    """Return the files that the server has by this name and size, whose bytes are thus the same."""
    listing = pages(
        client, "list the files", client.sdk.files.list, most=SEARCHED_PAGES, purpose="fine-tune"
    )
    try:
        return [
            one
            for page in listing
            for one in page
            if (one.get("filename"), one.get("bytes")) == (content.name, content.bytes)
            and isinstance(one.get("id"), str)
            and one.get("status") not in _GONE
        ]
    except ServerError as error:
        if error.status not in ABSENT:
            raise
        return []


def _sent(client: Client, ledger: Ledger, content: Content, in_parts: bool,
          before: list[str], progress: Progress | None) -> dict[str, Any]:  # fmt: skip
    def arrived() -> dict[str, Any] | None:
        return _arrived(client, content, before)

    if in_parts:
        try:
            return _with_id(client, sent_in_parts(client, ledger, content, progress, arrived))
        except ServerError as error:
            most = client.server.target.value("max_file_bytes")
            # A server that has no uploads in parts takes the file as one, if it takes it at all.
            if error.status not in ABSENT or (most is not None and content.bytes > most):
                raise

    def send() -> Any:
        watch = None if progress is None else lambda sent: progress(sent, content.bytes)
        with Stream(content, watch=watch) as stream:
            return client.patient.files.create(
                file=(content.name, cast("IO[bytes]", stream)), purpose="fine-tune"
            )

    what = f"upload {Path(content.path).name}"
    return _with_id(client, plain(client.call(what, send, lost=arrived)))


def _with_id(client: Client, file: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(file.get("id"), str):
        raise ServerError(
            f"{client.server.host} took a file and gave it no id",
            "check --base-url: is this a server of OpenAI's files API?",
        )
    return file


def _record(client: Client, ledger: Ledger, content: Content, file_id: str) -> None:
    ledger.record(
        "file", server=client.identity, sha256=content.sha256, bytes=content.bytes,
        name=content.name, path=str(content.path), id=file_id,
    )  # fmt: skip


def _wait_until_ready(client: Client, content: Content, file_id: str) -> None:
    """Wait where the target's jobs take only files that have been processed."""
    if not client.server.target.value("files_ready", False):
        return
    for _ in range(_READY_POLLS):
        file = plain(client.call(f"look at {file_id}", client.sdk.files.retrieve, file_id))
        if file.get("status") in _GONE:
            said = client.clean(str(file.get("status_details") or "no reason was given"))
            raise ServerError(
                f"{client.server.host} could not use {content.path} ({file_id}): {said}",
                f"see: dataprep validate {content.path} --target {client.server.target.name}",
                status=200,
            )
        if file.get("status") not in _UNFINISHED:  # processed, null, or a word of its own
            return
        client.sleep(_READY_POLL)
    raise ServerError(
        f"{client.server.host} still processes {content.path} ({file_id})",
        "run the same command again later; the file is not sent again",
        status=200,
    )
