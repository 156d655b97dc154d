"""The conversion: look at every input, survey where needed, map, bring facts together, write.

    look -> [fold] -> [survey] -> map -> duplicates, splits -> rename

What is decided before the first row is written (formats, layouts, columns) is an error when it is
wrong; what a row turns out to be is a reject.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from operator import attrgetter

from dataprep.engine.chunks import Chunk, chunks
from dataprep.engine.closing import Digests, finished
from dataprep.engine.folding import KeyMap, conversations
from dataprep.engine.inputs import Input
from dataprep.engine.job import Job
from dataprep.engine.maps import ConvertMap, SurveyMap
from dataprep.engine.parts import Spool, run_parts
from dataprep.engine.pool import run
from dataprep.engine.progress import phase
from dataprep.engine.result import ConvertResult
from dataprep.engine.rows import RowMaker
from dataprep.engine.settings import Settings
from dataprep.errors import InputError, UsageError
from dataprep.formats import get
from dataprep.normalization.pipeline import Pipeline
from dataprep.writing.staging import Staging


def decide_format(inputs: Sequence[Input], settings: Settings) -> Settings:
    """Return the settings with the output format decided.

    Text without an answer side becomes completions with an empty prompt; anything else becomes chat.
    """
    if settings.to is not None:
        return settings
    bound = [one.binding for one in inputs if one.binding is not None]
    answered = any(binding.has_answer for binding in bound) or not bound
    return replace(settings, to="chat" if answered else "prompt-completion")


def convert_job(job: Job, stage: Staging) -> ConvertResult:
    """Carry out one conversion in a working folder; whoever made the folder commits it.

    Raises:
        InputError: no input has a row, or none of the rows can be used.
        UsageError: an option does not fit the format.
        OutputError: the output is an input, or cannot be written.
    """
    settings = job.settings
    form = get(settings.to or "chat")
    if settings.system is not None and form.name == "text":
        raise UsageError("--system has no place in text rows", "leave it out, or write --to chat")
    for column in settings.keep:
        if column in form.keys:
            raise UsageError(
                f"--keep {column}: {form.name} rows use that key themselves",
                "rename the column in the source",
            )
    pipeline = Pipeline.make(dict(settings.steps), form)
    if not any(one.binding for one in job.inputs):
        names = ", ".join(one.source.name for one in job.inputs)
        raise InputError(f"{names}: no rows to convert", "check that it is the right file")
    folded = _fold(job, stage) if settings.group_by else None
    pipeline = _surveyed(job, RowMaker(settings, form, pipeline), folded)
    phase(job.progress, "converting")
    work = ConvertMap(RowMaker(settings, form, pipeline), settings.split)
    spool = Spool(stage.folder)
    if folded is not None:
        spool.adopt(folded[0])
    with Digests(job.inputs) as digests:
        with closing(run_parts(work, _chunks(job, folded), job.jobs, stage.folder)) as parts:
            for part in parts:
                spool.append(part)
        for one in job.inputs:
            one.source.verify()
        phase(job.progress, "writing")
        result = finished(job, stage, spool, pipeline, digests)
    stage.tidy()
    return result


def _chunks(job: Job, folded: tuple[Spool, list[Chunk]] | None) -> Iterator[Chunk]:
    settings = job.settings
    if folded is None:
        return chunks(job.inputs, settings, job.progress)
    assert settings.group_by is not None
    return conversations(*folded, settings.group_by, settings.order_by)


def _fold(job: Job, stage: Staging) -> tuple[Spool, list[Chunk]]:
    """Run the map that brings the rows of each key together."""
    settings = job.settings
    assert settings.group_by is not None
    folder = stage.folder / "fold"
    folder.mkdir()
    spool = Spool(folder)
    phase(job.progress, "gathering rows")
    work = KeyMap(settings.group_by, settings.order_by)
    read = chunks(job.inputs, settings, job.progress)
    with closing(run_parts(work, read, job.jobs, folder)) as parts:
        for part in parts:
            spool.append(part)
    spool.close()
    likes = [
        Chunk(0, number, one.source.name, one.binding, block=None)  # type: ignore[arg-type]
        for number, one in enumerate(job.inputs)
        if one.binding is not None
    ]
    return spool, likes


def _surveyed(job: Job, maker: RowMaker, folded: tuple[Spool, list[Chunk]] | None) -> Pipeline:
    """Return the pipeline with every step settled, after a first pass where one is needed."""
    total = maker.pipeline.surveys()
    if not total:
        return maker.pipeline
    phase(job.progress, "looking at all rows")
    survey = SurveyMap(maker, dict(total))
    with closing(run(survey, _chunks(job, folded), job.jobs, attrgetter("where"))) as surveyed:
        for found in surveyed:
            total = {number: total[number] + found[number] for number in total}
    return maker.pipeline.decided(total)
