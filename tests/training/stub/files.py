"""Files: create, list, retrieve, content, delete."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .serving import Refused, Request, Stored, Stub, now, page

_PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")


def added(stub: Stub, path: Path, filename: str, purpose: str) -> dict[str, Any]:
    """Keep a file and return its object."""
    file = {
        "id": stub.new_id("file-"),
        "object": "file",
        "bytes": path.stat().st_size,
        "created_at": now(),
        "filename": filename,
        "purpose": purpose,
        "status": stub.file_script[0],
        "_script": list(stub.file_script[1:]),
    }
    stub.files[file["id"]] = file
    stub.contents[file["id"]] = path
    return shown(file)


def shown(file: dict[str, Any]) -> dict[str, Any]:
    """Return a file without what only the stub knows."""
    return {key: value for key, value in file.items() if not key.startswith("_")}


def create(stub: Stub, request: Request) -> Any:
    """POST /files"""
    purpose, file = request.fields.get("purpose"), request.fields.get("file")
    if purpose not in _PURPOSES:
        raise Refused(400, f"'{purpose}' is not one of {list(_PURPOSES)} - 'purpose'")
    if not isinstance(file, Stored):
        raise Refused(400, "'file' is a required property")
    return added(stub, file.path, file.filename, purpose)


def find(stub: Stub, file_id: str) -> dict[str, Any]:
    """Return the file of an id, or refuse."""
    if file_id not in stub.files:
        raise Refused(404, f"No such File object: {file_id}", None, "id")
    return stub.files[file_id]


def retrieve(stub: Stub, request: Request, file_id: str) -> Any:
    """GET /files/*"""
    file = find(stub, file_id)
    answer = shown(file)
    if file["_script"]:
        file["status"] = file["_script"].pop(0)
    return answer


def listed(stub: Stub, request: Request) -> Any:
    """GET /files"""
    purpose = request.query.get("purpose")
    found = [one for one in stub.files.values() if purpose in (None, one["purpose"])]
    return page(stub, [shown(one) for one in reversed(found)], request.query)


def content(stub: Stub, request: Request, file_id: str) -> Any:
    """GET /files/*/content"""
    find(stub, file_id)
    return stub.content(file_id)


def delete(stub: Stub, request: Request, file_id: str) -> Any:
    """DELETE /files/*"""
    find(stub, file_id)
    del stub.files[file_id]
    stub.contents.pop(file_id).unlink(missing_ok=True)
    return {"id": file_id, "object": "file", "deleted": True}


ROUTES = [
    ("POST", "/files", create),
    ("GET", "/files", listed),
    ("GET", "/files/*", retrieve),
    ("GET", "/files/*/content", content),
    ("DELETE", "/files/*", delete),
]
