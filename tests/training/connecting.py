"""A client of the stub, whose pauses take no time."""

from __future__ import annotations

from typing import Any

from training.stub import Stub

from dataprep.targets import Target, get
from dataprep.training.server import Client, Server, server_of

KEY = "-".join(("sk", "test", "0123456789abcdef"))
"""A made-up key; no test may leave it anywhere."""


def target_with(name: str, **figures: Any) -> Target:
    """Return a target, some figures of which are others."""
    found = get(name)
    changed = {
        key: found.figures.get(key, found.figures["key_env"])._replace(value=value)
        for key, value in figures.items()
    }
    return found._replace(figures={**found.figures, **changed})


def server_at(stub: Stub, target: Target | str = "generic") -> Server:
    """Return the stub as the server of a target."""
    target = get(target) if isinstance(target, str) else target
    return server_of(target, stub.url, environ={target.value("key_env"): KEY})


def connected(
    stub: Stub,
    target: Target | str = "generic",
    pauses: list[float] | None = None,
    key: str = KEY,
) -> Client:
    """Return a client of the stub.

    Args:
        stub: the server.
        target: its name, or one of `target_with`.
        pauses: takes the pauses that would have been made.
        key: of the account.
    """
    server = server_at(stub, target)
    noted: list[float] = [] if pauses is None else pauses
    return Client(server, {server.key_env: key}, noted.append)
