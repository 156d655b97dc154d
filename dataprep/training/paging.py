"""Lists that a server gives in pages, read to their end, which some servers never state.

A list ends where `has_more` is not true, where a page brings nothing new, and after a number of
pages in any case: a server that says `has_more` for ever (seen with Prism 5.16, 2026-11-20) must
not keep anybody waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataprep.training.server import Client

PAGE = 100
MOST_PAGES = 200
SEARCHED_PAGES = 20
"""Pages in which something is looked for that was made lately: the newest come first."""
ABSENT = (404, 405, 501)
"""Statuses by which a server says that it has no such thing, or no such call."""
NOT_THERE = (*ABSENT, 400, 403, 410)
"""The same of something asked for by its id: gone, or of another account."""


def plain(answer: Any) -> dict[str, Any]:
    """Return an answer of the SDK as plain data, with keys and values that the SDK does not know."""
    if isinstance(answer, dict):
        return answer
    if not hasattr(answer, "to_dict"):
        return {}
    data: dict[str, Any] = answer.to_dict(mode="json", warnings=False)
    return data


def pages(
    client: Client,
    what: str,
    function: Callable[..., Any],
    *arguments: Any,
    after: str | None = None,
    size: int = PAGE,
    most: int = MOST_PAGES,
    **options: Any,
) -> Iterator[list[dict[str, Any]]]:
    """Yield the pages of a list, in the server's order, without entries that came before.

    Args:
        what: what is done, for messages: ``"list the events"``.
        function: of the SDK; takes `after` and `limit`.
        after: the entry behind which the list begins.
        size: entries asked for at once.
        most: pages after which the list ends, whatever the server says.

    Raises:
        ServerError: the server refuses, or cannot be reached.
    """
    seen: set[str] = set()
    for _ in range(most):
        begin: dict[str, Any] = {} if after is None else {"after": after}
        answer = client.call(what, function, *arguments, limit=size, **begin, **options)
        entries = [plain(one) for one in getattr(answer, "data", None) or ()]
        new = [one for one in entries if one.get("id") is None or one["id"] not in seen]
        seen.update(one["id"] for one in new if one.get("id") is not None)
        if new:
            yield new
        last = entries[-1].get("id") if entries else None
        if not new or last is None or getattr(answer, "has_more", None) is not True:
            return
        after = last
