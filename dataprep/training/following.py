"""Following a job: what is said while it runs, and the one line that says where it is."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from dataprep.training import measures
from dataprep.training.job import Update

_UNITS = ((86_400, "d", 3_600, "h"), (3_600, "h", 60, "min"), (60, "min", 0, ""))


class Follower:
    """Takes updates of a job, and says what is new: give it to `Job.wait` as `show`.

    Args:
        say: takes a line that stays.
        live: takes the line that is rewritten in place; None where there is no such line, and then
            every measurement and every status is said as a line that stays.
        now: seconds since 1970.
        options: by which a command reaches the job's server again: see `Server.options`.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        live: Callable[[str], None] | None = None,
        now: Callable[[], float] = time.time,
        options: Sequence[str] = (),
    ) -> None:
        self._options = options
        self._say, self._live, self._now = say, live, now
        self.points: measures.Points = {}
        self._status, self._lost = "", ""
        self._total: float | None = None
        # When each step was heard of: the server's clock, which need not be ours.
        self._times: dict[int, float] = {}

    def __call__(self, update: Update) -> None:
        """Say what is new."""
        if update.lost:
            if not self._lost:
                self._say(f"connection lost, the job goes on; trying again ({update.lost})")
            self._lost = update.lost
        elif self._lost:
            self._say("connected again")
            self._lost = ""
        for event in update.events:
            self._event(event)
        status = str(update.data.get("status") or "unknown")
        if status != self._status and not update.lost:
            self._status = status
            if self._live is None or update.over or status == "paused":
                self._say(f"status: {status}")
            if status == "paused":
                words = ["dataprep", "jobs", "resume", str(update.data.get("id")), *self._options]
                self._say(f"it goes on with: {shlex.join(words)}")
        if self._live is not None:
            self._live("" if update.over else self.line(update.data))

    def line(self, data: Mapping[str, Any]) -> str:
        """Return where a job is: status, step of total, losses, time left."""
        words = ["connection lost" if self._lost else str(data.get("status") or "unknown")]
        if self.points:
            step = max(self.points)
            words.append(f"step {step:,}" + (f"/{self._total:,.0f}" if self._total else ""))
        for name, curve in measures.losses(self.points).items():
            words.append(f"{name} {curve[-1][1]:.4g}")
        left = self._left(data)
        if left is not None:
            words.append(f"{duration(left)} left")
        return "  ".join(words)

    def _event(self, event: Mapping[str, Any]) -> None:
        measured = event.get("data")
        if isinstance(measured, Mapping):
            measures.add(self.points, measured)
            self._total = measures.number(measured.get("total_steps")) or self._total
            step, when = measures.number(measured.get("step")), measures.number(
                event.get("created_at")
            )  # fmt: skip
            if step is not None and when is not None:
                self._times.setdefault(int(step), when)
        # On the live line a measurement would only be said twice.
        if self._live is None or event.get("type") != "metrics":
            self._say(event_line(event))

    def _left(self, data: Mapping[str, Any]) -> float | None:
        """Return the seconds left: as the server expects, else by the pace of the steps."""
        finish = measures.number(data.get("estimated_finish"))
        if finish is not None and finish > self._now():
            return finish - self._now()
        first, last = min(self._times, default=0), max(self._times, default=0)
        taken = self._times.get(last, 0) - self._times.get(first, 0)
        if not self._total or last <= first or taken <= 0:
            return None
        return (self._total - last) * taken / (last - first)


def event_line(event: Mapping[str, Any]) -> str:
    """Return an event on one line: time of day in UTC, level where it is not `info`, message."""
    message = " ".join(str(event.get("message") or event.get("type") or "event").split())
    level = event.get("level")
    shown = message if level in (None, "info") else f"{level}: {message}"
    when = moment(event.get("created_at"))
    return f"{when[11:]}  {shown}" if when else shown


def moment(value: Any) -> str:
    """Return a time of the server as ``2026-11-20 10:15:00`` in UTC; nothing where it is none."""
    seconds = measures.number(value)
    if seconds is None or not 0 < seconds < 2**36:
        return ""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")


def duration(seconds: float) -> str:
    """Return a time span in words: ``under a minute``, ``12 min``, ``1 h 20 min``, ``2 d 3 h``."""
    for size, unit, smaller, small_unit in _UNITS:
        if seconds >= size:
            whole, rest = divmod(int(seconds), size)
            part = rest // smaller if smaller else 0
            return f"{whole} {unit}" + (f" {part} {small_unit}" if part else "")
    return "under a minute"
