"""Upload and create as one call, which a test runs in a process that it kills."""

from __future__ import annotations

import os
import signal
from itertools import count
from pathlib import Path
from typing import Any

from training.connecting import KEY, target_with

from dataprep.training.creating import JobRequest, created
from dataprep.training.ledger import Ledger
from dataprep.training.server import Client, server_of
from dataprep.training.uploading import uploaded

MARK = "mark"


class Fatal(Ledger):
    """A ledger at one line of which the process is killed, before it is written or after."""

    def __init__(self, folder: Path, line: int, when: str) -> None:
        super().__init__(folder)
        self._line, self._when, self._numbers = line, when, count(1)

    def record(self, event: str, **fields: Any) -> None:
        number = next(self._numbers)
        if number == self._line and self._when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        super().record(event, **fields)
        if number == self._line and self._when == "after":
            os.kill(os.getpid(), signal.SIGKILL)


def walk(url: str, folder: Path, part: int, metadata: bool, line: int = 0, when: str = "") -> str:
    """Upload ``train.jsonl`` of a folder and create a job; return its id.

    Args:
        url: of the stub.
        folder: of the project.
        part: bytes of a part; 0 to send the file as one.
        metadata: whether the mark goes into the metadata.
        line, when: of the ledger, at which this process is killed.
    """
    sizes = {"parts_above_bytes": part, "part_bytes": part} if part else {}
    environ = {"OPENAI_API_KEY": KEY}
    client = Client(
        server_of(target_with("generic", **sizes), url, environ=environ),
        environ,
        lambda pause: None,
    )
    ledger = Fatal(folder, line, when)
    file = uploaded(client, ledger, folder / "train.jsonl")
    body: dict[str, Any] = {"model": "m", "training_file": file.id}
    if metadata:
        body["metadata"] = {"dataprep_run": MARK}
    return str(created(client, ledger, JobRequest(body, MARK))["id"])
