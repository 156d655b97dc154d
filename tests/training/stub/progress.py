"""How jobs go on: events, checkpoints, pause and resume.

Checkpoints are those that a test puts into ``stub.jobs[id]["_checkpoints"]``; `started` makes a
job, `happened` writes an event, and `measured` one with losses.
"""

from __future__ import annotations

import json
from typing import Any

from .jobs import TERMINAL, create, find, shown
from .serving import Refused, Request, Stub, now, page


def started(stub: Stub, *script: str) -> str:
    """Start a job that goes through these statuses, as if somebody had created it; return its id."""
    stub.script = list(script or ("succeeded",))
    file = stub.add_file(b"{}\n", "train.jsonl")
    body = {"model": "gpt-4.1-mini-2025-04-14", "training_file": file["id"]}
    job_id: str = create(stub, Request("POST", "", body=json.dumps(body).encode()))["id"]
    return job_id


def happened(stub: Stub, job_id: str, message: str, **more: Any) -> dict[str, Any]:
    """Let an event happen, and return it."""
    event = {
        "id": stub.new_id("ftevent-"),
        "object": "fine_tuning.job.event",
        "created_at": now(),
        "level": "info",
        "message": message,
        "type": "message",
        "data": {},
    } | more
    stub.events.setdefault(job_id, []).append(event)
    return event


def measured(stub: Stub, job_id: str, step: int, total: int, **losses: float) -> dict[str, Any]:
    """Let a step be measured, and return the event."""
    data = {"step": step, "total_steps": total, **losses}
    words = f"Step {step}/{total}: " + ", ".join(f"{name}={one}" for name, one in losses.items())
    return happened(stub, job_id, words, type="metrics", data=data)


def checkpoint(job_id: str, step: int, **metrics: float) -> dict[str, Any]:
    """Return a checkpoint of a step."""
    return {
        "id": f"ftckpt-{job_id}-{step}",
        "object": "fine_tuning.job.checkpoint",
        "created_at": 1_700_000_000 + step,
        "fine_tuned_model_checkpoint": f"ft:model:stub::{job_id[-6:]}:ckpt-step-{step}",
        "fine_tuning_job_id": job_id,
        "step_number": step,
        "metrics": {"step": step, **metrics},
    }


def events(stub: Stub, request: Request, job_id: str) -> Any:
    """GET /fine_tuning/jobs/*/events"""
    find(stub, job_id)
    return page(stub, stub.events.get(job_id, [])[::-1], request.query)


def checkpoints(stub: Stub, request: Request, job_id: str) -> Any:
    """GET /fine_tuning/jobs/*/checkpoints"""
    job = find(stub, job_id)
    return page(stub, job.get("_checkpoints", [])[::-1], request.query)


def pause(stub: Stub, request: Request, job_id: str) -> Any:
    """POST /fine_tuning/jobs/*/pause"""
    job = find(stub, job_id)
    if job["status"] in TERMINAL:
        raise Refused(400, f"Job is {job['status']}, it cannot be paused", "invalid_job_state")
    job["status"] = "paused"
    return shown(job)


def resume(stub: Stub, request: Request, job_id: str) -> Any:
    """POST /fine_tuning/jobs/*/resume"""
    job = find(stub, job_id)
    if job["status"] != "paused":
        raise Refused(400, f"Job is {job['status']}, it is not paused", "invalid_job_state")
    job["status"] = "running"
    return shown(job)


ROUTES = [
    ("GET", "/fine_tuning/jobs/*/events", events),
    ("GET", "/fine_tuning/jobs/*/checkpoints", checkpoints),
    ("POST", "/fine_tuning/jobs/*/pause", pause),
    ("POST", "/fine_tuning/jobs/*/resume", resume),
]
