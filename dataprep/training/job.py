"""A fine-tuning job on a server: what it is, what happened, and what can be done with it.

    job = dataprep.train("train.jsonl", target="azure/gpt-4.1-mini")
    for event in job.events():
        print(event["message"])
    done = job.wait()
    print(done["status"], done.get("fine_tuned_model"))

Everything is plain data as the server gave it: statuses, keys and events that nobody has heard of
pass through. Only `succeeded`, `failed` and `cancelled` are the end of a job (OpenAI, API reference,
fine-tuning job object, 2026-11-10); whatever else it is called, it goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from dataprep.errors import ServerError
from dataprep.training.paging import ABSENT, MOST_PAGES, pages, plain

if TYPE_CHECKING:
    from dataprep.training.results import Results
    from dataprep.training.server import Client

SUCCEEDED = "succeeded"
TERMINAL = (SUCCEEDED, "failed", "cancelled")
# 200 is an answer that is no JSON: fakeai 0.3.2 streams its events (2026-11-20).
_ABSENT = (200, *ABSENT)
_PASSING = (408, 409, 429)
_LONGEST_PAUSE = 60.0
_MOST_LOSSES = 60


class Update(NamedTuple):
    """What one look at a job brought.

    Attributes:
        data: the job; as it was last seen where the server did not answer.
        events: those that are new, the oldest first.
        lost: why the server did not answer; empty where it did.
    """

    data: dict[str, Any]
    events: list[dict[str, Any]]
    lost: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing happens any more."""
        return self.data.get("status") in TERMINAL


class Job:
    """A job by its id.

    Args:
        client: of the server that runs it.
        id: as the server calls it, e.g. ``ftjob-...``.
        most_pages: of events; a server that goes on for ever is not listened to any longer.
    """

    def __init__(self, client: Client, id: str, most_pages: int = MOST_PAGES) -> None:
        self.client, self.id, self._most = client, id, most_pages

    def __repr__(self) -> str:
        return f"Job({self.id!r})"

    @property
    def status(self) -> str:
        """The status now, asked of the server; empty where it says none."""
        return str(self.data().get("status") or "")

    def data(self) -> dict[str, Any]:
        """Return the job as the server gives it now.

        Raises:
            ServerError: there is no such job, or the server cannot be reached.
        """
        return self._do("show", self._jobs.retrieve)

    def events(self, after: str | None = None) -> Iterator[dict[str, Any]]:
        """Yield the events until now: the oldest first, each once.

        Args:
            after: the id of an event; only those behind it come.

        Raises:
            ServerError: the server cannot be reached; nothing was yielded then.
        """
        found = self._events(set() if after is None else {after})
        ids = [one.get("id") for one in found]
        yield from found[ids.index(after) + 1 :] if after in ids else found

    def wait(
        self, poll: float | None = None, show: Callable[[Update], None] | None = None
    ) -> dict[str, Any]:
        """Return the job when it is over.

        Args:
            poll: seconds between two looks; by default what the target states, else 10.
            show: is called with every `Update`.

        Raises:
            ServerError: the server refuses, or did not answer for about an hour.
        """
        last: dict[str, Any] = {}
        for update in self.updates(poll):
            last = update.data
            if show is not None:
                show(update)
        return last

    def updates(self, poll: float | None = None) -> Iterator[Update]:
        """Yield what is new until the job is over: no event twice, and none left out.

        A server that does not answer is asked again, less and less often; what happened meanwhile
        comes afterwards.

        Raises:
            ServerError: as `wait`.
        """
        pause = self.poll_seconds if poll is None else poll
        seen: set[str] = set()
        data: dict[str, Any] = {"id": self.id}
        losses = 0
        while True:
            try:
                data = self.data()
                # Asked for after the status: a job that is over has all its events by then.
                events = self._events(seen, told=True)
            except ServerError as error:
                losses += 1
                if not _passes(error) or losses > _MOST_LOSSES:
                    raise
                yield Update({**data, "status": data.get("status")}, [], error.message)
                self.client.sleep(min(_LONGEST_PAUSE, max(pause, 0.001) * 2**losses))
                continue
            losses = 0
            update = Update(data, events)
            yield update
            if update.over:
                return
            self.client.sleep(pause)

    @property
    def poll_seconds(self) -> float:
        """Seconds between two looks at this server."""
        return float(self.client.server.target.value("poll_seconds", 10))

    def cancel(self) -> dict[str, Any]:
        """End the job for good, and return it. Raises ServerError where it is over already."""
        return self._do("cancel", self._jobs.cancel)

    def pause(self) -> dict[str, Any]:
        """Let the job keep a checkpoint and stop, and return it. Raises ServerError."""
        return self._do("pause", self._jobs.pause)

    def resume(self) -> dict[str, Any]:
        """Let a paused job go on, and return it. Raises ServerError."""
        return self._do("resume", self._jobs.resume)

    def checkpoints(self) -> list[dict[str, Any]]:
        """Return the checkpoints by step; none where the server knows no such thing.

        Raises:
            ServerError: the server refuses otherwise, or cannot be reached.
        """
        what, function = f"list the checkpoints of {self.id}", self._jobs.checkpoints.list
        try:
            found = [
                one
                for page in pages(self.client, what, function, self.id, most=self._most)
                for one in page
            ]
        except ServerError as error:
            if error.status in _ABSENT:
                return []
            raise
        return sorted(found, key=lambda one: _number(one.get("step_number")))

    def results(self) -> Results:
        """Return what was measured, in result files, checkpoints and events, with the job itself.

        Raises:
            ServerError: there is no such job, or the server cannot be reached.
        """
        from dataprep.training.results import results

        return results(self)

    @property
    def _jobs(self) -> Any:
        return self.client.sdk.fine_tuning.jobs

    def _do(self, verb: str, function: Callable[..., Any]) -> dict[str, Any]:
        return plain(self.client.call(f"{verb} the job {self.id}", function, self.id))

    def _events(self, seen: set[str], told: bool = False) -> list[dict[str, Any]]:
        """Return the events that are not among `seen`, the oldest first.

        Args:
            seen: ids; they grow by those that are found, where `told`. Not before all pages are
                read: a connection that is lost between two pages hides no event.
        """
        found: list[dict[str, Any]] = []
        what = f"list the events of {self.id}"
        try:
            listed = pages(self.client, what, self._jobs.list_events, self.id, most=self._most)
            for page in listed:
                found += page
                # The newest come first (OpenAI, aimock): behind a known one stand known ones.
                if _newest_first(found) and any(one.get("id") in seen for one in page):
                    break
        except ServerError as error:
            if error.status not in _ABSENT:
                raise
        if _newest_first(found):
            found.reverse()
        found.sort(key=lambda one: _number(one.get("created_at")))  # keeps those of one second
        if not told:
            return found
        new = [one for one in found if _name(one) not in seen]
        seen.update(map(_name, new))
        return new


def _newest_first(events: list[dict[str, Any]]) -> bool:
    times = [_number(one.get("created_at")) for one in events]
    return not times or times[0] >= times[-1]


def _name(event: dict[str, Any]) -> str:
    """Return what an event is known by: its id, or all it says where a server gives it none."""
    return str(event.get("id") or sorted(event.items(), key=str))


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _passes(error: ServerError) -> bool:
    """Whether a fault may be gone in a while: no connection, too busy, out of order."""
    return error.status is None or error.status in _PASSING or error.status >= 500
