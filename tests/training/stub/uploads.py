"""Uploads in parts: create, add a part, complete, cancel."""

from __future__ import annotations

import hashlib
from typing import Any

from .files import added
from .serving import Refused, Request, Stored, Stub, now

_PART_BYTES = 64 << 20
_UPLOAD_BYTES = 8 << 30


def create(stub: Stub, request: Request) -> Any:
    """POST /uploads"""
    if not stub.uploads_offered:
        raise Refused(404, "Resource not found", "404")
    asked = request.json
    for key in ("filename", "purpose", "bytes", "mime_type"):
        if key not in asked:
            raise Refused(400, f"Missing required parameter: '{key}'.", None, key)
    if asked["bytes"] > _UPLOAD_BYTES:
        raise Refused(400, "Uploads can be at most 8 GB", None, "bytes")
    upload = {
        "id": stub.new_id("upload_"),
        "object": "upload",
        "bytes": asked["bytes"],
        "created_at": now(),
        "expires_at": now() + stub.upload_seconds,
        "filename": asked["filename"],
        "purpose": asked["purpose"],
        "status": "pending",
        "file": None,
    }
    stub.uploads[upload["id"]] = upload
    return upload


def _pending(stub: Stub, upload_id: str) -> dict[str, Any]:
    upload = stub.uploads.get(upload_id)
    if upload is None:
        raise Refused(404, f"No such Upload object: {upload_id}", None, "upload_id")
    if upload["status"] != "pending":
        raise Refused(400, f"Upload {upload_id} is {upload['status']}", None, "upload_id")
    return upload


def part(stub: Stub, request: Request, upload_id: str) -> Any:
    """POST /uploads/*/parts"""
    _pending(stub, upload_id)
    data = request.fields.get("data")
    if not isinstance(data, Stored) or data.bytes > _PART_BYTES:
        raise Refused(400, "A part is a file of at most 64 MB", None, "data")
    part_id = stub.new_id("part_")
    stub.parts[part_id] = {"upload_id": upload_id, "bytes": data.bytes, "path": data.path,
                           "sha256": data.sha256}  # fmt: skip
    return {"id": part_id, "object": "upload.part", "created_at": now(), "upload_id": upload_id}


def complete(stub: Stub, request: Request, upload_id: str) -> Any:
    """POST /uploads/*/complete"""
    upload = _pending(stub, upload_id)
    asked = request.json
    parts = [stub.parts.get(one) for one in asked["part_ids"]]
    if any(one is None or one["upload_id"] != upload_id for one in parts):
        raise Refused(400, "A part id is not of this upload", None, "part_ids")
    path, digest, size = stub.new_path(), hashlib.md5(usedforsecurity=False), 0
    with path.open("wb") as whole:
        for one in parts:
            assert one is not None
            with one["path"].open("rb") as source:
                while piece := source.read(1 << 20):
                    whole.write(piece)
                    digest.update(piece)
                    size += len(piece)
    if size != upload["bytes"]:
        raise Refused(400, f"The parts have {size} bytes, not {upload['bytes']}", None, "bytes")
    if asked.get("md5") not in (None, digest.hexdigest()):
        raise Refused(400, "The md5 checksum does not match", None, "md5")
    upload["status"] = "completed"
    upload["file"] = added(stub, path, upload["filename"], upload["purpose"])
    return upload


def cancel(stub: Stub, request: Request, upload_id: str) -> Any:
    """POST /uploads/*/cancel"""
    upload = _pending(stub, upload_id)
    upload["status"] = "cancelled"
    return upload


ROUTES = [
    ("POST", "/uploads", create),
    ("POST", "/uploads/*/parts", part),
    ("POST", "/uploads/*/complete", complete),
    ("POST", "/uploads/*/cancel", cancel),
]
