"""Models: list, retrieve with `shutdown_date`, delete, and the limits endpoint.

`stub.models` (id -> model object) holds some bases; what a job made is listed besides. `stub.limits` is
the answer of the limits endpoint, whatever its shape; None is 404.
"""

from __future__ import annotations

from typing import Any

from .serving import Refused, Request, Stub, page


def known(stub: Stub) -> dict[str, dict[str, Any]]:
    """Return every model by its id: the bases, and what the jobs made."""
    made = {
        one["fine_tuned_model"]: {
            "id": one["fine_tuned_model"], "object": "model", "created": one["created_at"],
            "owned_by": "org-stub",
        }
        for one in stub.jobs.values()
        if one.get("fine_tuned_model") and one["fine_tuned_model"] not in stub.deleted_models
    }  # fmt: skip
    return {**stub.models, **made}


def listed(stub: Stub, request: Request) -> Any:
    """GET /models"""
    return page(stub, list(known(stub).values()), request.query)


def retrieve(stub: Stub, request: Request, model: str) -> Any:
    """GET /models/*"""
    found = known(stub)
    if model not in found:
        raise Refused(404, f"The model '{model}' does not exist", "model_not_found")
    return found[model]


def delete(stub: Stub, request: Request, model: str) -> Any:
    """DELETE /models/*"""
    if model not in known(stub):
        raise Refused(404, f"The model '{model}' does not exist", "model_not_found")
    if model in stub.models and not model.startswith("ft:"):
        raise Refused(403, f"You have insufficient permissions to delete '{model}'")
    stub.models.pop(model, None)
    stub.deleted_models.add(model)
    return {"id": model, "object": "model", "deleted": True}


def limits(stub: Stub, request: Request) -> Any:
    """GET /fine_tuning/model_limits"""
    if stub.limits is None:
        raise Refused(404, "Unknown request URL: GET /v1/fine_tuning/model_limits.")
    return stub.limits


ROUTES = [
    ("GET", "/models", listed),
    ("GET", "/models/*", retrieve),
    ("DELETE", "/models/*", delete),
    ("GET", "/fine_tuning/model_limits", limits),
]
