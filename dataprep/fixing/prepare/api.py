"""`dataprep.prepare`: the walk as a function; the command line calls it too."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dataprep.config import Config, load
from dataprep.engine.validation.options import ValidateOptions, merge, resolve
from dataprep.errors import UsageError
from dataprep.fixing.prepare import plan as plans
from dataprep.fixing.prepare.looking import Watch
from dataprep.fixing.prepare.placing import free_names
from dataprep.fixing.prepare.plan import FORMATS, Options, Plan
from dataprep.fixing.prepare.questions import Answer, Ask, Given, Remembered, Tell, recommended
from dataprep.fixing.prepare.result import PrepareResult
from dataprep.fixing.prepare.scratch import scratch
from dataprep.fixing.prepare.walk import Setting, unwatched, walk
from dataprep.fixing.prepare.writing import write
from dataprep.rules.registry import using


def prepare(
    path: str | os.PathLike[str],
    output: str | os.PathLike[str] | None = None,
    *,
    to: str | None = None,
    target: str | None = None,
    map: Mapping[str, str] | None = None,
    sheet: str | None = None,
    compat: bool = False,
    answers: Mapping[str, Answer] | None = None,
    plan: str | os.PathLike[str] | Plan | None = None,
    config: str | os.PathLike[str] | None = None,
    targets: Mapping[str, Any] | None = None,
    today: str | None = None,
    jobs: int = 1,
) -> PrepareResult:
    """Make a file that is ready to train of any raw file.

    Args:
        path: the file.
        output: a folder; by default that of the file. ``FILE_prepared.jsonl`` is written there, or
            ``FILE_prepared_train.jsonl`` and ``FILE_prepared_valid.jsonl``; never over a file.
        to: ``chat`` or ``prompt-completion``; by default what fits.
        target: ``PLATFORM`` or ``PLATFORM/MODEL``.
        map: part -> column, as for `convert`: ``{"prompt": "question", "completion": "reply"}``.
        sheet: of a workbook, by name or number, or ``all``; by default those like the first.
        compat: make the rows that the tool of openai 1.109.1 makes.
        answers: name of a question -> its answer, e.g. ``{"split": False, "fix-DUP001": True}``; to the
            other questions, what is recommended.
        plan: a plan, or its file: every answer and all options.
        config: a configuration file; none is looked for.
        targets: name -> target of your own, as data of the shape of a target file.
        today: the date that lifecycle rules go by.
        jobs: as for `validate`.

    Raises:
        InputError: the file is missing, unreadable, or holds no pairs.
        OutputError: the place cannot be written.
        UsageError: an option or an answer does not fit.
    """
    configured = load(Path(config)) if config is not None else Config()
    configured = configured._replace(targets={**configured.targets, **(targets or {})})
    if plan is not None and (to or target or map or sheet or compat or answers):
        raise UsageError("a plan holds all options and answers", "give it alone, or leave it out")
    if plan is not None and not isinstance(plan, Plan):
        plan = plans.load(Path(plan))
    options = chosen(to, target, map, compat, sheet) if plan is None else plan.options
    given = (
        Given(answers or {}, "`answers`", recommended)
        if plan is None
        else Given(plan.answers, "the plan")
    )
    rules = rules_for(options, configured, today, jobs)
    with using(configured.rules):
        place = None if output is None else Path(output)
        return carry_out(os.fspath(path), options, rules, given, place)


def chosen(
    to: str | None, target: str | None, map: Mapping[str, str] | None, compat: bool,
    sheet: str | None = None,
) -> Options:  # fmt: skip
    """Return options as they are given; None and empty are not.

    Raises:
        UsageError: there is no such format, or `compat` excludes it.
    """
    if to and to not in FORMATS:
        raise UsageError(f"no rows are called `{to}`", f"use one of: {', '.join(FORMATS)}")
    if compat and (map or to == "chat"):
        raise UsageError(
            "`compat` makes rows of the columns `prompt` and `completion`",
            "leave --to and --map out",
        )
    if compat and sheet:
        raise UsageError("`compat` reads the first sheet", "leave --sheet or --compat out")
    return Options(to or "", target or "generic", compat, dict(map or {}), sheet or "")


def rules_for(
    options: Options, config: Config, today: str | None = None, jobs: int = 0
) -> ValidateOptions:
    """Return what decides the findings.

    Raises:
        UsageError: a rule or an option of the configuration does not exist.
    """
    given = {"target": options.target, "today": today, "max_per_rule": 1, "jobs": jobs}
    with using(config.rules):
        found = resolve(merge(given, config), config)
    return found._replace(baseline=None, write_baseline=None)


def carry_out(
    name: str, options: Options, rules: ValidateOptions, ask: Ask, output: Path | None = None, *,
    tell: Tell | None = None, retell: bool = False, watch: Watch = unwatched, writes: bool = True,
) -> PrepareResult:  # fmt: skip
    """Walk, and write what was made.

    Args:
        name: of the file.
        options: see `Options`.
        rules: what decides the findings.
        ask: who answers.
        output: a folder; None for that of the file.
        tell: takes what is said on the way.
        retell: whether questions and answers are told too.
        watch: shows the progress of long work.
        writes: False to stop before anything is written; the result has no outputs then.

    Raises:
        InputError, OutputError, UsageError: see `prepare`.
    """
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        if tell is not None:
            tell(line)

    if writes:  # a place that cannot be is told before anybody answers
        free_names(name, output, False)
    asking = Remembered(ask, say if retell else None)
    setting = Setting(name, options, rules, asking, say, watch)
    with scratch() as spool:
        made = walk(setting, spool)
        if isinstance(ask, Given):
            ask.finish()
        result = (
            write(setting, made, spool, output)
            if writes
            else PrepareResult(task=made.task.name, fixed=made.fixed, options=options)
        )
    result.answers, result.lines = asking.answers, lines
    return result
