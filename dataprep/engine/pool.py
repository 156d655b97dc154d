"""map: one function over many chunks, results in order, in one process or in several.

How many chunks there are and where they are cut never depends on the number of processes. What a
process is given, and how it ends, is in `worker`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from typing import Any, TypeVar

C = TypeVar("C")
R = TypeVar("R")


def run(
    function: Callable[[C], R],
    chunks: Iterable[C],
    jobs: int = 1,
    where: Callable[[C], str] | None = None,
) -> Generator[R]:
    """Yield ``function(chunk)`` for every chunk, in order.

    Whoever takes the results closes the generator (`contextlib.closing`): every worker has ended
    then, and none writes into a folder that is being removed.

    Args:
        function: picklable; called in worker processes when `jobs` is above 1.
        chunks: taken one after another, a few ahead of the results.
        jobs: the number of processes.
        where: which place of which input a chunk is, for the error about a worker that died on it.

    Raises:
        DataprepError: a worker died (killed, out of memory); and whatever `function` raises.
    """
    if jobs <= 1:
        yield from map(function, chunks)
        return
    # Most conversions are small and need none of this.
    from dataprep.engine.worker import Crew

    crew = Crew(function, jobs)
    waiting = enumerate(chunks)
    done: dict[int, Any] = {}
    due = taken = 0
    more = True
    try:
        while True:
            # No worker gets a chunk that is far ahead of the results: they would pile up here.
            while more and taken - due < 2 * jobs and crew.has_room():
                number, chunk = next(waiting, (-1, None))
                if more := chunk is not None:
                    crew.give(number, chunk, "" if where is None else where(chunk))
                    taken += 1
            if due in done:
                yield done.pop(due)
                due += 1
            elif due == taken:
                return
            else:
                done.update(crew.results())
    finally:
        crew.dismiss()
