"""map: order, errors, and workers that die."""

import os
import subprocess
import sys

import pytest

from dataprep.engine.pool import run
from dataprep.errors import DataprepError, InputError


def double(number):
    return number * 2


def fail_on_three(number):
    if number == 3:
        raise InputError("three is not read", "leave it out")
    return number


def die_on_three(number):
    if number == 3:
        os._exit(9)
    return number


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_keep_the_order_of_the_chunks(jobs):
    """Whoever finishes first, results come in order."""
    assert list(run(double, range(50), jobs)) == [2 * number for number in range(50)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_a_worker_arrives_whole(jobs):
    """The message and the hint of an error survive the way to the parent."""
    with pytest.raises(InputError) as caught:
        list(run(fail_on_three, range(10), jobs))

    assert (caught.value.message, caught.value.hint) == ("three is not read", "leave it out")


def test_a_worker_that_dies_is_an_error_and_no_hang():
    """A killed worker ends the run with one clear error."""
    with pytest.raises(DataprepError, match="a worker process ended before its work was done"):
        list(run(die_on_three, range(10), 2))


def test_chunks_are_taken_a_few_ahead_only():
    """Memory stays flat: the parent does not run ahead of the workers."""
    taken = []

    def chunks():
        for number in range(100):
            taken.append(number)
            yield number

    results = run(double, chunks(), 2)
    next(results)

    assert len(taken) <= 5
    results.close()


@pytest.mark.skipif(os.name == "nt", reason="signals are blocked on POSIX only")
def test_the_first_worker_begins_with_ctrl_c_blocked():
    """What multiprocessing starts beside the first worker does not let Ctrl-C through to it."""
    program = (
        "import signal\n"
        "from dataprep.engine.worker import _deaf_to_ctrl_c, _Worker\n"
        "with _deaf_to_ctrl_c():\n"
        "    worker = _Worker(len)\n"
        "    print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))\n"
        "worker.process.kill()\n"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert said.stdout == "True\n"
