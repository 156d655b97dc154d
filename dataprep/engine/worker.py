"""The processes of a map: each works on one chunk and has the next one waiting.

Processes are started with *spawn*, so that the same code runs on Linux, macOS and Windows. The
function travels once to each; a chunk travels to the one that takes it. Every process has a pipe of
its own: when one dies, its pipe ends, and what it was working on is known.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from typing import Any

from dataprep.errors import DataprepError

AHEAD = 2
"""How many chunks a worker has at most: the one in work, and one so that it need not wait."""

_GONE = (EOFError, ConnectionError)


class Crew:
    """The workers of one map, started as there is work for them.

    Args:
        function: what they call for each chunk.
        jobs: how many there may be.
    """

    def __init__(self, function: Callable[[Any], Any], jobs: int) -> None:
        self._function, self._jobs = function, jobs
        self._workers: list[_Worker] = []

    def has_room(self) -> bool:
        """Whether a chunk can be given to somebody."""
        return len(self._workers) < self._jobs or any(
            len(one.tasks) < AHEAD for one in self._workers
        )

    def give(self, number: int, chunk: Any, where: str) -> None:
        """Give a chunk to the worker that has least to do.

        Args:
            number: of the chunk.
            where: its place, for the error about a worker that dies.
        """
        least = min(self._workers, key=lambda one: len(one.tasks), default=None)
        if least is None or (least.tasks and len(self._workers) < self._jobs):
            with _deaf_to_ctrl_c():  # until it is known: else nobody would end it
                least = _Worker(self._function)
                self._workers.append(least)
        least.tasks.append(where)
        try:
            least.pipe.send((number, chunk))
        except _GONE as error:
            raise least.died() from error

    def results(self) -> Iterator[tuple[int, Any]]:
        """Wait for the next results and yield them with the numbers of their chunks.

        Raises:
            DataprepError: a worker died; and whatever the function raised.
        """
        pipes = {one.pipe: one for one in self._workers}
        for pipe in connection.wait(list(pipes)):
            worker = pipes[pipe]  # type: ignore[index]
            try:
                number, result, error = worker.pipe.recv()
            except _GONE as gone:
                raise worker.died() from gone
            if isinstance(error, MemoryError):
                raise worker.died("out of memory") from error
            if error is not None:
                raise error
            worker.tasks.popleft()
            yield number, result

    def dismiss(self) -> None:
        """End all workers at once, whatever they are doing: nobody waits for a result any more."""
        for one in self._workers:
            one.process.kill()
        for one in self._workers:
            one.process.join()
            one.process.close()
            one.pipe.close()
        self._workers.clear()


class _Worker:
    """One process, as its parent sees it.

    Attributes:
        tasks: the places of the chunks that it has, the one in work first.
    """

    def __init__(self, function: Callable[[Any], Any]) -> None:
        context = get_context("spawn")
        self.tasks: deque[str] = deque()
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, function), daemon=True)
        self.process.start()
        theirs.close()  # so that the pipe ends when the process does

    def died(self, how: str = "") -> DataprepError:
        """Return the error about its death."""
        if not how:
            self.process.join(1)
            how = _ended(self.process.exitcode)
        place = f"{self.tasks[0]}: " if self.tasks and self.tasks[0] else ""
        return DataprepError(
            f"{place}a worker process ended before its work was done ({how})",
            "free some memory, or run again with --jobs 1, which needs less of it",
        )


def _ended(code: int | None) -> str:
    """Say how a process ended, by its exit code."""
    import signal

    if code is None:
        return "it does not answer"
    if code >= 0:
        return f"exit code {code}"
    known = {one.value: one.name for one in signal.Signals}
    said = f"killed by {known.get(-code, f'signal {-code}')}"
    # What Linux does to a process when the memory of the machine or the container is used up.
    return f"{said}; perhaps out of memory" if known.get(-code) == "SIGKILL" else said


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Let workers that are started inside begin with Ctrl-C blocked; the parent gets it afterwards.

    Until `_work` has begun, a worker would answer Ctrl-C with a traceback of its own.
    """
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    # The first worker would start it, and when it has started it lets Ctrl-C through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(pipe: Connection[Any, Any], function: Callable[[Any], Any]) -> None:
    """Work on chunks until the process is ended: by its parent, or because that has gone."""
    import signal
    from queue import SimpleQueue
    from threading import Thread

    # Ctrl-C goes to the whole terminal group; only the parent acts on it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks: SimpleQueue[tuple[int, Any]] = SimpleQueue()
    Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    while True:
        number, chunk = tasks.get()
        answer: tuple[int, Any, BaseException | None]
        try:
            answer = number, function(chunk), None
        except BaseException as error:
            _remember_where(error)
            answer = number, None, error
        del chunk
        try:
            pipe.send(answer)
        except ConnectionError:
            os._exit(1)
        except Exception as error:  # it cannot travel
            pipe.send((number, None, RuntimeError(f"{type(error).__name__}: {error}")))
        del answer


def _receive(pipe: Connection[Any, Any], tasks: Any) -> None:
    """Take chunks in as they come, so that the parent never waits until one is wanted."""
    try:
        while True:
            tasks.put(pipe.recv())
    except (EOFError, OSError):  # the parent was killed: nobody else would end this process
        os._exit(1)


def _remember_where(error: BaseException) -> None:
    """Note the traceback, which stays behind in this process, for ``--debug``."""
    import traceback

    error.add_note("in a worker process:\n" + "".join(traceback.format_exception(error)))
