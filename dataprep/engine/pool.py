"""map: one function over many chunks, results in order, in one process or in several.

Processes are started with *spawn*, so that the same code runs on Linux, macOS and Windows. The
function travels once to each worker; a chunk travels to the worker that takes it. How many chunks
there are and where they are cut never depends on the number of processes.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from dataprep.errors import DataprepError

if TYPE_CHECKING:
    from concurrent.futures import Future

C = TypeVar("C")
R = TypeVar("R")

_function: Callable[[Any], Any] | None = None


def run(function: Callable[[C], R], chunks: Iterable[C], jobs: int = 1) -> Iterator[R]:
    """Yield ``function(chunk)`` for every chunk, in order.

    Args:
        function: picklable; called in worker processes when `jobs` is above 1.
        chunks: taken one after another, a few ahead of the results.
        jobs: the number of processes.

    Raises:
        DataprepError: a worker died (killed, out of memory); and whatever `function` raises.
    """
    if jobs <= 1:
        yield from map(function, chunks)
        return
    # Most conversions are small and need none of this.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn"), initializer=_install, initargs=(function,)
    )
    waiting: deque[Future[R]] = deque()
    try:
        for chunk in chunks:
            with _deaf_to_ctrl_c():
                waiting.append(pool.submit(_call, chunk))
            if len(waiting) >= 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise DataprepError(
            "a worker process ended before its work was done (killed, or out of memory)",
            "run again with --jobs 1, or free some memory",
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Let workers that are started inside begin with Ctrl-C blocked; the parent gets it afterwards.

    Until `_install` has run, a worker would answer Ctrl-C with a traceback of its own.
    """
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _install(function: Callable[[Any], Any]) -> None:
    import signal
    import threading

    # Ctrl-C goes to the whole terminal group; only the parent acts on it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    global _function
    _function = function


def _leave_with_parent() -> None:
    """End the worker when its parent was killed: its queue would never say that the work is over."""
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _call(chunk: Any) -> Any:
    assert _function is not None
    return _function(chunk)
