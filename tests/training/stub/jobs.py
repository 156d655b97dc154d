"""Fine-tuning jobs: create, list, retrieve, cancel."""

from __future__ import annotations

from typing import Any

from .serving import Refused, Request, Stub, now, page

CLOSED_OUT = (
    "OpenAI is winding down the fine-tuning platform and your organization is no longer able to "
    "create new fine-tuning training jobs."
)
TERMINAL = ("succeeded", "failed", "cancelled")


def create(stub: Stub, request: Request) -> Any:
    """POST /fine_tuning/jobs"""
    if stub.closed_out:
        raise Refused(403, CLOSED_OUT, "training_not_available")
    asked = request.json
    for key in ("model", "training_file"):
        if not asked.get(key):
            raise Refused(400, f"'{key}' is a required property")
    for key in ("training_file", "validation_file"):
        if asked.get(key) and asked[key] not in stub.files:
            raise Refused(400, f"invalid {key}: {asked[key]}", None, key)
    if stub.not_ready:
        stub.not_ready -= 1
        name = asked["training_file"]
        raise Refused(
            400,
            f"File '{name}' is still being processed and is not ready to be used for fine-tuning",
        )
    method = asked.get("method") or {"type": "supervised"}
    job: dict[str, Any] = {
        "id": stub.new_id("ftjob-"),
        "object": "fine_tuning.job",
        "created_at": now(),
        "error": None,
        "estimated_finish": None,
        "fine_tuned_model": None,
        "finished_at": None,
        "hyperparameters": method.get(method["type"], {}).get("hyperparameters", {}),
        "integrations": asked.get("integrations") or [],
        "metadata": asked.get("metadata") if stub.keeps_metadata else None,
        "method": method,
        "model": asked["model"],
        "organization_id": "org-stub",
        "result_files": [],
        "seed": asked.get("seed") or 42,
        "status": stub.script[0],
        "trained_tokens": None,
        "training_file": asked["training_file"],
        "user_provided_suffix": asked.get("suffix"),
        "validation_file": asked.get("validation_file"),
        "_script": list(stub.script[1:]),
    }
    stub.jobs[job["id"]] = job
    stub.events.setdefault(job["id"], [])
    return shown(job)


def shown(job: dict[str, Any]) -> dict[str, Any]:
    """Return a job without what only the stub knows."""
    return {key: value for key, value in job.items() if not key.startswith("_")}


def find(stub: Stub, job_id: str) -> dict[str, Any]:
    """Return the job of an id, or refuse."""
    if job_id not in stub.jobs:
        raise Refused(404, f"Could not find fine tune: {job_id}", "fine_tune_not_found")
    return stub.jobs[job_id]


def advance(stub: Stub, job: dict[str, Any]) -> None:
    """Take a job one step further in its script; called after each retrieve."""
    if not job["_script"] or job["status"] in TERMINAL:
        return
    job["status"] = job["_script"].pop(0)
    if job["status"] in TERMINAL:
        job["finished_at"] = now()
    if job["status"] == "succeeded":
        suffix = job["user_provided_suffix"] or ""
        job["fine_tuned_model"] = f"ft:{job['model']}:stub:{suffix}:{job['id'][-6:]}"
        job["trained_tokens"] = 1000
    if job["status"] == "failed" and job["error"] is None:
        job["error"] = {"code": "server_error", "message": "The job failed.", "param": None}


def listed(stub: Stub, request: Request) -> Any:
    """GET /fine_tuning/jobs"""
    asked = {
        key[len("metadata[") : -1]: value
        for key, value in request.query.items()
        if key.startswith("metadata[")
    }
    found = [
        shown(one)
        for one in reversed(stub.jobs.values())
        if all((one["metadata"] or {}).get(key) == value for key, value in asked.items())
    ]
    return page(stub, found, request.query)


def retrieve(stub: Stub, request: Request, job_id: str) -> Any:
    """GET /fine_tuning/jobs/*"""
    job = find(stub, job_id)
    answer = shown(job)
    advance(stub, job)
    return answer


def cancel(stub: Stub, request: Request, job_id: str) -> Any:
    """POST /fine_tuning/jobs/*/cancel"""
    job = find(stub, job_id)
    if job["status"] in TERMINAL:
        raise Refused(400, f"Job has already completed: {job_id}", "invalid_job_state")
    job["status"], job["_script"], job["finished_at"] = "cancelled", [], now()
    return shown(job)


ROUTES = [
    ("POST", "/fine_tuning/jobs", create),
    ("GET", "/fine_tuning/jobs", listed),
    ("GET", "/fine_tuning/jobs/*", retrieve),
    ("POST", "/fine_tuning/jobs/*/cancel", cancel),
]
