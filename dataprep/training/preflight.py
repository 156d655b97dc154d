"""Everything that can be known before a byte is sent: about the rows, the options, and the server.

The rows are judged as `dataprep validate` judges them, with three differences: what the calendar says
(a model that has ended, or ends soon; a platform that takes no jobs) is an error unless the
configuration says otherwise, a baseline excuses nothing, and a file may be as large as an upload in
parts allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from dataprep.config import Config
from dataprep.cost import cost
from dataprep.engine.progress import Progress
from dataprep.engine.statistics.collect import collect
from dataprep.engine.validation.api import calendar_of, jobs_for, open_inputs, plan_of
from dataprep.engine.validation.options import ValidateOptions, resolve
from dataprep.engine.validation.report import Report
from dataprep.engine.validation.run import Inputs, validate_inputs
from dataprep.errors import ServerError, UsageError
from dataprep.model import Severity
from dataprep.readers.source import Source
from dataprep.rules.own import blaming
from dataprep.rules.registry import rules
from dataprep.rules.schema.methods import METHODS, known
from dataprep.targets import Figure, Target, get
from dataprep.training import grading, live, options
from dataprep.training.hyperparameters import AUTO
from dataprep.training.options import JobOptions
from dataprep.training.plan import Part, Plan, sent_model
from dataprep.training.problem import Problem, errors
from dataprep.training.server import Client
from dataprep.writing.spooling import spooling

LIFECYCLE = ("TGT001", "TGT002", "TGT005")
"""The rules about dates: warnings in a validation, errors where money is about to be spent."""

_UNIT = "name one file: cat PART... > train.jsonl joins several"


class Preflight(NamedTuple):
    """What is known before anything is sent.

    Attributes:
        report: about the rows.
        problems: about everything else.
        plan: of the job; None where errors stand against it.
        train: the training file, as it was when it was read; `validation` the other one.
    """

    report: Report
    problems: tuple[Problem, ...]
    plan: Plan | None
    train: Source
    validation: Source | None

    @property
    def errors(self) -> int:
        """How many errors stand against the job."""
        return self.report.number(Severity.ERROR) + errors(self.problems)

    @property
    def only_dates(self) -> bool:
        """Whether nothing but the calendar stands against the job."""
        codes = {code for code, level, _, _ in self.report.counts if level == Severity.ERROR}
        return bool(codes) and codes <= set(LIFECYCLE) and not errors(self.problems)


def target_of(merged: Mapping[str, Any], config: Config) -> Target:
    """Return the target of a job: exactly one, with a model.

    Args:
        merged: options, as `engine.validation.options.merge` returns them.
        config: the configuration in use.

    Raises:
        UsageError: there is none of this name, several are named, or none with a model.
    """
    names = tuple(dict.fromkeys(merged["target"]))
    if len(names) != 1:
        raise UsageError(
            f"a job has one target, and {len(names)} were named",
            "choose one: --target PLATFORM/MODEL",
        )
    target = get(names[0], config.targets)
    if not sent_model(target):
        some = [one for one, model in target.models.items() if "training_ends" in model.figures]
        example = (some or list(target.models) or ["MODEL"])[0]
        raise UsageError(
            f"which model to train is not said: `{names[0]}` is a platform",
            f"name it: --target {target.platform}/{example}; "
            f"see: dataprep targets show {target.platform}",
        )
    return target


def preflight(
    merged: Mapping[str, Any],
    config: Config,
    job: JobOptions,
    client: Client | None = None,
    base_url: str = "",
    notes: tuple[str, ...] = (),
    progress: Progress | None = None,
    must: bool = True,
) -> Preflight:
    """Look at everything, and return what was found and the plan.

    Args:
        merged: options of the validation, as `engine.validation.options.merge` returns them.
        config: the configuration in use.
        job: what is asked of the job.
        client: of the server; None to leave it alone.
        base_url: of the server, for the plan.
        notes: what the plan shall say besides.
        progress: called with (rows, bytes).
        must: whether a server that cannot be reached is a fault; otherwise the plan says so.

    Raises:
        InputError: a file is missing or unreadable.
        ServerError: the server cannot be reached, or does not take the key.
        UsageError: an option is malformed, or there is not exactly one training file.
    """
    target = target_of(merged, config)
    method = merged["method"] or _by_target(job, target)
    chosen = resolve({**merged, "method": method, "tokens": "exact"}, config)
    with spooling() as spool:
        inputs = open_inputs({**merged, "baseline": None, "write_baseline": None}, spool)
        train = _single(inputs.train, "training file")
        validation = _single(inputs.validation, "validation file") if inputs.validation else None
        report = _judged(inputs, chosen, job, spool, progress)
    method = method or _by_rows(report, target)
    problems = [*options.problems(job, method, target)]
    if job.grader is not None:
        problems += grading.problems(job.grader, target, job.response_format is not None)
    found = Preflight(report, tuple(problems), None, train, validation)
    if not found.errors and client is not None:
        try:
            problems += live.problems(client, sent_model(target), target, chosen.today)
        except ServerError as error:
            if must or error.status is not None:
                raise
            notes = (*notes, error.message)
        found = found._replace(problems=tuple(problems))
    if found.errors:
        return found
    statistics = collect(
        [train], [target.name], own=config.targets, tokenizer=chosen.tokenizer, method=method,
        jobs=chosen.jobs, cache=chosen.cache, progress=progress,
    )  # fmt: skip
    counted, encoding = statistics.targets[0]
    bill = cost(statistics.tally.encodings[encoding].totals, as_trained(counted, job), encoding)
    parts = {one["part"]: Part(one["path"], one["rows"], one["bytes"]) for one in report.files}
    plan = Plan(
        target, base_url, sent_model(target), method, parts["train"], parts.get("validation"), bill,
        job, notes,
    )  # fmt: skip
    return found._replace(plan=plan)


def as_trained(target: Target, job: JobOptions) -> Target:
    """Return a target as this job meets it.

    An upload may go in parts and has the byte order mark that the target wants; the epochs are known.
    """
    figures = dict(target.figures)
    figures.pop("byte_order_mark", None)
    if "max_upload_bytes" in figures:
        figures["max_file_bytes"] = figures["max_upload_bytes"]
    epochs = job.hyperparameters.get("n_epochs", AUTO)
    if isinstance(epochs, int) and epochs > 0:
        figures["default_epochs"] = Figure(epochs, "--epochs", date.min)
    return target._replace(figures=figures)


def _judged(
    inputs: Inputs,
    chosen: ValidateOptions,
    job: JobOptions,
    spool: Path,
    progress: Progress | None,
) -> Report:
    """Validate the files as `dataprep validate` does, with the dates as errors."""
    severities = {**dict.fromkeys(LIFECYCLE, Severity.ERROR), **chosen.severities}
    chosen = chosen._replace(severities=severities, baseline=None, write_baseline=None)
    plan = plan_of(inputs, chosen)
    # The plan's target may know more: a tokenizer, what a grader reads.
    plan = plan._replace(targets=tuple(as_trained(one, job) for one in plan.targets))
    with blaming(rules()):
        return validate_inputs(
            inputs, plan, calendar_of(chosen), spool, jobs_for(inputs, chosen), progress
        )


def _by_target(job: JobOptions, target: Target) -> str | None:
    """Return the method where grader or model leave no choice between chat rows and tasks."""
    if job.grader is not None or list(target.value("methods", ())) == ["reinforcement"]:
        return "reinforcement"
    return None


def _by_rows(report: Report, target: Target) -> str:
    """Return the method that most rows are made for."""
    kinds = known(report.stats.get("kinds", {}))
    return METHODS[next(iter(kinds))] if kinds else "supervised"


def _single(sources: Any, what: str) -> Source:
    """Return the one file of a part.

    Raises:
        UsageError: there are several, or it is no plain file.
    """
    if len(sources) != 1:
        raise UsageError(f"a job takes one {what}, and {len(sources)} were named", _UNIT)
    source: Source = sources[0]
    if source.name.startswith("<"):
        raise UsageError(
            f"the {what} is standard input, and a file is needed: it is read more than once",
            "write it to a file first",
        )
    if not source.seekable:
        raise UsageError(
            f"{source.name} is compressed, and the server takes plain files", "unpack it first"
        )
    return source
