"""What is said when a job is over: the curves, what came of it, or why nothing did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dataprep.training import curves, measures
from dataprep.training.job import SUCCEEDED, TERMINAL
from dataprep.training.known_errors import known
from dataprep.training.results import Results


def ending_lines(found: Results, width: int, plain: bool = False) -> Iterator[str]:
    """Yield what is known of a job, and why it failed where it did.

    Args:
        found: what is known of it.
        width: columns of the terminal.
        plain: ASCII only.
    """
    yield from curve_lines(found.points, width, plain)
    yield from summary_lines(found)
    if found.data.get("status") in TERMINAL and found.data.get("status") != SUCCEEDED:
        yield from failure_lines(found.data)


def curve_lines(points: measures.Points, width: int, plain: bool = False) -> Iterator[str]:
    """Yield the curves of the losses; nothing where none was measured twice."""
    drawn = {name: one for name, one in measures.losses(points).items() if len(one) > 1}
    yield from curves.terminal(drawn, width, plain=plain)


def summary_lines(found: Results) -> Iterator[str]:
    """Yield what was measured and what was made."""
    for name, one in measures.summary(found.points).items():
        yield (
            f"{name}: first {one['first']:.4g}, last {one['last']:.4g}, "
            f"best {one['best']:.4g} at step {one['step']:,}"
        )
    if hint := measures.overfitting(found.points):
        yield f"note: {hint}"
    for file in found.files:
        if file.fault:
            yield f"note: {file.fault}"
    for kept in found.checkpoints:
        if model := kept.get("fine_tuned_model_checkpoint"):
            yield f"checkpoint: {model} (step {kept.get('step_number', '?')})"
    tokens = measures.number(found.data.get("trained_tokens"))
    if tokens is not None:
        yield f"trained tokens: {tokens:,.0f}"
    if model := found.data.get("fine_tuned_model"):
        yield f"model: {model}"


def failure_lines(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield why a job failed: the server's words, the rule that finds the same, the lines it names."""
    error = data.get("error")
    if not isinstance(error, Mapping) or not (error.get("message") or error.get("code")):
        yield f"the job {data.get('id')} is {data.get('status')}; the server gave no reason"
        return
    message, code = str(error.get("message") or ""), str(error.get("code") or "")
    where = f" in the {str(error['param']).replace('_', ' ')}" if error.get("param") else ""
    yield f"{code or 'error'}{where}: {message}"
    found = known(message, code)
    if found is None:
        return
    if found.code:
        yield f"this is {found.code}: {found.advice}"
    else:
        yield found.advice
    if found.lines:
        many = "line" if len(found.lines) == 1 else "lines"
        yield f"look at {many} {', '.join(f'{one}' for one in found.lines)} of the file"
