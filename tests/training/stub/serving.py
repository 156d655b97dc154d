"""The server itself: sockets, routes, faults and the record of what was asked."""

from __future__ import annotations

import importlib
import json
import pkgutil
import shutil
import socket
import struct
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from .asked import Answer, Fault, Refused, Request, now, page
from .bodies import Cut, Stored, form, pieces

_PREFIX = "/v1"
_MODELS = (
    "gpt-4.1-2025-04-14", "gpt-4.1-mini-2025-04-14", "gpt-4o-2024-08-06", "o4-mini-2025-04-16",
)  # fmt: skip


class Stub:
    """The server and its state; the package's docstring is its manual."""

    def __init__(self) -> None:
        self.files: dict[str, dict[str, Any]] = {}
        self.contents: dict[str, Path] = {}
        self.uploads: dict[str, dict[str, Any]] = {}
        self.parts: dict[str, dict[str, Any]] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.events: dict[str, list[dict[str, Any]]] = {}
        self.models: dict[str, dict[str, Any]] = {
            name: {"id": name, "object": "model", "created": 1744600000, "owned_by": "system"}
            for name in _MODELS
        }
        self.deleted_models: set[str] = set()
        self.limits: Any = None
        self.requests: list[Request] = []
        self.key: str | None = None
        self.script: list[str] = ["validating_files", "queued", "running", "succeeded"]
        self.file_script: list[str | None] = ["processed"]
        self.closed_out = False
        self.keeps_metadata = True
        self.endless = False
        self.not_ready = 0
        self.upload_seconds = 3600
        self.uploads_offered = True
        self.before: Callable[[Request], object] | None = None
        self.after: Callable[[Request], object] | None = None
        self.lock = threading.RLock()
        self._faults: list[Fault] = []
        self._numbers = count(1)
        self.folder = Path(tempfile.mkdtemp(prefix="stub-"))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.stub = self  # type: ignore[attr-defined]
        self.routes = list(_routes())

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"http://127.0.0.1:{self._server.server_address[1]}{_PREFIX}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def fault(self, method: str, path: str, *, times: int = 1, **what: Any) -> None:
        """Script a fault: `status`, `headers`, `error`, `body`, `cut`, `lose_answer`, so many times."""
        self._faults.append(Fault(method, path, times, **what))

    def next_fault(self, method: str, path: str) -> Fault | None:
        """Take the fault that this request meets."""
        with self.lock:
            for one in self._faults:
                if one.left and one.method == method and fnmatchcase(path, one.path):
                    one.left -= 1
                    return one
        return None

    def sent(self, method: str, path: str) -> list[Request]:
        """Return the requests of a method and a path, where ``*`` stands for anything."""
        return [one for one in self.requests if one[0] == method and fnmatchcase(one.path, path)]

    def content(self, file_id: str) -> bytes:
        """Return the bytes of a file."""
        return self.contents[file_id].read_bytes()

    def add_file(self, content: bytes, filename: str, purpose: str = "fine-tune") -> dict[str, Any]:
        """Put a file there, as if somebody had uploaded it; return its object."""
        from .files import added

        path = self.new_path()
        path.write_bytes(content)
        return added(self, path, filename, purpose)

    def expire(self, upload_id: str) -> None:
        """Let an upload expire now."""
        self.uploads[upload_id]["status"] = "expired"

    def new_id(self, kind: str) -> str:
        """Return ``kind`` with a number that was not used before."""
        return f"{kind}{next(self._numbers):06d}"

    def new_path(self) -> Path:
        """Return a new place for bytes."""
        return self.folder / self.new_id("bytes-")


def _routes() -> Iterator[tuple[str, list[str], Callable[..., Any]]]:
    for found in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if found.name.startswith("__"):
            continue
        module = importlib.import_module(f"{__package__}.{found.name}")
        for method, pattern, function in getattr(module, "ROUTES", ()):
            yield method, pattern.split("/"), function


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    # An answer goes out as one piece: two small ones would wait for each other's acknowledgement.
    wbufsize = -1

    def handle(self) -> None:
        with suppress(ConnectionError, TimeoutError):  # the client went away
            super().handle()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _serve(self) -> None:
        stub: Stub = self.server.stub  # type: ignore[attr-defined]
        url = urlsplit(self.path)
        path = url.path.removeprefix(_PREFIX)
        fault = stub.next_fault(self.command, path)
        headers = {key.lower(): value for key, value in self.headers.items()}
        request = Request(self.command, path, dict(parse_qsl(url.query)), headers, fault=fault)
        try:
            body, fields = self._body(stub, fault.cut if fault else None)
        except Cut:
            stub.requests.append(request)
            self._hang_up()
            return
        request = request._replace(body=body, fields=fields)
        with stub.lock:
            stub.requests.append(request)
            if stub.before is not None:
                stub.before(request)
            answer = (fault.answer() if fault else None) or _answer(stub, request)
            if stub.after is not None:
                stub.after(request)
        if fault and (fault.lose_answer or fault.cut is not None):
            self._hang_up()
        else:
            self._send(answer)

    do_GET = do_POST = do_DELETE = _serve

    def _body(self, stub: Stub, cut: int | None) -> tuple[bytes, dict[str, Any]]:
        stream = pieces(self.headers, self.rfile.read, self.rfile.readline, cut)
        boundary = self.headers.get_boundary()
        if boundary:
            return b"", form(stream, boundary.encode(), stub.new_path)
        return b"".join(stream), {}

    def _send(self, answer: Answer) -> None:
        data = answer.data if isinstance(answer.data, bytes) else json.dumps(answer.data).encode()
        kind = "application/octet-stream" if isinstance(answer.data, bytes) else "application/json"
        self.send_response(answer.status)
        for name, value in {"content-type": kind, **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def _hang_up(self) -> None:
        self.close_connection = True
        # Reset, as a connection that is cut: no polite end that a client could take for an answer.
        linger = struct.pack("ii", 1, 0)
        with suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()


def _answer(stub: Stub, request: Request) -> Answer:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    token = token or request.headers.get("api-key", "")
    try:
        if not token or (stub.key is not None and token != stub.key):
            raise Refused(401, f"Incorrect API key provided: {token}.", "invalid_api_key")
        parts = request.path.split("/")
        for method, pattern, function in stub.routes:
            if method == request.method and len(pattern) == len(parts):
                pairs = list(zip(pattern, parts, strict=True))
                if all(want in ("*", part) for want, part in pairs):
                    segments = [part for want, part in pairs if want == "*"]
                    found = function(stub, request, *segments)
                    return found if isinstance(found, Answer) else Answer(200, found)
        raise Refused(404, f"Unknown request URL: {request.method} {request.path}.", "unknown_url")
    except Refused as refused:
        return refused.answer


__all__ = ["Answer", "Fault", "Refused", "Request", "Stored", "Stub", "now", "page"]
